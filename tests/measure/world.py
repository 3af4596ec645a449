"""Small facts with known answers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pyarrow as pa

from zhiyin.kit.time import Period
from zhiyin.warehouse.loading import append
from zhiyin.warehouse.reader import Reader

ALL = Reader.of_task("tests")
JUNE = Period(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
MAY = Period(datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def add(table: str, rows: Sequence[dict[str, Any]], *, at: datetime = NOON, batch: str = "tests") -> None:
    """A row that brings no `external_id` or `at` of its own gets the next number and `at`."""
    ready = [{"source": "tests", "external_id": f"{table}-{next(_numbers)}", "at": at, **row} for row in rows]
    names = sorted({name for row in ready for name in row})
    append(table, pa.table({name: [row.get(name) for row in ready] for name in names}), batch=batch)


_numbers = count()

Answers = list[dict[str, Any]]


def answers(
    instrument: str, scores: Sequence[float], lowest: float, highest: float, **more: Any
) -> list[dict[str, Any]]:
    shared = {"instrument": instrument, "scale_min": lowest, "scale_max": highest, **more}
    return [{"score": float(score), **shared} for score in scores]


def nps(promoters: int, passives: int, detractors: int, **more: Any) -> Answers:
    return answers("nps", [10] * promoters + [8] * passives + [3] * detractors, 0, 10, **more)


def later(days: float) -> datetime:
    return NOON + timedelta(days=days)
