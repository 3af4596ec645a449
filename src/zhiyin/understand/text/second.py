"""A second look at Chinese texts that the linear model is unsure of.

At every character stand six rows of one table: its own and those of the characters before and behind it, those of its
two pairs, and that of its triple. Their sum, cut off at zero, is what the text says there. The largest value of each
feature and four weighted means over the text are judged linearly. That is a convolution of width three with attention
pooling (after Kim 2014, Lin et al. 2017) written as look-ups: no dense product a character. Trained by
`tools/train_second.py`.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text.codes import END, Batch, Codes, Places
from zhiyin.understand.text.model import FOLDER, Numbers

Floats = npt.NDArray[np.float32]

LONGEST = 240
"""Of a longer text the first and the last half of this are read."""
BITS, LOOKS = 17, 6
DOUBT = 1.0
"""Linear logits nearer to 0 than this are looked at again: 12 % of reviews. Looking at all of them again changes none
of the accuracies by more than 0.2 %."""
PART = 16_384
"""Characters held at once: bounds memory, changes nothing else."""

_A, _B, _C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
_SHIFT = np.uint64(64 - BITS)


@dataclass(frozen=True)
class Second:
    version: str
    characters: npt.NDArray[np.int32]
    """Code points with rows of their own."""
    places: npt.NDArray[np.int32]
    """Which of `rows` a look has; row 0, of zeros, for what was seen too seldom."""
    rows: npt.NDArray[np.int8]
    step: float
    bias: Floats
    attention: tuple[Floats, Floats]
    output: tuple[Floats, float]
    blend: tuple[float, float, float]
    """What counts: of the linear logit, of the one found here, and a constant."""

    def judge(self, batch: Batch, chosen: Places, linear: Numbers) -> Numbers:
        """`polar` logits of the chosen texts of a batch, the linear ones taken into account."""
        read = [clip(batch.codes[batch.starts[text] : batch.ends[text]]) for text in chosen.tolist()]
        sizes = np.array([len(one) for one in read], dtype=np.int64)
        part = np.cumsum(sizes) // PART
        borders = [0, *(np.flatnonzero(np.diff(part)) + 1).tolist(), len(read)]
        found = [self._part(read[first:last], sizes[first:last]) for first, last in pairwise(borders)]
        ours, other, constant = self.blend
        return ours * linear + other * np.concatenate(found) + constant

    def _part(self, texts: list[Codes], sizes: Places) -> Numbers:
        found = np.zeros(len(texts))
        told = sizes > 0
        if not told.any():
            return found
        end = np.full(1, END, dtype=np.uint32)
        codes = np.concatenate([end, *(piece for text in texts for piece in (text, end))])
        inside = codes != END
        total = np.zeros((int(inside.sum()), self.rows.shape[1]), dtype=np.int16)
        for look in looks(codes, self.characters, self._ranks):
            total += self.rows[self.places[look[inside]]]
        features = np.maximum(total * np.float32(self.step) + self.bias, 0)
        starts = np.concatenate([[0], np.cumsum(sizes[told])[:-1]])
        found[told] = self._pooled(features, starts, sizes[told])
        return found

    def _pooled(self, features: Floats, starts: Places, sizes: Places) -> Floats:
        weight, shift = self.attention
        scores = features @ weight.T + shift
        scores -= np.repeat(np.maximum.reduceat(scores, starts), sizes, axis=0)
        np.exp(scores, out=scores)
        scores /= np.repeat(np.add.reduceat(scores, starts), sizes, axis=0)
        means = [np.add.reduceat(features * scores[:, [head]], starts) for head in range(scores.shape[1])]
        seen = np.concatenate([np.maximum.reduceat(features, starts), *means], axis=1)
        judged: Floats = seen @ self.output[0] + np.float32(self.output[1])
        return judged

    @cached_property
    def _ranks(self) -> npt.NDArray[np.int32]:
        return ranks(self.characters)


def clip(codes: Codes) -> Codes:
    return codes if len(codes) <= LONGEST else np.concatenate([codes[: LONGEST // 2], codes[-LONGEST // 2 :]])


def ranks(characters: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """By code point: 1 for a character without rows of its own."""
    table = np.ones(0x110000, dtype=np.int32)
    table[characters] = np.arange(2, len(characters) + 2)
    table[END] = 0
    return table


def looks(codes: Codes, characters: npt.NDArray[np.int32], ranked: npt.NDArray[np.int32]) -> list[Places]:
    """What is looked up at every one of `codes`, which have END before, between and behind the texts."""
    known = len(characters) + 2
    rank = ranked[codes].astype(np.int64)
    code = np.where(codes == END, 0, codes.astype(np.uint64) + np.uint64(1)).astype(np.uint64)
    before, behind = np.roll(code, 1), np.roll(code, -1)
    pairs, size = 1 + 3 * known, 1 << BITS
    return [
        1 + np.roll(rank, 1),
        1 + known + rank,
        1 + 2 * known + np.roll(rank, -1),
        pairs + _slot(before * _C * _B + code * _C),
        pairs + size + _slot(code * _C * _B + behind * _C),
        pairs + 2 * size + _slot((before * _C * _B + code * _C) * _B + behind * _C),
    ]


def _slot(mixed: npt.NDArray[np.uint64]) -> Places:
    slots: Places = (mixed * _A >> _SHIFT).astype(np.int64)
    return slots


@cache
def version() -> str:
    """Without loading the tables."""
    with np.load(FOLDER / "second-zh.npz") as stored:
        return str(stored["version"])


@cache
def load() -> Second:
    """The one that ships with the package."""
    with np.load(FOLDER / "second-zh.npz") as stored:
        ours, other, constant = (float(one) for one in stored["blend"])
        return Second(
            str(stored["version"]), stored["characters"], stored["places"], stored["rows"], float(stored["step"]),
            stored["bias"], (stored["attention"], stored["shift"]),
            (stored["output"], float(stored["constant"])), (ours, other, constant),
        )  # fmt: skip
