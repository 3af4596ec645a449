"""A clause and what stands around it: what is named here, before and in the whole text, what words mean together, and
what rules and the polarity model have found. `hearing` judges clauses by these numbers; they are measured here alone,
for training and for use.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text import claims, vectors
from zhiyin.understand.text.codes import Batch
from zhiyin.understand.text.model import Verdicts
from zhiyin.understand.text.opinions import Reading

Rows = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]

BEFORE = 2
"""Clauses that `Setting.meaning` takes for what was said before."""
SHARES = (2.0, 1.5, 2.0)
"""Weights of what a clause means, what those before it mean, and what the text means."""
LONG, MANY = 40, 20


@dataclass(frozen=True)
class Setting:
    """One row a clause. `owner`: its text. `named`: a column an aspect, 1 where its words name it. `judged`: 1
    where a word judges it that belongs to it. `bare`: it says nothing but that it is good or bad. `facts`: its form.
    `meaning`: three directions in space, its own, that of the clauses before it, that of the text."""

    owner: Whole
    named: Rows
    judged: Rows
    bare: npt.NDArray[np.bool_]
    facts: Rows
    meaning: Rows

    def ties(self, parents: Whole, whole: int | None) -> list[Rows]:
        """For each aspect, how it comes up: named here; judged by a word of its own; named in the clause before, or one
        or two further back; its share of all that the text names, and how often; named first; the whole, and where
        nothing else can be meant; parent of what is named."""
        named, count = self.named, self.named.shape[1]
        earlier = [_back(named, self.owner, steps) for steps in (1, 2, 3)]
        firsts = np.flatnonzero(np.diff(self.owner, prepend=-1))
        texts = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(self.owner))))
        total = np.add.reduceat(named, firsts, axis=0) if len(firsts) else named
        size = np.maximum(total.sum(1, keepdims=True), 1)
        above = np.zeros((count, count), np.float32)
        below = np.flatnonzero(parents >= 0)
        above[below, parents[below]] = 1
        general, plain = np.zeros_like(named), np.zeros_like(named)
        if whole is not None:
            general[:, whole], plain[:, whole] = 1, self.bare
        return [
            named / np.maximum(named.sum(1, keepdims=True), 1),
            self.judged,
            earlier[0],
            np.maximum(earlier[1], earlier[2] / 2),
            (total / size)[texts],
            np.log1p(total)[texts],
            _opening(named, firsts, texts),
            general,
            plain,
            np.minimum(named @ above, 1),
        ]


def around(batch: Batch, readings: Sequence[Reading], verdicts: Verdicts, documents: Verdicts, aspects: int) -> Setting:
    owner = np.array([reading.text for reading in readings], dtype=np.int64)
    named = np.zeros((len(readings), aspects), np.float32)
    where = [(row, aspect) for row, reading in enumerate(readings) for aspect in reading.aspects]
    if where:
        named[tuple(np.array(where).T)] = 1
    facts = _facts(batch, readings, owner, verdicts, documents)
    plain = claims.plain(batch)
    bare = np.array([not one.aspects and claims.bare(plain, one) for one in readings], dtype=np.bool_)
    return Setting(owner, named, _owning(readings, named), bare, facts, _meaning(plain, readings, owner))


def _owning(readings: Sequence[Reading], named: Rows) -> Rows:
    judged = np.zeros_like(named)
    for row, reading in enumerate(readings):
        for opinion in reading.opinions:
            for aspect in opinion.own:
                judged[row, aspect] = named[row, aspect]
    return judged


def _facts(batch: Batch, readings: Sequence[Reading], owner: Whole, verdicts: Verdicts, documents: Verdicts) -> Rows:
    told = np.array([_told(reading) for reading in readings], np.float32).reshape(len(readings), -1)
    starts = np.array([reading.start for reading in readings], dtype=np.int64)
    ends = np.array([reading.end for reading in readings], dtype=np.int64)
    digits = np.concatenate([[0], np.cumsum((batch.codes >= ord("0")) & (batch.codes <= ord("9")))])
    many = np.bincount(owner, minlength=len(batch.texts))
    place = np.arange(len(owner)) - (np.cumsum(many) - many)[owner]
    polar = np.tanh(verdicts.polar / 3)
    columns = (
        polar,
        np.abs(polar),
        np.clip(verdicts.stand, -8, 8) / 4,
        # the text says more than the clause only where there is more of it
        np.tanh(documents.polar[owner] / 3) * (many[owner] > 1),
        np.clip(documents.stand[owner], -8, 8) / 6 * (many[owner] > 1),
        np.minimum(ends - starts, LONG) / MANY,
        digits[ends] > digits[starts],
        place == 0,
        np.minimum(place, MANY) / MANY,
        many[owner] == 1,
        np.minimum(many[owner], MANY) / MANY,
    )
    return np.concatenate([told, np.stack(columns, axis=1).astype(np.float32)], axis=1)


def _told(reading: Reading) -> tuple[float, ...]:
    signs = [opinion.sign for opinion in reading.opinions]
    lowest, highest = (min(0.0, *signs), max(0.0, *signs)) if signs else (0.0, 0.0)
    named, judged = bool(reading.aspects), bool(signs)
    faces = (reading.emoji > 0) - (reading.emoji < 0)
    owned = any(aspect in reading.aspects for opinion in reading.opinions for aspect in opinion.own)
    return lowest, highest, judged, named, named and judged, owned, reading.need, reading.asks, faces


def _meaning(plain: str, readings: Sequence[Reading], owner: Whole) -> Rows:
    own = vectors.load().summed(vectors.cut(plain[reading.start : reading.end]) for reading in readings)
    firsts = np.flatnonzero(np.diff(owner, prepend=-1))
    texts = np.add.reduceat(own, firsts, axis=0) if len(firsts) else own
    counted = np.repeat(texts, np.diff(np.append(firsts, len(owner))), axis=0)
    before = sum((_back(own, owner, steps) for steps in range(1, BEFORE + 1)), np.zeros_like(own))
    parts = (own, before, counted)
    directions = [vectors.unit(part) * np.float32(share) for part, share in zip(parts, SHARES, strict=True)]
    return np.concatenate(directions, axis=1)


def _back(rows: Rows, owner: Whole, steps: int) -> Rows:
    """What stands so many clauses before, of the same text."""
    moved = np.zeros_like(rows)
    if steps < len(rows):
        same = owner[steps:] == owner[:-steps]
        moved[steps:] = rows[:-steps] * same[:, None]
    return moved


def _opening(named: Rows, firsts: Whole, texts: Whole) -> Rows:
    """1 where the first clause of the text that names anything names it."""
    found = np.zeros_like(named)
    naming = np.flatnonzero(named.any(axis=1))
    if len(naming):
        place = np.searchsorted(naming, firsts)
        opener = naming[np.minimum(place, len(naming) - 1)]
        inside = (place < len(naming)) & (texts[opener] == np.arange(len(firsts)))
        found = (named[opener] * inside[:, None])[texts]
    return found
