"""What a model is shown, and what is kept of its answer."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from zhiyin.understand.pieces.numbers import claimed, told
from zhiyin.understand.pieces.values import Heard, Sentence, Summary
from zhiyin.understand.writer.values import Purpose

LONGEST = 300
"""Characters of one voice."""
MOST_SENTENCES = 6
MOST_STEPS = 8
LONGEST_NAME = 30
NAMED = re.compile(r"^\W*(\d{1,2})\W*?[:：]\s*(.+)$")
PLANNED = re.compile(r"^\W*(TITLE|HYPOTHESIS|STEP)\s*\d{0,2}\s*[:：]\s*(.+)$", re.IGNORECASE)
About = Mapping[str, Any]
"""What a question holds beside voices: `topics` as code, phrases, ids of voices; or `finding`."""
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


def shown_to(purpose: Purpose, voices: Sequence[Heard], about: About) -> str:
    """The material of a question."""
    if purpose == Purpose.TOPICS:
        return topics(voices, about)
    said = material(voices)
    return f"<finding>{shown(str(about.get('finding', '')))}</finding>\n{said}" if purpose == Purpose.PLAN else said


def checked(purpose: Purpose, answer: str, voices: Sequence[Heard], about: About) -> dict[str, Any]:
    """What of an answer may be kept, as records hold it; empty when there is nothing."""
    if purpose == Purpose.TOPICS:
        found = names(answer, [str(code) for code, *_rest in about.get("topics", [])])
        return {"names": found} if found else {}
    if purpose == Purpose.PLAN:
        return plan(answer)
    kept = summary(answer, voices)
    said = [[one.text, list(one.cites)] for one in kept.sentences]
    return {"sentences": said, "dropped": kept.dropped} if said else {}


def material(voices: Sequence[Heard]) -> str:
    """Each between marks that it cannot write itself."""
    return "\n".join(f'<voice n="{n}">{shown(one.text)}</voice>' for n, one in enumerate(voices, 1))


def topics(voices: Sequence[Heard], about: About) -> str:
    """Each topic with its phrases and some of its voices; of those that may not be read any more nothing is left."""
    texts = {one.id: one.text for one in voices}
    blocks = []
    for n, (_code, phrases, ids) in enumerate(about.get("topics", []), 1):
        said = [shown(texts[ident]) for ident in ids if ident in texts]
        if said:
            lines = "\n".join([shown(" · ".join(phrases)), *said])
            blocks.append(f'<topic n="{n}">\n{lines}\n</topic>')
    return "\n".join(blocks)


def names(answer: str, codes: Sequence[str]) -> dict[str, str]:
    """`number: name`, one a line; a name is a few words, without links and numbers of its own."""
    found = {}
    for line in answer.splitlines():
        match = NAMED.match(line)
        if match and 1 <= int(match[1]) <= len(codes) and not LINK.search(match[2]) and not re.search(r"\d", match[2]):
            name = match[2].strip(" \"'“”「」《》*`.。:：")
            if re.search(r"\w", name) and len(name) <= LONGEST_NAME:
                found[codes[int(match[1]) - 1]] = name
    return found


def plan(answer: str) -> dict[str, Any]:
    """A title, a hypothesis and steps, as a draft for somebody to edit."""
    found: dict[str, Any] = {"title": "", "hypothesis": "", "steps": []}
    for line in answer.splitlines():
        match = PLANNED.match(line.replace("**", ""))
        if not match or LINK.search(line):
            continue
        kind, text = match[1].lower(), match[2].strip()
        if kind == "step":
            found["steps"] = [*found["steps"], text[:300]][:MOST_STEPS]
        else:
            found[kind] = text[: 160 if kind == "title" else 1000]
    return found if found["hypothesis"] and found["steps"] else {}


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
