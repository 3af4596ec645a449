"""What these tests have in common: a small company, a day in July, and voices."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from zhiyin.warehouse.loading import append

NOW = datetime(2026, 7, 8, 2, 0, tzinfo=UTC)
"""Wednesday, ten in the morning in Shanghai."""


def mention(text: str, *, at: datetime = NOW - timedelta(hours=3), intent: str = "complaint", **more: Any) -> str:
    """One feedback as understood, with one mention over its whole text; returns the feedback's id."""
    common = {"source": "tests", "external_id": uuid.uuid4().hex, "at": at} | {
        name: more.pop(name) for name in ("customer", "unit", "touchpoint") if name in more
    }
    put("feedback", common | {"text": text, "kind": "review"})
    ident = feedback_id(common["external_id"])
    polarity = more.pop("polarity", -0.8)
    own = {"feedback": ident, "polarity": polarity, "label": "negative", "confidence": 0.95}
    put("document", common | own)
    span = {"clause": text, "start": 0, "end": len(text), "aspect": "delivery.speed", "intent": intent}
    put("mention", common | own | span | more)
    return ident


def scores(values: list[int], *, unit: str, at: datetime = NOW - timedelta(days=2), instrument: str = "nps") -> None:
    rows = [
        {
            "source": "tests",
            "external_id": uuid.uuid4().hex,
            "at": at,
            "unit": unit,
            "response": uuid.uuid4().hex,
            "survey": "s",
            "question": "q",
            "instrument": instrument,
            "score": float(value),
            "scale_min": 0.0,
            "scale_max": 10.0,
            "weight": 1.0,
        }
        for value in values
    ]
    append("answer", pa.Table.from_pylist(rows), batch="tests")


def put(table: str, row: dict[str, Any]) -> None:
    append(table, pa.Table.from_pylist([row]), batch="tests")


def feedback_id(external_id: str) -> str:
    from zhiyin.warehouse.engines import open_facts
    from zhiyin.warehouse.reader import Reader

    found = open_facts(Reader.of_task("tests")).sql(
        "SELECT CAST(id AS VARCHAR) AS id FROM feedback WHERE external_id = $key", {"key": external_id}
    )
    return str(found["id"][0].as_py())
