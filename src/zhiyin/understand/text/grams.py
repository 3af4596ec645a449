"""Hashed n-grams of a whole batch at once.

A text's score is the sum of the weights of its grams. The weight of every gram is looked up once per batch and put into
running sums, so that the score of any clause is the difference of two numbers: judging all clauses costs no more than
judging the documents. Weights are whole numbers, so sums are exact whatever the batch and its order.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text.codes import END, LINE, SPACE, Batch, Codes, Flags, Places

BITS = 19
SIZE = 1 << BITS

Hashes = npt.NDArray[np.uint64]

_A = np.uint64(0x9E3779B97F4A7C15)
_B = np.uint64(0xC2B2AE3D27D4EB4F)
_C = np.uint64(0x165667B19E3779F9)
_SHIFT = np.uint64(64 - BITS)


@dataclass(frozen=True)
class Grams:
    """One family of grams in the order of the text: gram `i` covers `codes[first[i]:last[i]]` and has the weight in
    `slots[i]`. `pad` is 1 where a gram may take in the sign before or behind the stretch that is judged;
    `readable` grams can be shown to people."""

    slots: npt.NDArray[np.int64]
    first: Places
    last: Places
    pad: int = 0
    readable: bool = True

    def ranges(self, starts: Places, ends: Places) -> tuple[Places, Places]:
        """For each stretch of text: its grams are `slots[low:high]`."""
        low = np.searchsorted(self.first, starts - self.pad)
        high = np.searchsorted(self.last, ends + self.pad, side="right")
        return low, np.maximum(low, high)


def _slot(mixed: Hashes, family: int) -> npt.NDArray[np.int64]:
    mixed = (mixed + np.uint64(family)) * _A
    mixed ^= mixed >> np.uint64(29)
    mixed *= _B
    slots: npt.NDArray[np.int64] = (mixed >> _SHIFT).astype(np.int64)
    return slots


def chinese(batch: Batch) -> list[Grams]:
    """Character n-grams of 1 to 3; those across the end of a text are left out."""
    codes = batch.codes.astype(np.uint64)
    found = []
    mixed = codes * _C
    inside = batch.codes != END
    for width in (1, 2, 3):
        if width > 1:
            mixed = mixed[:-1] * _B + codes[width - 1 :] * _C
            inside = inside[:-1] & (batch.codes[width - 1 :] != END)
        first = np.flatnonzero(inside)
        found.append(Grams(_slot(mixed[first], width), first, first + width, readable=width > 1))
    return found


def english(batch: Batch) -> list[Grams]:
    """Words, pairs of neighbouring words, and the 3- to 5-grams of every word with its borders."""
    codes = batch.codes
    letter = letters(codes)
    starts, ends = tokens(codes, letter)
    return [*_words(codes, starts, ends), *_borders(codes, letter)]


def letters(codes: Codes) -> Flags:
    """What a word of an alphabetic script is made of: letters, digits, apostrophes."""
    plain = ((codes >= 97) & (codes <= 122)) | ((codes >= 48) & (codes <= 57)) | (codes == 39)
    flags: Flags = plain | ((codes >= 0xC0) & (codes < 0x2000) & (codes != 0xD7) & (codes != 0xF7))
    return flags


def tokens(codes: Codes, letter: Flags) -> tuple[Places, Places]:
    """Words and single signs: where each starts and ends."""
    sign = ~letter & (codes != SPACE) & (codes != END) & (codes != LINE)
    before = np.concatenate([np.zeros(1, np.bool_), letter[:-1]])
    after = np.concatenate([letter[1:], np.zeros(1, np.bool_)])
    starts = np.flatnonzero((letter & ~before) | sign)
    ends = np.flatnonzero((letter & ~after) | sign) + 1
    return starts, ends


class Spans:
    """64-bit hashes of any spans of a batch: a polynomial modulo 2^64, read off running sums."""

    def __init__(self, codes: Codes) -> None:
        size = len(codes)
        power = np.full(size + 1, _C, dtype=np.uint64)
        inverse = np.full(size + 1, np.uint64(pow(int(_C), -1, 1 << 64)), dtype=np.uint64)
        power[0] = inverse[0] = 1
        np.multiply.accumulate(power, out=power)
        self._inverse = np.multiply.accumulate(inverse)
        self._sums = np.zeros(size + 1, dtype=np.uint64)
        np.cumsum((codes.astype(np.uint64) + np.uint64(1)) * power[:-1], out=self._sums[1:])

    def hash(self, starts: Places, ends: Places) -> Hashes:
        hashes: Hashes = (self._sums[ends] - self._sums[starts]) * self._inverse[starts]
        return hashes


def _words(codes: Codes, starts: Places, ends: Places) -> list[Grams]:
    hashes = Spans(codes).hash(starts, ends)
    single = Grams(_slot(hashes, 11), starts, ends)
    near = starts[1:] - ends[:-1] <= 1
    between = codes[np.minimum(ends[:-1], len(codes) - 1)] if len(starts) > 1 else codes[:0]
    near &= between != END
    pair = hashes[:-1][near] * _B + hashes[1:][near]
    return [single, Grams(_slot(pair, 12), starts[:-1][near], ends[1:][near])]


def _borders(codes: Codes, letter: Flags) -> list[Grams]:
    bounded = np.where(letter, codes, SPACE).astype(np.uint64)
    found = []
    mixed = bounded * _C
    inner = np.ones(len(codes), dtype=np.bool_)
    for width in (2, 3, 4, 5):
        if len(codes) < width:
            break
        mixed = mixed[:-1] * _B + bounded[width - 1 :] * _C
        inner = inner[:-1] & letter[width - 2 : len(codes) - 1] if width > 2 else inner[:-1]
        if width > 2:
            first = np.flatnonzero(inner)
            found.append(Grams(_slot(mixed[first], 20 + width), first, first + width, pad=1, readable=False))
    return found
