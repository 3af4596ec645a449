"""Clauses that no word claims: like examples, or about the whole; and clauses that are not about an aspect."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text import whole
from zhiyin.understand.text.codes import Batch, encode
from zhiyin.understand.text.model import Numbers
from zhiyin.understand.text.opinions import Reading
from zhiyin.understand.text.weighing import Judged, Mention, stands

SHORTEST = 4
"""Characters of a clause that is asked what it is like."""

SURE = 0.4
"""Chance from which a clause that no word claims is about an aspect."""
SURER, MISLED = 0.6, 0.15
"""Chance from which an aspect takes the place of those that words name, and that these have together at the most. Of
752 such clauses that people read, words were right about 160, what takes their place about 453."""

Barred = Mapping[str, frozenset[int]]
"""Clause as it reads when normalised → numbers of the aspects that it is not about."""


def unclaimed(batch: Batch, readings: Sequence[Reading]) -> list[tuple[int, str]]:
    """Number and words of each clause without an aspect, but for the shortest, which are like anything."""
    said = plain(batch)
    return [(number, said[reading.start : reading.end]) for number, reading in enumerate(readings) if open_(reading)]


def open_(reading: Reading) -> bool:
    return not reading.aspects and reading.end - reading.start >= SHORTEST


def barring(barred: Iterable[tuple[str, str]], places: Mapping[str, int]) -> Barred:
    """From clauses as they were written, each with the code of an aspect."""
    pairs = [(clause, places[code]) for clause, code in barred if code in places]
    batch = encode([clause for clause, _place in pairs])
    said, found = plain(batch), dict[str, frozenset[int]]()
    for start, end, (_clause, place) in zip(batch.starts.tolist(), batch.ends.tolist(), pairs, strict=True):
        found[said[start:end]] = found.get(said[start:end], frozenset()) | {place}
    return found


def bar(batch: Batch, readings: Sequence[Reading], barred: Barred) -> None:
    """Whatever words stand there: somebody has read it."""
    said = plain(batch) if barred else ""
    for reading in readings if barred else ():
        for place in barred.get(said[reading.start : reading.end], ()):
            reading.aspects.pop(place, None)


def give_whole(batch: Batch, mentions: Sequence[Mention], place: int) -> None:
    """What is said of nothing in particular (很不错！) is about the whole, the aspect of this number."""
    said = plain(batch)
    for mention in mentions:
        if mention.aspect is None and not mention.reading.need and bare(said, mention.reading):
            mention.aspect = place


def bare(said: str, reading: Reading) -> bool:
    """Whether a clause of the batch that `said` is says nothing but that something is good or bad."""
    return bool(reading.opinions) and whole.bare(
        said[reading.start : min(reading.end, reading.start + whole.LONGEST + 1)]
    )


def give(
    readings: Sequence[Reading],
    judged: Sequence[Judged],
    chances: Numbers,
    named: npt.NDArray[np.float32],
    own: npt.NDArray[np.bool_],
) -> None:
    """To clauses that judge or wish the aspect of the best chance, the last column being none: where no word claims
    them, and where words almost surely mislead (高 in 高铁站). Aspects that a word of their own judges do not give way,
    nor those of the company's `own`. `named`: 1 where words name an aspect, a row a clause."""
    best = chances.argmax(1)
    chance = chances[np.arange(len(best)), best]
    open_ = ~named.any(axis=1) & (chance >= SURE)
    misled = (chance >= SURER) & ((chances[:, :-1] * named).sum(1) < MISLED) & ~named[:, own].any(axis=1)
    for row in np.flatnonzero((open_ | misled) & (best < chances.shape[1] - 1)).tolist():
        reading = readings[row]
        if reading.aspects:
            given = not any(place in opinion.own for opinion in reading.opinions for place in reading.aspects)
        else:
            given = reading.need or stands(reading, judged[row])
        if given:
            reading.aspects = {int(best[row]): [(reading.start, reading.end)]}


def plain(batch: Batch) -> str:
    """The whole batch as one text, a sign a code."""
    return batch.codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
