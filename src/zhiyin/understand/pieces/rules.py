"""What a model is shown, and what is kept of its answer."""

import hashlib
import json
import re
from collections.abc import Sequence

from zhiyin.understand.pieces.numbers import claimed, told
from zhiyin.understand.pieces.values import Heard, Sentence, Summary

LONGEST = 300
"""Characters of one voice."""
MOST_SENTENCES = 6
SPACE = re.compile(r"\s+")
CITED = re.compile(r"\s*[\[［【（(]\s*(\d{1,3}(?:\s*[,，、;；\-–—]\s*\d{1,3})*)\s*[\]］】）)]")
CITES = rf"(?:{CITED.pattern})*"
END = re.compile(rf".+?(?:[。！？!?]+|\.(?=\s|[\[［【]|$)|$){CITES}[。.]?")
BULLET = re.compile(r"^\s*(?:[-*•·]+|#+|\d{1,2}[.、)）])\s*")
LINK = re.compile(r"https?:|www\.|\]\(|<[a-z/]", re.IGNORECASE)
MAJORITY = re.compile(
    r"大多数|多数|大部分|过半|半数|一半|普遍|所有|全部|\b(?:most|majority|half|all|every|everyone)\b", re.IGNORECASE
)


def digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True, default=str).encode()).hexdigest()


def material(voices: Sequence[Heard]) -> str:
    """Each between marks that it cannot write itself."""
    return "\n".join(f'<voice n="{n}">{shown(one.text)}</voice>' for n, one in enumerate(voices, 1))


def shown(text: str) -> str:
    plain = SPACE.sub(" ", text).strip().replace("<", "‹").replace(">", "›")
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def summary(answer: str, voices: Sequence[Heard]) -> Summary:
    """Only sentences that cite voices which are there, and whose numbers these voices said."""
    kept: list[Sentence] = []
    dropped = 0
    for text, cites in sentences(answer):
        if _holds(text, cites, voices) and len(kept) < MOST_SENTENCES:
            kept.append(Sentence(text, cites))
        else:
            dropped += 1
    return Summary(tuple(kept), dropped)


def sentences(answer: str) -> list[tuple[str, tuple[int, ...]]]:
    """Sentences without marks of any markup, and the numbers in brackets behind or inside them."""
    found = []
    for line in answer.splitlines():
        plain = BULLET.sub("", line.replace("**", "").replace("`", "")).strip()
        for match in END.finditer(plain):
            cites = [n for group in CITED.findall(match[0]) for n in _numbers(group)]
            text = CITED.sub("", match[0]).strip()
            if re.search(r"\w", text):
                found.append((text, tuple(dict.fromkeys(cites))))
    return found


def _holds(text: str, cites: Sequence[int], voices: Sequence[Heard]) -> bool:
    if not cites or LINK.search(text) or any(not 1 <= n <= len(voices) for n in cites):
        return False
    # "Most" is a count too: it takes the voices it counts.
    if MAJORITY.search(text) and 2 * len(cites) <= len(voices):
        return False
    said = set[str]().union(*(told(voices[n - 1].text[:LONGEST]) for n in cites))
    return claimed(text) <= said | {str(len(cites))}


def _numbers(group: str) -> list[int]:
    found: list[int] = []
    for part in re.split(r"[,，、;；]", group):
        ends = [int(end) for end in re.split(r"[-–—]", part)]
        # A range no longer than a material may be.
        found += range(ends[0], min(ends[-1], ends[0] + 100) + 1) if len(ends) > 1 else ends
    return found
