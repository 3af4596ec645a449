"""Facts come in exactly once, whatever happens."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.warehouse.rows import AT, feedback

from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.loading import Appended, Part, append, append_all, compact, undo
from zhiyin.warehouse.reader import Reader

ALL = Reader.of_task("tests")


def count(table: str = "feedback") -> tuple[int, int]:
    rows = open_facts(ALL).sql(f'SELECT count(*) AS n, count(DISTINCT id) AS ids FROM "{table}"').to_pylist()
    return rows[0]["n"], rows[0]["ids"]


def test_the_same_rows_twice_add_nothing(lake: Lake) -> None:
    assert append("feedback", feedback(0, 100), batch="a") == Appended(100, 0)
    assert append("feedback", feedback(50, 150), batch="b") == Appended(50, 50)
    assert count() == (150, 150)


def test_a_row_twice_in_one_input_counts_once(lake: Lake) -> None:
    assert append("feedback", pa.concat_tables([feedback(0, 10)] * 3), batch="a") == Appended(10, 20)


def test_the_same_key_from_another_source_is_another_thing(lake: Lake) -> None:
    append("feedback", feedback(0, 10), batch="a")
    assert append("feedback", feedback(0, 10, source="other"), batch="a").added == 10


def test_files_and_streams_come_in_like_tables(lake: Lake, tmp_path: Path) -> None:
    pq.write_table(feedback(0, 10), tmp_path / "a.parquet")
    pq.write_table(feedback(10, 30).append_column("rating", pa.array([4.0] * 20)), tmp_path / "b.parquet")
    assert append("feedback", [tmp_path / "a.parquet", tmp_path / "b.parquet"], batch="a").added == 30
    stream = feedback(20, 50).to_reader(max_chunksize=7)
    assert append("feedback", stream, batch="b") == Appended(20, 10)


def test_of_one_id_in_several_files_the_earliest_counts(lake: Lake, tmp_path: Path) -> None:
    append("feedback", feedback(0, 3, text="there"), batch="a")
    for n, text in enumerate(("late", "early", "later")):
        at = AT + timedelta(hours=(n - 1) ** 2)
        pq.write_table(feedback(0, 10, text=text, at=at), tmp_path / f"{n}.parquet", row_group_size=4)
    found = append("feedback", [tmp_path / f"{n}.parquet" for n in range(3)], batch="b")
    assert found == Appended(7, 23)
    rows = open_facts(ALL).sql("SELECT text, count(*) AS n FROM feedback GROUP BY 1 ORDER BY 1").to_pylist()
    assert [tuple(row.values()) for row in rows] == [("early", 7), ("there", 3)]


@pytest.mark.parametrize("missing", ["source", "external_id", "at"])
def test_a_row_without_a_key_is_refused_whole(lake: Lake, missing: str) -> None:
    rows = feedback(0, 3)
    hole = rows.set_column(rows.column_names.index(missing), missing, pa.nulls(3, rows.schema.field(missing).type))
    with pytest.raises(ValueError, match="every row needs"):
        append("feedback", hole, batch="a")
    assert count() == (0, 0)


def test_undo_takes_what_was_derived_as_well(lake: Lake) -> None:
    append("feedback", feedback(0, 5), batch="mistake")
    append("feedback", feedback(5, 8), batch="good")
    ids = open_facts(ALL).sql("SELECT CAST(id AS VARCHAR) AS id FROM feedback")["id"]
    mentions = pa.table({"source": ["t"] * 8, "external_id": ids, "at": [AT] * 8, "feedback": ids})
    assert append("mention", mentions, batch="understand").added == 8
    assert undo("mistake")["mention"] == 5
    assert (count(), count("mention")) == ((3, 3), (3, 3))
    assert append("mention", mentions, batch="late").added == 0, "nothing is derived from what is gone"
    assert append("feedback", feedback(0, 5), batch="again").added == 5, "what was undone can come again"


def test_annotating_anew_replaces_in_one_step(lake: Lake) -> None:
    append("feedback", feedback(0, 2), batch="a")
    ids = open_facts(ALL).sql("SELECT CAST(id AS VARCHAR) AS id FROM feedback")["id"].to_pylist()

    def mentions(n: int) -> pa.Table:
        keys = [f"{one}:{i}" for one in ids for i in range(n)]
        own = [one for one in ids for _ in range(n)]
        return pa.table({"source": ["t"] * len(keys), "external_id": keys, "at": [AT] * len(keys), "feedback": own})

    append_all([Part("mention", mentions(3), replacing="feedback")], batch="v1")
    append_all([Part("mention", mentions(1), replacing="feedback")], batch="v2")
    assert count("mention") == (2, 2)


def test_compaction_loses_nothing(lake: Lake) -> None:
    for n in range(6):
        append("feedback", feedback(n * 2000, n * 2000 + 1500), batch=f"b{n}")
    append("feedback", feedback(50_000, 50_010), batch="small")
    undo("b3")
    before = count()
    done = compact(kept_days=0)
    assert done.files_after < done.files_before
    assert count() == before == (7510, 7510)
    assert append("feedback", feedback(0, 1500), batch="again").added == 0


@pytest.mark.crash
def test_two_processes_with_the_same_rows_add_them_once(lake: Lake, tmp_path: Path) -> None:
    workers = [_worker(0, 2000, 200) for _ in range(2)]
    assert [worker.wait(120) for worker in workers] == [0, 0]
    assert count() == (2000, 2000)


@pytest.mark.crash
def test_what_was_acknowledged_survives_kill_9(lake: Lake) -> None:
    said = 0
    for _ in range(3):
        worker = _worker(said, said + 5000, 100)
        assert worker.stdout is not None
        for _ in range(4):
            said = int(worker.stdout.readline())
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        rows, ids = count()
        assert rows == ids
        assert rows >= said
        assert rows % 100 == 0, "an append is there whole or not at all"
    assert append("feedback", feedback(0, said), batch="again").added == 0


def _worker(first: int, last: int, step: int) -> "subprocess.Popen[str]":
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "zhiyin.config.settings", "PYTHONPATH": "."}
    command = [sys.executable, "-m", "tests.warehouse.rows", str(first), str(last), str(step)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
