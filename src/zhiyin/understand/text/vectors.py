"""What a text is about as a direction in space: near in meaning, near in angle, in Chinese and in English alike.

A text's vector is the sum of its words' vectors, each weighted by how rare the word is (SIF: Arora, Liang & Ma 2017),
brought to length 1. The table of words is made by `tools/train_vectors.py`; figures in `docs/model-cards/vectors.md`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rjieba
from scipy import sparse

from zhiyin.understand.text.codes import encode

FOLDER = Path(__file__).parent.parent / "models"
NAME = "vectors.npz"

READ = 2_000
"""Characters of a text that are read: what follows changes a mean of hundreds of words little."""
PART = 2_000
"""Texts taken at once; bounds memory."""
_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly")

Numbers = npt.NDArray[np.float32]
Bits = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Space:
    """`table` has one row a word, in steps of `scale`; the rows are already weighted."""

    places: dict[str, int]
    table: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    version: str

    @property
    def width(self) -> int:
        return int(self.table.shape[1])

    def embed(self, texts: Sequence[str | None]) -> Numbers:
        """One row a text, length 1; a text without a known word is a row of zeros."""
        parts = [self._part(texts[first : first + PART]) for first in range(0, len(texts), PART)]
        return np.concatenate(parts) if parts else np.zeros((0, self.width), np.float32)

    def word(self, word: str) -> Numbers:
        found: Numbers = self.embed([word])[0]
        return found

    def weight(self, word: str) -> float:
        """How much a word tells, 0 to 1; one that is not known tells all."""
        place = self.places.get(word)
        if place is None:
            return 1.0
        return float(self.scale[place] * np.sqrt(np.square(self.table[place].astype(np.float32)).sum()))

    def _part(self, texts: Sequence[str | None]) -> Numbers:
        return self.placed(segmented(texts))

    def placed(self, texts: Iterable[Sequence[str]]) -> Numbers:
        """As `embed`, of texts that are normalised and cut into words already."""
        found: list[int] = []
        ends: list[int] = []
        for words in texts:
            for word in words:
                place = self.places.get(word)
                if place is not None:
                    found.append(place)
                else:
                    found.extend(self._pieces(word))
            ends.append(len(found))
        places, local = np.unique(np.array(found, dtype=np.int64), return_inverse=True)
        # Words come again and again: each row of the table is unpacked once, and only added after that.
        held = sparse.csr_matrix((self.scale[places][local], local, [0, *ends]), (len(ends), len(places)))
        sums = np.asarray(held @ self.table[places].astype(np.float32), dtype=np.float32)
        return unit(sums)

    def _pieces(self, word: str) -> list[int]:
        """A Chinese word nobody knows is its characters, an English one its stem."""
        if word[:1] >= "㐀":
            return [self.places[sign] for sign in word if sign in self.places]
        for ending in _ENDINGS:
            stem = word.removesuffix(ending)
            if stem != word and stem in self.places:
                return [self.places[stem]]
        return []


def segmented(texts: Sequence[str | None]) -> list[list[str]]:
    """The words of each text, normalised; signs and blanks are left out."""
    batch = encode([(text or "")[:READ] for text in texts])
    joined = batch.codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    return [cut(joined[start:end]) for start, end in zip(batch.starts.tolist(), batch.ends.tolist(), strict=True)]


def cut(text: str) -> list[str]:
    """The words of a normalised text."""
    return [word for word in rjieba.cut(text[:READ]) if word[0].isalnum()]


def unit(rows: Numbers) -> Numbers:
    """Each row brought to length 1; zeros stay zeros."""
    size = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    scaled: Numbers = (rows / np.where(size > 0, size, 1)[:, None]).astype(np.float32)
    return scaled


def signs(rows: Numbers) -> Bits:
    """The sign of each coordinate as bits, 64 to a whole number: how many differ estimates the angle between two
    rows (Charikar 2002)."""
    packed = np.packbits(rows > 0, axis=1, bitorder="little")
    bits: Bits = np.ascontiguousarray(packed).view("<i8")
    return bits


@cache
def load() -> Space:
    """The space that ships with the package."""
    with np.load(FOLDER / NAME) as stored:
        words = bytes(stored["words"]).decode().split("\n")
        places = {word: place for place, word in enumerate(words)}
        return Space(places, stored["table"], stored["scale"], str(stored["version"]))
