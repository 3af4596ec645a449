"""A lake of an earlier version, opened by one that knows more columns."""

from pathlib import Path

import pytest
from tests.warehouse.rows import feedback

from zhiyin.warehouse.engines import Lake, forget_lake, open_facts, open_lake
from zhiyin.warehouse.loading import append, compact
from zhiyin.warehouse.reader import Reader

ALL = Reader.of_task("tests")
LATER = ("aspect_words", "aspect_spans", "brand_spans", "product_spans", "place_spans", "time_spans")


def titles() -> list[dict[str, object]]:
    found: list[dict[str, object]] = (
        open_facts(ALL).sql("SELECT count(*) AS n, count(title) AS t FROM feedback").to_pylist()
    )
    return found


@pytest.fixture
def older(lake: Lake) -> Lake:
    """Rows in the catalog, from before there were these columns."""
    for column in LATER:
        lake.cursor().execute(f"ALTER TABLE lake.main.mention DROP COLUMN {column}")
    lake.cursor().execute("ALTER TABLE lake.main.feedback DROP COLUMN title")
    lake.cursor().execute(
        "INSERT INTO lake.main.feedback (id, external_id, source, text) VALUES (uuid(), 'old', 'tests', '物流太慢')"
    )
    lake.cursor().execute("INSERT INTO lake.main.mention (id, clause, words) VALUES (uuid(), '物流太慢', ['太慢'])")
    forget_lake()
    return open_lake()


def test_facts_of_an_earlier_version_are_read_and_written(older: Lake) -> None:
    (mention,) = open_facts(ALL).sql(f"SELECT words, {', '.join(LATER)} FROM mention").to_pylist()
    assert mention == {"words": ["太慢"], **dict.fromkeys(LATER)}
    assert titles() == [{"n": 1, "t": 0}]
    append("feedback", feedback(0, 10), batch="a")
    assert titles()[0]["n"] == 11


def test_whoever_reads_goes_on_when_another_process_compacts(older: Lake, tmp_path: Path) -> None:
    """The rows of before lay in a place of the catalog that compaction takes away."""
    other = Lake(older.catalog, older.data, tmp_path, "1GB")
    try:
        assert titles() == [{"n": 1, "t": 0}]
        compact(lake=other)
        assert titles() == [{"n": 1, "t": 0}]
    finally:
        other.close()
