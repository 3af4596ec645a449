"""Masking to the letter, on marked sentences: what was hidden of what is marked, and what else was.

    python -m benchmarks.listen.spans [FILE]

The sentences were written by writers who had not read the rules: `held_out.txt`, and later `held_out_2.txt`. Both have
since shown what to mend: what is found in them now says nothing of other sentences. Intervals are Wilson's, as if each
thing marked were drawn by itself.

A name or an address counts as found when nothing of it stays (region, town and district may: they are outside of the
marks), a number, plate or e-mail when some of it went. Each stretch that was hidden outside of the marks is one false
alarm, of the kind of the mark that it runs out of, or else of the kind that it looks like.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pyarrow as pa

from zhiyin.listen.masking import mask
from zhiyin.stats.intervals import proportion

MARK = re.compile(r"\{(\w+)\|(.+?)\}")
WHOLE = frozenset(["name", "address"])
LOOKS = (
    ("email", re.compile(r"[@＠]")),
    ("address", re.compile(r"[路街村号栋室]|(?i:street|road|ave)")),
    ("phone", re.compile(r"(?:[\d零一二三四五六七八九幺][ \-.]?){3}")),
)
LATEST = Path(__file__).parent / "held_out_2.txt"
Span = tuple[int, int]


def marks(text: str) -> tuple[str, list[tuple[str, Span]]]:
    """The sentence itself, and where in it what stands."""
    plain, found, at = "", [], 0
    for match in MARK.finditer(text):
        plain += text[at : match.start()]
        found.append((match[1], (len(plain), len(plain) + len(match[2]))))
        plain, at = plain + match[2], match.end()
    return plain + text[at:], found


def hidden(plain: str, out: str) -> Iterator[Span]:
    for tag, start, end, _start, _end in SequenceMatcher(None, plain, out, autojunk=False).get_opcodes():
        if tag != "equal" and end > start:
            yield start, end


def looks(piece: str) -> str:
    return next((kind for kind, pattern in LOOKS if pattern.search(piece)), "name")


def judge(texts: list[str]) -> tuple[Counter[str], Counter[str], Counter[str], list[str]]:
    """Marked, found and false, by kind; and the sentences in which something is wrong."""
    read = [marks(text) for text in texts]
    masked = mask(pa.array([plain for plain, _found in read], pa.string())).to_pylist()
    marked, found, false, told = Counter[str](), Counter[str](), Counter[str](), []
    for text, (plain, known), out in zip(texts, read, masked, strict=True):
        gone = set[int]()
        wrong = False
        inside = {place: kind for kind, (start, end) in known for place in range(start, end)}
        for start, end in hidden(plain, out):
            gone |= set(range(start, end))
            if any(place not in inside for place in range(start, end)):
                kinds = [inside[place] for place in range(start, end) if place in inside]
                false[kinds[0] if kinds else looks(plain[start:end])] += 1
                wrong = True
        for kind, (start, end) in known:
            marked[kind] += 1
            # Blanks and marks between words tell nothing.
            lost = [place for place in range(start, end) if plain[place].isalnum() and place not in gone]
            right = not lost if kind in WHOLE else any(place in gone for place in range(start, end))
            found[kind] += right
            wrong |= not right
        if wrong:
            told.append(f"{text}  →  {out}")
    return marked, found, false, told


def share(part: int, whole: int) -> str:
    if not whole:
        return "-"
    told = proportion(part, whole)
    return f"{told.value[0]:.3f} [{told.low[0]:.3f}, {told.high[0]:.3f}] ({part}/{whole})"


def report(title: str, texts: list[str]) -> None:
    marked, found, false, told = judge(texts)
    print(f"\n{title}: {len(texts)} sentences, {marked.total()} marked")
    for kind in [*sorted(marked), "all"]:
        of, right, alarms = (one.total() if kind == "all" else one[kind] for one in (marked, found, false))
        f1 = 2 * right / (of + right + alarms)
        print(f"  {kind:<10} recall {share(right, of):<32} precision {share(right, right + alarms):<32} F1 {f1:.3f}")
    for line in told:
        print("   ", line)


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else LATEST
    texts = file.read_text("utf-8").splitlines()
    chinese = [text for text in texts if re.search(r"[一-龥]", MARK.sub("", text))]
    personal = [text for text in texts if MARK.search(text)]
    report(file.stem, texts)
    changed = len(judge([text for text in texts if not MARK.search(text)])[3])
    print(f"  without anything personal, and changed: {share(changed, len(texts) - len(personal))}")
    for title, part in (("Chinese", chinese), ("English", [text for text in texts if text not in chinese])):
        report(title, [text for text in part if MARK.search(text)])


if __name__ == "__main__":
    main()
