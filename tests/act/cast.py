"""What these tests have in common: a small company, a day in July, and voices."""

import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from zhiyin.warehouse.loading import Part, append, append_all

NOW = datetime(2026, 7, 8, 2, 0, tzinfo=UTC)
"""Wednesday, ten in the morning in Shanghai."""


def mention(text: str, *, at: datetime = NOW - timedelta(hours=3), intent: str = "complaint", **more: Any) -> str:
    """One feedback as understood, with one mention over its whole text; returns the feedback's id."""
    key = uuid.uuid4().hex
    common = {"source": "tests", "external_id": key, "at": at} | {
        name: more.pop(name) for name in ("customer", "unit", "touchpoint", "brand") if name in more
    }
    ident = str(uuid.UUID(hashlib.md5(f"feedback\x1ftests\x1f{key}".encode()).hexdigest()))
    own = {"feedback": ident, "polarity": more.pop("polarity", -0.8), "label": "negative", "confidence": 0.95}
    span = {"clause": text, "start": 0, "end": len(text), "aspect": "delivery.speed", "intent": intent}
    rows = {
        "feedback": common | {"text": text, "kind": "review"},
        "document": common | own,
        "mention": common | own | span | more,
    }
    append_all([Part(table, pa.Table.from_pylist([row])) for table, row in rows.items()], batch="tests")
    return ident


def scores(values: list[int], *, unit: str, at: datetime = NOW - timedelta(days=2), **more: Any) -> None:
    append("answer", pa.Table.from_pylist([row | more for row in answers(values, unit=unit, at=at)]), batch="tests")


def answers(values: list[int], *, unit: str, at: datetime) -> list[dict[str, Any]]:
    """Answers to “would you recommend us”, 0 to 10."""
    fixed = {"source": "tests", "survey": "s", "question": "q", "instrument": "nps", "weight": 1.0}
    return [
        fixed
        | {"external_id": uuid.uuid4().hex, "response": uuid.uuid4().hex, "at": at, "unit": unit}
        | {"score": float(value), "scale_min": 0.0, "scale_max": 10.0}
        for value in values
    ]


def put(table: str, row: dict[str, Any]) -> None:
    append(table, pa.Table.from_pylist([row]), batch="tests")
