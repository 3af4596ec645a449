"""Nobody reads a fact that is not theirs to read."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.loading import append
from zhiyin.warehouse.reader import Reader

ROWS = {
    "mine": {"unit": "s1", "brand": "ours"},
    "theirs": {"unit": "s2", "brand": "ours"},
    "head office": {"unit": None, "brand": "ours"},
    "unbranded": {"unit": None, "brand": None},
    "rival": {"unit": None, "brand": "rival"},
}
STORE = Reader("user:1", frozenset({"s1"}), own_brands=frozenset({"ours"}))


@pytest.fixture(autouse=True)
def _facts(lake: Lake) -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    rows = [{"source": "t", "external_id": name, "at": at, "text": name, **row} for name, row in ROWS.items()]
    append("feedback", pa.Table.from_pylist(rows), batch="b")


def seen(reader: Reader) -> set[str]:
    facts = open_facts(reader)
    through_ibis = set(facts.arrow(facts.table("feedback").select("external_id"))["external_id"].to_pylist())
    through_sql = set(facts.sql('SELECT "external_id" FROM "feedback"')["external_id"].to_pylist())
    nested = "WITH a AS (SELECT * FROM feedback) SELECT external_id FROM a"
    assert through_ibis == through_sql == set(facts.sql(nested)["external_id"].to_pylist())
    return through_ibis


def test_a_store_sees_itself_and_what_is_public() -> None:
    assert seen(STORE) == {"mine", "rival"}


def test_the_whole_company_sees_everything() -> None:
    assert seen(Reader.of_task("tests")) == set(ROWS)


def test_no_units_means_nothing_of_ours() -> None:
    assert seen(Reader("user:2", own_brands=frozenset({"ours"}))) == {"rival"}


def test_before_brands_are_known_nothing_counts_as_public() -> None:
    assert seen(Reader("user:2", frozenset({"s1"}))) == {"mine"}


def test_a_masked_column_comes_back_empty_and_cannot_be_searched() -> None:
    facts = open_facts(Reader("user:3", None, frozenset({"text"})))
    assert set(facts.sql("SELECT text FROM feedback")["text"].to_pylist()) == {None}
    assert facts.sql("SELECT * FROM feedback WHERE text = 'mine'").num_rows == 0
    table = facts.table("feedback")
    assert facts.arrow(table.filter(table.text == "mine")).num_rows == 0


def test_values_are_bound_not_pasted() -> None:
    hostile = "x' OR '1'='1"
    assert open_facts(STORE).sql("SELECT * FROM feedback WHERE text = ?", [hostile]).num_rows == 0


def test_what_is_read_cannot_be_written_through(lake: Lake) -> None:
    for write in ('DELETE FROM facts.main."feedback"', 'UPDATE facts.main."feedback" SET unit = NULL'):
        with pytest.raises(duckdb.Error, match="read-only"):
            lake.cursor().execute(write)


def test_one_connection_to_an_sqlite_catalog_stays_open(lake: Lake) -> None:
    """Without it the first to read sets the log up again, and others who read meanwhile sleep a second."""
    if not lake.catalog.startswith("sqlite"):
        pytest.skip("the catalog is in PostgreSQL")
    assert Path(lake.catalog.removeprefix("sqlite:///") + "-wal").exists()


def test_a_connection_kept_open_pins_no_old_state(lake: Lake) -> None:
    append("feedback", pa.Table.from_pylist([{"source": "t", "external_id": "new", "text": "new",
                                              "at": datetime(2026, 6, 2, tzinfo=UTC)}]), batch="c")  # fmt: skip
    assert "new" in seen(Reader.of_task("tests"))
    if lake.catalog.startswith("sqlite"):
        # In a process of its own: a second SQLite in this one would drop the first one's locks.
        fold = "import sqlite3, sys; print(*sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)'))"
        path = lake.catalog.removeprefix("sqlite:///")
        said = subprocess.run([sys.executable, "-c", fold, path], capture_output=True, text=True, check=True).stdout
        assert said.startswith("(0,")


def test_closing_lets_go_of_the_catalog(lake: Lake) -> None:
    """A restore puts another file in its place."""
    if not lake.catalog.startswith("sqlite") or not Path("/proc/self/fd").exists():
        pytest.skip("the catalog is in PostgreSQL, or this is no Linux")

    def held() -> list[str]:
        links = [str(one.readlink()) for one in Path("/proc/self/fd").iterdir() if one.is_symlink()]
        return [link for link in links if link.startswith(lake.catalog.removeprefix("sqlite:///"))]

    assert held()
    lake.close()
    assert not held()
