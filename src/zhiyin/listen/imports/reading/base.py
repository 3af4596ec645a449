"""What every reader of files offers."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from zhiyin.listen.imports.values import Batch, Fault, Layout

ROWS = 20_000
"""Rows a batch: 20,000 reviews of 500 characters are 20 MB; larger batches were not quicker."""
WEIGHT = 32_000_000
"""Characters a batch, for files whose rows are long."""


class Reading(ABC):
    layout: Layout

    @abstractmethod
    def batches(self, size: int = ROWS) -> Iterator[Batch]: ...

    @property
    def share(self) -> float:
        """How much of the file has been read, 0..1."""
        return 0.0


def tidy(names: Iterable[object]) -> tuple[str, ...]:
    """Column names without blanks around them, none empty, none twice."""
    tidied: list[str] = []
    for n, name in enumerate(names, 1):
        plain = " ".join(str(name if name is not None else "").replace("\ufeff", "").split()) or f"column {n}"
        unique, again = plain, 1
        while unique in tidied:
            again += 1
            unique = f"{plain} ({again})"
        tidied.append(unique)
    return tuple(tidied)


def pack(
    columns: tuple[str, ...], rows: Sequence[Sequence[str | None]], lines: Sequence[int], faults: list[Fault]
) -> Batch:
    """Rows of equal length to a batch; rows with undecodable bytes become faults."""
    try:
        return _table(columns, rows, lines, faults)
    except UnicodeEncodeError:
        good = [n for n, row in enumerate(rows) if all(map(_sound, row))]
        bad = sorted(set(range(len(rows))) - set(good))
        for n in bad:
            at = next(i for i, cell in enumerate(rows[n]) if not _sound(cell))
            cells = tuple(_shown(cell) for cell in rows[n])
            faults.append(Fault(lines[n], "encoding", columns[at], cells[at], cells))
        return _table(columns, [rows[n] for n in good], [lines[n] for n in good], faults)


def _table(
    columns: tuple[str, ...], rows: Sequence[Sequence[str | None]], lines: Sequence[int], faults: list[Fault]
) -> Batch:
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [pa.array(cell, pa.string()) for cell in cells]
    return Batch(np.asarray(lines, np.int64), pa.table(arrays, list(columns)), faults)


def _sound(cell: str | None) -> bool:
    if cell is None or cell.isascii():
        return True
    try:
        cell.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(cell: str | None) -> str:
    """Undecodable bytes as the replacement character."""
    return (cell or "").encode("utf-8", "surrogateescape").decode("utf-8", "replace")
