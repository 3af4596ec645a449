"""Clauses that no word claims: like examples, or about the whole; clauses that are not about an aspect; clauses that
nobody here reads."""

from collections.abc import Iterable, Mapping, Sequence

from zhiyin.understand.text import whole
from zhiyin.understand.text.codes import Batch, encode, written
from zhiyin.understand.text.lexicon import URGENT
from zhiyin.understand.text.opinions import PLAIN, Extras, Reading

SHORTEST = 4
"""Characters of a clause that is asked what it is like."""

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


def hush(reading: Reading) -> None:
    """In a language that is not read no word judges, asks or wishes (美味 in 料理が美味しい, terrible in "service
    terrible"); emoji speak, names are names, dates are dates, and a hospital is one anywhere."""
    reading.asks = reading.need = False
    reading.strong = reading.weak = 0
    reading.opinions, reading.unfelt = [], ()
    reading.intents = [one for one in reading.intents if one in URGENT]
    if not reading.emoji:
        reading.emotions = []
    said = reading.extras
    reading.extras = Extras(names=said.names, when=said.when, where=said.where) if said is not PLAIN else PLAIN


def bare(said: str, reading: Reading) -> bool:
    """Whether a clause of the batch that `said` is says nothing but that something is good or bad."""
    short = reading.end - reading.start <= whole.LONGEST
    return bool(reading.opinions) and short and whole.bare(said[reading.start : reading.end])


def plain(batch: Batch) -> str:
    """The whole batch as one text, a sign a code."""
    return written(batch.codes)
