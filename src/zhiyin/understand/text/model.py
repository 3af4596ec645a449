"""The polarity model: two linear judgements over hashed n-grams, one saying whether a stretch of text takes a stand at
all, one saying which. Trained by `tools/train_polarity.py`; figures in `docs/model-cards/polarity.md`.

With g the grams of a text, w the weights and v the squared inverse document frequencies, each logit is
`a * sum(w[g]) / sqrt(sum(v[g]) + PRIOR) + b`, where a and b are Platt's calibration (Platt 1999) on texts kept out of
training. PRIOR keeps a text of two characters from being judged with certainty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text import grams
from zhiyin.understand.text.codes import Batch, Places
from zhiyin.understand.text.grams import Grams

FOLDER = Path(__file__).parent.parent / "models"
FAMILIES: dict[str, Callable[[Batch], list[Grams]]] = {"zh": grams.chinese, "en": grams.english}

PRIOR = 300.0
SCALE = 256
"""The table of squared frequencies is in steps of 1/256."""

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """One language. Whole-number tables of `grams.SIZE` slots; `calibration` is a and b of either judgement."""

    language: str
    version: str
    polar: npt.NDArray[np.int16]
    stand: npt.NDArray[np.int16]
    square: npt.NDArray[np.uint16]
    calibration: tuple[float, float, float, float]


@dataclass(frozen=True)
class Model:
    """What `Understander` judges with: one set of weights a language."""

    languages: dict[str, Weights]

    @property
    def version(self) -> str:
        return "+".join(f"{code}-{weights.version}" for code, weights in sorted(self.languages.items()))


@dataclass(frozen=True)
class Verdicts:
    """One logit a stretch: `polar` above 0 leans positive, `stand` above 0 means that a stand is taken."""

    polar: Numbers
    stand: Numbers


class Judge:
    """Running sums of the weights of one batch; any stretch of it is judged by their differences."""

    def __init__(self, batch: Batch, weights: Weights) -> None:
        self.weights = weights
        self.families = FAMILIES[weights.language](batch)
        self._sums = [
            tuple(_running(table, family.slots) for table in (weights.polar, weights.stand, weights.square))
            for family in self.families
        ]

    def judge(self, starts: Places, ends: Places) -> Verdicts:
        polar = np.zeros(len(starts), dtype=np.int64)
        stand, square = polar.copy(), polar.copy()
        for family, sums in zip(self.families, self._sums, strict=True):
            low, high = family.ranges(starts, ends)
            polar += sums[0][high] - sums[0][low]
            stand += sums[1][high] - sums[1][low]
            square += sums[2][high] - sums[2][low]
        size = np.sqrt(square / SCALE + PRIOR)
        a, b, c, d = self.weights.calibration
        return Verdicts(a * polar / size + b, c * stand / size + d)

    def ranges(self, starts: Places, ends: Places) -> list[tuple[int, list[int], list[int]]]:
        """For each family that people can read, by its number, which of its grams stand in each stretch."""
        found = []
        for number, family in enumerate(self.families):
            if family.readable:
                low = np.searchsorted(family.first, starts).tolist()
                high = np.searchsorted(family.last, ends, side="right").tolist()
                found.append((number, low, high))
        return found

    def carriers(self, ranges: Iterable[tuple[int, int, int]], sign: int) -> list[tuple[int, int]]:
        """Of the grams in one stretch those that weigh most towards `sign`, heaviest first, as spans of the batch."""
        found: list[tuple[int, int, int]] = []
        for number, low, high in ranges:
            pulls, first, last = self._pulls[number]
            some = enumerate(pulls[low:high], low)
            best = sorted([(-pull, at) for at, pull in some if pull > 0] if sign > 0 else
                          [(pull, at) for at, pull in some if pull < 0])[:3]  # fmt: skip
            found += [(pull, first[at], last[at]) for pull, at in best]
        return [(first, last) for _, first, last in sorted(found)]

    @cached_property
    def _pulls(self) -> dict[int, tuple[list[int], list[int], list[int]]]:
        """Of each gram of the families that people can read: its weight and where it stands."""
        return {
            number: (self.weights.polar[family.slots].tolist(), family.first.tolist(), family.last.tolist())
            for number, family in enumerate(self.families)
            if family.readable
        }


def _running(table: npt.NDArray[np.int16] | npt.NDArray[np.uint16], slots: Whole) -> Whole:
    sums = np.zeros(len(slots) + 1, dtype=np.int64)
    np.cumsum(table[slots], out=sums[1:], dtype=np.int64)
    return sums


@cache
def load() -> Model:
    """The model that ships with the package."""
    return Model({code: _read(code) for code in FAMILIES})


def _read(language: str) -> Weights:
    with np.load(FOLDER / f"polarity-{language}.npz") as stored:
        a, b, c, d = (float(number) for number in stored["calibration"])
        return Weights(
            language, str(stored["version"]), stored["polar"], stored["stand"], stored["square"], (a, b, c, d)
        )
