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

from zhiyin.understand.text.context import BEFORE, Rows, Setting, Whole
from zhiyin.understand.text.model import Numbers

PART = 10_000
"""Clauses taken through the layers at once: bounds memory, changes nothing else."""
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
class Network:
    """`table`: a row a word of the space of `vectors`, times `step`; `ties`: as of `Hearing`."""

    table: npt.NDArray[np.int8]
    step: Numbers
    facts: Numbers
    start: Numbers
    hidden: Numbers
    hidden_bias: Numbers
    deeper: Numbers
    deeper_bias: Numbers
    ties: Numbers
    packs: dict[str, Outlet]

    def scores(self, pack: str, codes: Sequence[str], setting: Setting, ties: Sequence[Rows]) -> Numbers:
        """One column an aspect, and one for none of them; what was not taught starts with the least likely. In double
        precision, for the reason given in `Hearing.scores`."""
        mine = self.packs[pack]
        places = {code: place for place, code in enumerate(mine.codes)}
        columns = [column for column, code in enumerate(codes) if code in places]
        known = [places[codes[column]] for column in columns]
        said = self._said(setting)
        said += setting.named[:, columns] @ mine.names[known]
        said += setting.judged[:, columns] @ mine.names[[len(places) + place for place in known]]
        heard = Heard(said, setting.owner)
        parts = [self._through(heard, rows) for rows in np.array_split(np.arange(len(said)), len(said) // PART + 1)]
        found = np.concatenate(parts) @ mine.weights + mine.bias
        scores: Numbers = np.repeat(found.min(1, keepdims=True), len(codes) + 1, axis=1)
        scores[:, [*columns, -1]] = found[:, [*known, -1]]
        for weight, tie in zip(self.ties, ties, strict=True):
            scores[:, :-1] += weight * tie
        return scores

    def _through(self, heard: "Heard", rows: Whole) -> Numbers:
        layer = np.concatenate(heard.around(rows), axis=1)
        for weights, bias in ((self.hidden, self.hidden_bias), (self.deeper, self.deeper_bias)):
            layer = np.maximum(layer @ weights + bias, 0)
        return layer

    def _said(self, setting: Setting) -> Numbers:
        held = setting.words.copy()
        # each row of the table is unpacked once
        used, held.indices = np.unique(held.indices, return_inverse=True)
        held.resize(held.shape[0], len(used))
        said: Numbers = held @ (self.table[used] * self.step) + setting.facts @ self.facts + self.start
        return said

    @classmethod
    def unpack(cls, stored: Mapping[str, Any], codes: Mapping[str, tuple[str, ...]]) -> Self:
        """From the arrays of a file, one for each of `SHARED`, and of `PACK` for each pack."""
        packs = {
            pack: Outlet(listed, *(stored[f"{pack}:net-{name}"].astype(np.float64) for name in PACK))
            for pack, listed in codes.items()
        }
        shared: dict[str, Any] = {name: stored[f"net-{name}"].astype(np.float64) for name in SHARED}
        return cls(**shared | {"table": stored["net-table"], "packs": packs})


class Heard:
    """What clauses say, and which text each belongs to."""

    def __init__(self, said: Numbers, owner: Whole) -> None:
        firsts = np.flatnonzero(np.diff(owner, prepend=-1))
        many = np.diff(np.append(firsts, len(owner)))
        self._said, self._texts = said, np.add.reduceat(said, firsts, axis=0) / np.sqrt(many)[:, None]
        self._number = np.repeat(np.arange(len(firsts)), many)

    def around(self, rows: Whole) -> list[Numbers]:
        """The clauses, those before them, and their texts: the sum of all clauses by the root of how many they are."""
        found = [self._said[rows]]
        for steps in range(1, BEFORE + 1):
            earlier = np.maximum(rows - steps, 0)
            same = (rows >= steps) & (self._number[earlier] == self._number[rows])
            found.append(self._said[earlier] * same[:, None])
        return [*found, self._texts[self._number[rows]]]
