"""A shipped model of several classes over hashed n-grams: any stretch of a batch is judged by differences of running
sums, as in `model`.

With g the grams of a stretch, w the weights of a class and v the squared inverse document frequencies, the logit of a
class is `step * sum(w[g]) / sqrt(sum(v[g]) + PRIOR) + b`. Weights are whole numbers, so a stretch's answer does not
depend on its batch. Only slots seen in training are kept. Made by the programs in `tools/models`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text.codes import Batch, Places
from zhiyin.understand.text.grams import SIZE, Grams
from zhiyin.understand.text.model import FAMILIES, FOLDER, PRIOR, SCALE, Numbers


@dataclass(frozen=True)
class Classes:
    """Row 0 of the tables stands for all slots that training never saw."""

    labels: tuple[str, ...]
    language: str
    version: str
    rows: npt.NDArray[np.int32]
    """Which row of the tables a slot has."""
    weights: npt.NDArray[np.signedinteger]
    """One row a class."""
    square: npt.NDArray[np.uint16]
    step: Numbers
    bias: Numbers

    def judge(self, batch: Batch, starts: Places, ends: Places, families: Sequence[Grams] = ()) -> Numbers:
        """Logits, one row a stretch; `families` are the grams of the batch where they are at hand."""
        found = np.zeros((len(starts), len(self.labels)))
        square = np.zeros(len(starts))
        for family in families or FAMILIES[self.language](batch):
            low, high = family.ranges(starts, ends)
            rows = self.rows[family.slots]
            square += _between(self.square[rows], low, high)
            for place, weights in enumerate(self.weights):
                found[:, place] += _between(weights[rows], low, high)
        size = np.sqrt(square / SCALE + PRIOR)
        logits: Numbers = found * self.step / size[:, None] + self.bias
        return logits


def _between(table: npt.NDArray[Any], low: Places, high: Places) -> npt.NDArray[np.int64]:
    sums = np.zeros(len(table) + 1, dtype=np.int64)
    np.cumsum(table, out=sums[1:], dtype=np.int64)
    between: npt.NDArray[np.int64] = sums[high] - sums[low]
    return between


@cache
def load(name: str) -> Classes:
    with np.load(FOLDER / f"{name}.npz") as stored:
        return unpack(stored)


def unpack(stored: Mapping[str, Any]) -> Classes:
    slots = stored["slots"]
    rows = np.zeros(SIZE, dtype=np.int32)
    rows[slots] = np.arange(1, len(slots) + 1, dtype=np.int32)
    return Classes(
        tuple(stored["labels"].tolist()),
        str(stored["language"]),
        str(stored["version"]),
        rows,
        stored["weights"],
        stored["square"],
        stored["step"],
        stored["bias"],
    )
