"""A clause and what stands around it: what is named here, before and in the whole text, what words mean together, and
what rules and the polarity model have found. `hearing` judges clauses by these numbers; they are measured here alone,
for training and for use.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from zhiyin.understand.text import claims, vectors
from zhiyin.understand.text.codes import Batch, Flags
from zhiyin.understand.text.model import Verdicts
from zhiyin.understand.text.opinions import Reading

Rows = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]

BEFORE = 2
"""Clauses that `Setting.meaning` takes for what was said before."""
SHARES = (2.0, 1.5, 2.0)
"""Weights of what a clause means, what those before it mean, and what the text means."""
LONG, MANY = 40, 20
_ENGLISH = re.compile(r"[a-z]{3,}")
_JOINING = re.compile(r"\s*(?:[、,/&+和跟与及]|以及|还有|and\b|or\b)\s*(?:the\b|its\b|their\b|[也还都])?\s*")


@dataclass(frozen=True)
class Setting:
    """One row a clause. `owner`: its text. `named`: a column an aspect, 1 where its words name it. `judged`: 1
    where a word judges it that belongs to it. `bare`: it says nothing but that it is good or bad. `facts`: its form.
    `meaning`: two directions in space, its own and that of the clauses before it. `words`: a column a word of that
    space, length 1. `gist` and `texts`: the same of each text of the batch. `headed`: 1 where the heading it stands
    under names the aspect. `level`: several are named on one level (味道、服务都好; 态度差环境也不行), where one
    may well be what another is, too. `strange`: it names no aspect and holds an English word that nobody has heard."""

    owner: Whole
    named: Rows
    judged: Rows
    bare: Flags
    facts: Rows
    meaning: Rows
    gist: Rows
    words: sparse.csr_matrix
    texts: sparse.csr_matrix
    headed: Rows
    level: Flags
    strange: Flags

    def ties(self, parents: Whole, whole: int | None) -> list[Rows]:
        """For each aspect, how it comes up: named here; judged by a word of its own; named in the clause before, or one
        or two further back; its share of all that the text names, and how often; named first; the whole, where nothing
        else can be meant, where nothing is named here or before, where something is named; parent of what is named;
        the heading; where nothing is named here, the last that was."""
        named, count = self.named, self.named.shape[1]
        earlier = [_back(named, self.owner, steps) for steps in (1, 2, 3)]
        nothing = ~named.any(axis=1, keepdims=True)
        last = _last(named, self.owner) * nothing
        firsts = np.flatnonzero(np.diff(self.owner, prepend=-1))
        texts = np.repeat(np.arange(len(firsts)), np.diff(np.append(firsts, len(self.owner))))
        total = np.add.reduceat(named, firsts, axis=0) if len(firsts) else named
        size = np.maximum(total.sum(1, keepdims=True), 1)
        above = np.zeros((count, count), np.float32)
        below = np.flatnonzero(parents >= 0)
        above[below, parents[below]] = 1
        general = np.zeros_like(named)
        if whole is not None:
            general[:, whole] = 1
        return [
            named / np.maximum(named.sum(1, keepdims=True), 1),
            self.judged,
            earlier[0],
            np.maximum(earlier[1], earlier[2] / 2),
            (total / size)[texts],
            np.log1p(total)[texts],
            _opening(named, firsts, texts),
            general,
            general * self.bare[:, None],
            general * (nothing & ~last.any(axis=1, keepdims=True)),
            general * ~nothing,
            np.minimum(named @ above, 1),
            self.headed,
            last,
        ]


def around(batch: Batch, readings: Sequence[Reading], verdicts: Verdicts, documents: Verdicts, aspects: int) -> Setting:
    owner = np.array([reading.text for reading in readings], dtype=np.int64)
    size = (len(readings), aspects)
    named = _marked(size, ((row, aspect) for row, reading in enumerate(readings) for aspect in reading.aspects))
    headed = _marked(size, ((row, aspect) for row, reading in enumerate(readings) for aspect in reading.heading))
    judged = _marked(
        size,
        (
            (row, aspect)
            for row, reading in enumerate(readings)
            if reading.aspects
            for opinion in reading.opinions
            if opinion.own
            for aspect in opinion.own
            if aspect in reading.aspects
        ),
    )
    plain = claims.plain(batch).replace("\n", " ")
    level = _marked(
        size,
        (
            (row, aspect)
            for row, reading in enumerate(readings)
            if len(reading.aspects) > 1
            for aspect in _level(reading, plain)
        ),
    )
    bare = np.array([not one.aspects and claims.bare(plain, one) for one in readings], dtype=np.bool_)
    owned = np.asarray(judged.any(axis=1))
    facts = _facts(batch, readings, owner, owned, verdicts, documents)
    found = vectors.load().cut_and_found([plain[reading.start : reading.end] for reading in readings])
    meaning, gist = _meaning(vectors.load().added(found), owner, len(batch.texts))
    holding = sparse.csr_matrix(
        (np.ones(len(owner), np.float32), (owner, np.arange(len(owner)))), (len(batch.texts), len(owner))
    )
    words, texts = _weighted(found), _weighted(holding @ found)
    strange = np.array([_strange(one, plain) for one in readings], dtype=np.bool_)
    return Setting(owner, named, judged, bare, facts, meaning, gist, words, texts, headed, level > 0, strange)


def _marked(size: tuple[int, int], places: Iterable[tuple[int, int]]) -> Rows:
    """1 at these places, 0 elsewhere."""
    marks = np.zeros(size, np.float32)
    flat = np.fromiter((row * size[1] + column for row, column in places), np.int64)
    marks.ravel()[flat] = 1
    return marks


def _level(reading: Reading, plain: str) -> list[int]:
    """Aspects that a conjunction joins, and those that a judgement follows, where one follows another, too."""
    spans = sorted((*span, aspect) for aspect, spans in reading.aspects.items() for span in spans)
    joined, followed = set[int](), set[int]()
    for (_first, last, aspect), (start, _end, after) in pairwise([*spans, (reading.end, reading.end, -1)]):
        if any(last <= opinion.start < start for opinion in reading.opinions):
            followed.add(aspect)
        elif after not in (aspect, -1) and _JOINING.fullmatch(plain, last, start):
            joined |= {aspect, after}
    return [*joined, *(followed if len(followed) > 1 else ())]


def _strange(reading: Reading, plain: str) -> bool:
    if reading.aspects or not _ENGLISH.search(plain, reading.start, reading.end):
        return False
    return not all(map(vectors.load().knows, _ENGLISH.findall(plain, reading.start, reading.end)))


def _facts(
    batch: Batch, readings: Sequence[Reading], owner: Whole, owned: Flags, verdicts: Verdicts, documents: Verdicts
) -> Rows:
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
    return np.concatenate([_told(readings, owned), np.stack(columns, axis=1).astype(np.float32)], axis=1)


def _told(readings: Sequence[Reading], owned: Flags) -> Rows:
    """Of each clause: the signs of its words, lowest and highest; whether words judge, name, do both, judge what they
    name (`owned`); whether it wishes, whether it asks, and the side of its faces."""
    told = np.zeros((len(readings), 9), np.float32)
    told[:, 2] = [bool(one.opinions) for one in readings]
    told[:, 3] = [bool(one.aspects) for one in readings]
    told[:, 4], told[:, 5] = told[:, 2] * told[:, 3], owned
    told[:, 6] = [one.need for one in readings]
    told[:, 7] = [one.asks for one in readings]
    told[:, 8] = np.sign([one.emoji for one in readings])
    signs = np.array([opinion.sign for one in readings for opinion in one.opinions], np.float32)
    if len(signs):
        judging = np.flatnonzero(told[:, 2])
        firsts = np.cumsum([0, *(len(readings[row].opinions) for row in judging.tolist())])[:-1]
        told[judging, 0] = np.minimum(0.0, np.minimum.reduceat(signs, firsts))
        told[judging, 1] = np.maximum(0.0, np.maximum.reduceat(signs, firsts))
    return told


def _weighted(found: sparse.csr_matrix) -> sparse.csr_matrix:
    """Words by how much they tell, each row brought to length 1."""
    held = found.copy()
    held.sum_duplicates()
    held.data *= np.sqrt(vectors.load().weights[held.indices])
    size = np.sqrt(np.asarray(held.multiply(held).sum(axis=1)).ravel())
    held.data /= np.repeat(np.where(size > 0, size, 1), np.diff(held.indptr))
    return held


def _meaning(own: Rows, owner: Whole, texts: int) -> tuple[Rows, Rows]:
    """Two directions a clause, its own and that of those before it, and one a text."""
    firsts = np.flatnonzero(np.diff(owner, prepend=-1))
    gist = np.zeros((texts, own.shape[1]), np.float32)
    if len(firsts):
        gist[owner[firsts]] = np.add.reduceat(own, firsts, axis=0)
    width = own.shape[1]
    meaning = np.empty((len(own), 2 * width), np.float32)
    before = np.zeros_like(own)
    for steps in range(1, BEFORE + 1):
        before[steps:] += own[:-steps] * (owner[steps:] == owner[:-steps])[:, None]
    parts = ((own, meaning[:, :width]), (before, meaning[:, width:]), (gist, gist))
    for (part, out), share in zip(parts, SHARES, strict=True):
        size = np.sqrt(np.einsum("ij,ij->i", part, part))
        np.divide(part, np.where(size > 0, size, np.float32(1))[:, None], out=out)
        np.multiply(out, np.float32(share), out=out)
    return meaning, gist


def _back(rows: Rows, owner: Whole, steps: int) -> Rows:
    """What stands so many clauses before, of the same text."""
    moved = np.zeros_like(rows)
    if steps < len(rows):
        same = owner[steps:] == owner[:-steps]
        moved[steps:] = rows[:-steps] * same[:, None]
    return moved


def _last(named: Rows, owner: Whole) -> Rows:
    """What the last clause before that names anything names, of the same text."""
    naming = np.maximum.accumulate(np.where(named.any(axis=1), np.arange(len(named)), -1))
    before = np.append(-1, naming[:-1])
    found: Rows = named[before] * ((before >= 0) & (owner[before] == owner))[:, None]
    return found


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
