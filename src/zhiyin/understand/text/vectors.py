"""What a text is about as a direction in space: near in meaning, near in angle, in Chinese and in English alike.

A text's vector is the sum of its words' vectors, each weighted by how rare the word is (SIF: Arora, Liang & Ma 2017),
brought to length 1. The table of words is made by `tools/train_vectors.py`; figures in `docs/model-cards/vectors.md`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt
import rjieba
from scipy import sparse

from zhiyin.understand.text.codes import encode, written

FOLDER = Path(__file__).parent.parent / "models"
NAME = "vectors.npz"

READ = 2_000
"""Characters of a text that are read: what follows changes a mean of hundreds of words little."""
PART = 2_000
"""Texts taken at once; bounds memory."""
_UNKNOWN, _BREAK = -1, -2
_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "ly")

Numbers = npt.NDArray[np.float32]
Bits = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Space:
    """`table` has one row a word, in steps of `scale`; the rows are already weighted by `weights`."""

    places: dict[str, int]
    table: npt.NDArray[np.int8]
    scale: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]
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

    def knows(self, word: str) -> bool:
        return word in self.places or bool(_pieces(word, self.places))

    def weight(self, word: str) -> float:
        """How much a word tells, 0 to 1; one that is not known tells all."""
        place = self.places.get(word)
        return 1.0 if place is None else float(self.weights[place])

    def _part(self, texts: Sequence[str | None]) -> Numbers:
        return self.placed(segmented(texts))

    def placed(self, texts: Iterable[Sequence[str]]) -> Numbers:
        """As `embed`, of texts that are normalised and cut into words already."""
        return unit(self.summed(texts))

    def summed(self, texts: Iterable[Sequence[str]]) -> Numbers:
        """As `placed`, not brought to length 1: the sums of two texts are the sum of both together."""
        return self.added(self.found(texts))

    def found(self, texts: Iterable[Sequence[str]]) -> sparse.csr_matrix:
        """One row a text, a column a word of the table; a word that comes twice stands there twice."""
        found, ends = located(texts, self.places)
        return sparse.csr_matrix((np.ones(len(found), np.float32), found, ends), (len(ends) - 1, len(self.table)))

    def cut_and_found(self, stretches: Sequence[str]) -> sparse.csr_matrix:
        """As `found`, of normalised stretches without line breaks: cut all at once, which takes half the time."""
        words = rjieba.cut("".join(f"{stretch[:READ]}\n" for stretch in stretches))
        places = np.fromiter(map(self._known.get, words, repeat(_UNKNOWN)), np.int64, len(words))
        many = (places >= 0).astype(np.int64)
        pieces: list[int] = []
        for at in np.flatnonzero(places == _UNKNOWN).tolist():
            some = _pieces(words[at], self.places) if words[at][0].isalnum() else ()
            many[at] = len(some)
            pieces += some
        found = np.repeat(places, many)
        found[found == _UNKNOWN] = pieces
        ends = np.append(0, np.cumsum(many)[places == _BREAK])
        return sparse.csr_matrix((np.ones(len(found), np.float32), found, ends), (len(ends) - 1, len(self.table)))

    @cached_property
    def _known(self) -> dict[str, int]:
        return {word: place for word, place in self.places.items() if word[0].isalnum()} | {"\n": _BREAK}

    def added(self, found: sparse.csr_matrix) -> Numbers:
        places, local = np.unique(found.indices, return_inverse=True)
        # Words come again and again: each row of the table is unpacked once, and only added after that.
        held = sparse.csr_matrix((self.scale[places][local], local, found.indptr), (found.shape[0], len(places)))
        sums: Numbers = np.asarray(held @ self.table[places].astype(np.float32), dtype=np.float32)
        return sums


def located(texts: Iterable[Sequence[str]], places: Mapping[str, int]) -> tuple[list[int], list[int]]:
    """The places of the words of all texts, one behind the other, and where each text's begin and end."""
    found: list[int] = []
    ends = [0]
    known = places.get
    for words in texts:
        for word in words:
            place = known(word, -1)
            if place >= 0:
                found.append(place)
            else:
                found += _pieces(word, places)
        ends.append(len(found))
    return found, ends


def _pieces(word: str, places: Mapping[str, int]) -> list[int]:
    """A Chinese word nobody knows is its characters, an English one its stem."""
    if word[:1] >= "㐀":
        return [places[sign] for sign in word if sign in places]
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and stem in places:
            return [places[stem]]
    return []


def segmented(texts: Sequence[str | None]) -> list[list[str]]:
    """The words of each text, normalised; signs and blanks are left out."""
    batch = encode([(text or "")[:READ] for text in texts])
    joined = written(batch.codes)
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
        weights = stored["weights"].astype(np.float32)
        return Space(places, stored["table"], stored["scale"], weights, str(stored["version"]))
