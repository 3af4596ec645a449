"""From feedback to documents and mentions in a lake."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pyarrow as pa
import pytest
from tests.cast import Cast

from zhiyin.kit.errors import Forbidden
from zhiyin.understand.pipeline import actions, queries
from zhiyin.warehouse import jobs
from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.loading import append, undo

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, tzinfo=UTC)
TEXTS = ["物流太慢了，不过客服态度很好", "今天是星期一", "", "Great price, but delivery was slow."]


def bring(texts: list[str], batch: str = "b1") -> None:
    n = len(texts)
    rows = {
        "external_id": [f"{batch}-{i}" for i in range(n)],
        "at": [AT + timedelta(hours=i) for i in range(n)],
        "source": ["shop"] * n,
        "text": texts,
        "unit": ["east-01"] * n,
        "touchpoint": ["online"] * n,
        "channel": ["app"] * n,
    }
    append("feedback", pa.table(rows), batch=batch)


def rows(query: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = open_facts(queries.READER).sql(query).to_pylist()
    return found


def test_annotates_each_feedback_once(lake: Lake) -> None:
    bring(TEXTS)
    assert actions.annotate() == len(TEXTS)
    assert actions.annotate() == 0
    bring(["味道不错"], "b2")
    assert actions.annotate() == 1
    assert queries.progress() == queries.Progress(5, 5)
    assert rows("SELECT count(*) AS n, count(DISTINCT feedback) AS of FROM document") == [{"n": 5, "of": 5}]


def test_mentions_carry_what_their_feedback_is_about(lake: Lake) -> None:
    bring(TEXTS[:1])
    actions.annotate()
    found = rows(
        "SELECT aspect, label, touchpoint, unit, channel, source, clause, step_versions FROM mention ORDER BY aspect"
    )
    assert [(row["aspect"], row["label"], row["touchpoint"]) for row in found] == [
        ("delivery", "negative", "delivery"),
        ("support", "positive", "support"),
    ]
    assert {(row["unit"], row["channel"], row["source"]) for row in found} == {("east-01", "app", "shop")}
    assert {row["step_versions"] for row in found} == {queries.version()}


def test_newer_version_replaces_older_rows(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(TEXTS)
    real = queries.version()
    monkeypatch.setattr(queries, "version", lambda: "older")
    actions.annotate()
    # As an older version might have seen it: an opinion that is none.
    stray = rows("SELECT CAST(id AS VARCHAR) AS id FROM feedback WHERE text = '今天是星期一'")[0]["id"]
    mention = {
        "external_id": [f"{stray}:1"],
        "source": ["shop"],
        "at": [AT],
        "feedback": [stray],
        "label": ["negative"],
    }
    append("mention", pa.table(mention), batch="understand")
    before = rows("SELECT count(*) AS n FROM mention")[0]["n"]
    monkeypatch.setattr(queries, "version", lambda: real)
    assert actions.annotate() == len(TEXTS)
    assert rows("SELECT DISTINCT step_versions FROM document") == [{"step_versions": real}]
    assert rows("SELECT count(*) AS n FROM mention")[0]["n"] == before - 1
    assert rows(f"SELECT count(*) AS n FROM mention WHERE feedback = '{stray}'") == [{"n": 0}]


def test_whoever_reads_meanwhile_sees_every_voice_once(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version reads 200 voices again in ten steps; a reader that never pauses finds no gap and no double."""
    monkeypatch.setattr(actions, "STRETCH", 20)
    bring(["物流太慢了，不过客服态度很好"] * 200)
    real = queries.version()
    monkeypatch.setattr(queries, "version", lambda: "older")
    actions.annotate()
    monkeypatch.setattr(queries, "version", lambda: real)
    over, seen, new = Event(), list[tuple[object, ...]](), set[object]()
    query = f"""
        SELECT (SELECT count(*) FROM document) AS documents, (SELECT count(DISTINCT feedback) FROM document) AS voices,
            (SELECT count(*) FROM mention) AS mentions,
            (SELECT count(*) FROM document WHERE step_versions = '{real}') AS new"""

    def read() -> None:
        while not over.is_set():
            row = rows(query)[0]
            seen.append((row["documents"], row["voices"], row["mentions"]))
            new.add(row["new"])

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        assert actions.annotate() == 200
        over.set()
        reading.result()
    assert set(seen) == {(200, 200, 400)}
    assert len(new - {0, 200}) >= 2, "it looked while the work was going on"


def test_taking_an_import_back_takes_its_annotations(lake: Lake) -> None:
    bring(TEXTS)
    actions.annotate()
    undo("b1")
    assert rows("SELECT (SELECT count(*) FROM document) + (SELECT count(*) FROM mention) AS n") == [{"n": 0}]


def test_job_reports_and_needs_permission(
    lake: Lake, cast: Cast, drain: Callable[[], int], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    bring(TEXTS)
    with pytest.raises(Forbidden):
        actions.start(cast.actor("he"))
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # pytest-django names no type for it
        ident = actions.start(cast.actor("zhou"))
    drain()
    job = jobs.job(ident)
    assert (job.state, job.done, job.total, job.result) == ("done", 4, 4, {"annotated": 4})
