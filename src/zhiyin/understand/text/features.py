"""Texts as sparse rows of hashed n-grams, for classifiers over whole texts.

Three groups: words and pairs of words, letters within words, Chinese characters. Each group of a text gets length 1,
so that the many letter grams of a text do not drown its few words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from zhiyin.understand.text import grams
from zhiyin.understand.text.codes import Batch, encode
from zhiyin.understand.text.grams import SIZE, Grams
from zhiyin.understand.text.language import chinese as hanzi

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
PART = 2_000
"""Texts counted at once: bounds memory, changes nothing else."""


@dataclass(frozen=True)
class Counts:
    """Gram counts of many texts, one matrix of `SIZE` columns a group."""

    groups: tuple[sparse.csr_matrix, ...]

    def __len__(self) -> int:
        return int(self.groups[0].shape[0])

    def frequencies(self) -> Numbers:
        """Inverse document frequency of every slot, smoothed by one text."""
        present = sum(np.bincount(group.indices, minlength=SIZE) for group in self.groups)
        scale: Numbers = np.log((1 + len(self)) / (1 + present)) + 1
        return scale

    def scaled(self, inverse: Numbers) -> sparse.csr_matrix:
        """`(1 + log count) * inverse`, each group of length 1."""
        return sum((_unit(group, inverse) for group in self.groups[1:]), _unit(self.groups[0], inverse)).tocsr()


def count(texts: Sequence[str | None]) -> Counts:
    parts = [_groups(encode(texts[start : start + PART])) for start in range(0, max(1, len(texts)), PART)]
    return Counts(tuple(sparse.vstack(group).tocsr() for group in zip(*parts, strict=True)))


def _groups(batch: Batch) -> tuple[sparse.csr_matrix, ...]:
    latin = grams.english(batch)
    han = np.concatenate([[0], np.cumsum(hanzi(batch.codes))])
    signs = [_only(family, han[family.last] > han[family.first]) for family in grams.chinese(batch)]
    return tuple(matrix(batch, families) for families in (latin[:2], latin[2:], signs))


def _only(family: Grams, kept: npt.NDArray[np.bool_]) -> Grams:
    return Grams(family.slots[kept], family.first[kept], family.last[kept], family.pad, family.readable)


def matrix(batch: Batch, families: Sequence[Grams]) -> sparse.csr_matrix:
    """How often each gram of these families stands in each text of the batch."""
    rows, slots = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for family in families:
        # a letter gram may begin on the border right before its text, where the text before ends
        rows.append(np.searchsorted(batch.ends, family.first, side="right"))
        slots.append(family.slots)
    where = (np.concatenate(rows), np.concatenate(slots))
    return sparse.csr_matrix((np.ones(len(where[0])), where), shape=(len(batch.starts), SIZE))


def _unit(group: sparse.csr_matrix, inverse: Numbers) -> sparse.csr_matrix:
    scaled = group.copy()
    scaled.data = (1 + np.log(scaled.data)) * inverse[scaled.indices]
    length = np.sqrt(np.asarray(scaled.multiply(scaled).sum(1)).ravel())
    return sparse.diags(1 / np.where(length > 0, length, 1)) @ scaled
