"""People's judgements lie over the model's: kept, undone, carried through every later version."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from tests.cast import Cast

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.kit.errors import Conflict, Forbidden, Invalid, NotFound
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.queries import answer
from zhiyin.understand.corrections import actions
from zhiyin.understand.corrections.models import JudgedText
from zhiyin.understand.corrections.queries import said
from zhiyin.understand.corrections.rules import replay
from zhiyin.understand.corrections.values import Change, Opinion, Step, Target, Verb
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.pipeline import queries
from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.loading import append, undo
from zhiyin.warehouse.questions import Question
from zhiyin.warehouse.reader import Reader

pytestmark = pytest.mark.django_db

AT = datetime(2026, 6, 1, tzinfo=UTC)
TEXT = "物流太慢了，不过客服态度很好"
DELIVERY, SUPPORT = Target(0, 5, "delivery"), Target(6, 14, "support")
Commit = Callable[..., AbstractContextManager[object]]


@pytest.fixture
def voice(lake: Lake, cast: Cast, units: object) -> str:
    bring([TEXT, "很好"])
    pipeline.annotate()
    ident: str = rows(f"SELECT CAST(id AS VARCHAR) AS id FROM feedback WHERE text = '{TEXT}'")[0]["id"]
    return ident


@pytest.fixture
def kept(django_capture_on_commit_callbacks: Commit) -> Callable[[], AbstractContextManager[object]]:
    return lambda: django_capture_on_commit_callbacks(execute=True)


def bring(texts: list[str], batch: str = "b1", unit: str = "east-01") -> None:
    n = len(texts)
    append("feedback", pa.table({
        "external_id": [f"{batch}-{i}" for i in range(n)], "at": [AT + timedelta(hours=i) for i in range(n)],
        "source": ["shop"] * n, "text": texts, "unit": [unit] * n, "channel": ["app"] * n,
    }), batch=batch)  # fmt: skip


def rows(query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = open_facts(queries.READER).sql(query).to_pylist()
    return found


def mentions(voice: str) -> list[tuple[str, str]]:
    found = rows(f"SELECT aspect, label FROM mention WHERE feedback = '{voice}' ORDER BY \"start\", aspect")
    return [(row["aspect"], row["label"]) for row in found]


def net(lake: Lake) -> float | None:
    period = Period(AT, AT + timedelta(days=1))
    return answer(Question.of("net_sentiment", period, Reader.of_task("t"))).cells[0].figure.value


def test_a_corrected_mention_replaces_the_fact_and_moves_the_indicator(
    voice: str, cast: Cast, kept: Commit, lake: Lake
) -> None:
    assert mentions(voice) == [("delivery", "negative"), ("support", "positive")]
    before, total = net(lake), rows("SELECT count(*) AS n FROM mention")[0]["n"]
    with kept():
        made = actions.change(cast.actor("zhou"), voice, SUPPORT, Change(label="negative"), revision=0)
    assert mentions(voice) == [("delivery", "negative"), ("support", "negative")]
    assert rows("SELECT count(*) AS n FROM mention")[0]["n"] == total, "replaced once, not added"
    after = net(lake)
    assert before is not None
    assert after is not None
    assert after < before
    stored = rows(
        "SELECT polarity, confidence, intent, step_versions FROM mention "
        f"WHERE feedback = '{voice}' AND aspect = 'support'"
    )[0]
    assert (stored["polarity"], stored["confidence"], stored["intent"]) == (-1.0, 1.0, "complaint")
    assert stored["step_versions"].endswith(f" judged-{made.pk}")
    assert rows(f"SELECT intents FROM document WHERE feedback = '{voice}'")[0]["intents"] == ["complaint"]
    entry = AuditEntry.objects.get(subject_type="understand.correction")
    assert (entry.verb, entry.actor_name) == ("change", "周宁")
    assert TEXT[:3] not in str(entry.details), "no words of customers in the audit trail"
    with kept():
        actions.undo(cast.actor("lin"), made.pk)
    assert mentions(voice) == [("delivery", "negative"), ("support", "positive")]
    assert net(lake) == before


def test_corrections_survive_a_newer_model(
    voice: str, cast: Cast, kept: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhou = cast.actor("zhou")
    with kept():
        actions.change(zhou, voice, DELIVERY, Change(aspect="packaging", label="neutral", emotion="anger"))
    with kept():
        actions.delete(zhou, voice, SUPPORT)
    newer = f"{queries.version()}-newer"
    monkeypatch.setattr(queries, "version", lambda: newer)
    assert pipeline.annotate() == 2
    assert mentions(voice) == [("packaging", "neutral")]
    assert rows(f"SELECT mentions, step_versions FROM document WHERE feedback = '{voice}'") == [
        {"mentions": 1, "step_versions": newer}
    ]
    assert pipeline.annotate() == 0
    undo("b1")
    bring([TEXT, "很好"])
    pipeline.annotate()
    assert mentions(voice) == [("packaging", "neutral")], "the same voice, imported again"


def test_split_add_whole_and_complete(voice: str, cast: Cast, kept: Commit) -> None:
    zhou = cast.actor("zhou")
    with kept():
        actions.split(zhou, voice, DELIVERY, [Change(), Change(aspect="price", label="positive", asks=True)])
    assert mentions(voice) == [("delivery", "negative"), ("price", "positive"), ("support", "positive")]
    with kept():
        actions.add(zhou, voice, Change(aspect="product", label="neutral", intent="question", start=8, end=12))
    assert ("product", "neutral") in mentions(voice)
    with pytest.raises(Conflict):
        actions.add(zhou, voice, Change(aspect="product", label="neutral", start=8, end=12))
    with kept():
        actions.judge_whole(zhou, voice, "neutral")
    assert rows(f"SELECT label, polarity, mentions FROM document WHERE feedback = '{voice}'") == [
        {"label": "neutral", "polarity": 0.0, "mentions": 4}
    ]
    with kept():
        actions.complete(zhou, voice)
    assert rows(
        f"SELECT count(*) AS n FROM mention WHERE feedback = '{voice}' AND step_versions LIKE '% judged-%'"
    ) == [{"n": 4}]
    text = JudgedText.objects.get()
    assert (text.revision, text.applied) == (4, 4)


def spans(voice: str) -> list[tuple[str, list[str], list[str], list[str]]]:
    """Of each mention its aspect, and what stands where its words are said to."""
    found = rows(
        f"SELECT aspect, aspect_words, aspect_spans, words, spans FROM mention WHERE feedback = '{voice}' "
        'ORDER BY "start", aspect'
    )
    for row in found:
        assert [stand(span) for span in row["aspect_spans"]] == row["aspect_words"]
        assert {stand(span) for span in row["spans"]} == set(row["words"])
    return [(row["aspect"], row["aspect_words"], row["words"], row["spans"]) for row in found]


def stand(span: str) -> str:
    start, end = map(int, span.split("-"))
    return TEXT[start:end]


def test_words_stand_where_they_are_said_whatever_people_change(voice: str, cast: Cast, kept: Commit) -> None:
    zhou = cast.actor("zhou")
    assert spans(voice) == [("delivery", ["物流"], ["太慢"], ["2-4"]), ("support", ["客服"], ["很好"], ["12-14"])]
    with kept():
        actions.change(zhou, voice, DELIVERY, Change(aspect="price"))
    assert spans(voice)[0] == ("price", [], ["太慢"], ["2-4"]), "no word there names what a person says it is about"
    with kept():
        actions.change(zhou, voice, Target(0, 5, "price"), Change(aspect="delivery", label="positive"))
    assert spans(voice)[0] == ("delivery", ["物流"], [], []), "what judged says so no more"
    with kept():
        actions.split(zhou, voice, SUPPORT, [Change(start=6, end=10), Change(aspect="delivery", start=10, end=14)])
    assert spans(voice)[1:] == [("support", ["客服"], [], []), ("delivery", [], ["很好"], ["12-14"])]


def test_two_people_at_once_and_stale_pages(voice: str, cast: Cast, kept: Commit) -> None:
    with kept():
        made = actions.change(cast.actor("zhou"), voice, SUPPORT, Change(label="negative"), revision=0)
    with pytest.raises(Conflict):
        actions.confirm(cast.actor("lin"), voice, SUPPORT, revision=0)
    with kept():
        second = actions.confirm(cast.actor("lin"), voice, SUPPORT, revision=1)
    with pytest.raises(Conflict):
        actions.undo(cast.actor("zhou"), made.pk)
    with kept():
        actions.undo(cast.actor("zhou"), second.pk)
    with pytest.raises(Conflict):
        actions.undo(cast.actor("zhou"), second.pk)


def test_judged_while_it_was_being_annotated(
    voice: str, cast: Cast, kept: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The background reads the text, somebody corrects it, the background writes: the correction stands."""
    real, meanwhile = pipeline.append_all, [True]

    def slow(*args: Any, **kwargs: Any) -> object:
        if meanwhile.pop() if meanwhile else False:
            with kept():
                actions.delete(cast.actor("zhou"), voice, SUPPORT)
        return real(*args, **kwargs)

    monkeypatch.setattr(pipeline, "append_all", slow)
    newer = f"{queries.version()}-newer"
    monkeypatch.setattr(queries, "version", lambda: newer)
    pipeline.annotate()
    assert mentions(voice) == [("delivery", "negative")]


def test_a_step_whose_process_died_is_applied_later(voice: str, cast: Cast) -> None:
    actions.delete(cast.actor("zhou"), voice, SUPPORT)  # nobody runs what comes after the commit
    assert len(mentions(voice)) == 2
    pipeline.annotate()
    assert mentions(voice) == [("delivery", "negative")]
    actions.delete(cast.actor("zhou"), voice, DELIVERY)
    undo("b1")
    pipeline.annotate()
    assert JudgedText.objects.get().applied == 2, "of a text that is gone nothing waits"


def test_only_within_ones_sight_and_only_what_can_be(voice: str, cast: Cast) -> None:
    for name in ("he", "chen", "wang"):
        with pytest.raises((Forbidden, NotFound)):
            actions.confirm(cast.actor(name), voice, SUPPORT)
    cast.zhou.units = ["north"]
    cast.zhou.save()
    with pytest.raises(NotFound):
        actions.confirm(cast.actor("zhou"), voice, SUPPORT)
    lin = cast.actor("lin")
    for wanted in (Change(label="<b>"), Change(aspect="nowhere"), Change(emotion="x" * 999), Change(intent="'"),
                   Change(start=5, end=5), Change(start=-1, end=4), Change(start=0, end=10**9)):  # fmt: skip
        with pytest.raises(Invalid):
            actions.change(lin, voice, SUPPORT, wanted)
    with pytest.raises(NotFound):
        actions.judge_whole(lin, "no-uuid' OR 1=1\ud800", "positive")
    with pytest.raises(Conflict):
        actions.confirm(lin, voice, Target(0, 99, "delivery"))
    assert said(voice, Reader.of_task("t")).revision == 0


def opinion(start: int, end: int, aspect: str, label: str = "negative") -> Opinion:
    return Opinion(start, end, aspect, label, -0.5)


def cases() -> Iterator[tuple[list[Opinion], list[tuple[str, str]]]]:
    yield [opinion(0, 5, "delivery")], [("packaging", "neutral")]
    # cut otherwise, and something new in the clause that a person judged
    yield [opinion(0, 9, "delivery"), opinion(0, 6, "price")], [("packaging", "neutral")]
    # what stood beside it and was left alone still follows the model
    yield [opinion(0, 5, "support", "positive")], [("packaging", "neutral"), ("support", "positive")]
    yield [opinion(20, 30, "delivery")], [("packaging", "neutral"), ("delivery", "negative")]


@pytest.mark.parametrize(("found", "expected"), list(cases()))
def test_replaying_over_another_model(found: list[Opinion], expected: list[tuple[str, str]]) -> None:
    step = Step(1, Verb.CHANGE, opinion(0, 5, "delivery"), (opinion(0, 5, "packaging", "neutral"),), ("support",))
    assert [(one.aspect, one.label) for one in replay(found, [step])] == expected
