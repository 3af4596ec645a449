"""Which rows are nearest: signs first, 32 bytes a row, then the few that remain exactly."""

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text.vectors import Bits, Numbers, signs

STEP = 256.0
"""Coordinates of rows of length 1 are kept in whole steps of 1/256; none of 256 exceeds 127 of them in practice."""
WIDE = 40
"""Candidates taken by their signs for each row wanted; how many of the truly nearest that keeps is measured in
`benchmarks/understand/search.py`."""
FEWEST = 1_000
FEW = 0.25
"""Share of rows allowed, below which these are picked out before they are compared."""
CHUNK = 1 << 15
"""Rows compared at once: they stay in the processor's cache."""

Rows = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


def packed(rows: Numbers) -> Rows:
    """Rows of length 1 as they are kept."""
    whole: Rows = np.clip(np.rint(rows * STEP), -127, 127).astype(np.int8)
    return whole


def nearest(bits: Bits, rows: Rows, query: Numbers, limit: int, allowed: Flags | None = None) -> tuple[Places, Numbers]:
    """Places and cosines of the `limit` rows nearest to `query` (length 1), nearest first, among those `allowed`.

    What is not allowed is left out before the nearest are chosen, not afterwards: whoever may see few rows still gets
    the nearest of those. Equal cosines keep the order of the rows.
    """
    chosen = _candidates(bits, query, max(limit * WIDE, FEWEST), allowed)
    if not len(chosen) or not query.any():
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    found = np.asarray(rows[chosen], dtype=np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", found, found))
    scores = (found @ query) / np.maximum(length, 1)
    best = np.argsort(-scores, kind="stable")[:limit]
    best = best[scores[best] > 0]
    return chosen[best], scores[best]


def _candidates(bits: Bits, query: Numbers, wide: int, allowed: Flags | None) -> Places:
    size = len(bits)
    total = size if allowed is None else int(np.count_nonzero(allowed))
    if total <= wide:
        return np.arange(size) if allowed is None else np.flatnonzero(allowed)
    if allowed is not None and total < size * FEW:
        some = np.flatnonzero(allowed)
        return some[_within(distances(np.asarray(bits[some]), query), wide)]
    apart = distances(bits, query)
    if allowed is not None:
        # Farther away than anything can be.
        apart[~allowed] = bits.shape[1] * 64 + 1
    return _within(apart, wide)


def _within(apart: npt.NDArray[np.uint16], wide: int) -> Places:
    """The nearest so many, and those as near as the last of them."""
    counted = np.cumsum(np.bincount(apart))
    return np.flatnonzero(apart <= int(np.searchsorted(counted, wide)))


def distances(bits: Bits, query: Numbers) -> npt.NDArray[np.uint16]:
    """In how many signs each row differs from `query`."""
    asked = signs(query[None, :])[0]
    apart = np.zeros(len(bits), dtype=np.uint16)
    for first in range(0, len(bits), CHUNK):
        part = np.asarray(bits[first : first + CHUNK])
        total = apart[first : first + CHUNK]
        for word, value in enumerate(asked):
            total += np.bitwise_count(part[:, word] ^ value)
    return apart
