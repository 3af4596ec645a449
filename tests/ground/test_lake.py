"""The lake fixture is fresh for each test, on SQLite and on PostgreSQL."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest

from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.loading import append
from zhiyin.warehouse.reader import Reader


@pytest.mark.parametrize("text", ["太慢了", "很好"])
def test_each_test_has_its_own_lake(lake: Lake, text: str) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = pa.table({"source": ["tests"], "external_id": ["1"], "at": [at], "text": [text]})
    assert append("feedback", rows, batch="b").added == 1
    facts = open_facts(Reader.of_task("tests"))
    assert facts.arrow(facts.table("feedback").select("text")).to_pylist() == [{"text": text}]
