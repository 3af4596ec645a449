"""How often it is right: counted by hand on small cases, and on the page."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client
from tests.cast import Cast
from tests.understand.test_corrections import bring, rows

from zhiyin.understand.accuracy import queries
from zhiyin.understand.accuracy.rules import agreement, report, told, verdicts
from zhiyin.understand.accuracy.values import NONE, Judgement
from zhiyin.understand.corrections import actions
from zhiyin.understand.corrections.values import Change, Opinion, Step, Target, Verb
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.reader import Reader


def opinion(start: int, aspect: str, label: str) -> Opinion:
    return Opinion(start, start + 5, aspect, label, 0.0)


def step(number: int, verb: Verb, before: Opinion | None, *after: Opinion, who: str = "a", drawn: str = "") -> Step:
    return Step(number, verb, before, after, (), drawn, who)


FOUND = [opinion(0, "delivery", "negative"), opinion(10, "price", "positive"), opinion(20, "taste", "positive")]


def test_verdicts_of_one_text() -> None:
    steps = [
        step(1, Verb.CONFIRM, FOUND[0], FOUND[0], drawn="random"),
        step(2, Verb.CHANGE, FOUND[1], opinion(10, "value", "negative")),
        step(3, Verb.DELETE, FOUND[2]),
        step(4, Verb.ADD, None, opinion(30, "staff", "neutral")),
        step(5, Verb.CONFIRM, opinion(10, "value", "negative"), opinion(10, "value", "negative"), who="b"),
    ]
    found = verdicts(FOUND, steps)
    assert [(one.truth, one.said, one.aspect_right, one.drawn) for one in found] == [
        ("negative", "negative", True, "random"),
        ("negative", "positive", False, ""),
        (NONE, "positive", True, ""),
        ("neutral", NONE, False, ""),
    ]
    assert found[1].votes == {"a": "negative", "b": "negative"}
    some = [Judgement(one, "f", "text", "zh", "shop") for one in found]
    figures = report(some)
    assert figures.right.value[0] == pytest.approx(0.25)
    negative = figures.scores[0]
    assert (negative.precision.value[0], negative.recall.value[0]) == (1.0, 0.5)
    assert negative.f1.value[0] == pytest.approx(2 / 3)
    assert figures.scores[2].precision.value[0] == 0
    kappa, pairs = agreement(some)
    assert (kappa.n[0], len(pairs)) == (1, 1)
    assert report([]).n == 0


def test_a_complete_text_counts_what_the_model_finds_beyond() -> None:
    steps = [step(1, Verb.COMPLETE, None, FOUND[0])]
    assert [(one.truth, one.said) for one in verdicts(FOUND, steps)] == [
        ("negative", "negative"), (NONE, "positive"), (NONE, "positive"),
    ]  # fmt: skip


def test_figures_of_each_aspect_emotion_and_intent() -> None:
    glad, cross = (
        replace(FOUND[2], emotion="joy", intent="praise"),
        replace(FOUND[0], emotion="anger", intent="complaint"),
    )
    found = [cross, FOUND[1], glad]
    steps = [
        step(1, Verb.CHANGE, cross, replace(cross, emotion="disappointment")),
        step(2, Verb.CHANGE, FOUND[1], replace(FOUND[1], aspect="taste", intent="praise")),
        step(3, Verb.DELETE, glad),
        step(4, Verb.ADD, None, opinion(30, "delivery", "negative")),
    ]
    some = [Judgement(one, "f", "text", "zh", "shop") for one in verdicts(found, steps)]

    def table(kind: str) -> list[tuple[str, float, int, int]]:
        return [(one.name, round(float(one.f1.value[0]), 3), one.truths, one.saids) for one in told(some, kind)]

    assert table("aspect") == [("delivery", 0.667, 2, 1), ("taste", 0, 1, 1), ("price", 0, 0, 1)]
    assert table("emotion") == [("anger", 0, 0, 1), ("disappointment", 0, 1, 0), ("joy", 0, 0, 1)]
    assert table("intent") == [("complaint", 1, 1, 1), ("praise", 0, 1, 1)]
    assert told([], "aspect") == ()


@pytest.mark.django_db
def test_the_model_is_asked_without_the_corrections(
    lake: Lake, cast: Cast, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    bring(["物流太慢了，不过客服态度很好"], unit="east-01")
    pipeline.annotate()
    ident = rows("SELECT CAST(id AS VARCHAR) AS id FROM feedback")[0]["id"]
    assert queries.judgements(Reader.of_task("t")) == []
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # pytest-django names no type for it
        made = actions.change(cast.actor("zhou"), ident, Target(0, 5, "delivery"), Change(label="positive"))
    (found,) = queries.judgements(Reader.of_task("t"))
    assert (found.verdict.truth, found.verdict.said, found.source) == ("positive", "negative", "shop")
    assert queries.judgements(Reader("confined", frozenset({"north"}))) == []
    actions.undo(cast.actor("zhou"), made.pk)
    assert queries.judgements(Reader.of_task("t")) == []


@pytest.mark.django_db(transaction=True)
def test_the_page(lake: Lake, cast: Cast) -> None:
    bring([f"第{n}次，物流太慢了" for n in range(12)])
    pipeline.annotate()
    client = Client()
    client.force_login(cast.zhou)
    assert "还没有人判断过" in client.get("/understand/accuracy/").content.decode()
    for n, row in enumerate(rows("SELECT CAST(id AS VARCHAR) AS id FROM feedback")):
        if n == 1:
            actions.change(cast.actor("zhou"), row["id"], Target(4, 9, "delivery"), Change(aspect="price"))
        elif n:
            actions.complete(cast.actor("zhou"), row["id"])
        else:
            actions.judge_whole(cast.actor("zhou"), row["id"], "neutral")
            actions.delete(cast.actor("lin"), row["id"], Target(4, 9, "delivery"))
    page = client.get("/understand/accuracy/?basis=<script>").content.decode()
    assert "91.7" in page
    assert "按方面、情绪和意图" in page
    assert "样本不足：1/10" in page
    assert "<script>alert" not in page
    assert "/understand/accuracy/" in client.get("/").content.decode()
    table = client.get("/understand/accuracy/?as=csv")
    assert table.status_code == 200
    client.force_login(cast.he)
    assert client.get("/understand/accuracy/").status_code == 403
