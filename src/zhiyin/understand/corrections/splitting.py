"""Where an opinion falls in two by itself: at a comma or a word that joins or turns, or where it names two aspects. And
what its two halves say where a person cuts it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, product

from zhiyin.understand.corrections.gaps import CUT, sides
from zhiyin.understand.corrections.rules import same
from zhiyin.understand.corrections.values import Change, Opinion, Said
from zhiyin.understand.pipeline.queries import understander

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


def halves(before: Opinion, said: Said, cut: int) -> list[Change]:
    """What is said before and behind a cut that a person chose: as the model hears each by itself, else as before."""
    rest = [one for one in said.opinions if one != before]
    spans = sides(said.text, before.start, before.end, cut)
    pair = [
        next(
            (one for one in heard if not any(same(one, old) for old in rest)),
            replace(before, start=span[0], end=span[1]),
        )
        for span, heard in zip(spans, _heard(before, said.text, spans), strict=True)
    ]
    if before.judged and before.aspect not in {one.aspect for one in pair}:
        # Somebody said what it is about: that stays true of the half of which the model is less sure.
        place = min(range(2), key=lambda n: pair[n].confidence)
        pair[place] = replace(pair[place], aspect=before.aspect)
    return [_change(one) for one in pair]


def _pairs(before: Opinion, text: str) -> Iterator[Pair]:
    """What stands on the two sides of each cut; then the opinion itself, beside what else its words name."""
    cuts = [cut.span() for cut in CUT.finditer(text, before.start, before.end)][:_MOST]
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
