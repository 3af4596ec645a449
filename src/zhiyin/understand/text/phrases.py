"""All words of all lists found in a whole batch at once, by the hash of every span that could be one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text.codes import Batch, Flags, Places, encode
from zhiyin.understand.text.grams import Hashes, Spans, letters

_TOP = np.uint64(48)


@dataclass(frozen=True)
class Found:
    """Matches in the order of the text, longer before shorter; `word` numbers the entries of the list."""

    starts: Places
    ends: Places
    word: npt.NDArray[np.int64]

    def chosen(self, keep: Flags) -> "Found":
        return Found(self.starts[keep], self.ends[keep], self.word[keep])


@dataclass(frozen=True)
class _Length:
    """The words of one length that begin with a letter, or with another sign."""

    size: int
    lettered: bool
    hashes: Hashes
    word: npt.NDArray[np.int64]
    flags: Flags


class Phrases:
    """A list of words, normalised as texts are. Words of letters match whole words only."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)
        batch = encode(self.words)
        sizes = batch.ends - batch.starts
        letter = letters(batch.codes)
        hashes = Spans(batch.codes).hash(batch.starts, batch.ends)
        first = letter[np.minimum(batch.starts, len(letter) - 1)]
        self._lengths = [
            self._group(int(size), lettered, hashes, np.flatnonzero((sizes == size) & (first == lettered)))
            for size in np.unique(sizes[sizes > 0])
            for lettered in (False, True)
        ]

    @staticmethod
    def _group(size: int, lettered: bool, hashes: Hashes, word: npt.NDArray[np.int64]) -> _Length:
        order = np.argsort(hashes[word], kind="stable")
        flags = np.zeros(1 << 16, dtype=np.bool_)
        flags[hashes[word] >> _TOP] = True
        return _Length(size, lettered, hashes[word][order], word[order], flags)

    def find(self, batch: Batch) -> Found:
        codes = batch.codes
        letter = letters(codes)
        spans = Spans(codes)
        begins = np.flatnonzero(letter & ~np.concatenate([[False], letter[:-1]])) if letter.any() else np.zeros(0, int)
        others = np.flatnonzero(~letter & (codes > 0x7F)) if len(codes) else begins
        starts, ends, words = [], [], []
        for length in self._lengths:
            place = begins if length.lettered else others
            place = place[place + length.size < len(codes)]
            if not len(place) or not len(length.hashes):
                continue
            hashes = spans.hash(place, place + length.size)
            near = length.flags[hashes >> _TOP]
            place, hashes = place[near], hashes[near]
            at = np.minimum(np.searchsorted(length.hashes, hashes), len(length.hashes) - 1)
            end = place + length.size
            good = (length.hashes[at] == hashes) & ~(letter[end - 1] & letter[end])
            starts.append(place[good])
            ends.append(end[good])
            words.append(length.word[at[good]])
        if not starts:
            none = np.zeros(0, dtype=np.int64)
            return Found(none, none, none)
        found = Found(np.concatenate(starts), np.concatenate(ends), np.concatenate(words))
        order = np.lexsort((-found.ends, found.starts))
        return Found(found.starts[order], found.ends[order], found.word[order])


def outermost(found: Found) -> Flags:
    """Matches that do not lie inside a longer one."""
    if not len(found.ends):
        return np.zeros(0, dtype=np.bool_)
    reach = np.maximum.accumulate(found.ends)
    keep: Flags = np.concatenate([[True], found.ends[1:] > reach[:-1]])
    return keep


def numbered(groups: Mapping[str, Iterable[object]]) -> tuple[list[str], list[list[object]]]:
    """Words with what they stand for, as two lists in one order."""
    return list(groups), [list(meanings) for meanings in groups.values()]
