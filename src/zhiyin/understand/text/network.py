"""What a clause is about, by what it says, what the two clauses before it say and what the text says, taken together: a
perceptron with two hidden layers (Rumelhart, Hinton & Williams 1986) over sums of learned word vectors, the aspects
that words name and the clause's form. One for all packs, each with its own way in (named aspects) and out. Taught by
`tools/models/network.py`; it stands beside `hearing`'s weights, which see no two things together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse

from zhiyin.understand.text.context import BEFORE, Rows, Setting, Whole
from zhiyin.understand.text.model import Numbers

PART = 10_000
"""Clauses taken through the layers at once: bounds memory, changes nothing else."""
STEPS = (1 / 128, 1 / 64)
"""Of what goes into either layer, which is taken in whole numbers: scores move by 0.01 of a range of 30."""
EXACT, TALL = 1 << 24, 127
"""Whole numbers that single precision holds; the largest weight."""
PACK = ("names", "weights", "bias", "blend")
SHARED = ("table", "step", "facts", "start", "hidden", "hidden_bias", "deeper", "deeper_bias", "ties")


@dataclass(frozen=True)
class Outlet:
    """Of one pack. `names`: a row an aspect that is named, below them one for each that is judged by a word of its own.
    `weights`, `bias`: a column an aspect, the last for none of them. `blend`: what counts of the linear scores and of
    those found here, so that a chance of one half is right in every other clause."""

    codes: tuple[str, ...]
    names: Numbers
    weights: Numbers
    bias: Numbers
    blend: Numbers


@dataclass(frozen=True)
class Layer:
    """Rectified linear units on whole numbers, small enough for their sums to be exact in single precision: twice as
    fast as double, and what a clause scores does not depend on how many are multiplied with it."""

    weights: Rows
    scale: Rows
    bias: Rows
    step: float
    most: float

    @classmethod
    def of(cls, weights: Numbers, bias: Numbers, step: float) -> Self:
        size = np.maximum(np.abs(weights).max(0), 1e-9) / TALL
        whole = np.rint(weights / size)
        most = float(EXACT // np.abs(whole).sum(0).max())
        return cls(whole.astype(np.float32), (size * step).astype(np.float32), bias.astype(np.float32), step, most)

    def rounded(self, given: Numbers | Rows) -> Rows:
        """What is given, as it goes in."""
        return np.clip(np.rint(given * (1 / self.step)), -self.most, self.most).astype(np.float32)

    def out(self, given: Rows) -> Rows:
        found: Rows = given @ self.weights
        found *= self.scale
        found += self.bias
        return np.maximum(found, 0, out=found)


@dataclass(frozen=True)
class Network:
    """`table`: a row a word of the space of `vectors`, times `step`; `ties`: as of `Hearing`."""

    table: npt.NDArray[np.int8]
    step: Numbers
    facts: Numbers
    start: Numbers
    hidden: Layer
    deeper: Layer
    ties: Numbers
    packs: dict[str, Outlet]

    def scores(self, pack: str, codes: Sequence[str], setting: Setting, rows: Whole) -> Numbers:
        """Of these clauses, without what `ties` add: one column an aspect, and one for none of them; what was not
        taught starts with the least likely. In double precision where numbers are no whole ones, for the reason given
        in `Hearing.scores`."""
        mine = self.packs[pack]
        places = {code: place for place, code in enumerate(mine.codes)}
        columns = [column for column, code in enumerate(codes) if code in places]
        known = [places[codes[column]] for column in columns]
        said = self._said(setting)
        for marked, first in ((setting.named, 0), (setting.judged, len(places))):
            chosen = sparse.csr_matrix(marked[:, columns])
            said += chosen @ mine.names[[first + place for place in known]]
        heard = Heard(self.hidden.rounded(said), self._texts(said, setting.owner), setting.owner)
        parts = [self._through(heard, part) for part in np.array_split(rows, len(rows) // PART + 1)]
        found = np.concatenate(parts).astype(np.float64) @ mine.weights + mine.bias
        scores: Numbers = np.repeat(found.min(1, keepdims=True), len(codes) + 1, axis=1)
        scores[:, [*columns, -1]] = found[:, [*known, -1]]
        return scores

    def _through(self, heard: "Heard", rows: Whole) -> Rows:
        layer = self.hidden.out(np.concatenate(heard.around(rows), axis=1))
        return self.deeper.out(self.deeper.rounded(layer))

    def _said(self, setting: Setting) -> Numbers:
        held = setting.words.copy()
        # each row of the table is unpacked once
        used, held.indices = np.unique(held.indices, return_inverse=True)
        held.resize(held.shape[0], len(used))
        said: Numbers = held @ (self.table[used] * self.step) + setting.facts @ self.facts + self.start
        return said

    def _texts(self, said: Numbers, owner: Whole) -> Rows:
        """The sum of all clauses of each text by the root of how many they are."""
        firsts = np.flatnonzero(np.diff(owner, prepend=-1))
        many = np.diff(np.append(firsts, len(owner)))
        return self.hidden.rounded(np.add.reduceat(said, firsts, axis=0) / np.sqrt(many)[:, None])

    @classmethod
    def unpack(cls, stored: Mapping[str, Any], codes: Mapping[str, tuple[str, ...]]) -> Self:
        """From the arrays of a file, one for each of `SHARED`, and of `PACK` for each pack."""
        packs = {
            pack: Outlet(listed, *(stored[f"{pack}:net-{name}"].astype(np.float64) for name in PACK))
            for pack, listed in codes.items()
        }
        shared: dict[str, Any] = {name: stored[f"net-{name}"].astype(np.float64) for name in SHARED}
        layers = {
            name: Layer.of(shared[name], shared.pop(f"{name}_bias"), step)
            for name, step in zip(("hidden", "deeper"), STEPS, strict=True)
        }
        return cls(**shared | layers | {"table": stored["net-table"], "packs": packs})


@dataclass(frozen=True)
class Heard:
    """What clauses and their texts say, and which text each clause belongs to."""

    said: Rows
    texts: Rows
    owner: Whole

    def around(self, rows: Whole) -> list[Rows]:
        """The clauses, those before them, and their texts."""
        found = [self.said[rows]]
        for steps in range(1, BEFORE + 1):
            earlier = np.maximum(rows - steps, 0)
            same = (rows >= steps) & (self.owner[earlier] == self.owner[rows])
            before = self.said[earlier]
            before[~same] = 0
            found.append(before)
        number = np.cumsum(np.diff(self.owner, prepend=self.owner[:1]) != 0)
        return [*found, self.texts[number[rows]]]
