"""Several people judge in the same second: nothing is lost or doubled, and the facts say what was judged last."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from tests.cast import Cast
from tests.understand.test_corrections import DELIVERY, SUPPORT, TEXT, bring, mentions, rows

from zhiyin.kit.errors import Conflict
from zhiyin.understand.corrections import actions
from zhiyin.understand.corrections.models import Correction, JudgedText
from zhiyin.understand.corrections.values import Change
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.warehouse.engines import Lake

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one write at a time: test_corrections asks the same in turn"
    ),
]


@pytest.fixture
def voices(lake: Lake, cast: Cast, units: object) -> list[str]:
    bring([TEXT, f"{TEXT}。"])
    pipeline.annotate()
    return [str(row["id"]) for row in rows("SELECT CAST(id AS VARCHAR) AS id FROM feedback ORDER BY external_id")]


def at_once(*judged: Callable[[], object]) -> list[str]:
    """What became of each: `done`, or `conflict` for whoever was told to look again."""
    start = Barrier(len(judged))

    def judge(one: Callable[[], object]) -> str:
        start.wait(20)
        try:
            one()
        except Conflict:
            return "conflict"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(judged)) as pool:
        return list(pool.map(judge, judged))


def test_of_two_who_judge_one_opinion_from_the_same_page_one_is_told_to_look_again(
    voices: list[str], cast: Cast
) -> None:
    zhou, lin = cast.actor("zhou"), cast.actor("lin")
    said = at_once(
        lambda: actions.change(zhou, voices[0], SUPPORT, Change(label="negative"), revision=0),
        lambda: actions.delete(lin, voices[0], SUPPORT, revision=0),
    )
    assert sorted(said) == ["conflict", "done"]
    assert Correction.objects.count() == 1
    text = JudgedText.objects.get()
    assert (text.revision, text.applied) == (1, 1)
    kept = [("delivery", "negative"), ("support", "negative")]
    assert mentions(voices[0]) == (kept if said[0] == "done" else kept[:1])


def test_two_texts_judged_in_the_same_second_are_both_kept(voices: list[str], cast: Cast) -> None:
    zhou, lin = cast.actor("zhou"), cast.actor("lin")
    said = at_once(
        lambda: actions.change(zhou, voices[0], SUPPORT, Change(label="negative")),
        lambda: actions.delete(lin, voices[1], DELIVERY),
        pipeline.annotate,
    )
    assert said == ["done"] * 3
    assert mentions(voices[0]) == [("delivery", "negative"), ("support", "negative")]
    assert mentions(voices[1]) == [("support", "positive")]
    assert [(one.revision, one.applied) for one in JudgedText.objects.all()] == [(1, 1)] * 2


def test_a_step_undone_by_two_at_once_is_undone_once(voices: list[str], cast: Cast) -> None:
    zhou, lin = cast.actor("zhou"), cast.actor("lin")
    made = actions.delete(zhou, voices[0], SUPPORT)
    said = at_once(lambda: actions.undo(zhou, made.pk), lambda: actions.undo(lin, made.pk))
    assert sorted(said) == ["conflict", "done"]
    assert mentions(voices[0]) == [("delivery", "negative"), ("support", "positive")]
