"""A re-reading of history can be stopped: what is read stays, what comes in is still read, and it goes on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from django.db import connection
from tests.cast import Cast
from tests.understand.test_concepts import AT, PILES, bring, heard
from tests.understand.test_judging_race import at_once

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.kit.errors import Forbidden
from zhiyin.understand.concepts import actions as concepts
from zhiyin.understand.pipeline import actions, queries
from zhiyin.understand.pipeline.models import Pause
from zhiyin.warehouse import jobs
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.jobs import State
from zhiyin.warehouse.loading import append

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 7, 1, tzinfo=UTC)


@pytest.fixture
def history(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six voices, a day apart, read by the words of then."""
    monkeypatch.setattr("zhiyin.understand.pipeline.actions.STRETCH", 2)
    rows = [{"external_id": str(n), "at": AT + timedelta(days=n), "source": "shop", "text": f"第{n}次充电桩坏了"}
            for n in range(6)]  # fmt: skip
    append("feedback", pa.Table.from_pylist(rows), batch="b1")
    actions.annotate()


def test_stopped_half_way_and_gone_on(history: None, cast: Cast) -> None:
    made = concepts.add(cast.actor("zhou"), PILES)

    def tell(done: int, total: int) -> None:
        if done == 2:
            actions.stop(cast.actor("zhou"), now=NOW)

    actions.annotate(tell)
    assert heard(made.code) == ["第4次充电桩坏了", "第5次充电桩坏了"]
    state = queries.progress()
    assert (state.done, state.total, state.due) == (2, 6, 4)
    assert state.older == AT + timedelta(days=3), "the newest that is not read again"
    assert state.pause
    assert state.pause.by == "周宁"
    bring(["充电桩太少了"], "b2")
    assert actions.annotate() == 1, "what comes in is read, by the clock too"
    assert queries.progress().due == 4
    actions.start(cast.actor("lin"))
    assert actions.annotate() == 4
    assert len(heard(made.code)) == 7
    verbs = AuditEntry.objects.filter(subject_type="understand.reading").values_list("verb", flat=True)
    assert sorted(verbs) == ["resume", "stop"]


def test_the_job_says_that_it_was_stopped(
    history: None, cast: Cast, drain: Callable[[], int], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # pytest-django names no type for it
        concepts.add(cast.actor("zhou"), PILES)
    waiting = jobs.unfinished("understand")
    assert len(waiting) == 1
    actions.stop(cast.actor("zhou"), now=NOW)
    drain()
    assert jobs.job(waiting[0].pk).state == State.STOPPED
    assert queries.progress().due == 6
    assert not jobs.unfinished("understand")


def test_another_change_has_all_read_again(history: None, cast: Cast) -> None:
    made = concepts.add(cast.actor("zhou"), PILES)
    actions.stop(cast.actor("zhou"), now=NOW)
    assert actions.annotate() == 0
    concepts.judge(cast.actor("zhou"), made.code, "第1次充电桩坏了", belongs=False)
    assert actions.annotate() == 6
    assert len(heard(made.code)) == 5


def test_where_nothing_is_left_to_read_nothing_stays_stopped(history: None, cast: Cast) -> None:
    actions.stop(cast.actor("zhou"), now=NOW)
    assert not Pause.objects.exists()
    made = concepts.add(cast.actor("zhou"), PILES)
    actions.stop(cast.actor("zhou"), now=NOW)
    actions.stop(cast.actor("lin"), now=NOW)
    assert Pause.objects.get().by == "周宁"
    type(made).objects.all().delete()
    assert actions.annotate() == 0
    assert not Pause.objects.exists(), "all is read as things stand now"


def test_who_may(history: None, cast: Cast) -> None:
    for name in ("chen", "wang", "zhao", "he"):
        with pytest.raises(Forbidden):
            actions.stop(cast.actor(name), now=NOW)
        with pytest.raises(Forbidden):
            actions.resume(cast.actor(name))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
def test_two_who_stop_at_once(history: None, cast: Cast) -> None:
    concepts.add(cast.actor("zhou"), PILES)
    said = at_once(*[lambda: actions.stop(cast.actor("zhou"), now=NOW)] * 3)
    assert said == ["done"] * 3
    assert Pause.objects.count() == 1
    assert AuditEntry.objects.filter(verb="stop").count() == 1
