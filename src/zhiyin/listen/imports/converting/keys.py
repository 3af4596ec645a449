"""Keys of rows that have none, and how often each has been seen.

The key is a hash of the row's cells and of how many equal rows stood before it: the same file imported again gives the
same keys, and two customers who both wrote “好评” still count as two.
"""

from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

GAP = "\x1f"
Hashes = np.ndarray[Any, np.dtype[np.uint64]]


class Seen:
    """How often each key has come before. 8 bytes a row: ten million rows are 80 MB."""

    def __init__(self) -> None:
        self.runs: list[Hashes] = []
        """Sorted, each less than half as long as the one before, so that a long run is not merged with every batch."""

    def count(self, hashes: Hashes) -> np.ndarray[Any, np.dtype[np.int64]]:
        """For each, how many equal ones came before it in this file; then remembers them."""
        order = np.argsort(hashes, kind="stable")
        ranked = hashes[order]
        before = np.arange(len(ranked)) - np.searchsorted(ranked, ranked, "left")
        for run in self.runs:
            before += np.searchsorted(run, ranked, "right") - np.searchsorted(run, ranked, "left")
        counts = np.empty(len(hashes), np.int64)
        counts[order] = before
        self._remember(ranked)
        return counts

    def _remember(self, run: Hashes) -> None:
        while self.runs and len(self.runs[-1]) <= 2 * len(run):
            run = np.sort(np.concatenate([self.runs.pop(), run]), kind="stable")
        self.runs.append(run)


def digest(texts: pa.Array) -> tuple[list[str], Hashes]:
    digests = [blake2b(text.encode(), digest_size=16).digest() for text in texts.to_pylist()]
    hashes = np.frombuffer(b"".join(digests), np.uint64)[::2] if digests else np.empty(0, np.uint64)
    return [value.hex() for value in digests], hashes


def of_rows(table: pa.Table, seen: Seen) -> pa.Array:
    """Keys for whole rows; the second equal row gets ~2 behind it."""
    columns = [pc.fill_null(column.combine_chunks(), "") for column in table.columns]
    joined = columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, GAP)
    texts, hashes = digest(_flat(joined))
    again = seen.count(hashes)
    return pa.array(
        [text if not n else f"{text}~{n + 1}" for text, n in zip(texts, again.tolist(), strict=True)], pa.string()
    )


def repeats(values: pa.Array, seen: Seen) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Where an id has stood in an earlier row."""
    # Nothing outlives the file, so Python's own hash will do: it takes a fifth of the time of a digest.
    hashes = np.fromiter(map(hash, pc.fill_null(values, "").to_pylist()), np.int64, len(values))
    return seen.count(hashes.view(np.uint64)) > 0


def _flat(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    return values.combine_chunks() if isinstance(values, pa.ChunkedArray) else values
