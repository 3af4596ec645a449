"""Where an opinion falls in two by itself: at a comma or a word that joins or turns, or where it names two aspects."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, product

from zhiyin.understand.corrections.rules import same
from zhiyin.understand.corrections.values import Change, Opinion, Said
from zhiyin.understand.pipeline.queries import understander

_CUT = re.compile(
    r"[,，、;；:：。!！?？…~\n]+|\.(?!\d)|但是|不过|可是|然而|而且|但|和|也"
    r"|\b(?:but|yet|and|although|though|however|whereas|while)\b",
    re.IGNORECASE,
)
_MOST = 12
"""Places where one opinion is tried to be cut."""
_JUDGEMENTS = {"negative", "positive"}
Pair = tuple[Opinion, Opinion]


def parts(before: Opinion, said: Said) -> list[Change]:
    """The two things that are said; empty where the words do not tell them apart."""
    rest = [one for one in said.opinions if one != before]
    for pair in _pairs(before, said.text):
        aspects, labels = {one.aspect for one in pair}, {one.label for one in pair}
        kept = not before.aspect or before.aspect in aspects
        apart = len(aspects) == 2 or labels == _JUDGEMENTS
        if kept and apart and not any(same(new, old) for new, old in product(pair, rest)):
            return [_change(one) for one in pair]
    return []


def _pairs(before: Opinion, text: str) -> Iterator[Pair]:
    """What stands on the two sides of each cut; then the opinion itself, beside what else its words name."""
    cuts = [cut.span() for cut in _CUT.finditer(text, before.start, before.end)][:_MOST]
    lefts = [(before.start, start) for start, _end in cuts]
    rights = [(end, before.end) for _start, end in cuts]
    whole, *sides = _heard(before, text, [(before.start, before.end), *lefts, *rights])
    for left, right in zip(sides[: len(cuts)], sides[len(cuts) :], strict=True):
        if left and right:
            yield left[0], right[0]
    yield from ((before, other) for other in whole if other.aspect != before.aspect)


def _heard(before: Opinion, text: str, spans: Sequence[tuple[int, int]]) -> list[list[Opinion]]:
    """What the model finds in each span by itself, what it names and is sure of first. What names nothing is about the
    same as before."""
    found: list[list[Opinion]] = [[] for _ in spans]
    rows = understander().annotate([text[start:end] for start, end in spans]).mentions.to_pylist()
    for number, some in groupby(rows, key=lambda row: row["row"]):
        start, end = spans[number]
        heard = sorted((Opinion.of(row) for row in some), key=lambda one: (not one.aspect, -one.confidence))
        found[number] = [replace(one, start=start, end=end, aspect=one.aspect or before.aspect) for one in heard]
    return found


def _change(one: Opinion) -> Change:
    return Change(one.aspect, one.label, one.emotion, one.intent, bool(one.need), one.start, one.end)
