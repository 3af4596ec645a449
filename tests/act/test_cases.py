from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import translation
from tests.act.cast import NOW
from tests.cast import SYSTEM, Cast

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.act.cases import actions, queries
from zhiyin.act.cases.models import Case, CaseEvent
from zhiyin.act.cases.values import Draft, State
from zhiyin.company import actions as company
from zhiyin.kit.errors import Conflict, Forbidden, Invalid, NotFound


def opened(**values: str) -> Case:
    return actions.open_case(SYSTEM, Draft(**{"title": "送餐晚了一小时", "unit": "east-01", **values}), now=NOW)


def test_a_case_goes_to_the_owner_of_its_touchpoint(people: Cast) -> None:
    company.change(SYSTEM, "touchpoint", "delivery", owner="chenli")
    case = opened(touchpoint="delivery", unit="north-01")
    assert (case.owner_id, case.owner_unit) == (people.chen.pk, "east")
    stray = opened(touchpoint="unheard of")
    assert (stray.owner_id, stray.owner_unit) == (None, "east-01")


def test_the_clock_rests_over_the_holiday(people: Cast) -> None:
    eve = datetime(2026, 9, 30, 9, 0, tzinfo=UTC)  # five in the afternoon before National Day
    case = actions.open_case(SYSTEM, Draft(title="x", unit="east-01", severity="critical"), now=eve)
    assert case.first_response_due == eve + timedelta(hours=1)
    assert case.resolution_due == datetime(2026, 10, 8, 9, 0, tzinfo=UTC)


def test_waiting_stops_the_clock_and_resuming_runs_on(people: Cast) -> None:
    case = opened(severity="high")
    boss = people.actor("lin")
    due = case.resolution_due
    actions.take(boss, case.pk, now=NOW)
    actions.wait(boss, case.pk, now=NOW + timedelta(hours=2))
    assert Case.objects.get().state == State.WAITING
    case = actions.resume(boss, case.pk, now=NOW + timedelta(days=1, hours=2))
    assert case.resolution_due == due + timedelta(days=1)


def test_waiting_does_not_heal_a_missed_deadline(people: Cast) -> None:
    case = opened(severity="critical")
    late = NOW + timedelta(days=5)
    actions.wait(SYSTEM, case.pk, now=late)
    case = actions.resume(SYSTEM, case.pk, now=late + timedelta(days=1))
    assert case.resolution_due < late


def test_from_new_to_closed_and_back(people: Cast) -> None:
    case = opened()
    chen = people.actor("chen")
    actions.take(chen, case.pk, now=NOW)
    actions.comment(chen, case.pk, "已联系顾客", now=NOW)
    actions.resolve(chen, case.pk, cause="骑手不足", done="补偿优惠券", now=NOW + timedelta(hours=1))
    actions.close(chen, case.pk, now=NOW + timedelta(hours=2))
    again = actions.reopen(chen, case.pk, now=NOW + timedelta(days=1), text="又晚了")
    assert again.state == State.REOPENED
    assert again.resolution_due > NOW + timedelta(days=1)
    verbs = [event.verb for event in queries.timeline(again)]
    assert verbs == ["opened", "take", "comment", "resolve", "close", "reopen"]
    assert Case.objects.get().cause == "骑手不足"


def test_steps_that_do_not_fit_are_refused(people: Cast) -> None:
    case = opened()
    for step in (actions.close, actions.reopen, actions.resume):
        with pytest.raises(Conflict):
            step(SYSTEM, case.pk, now=NOW)
    with pytest.raises(Invalid):
        actions.resolve(SYSTEM, case.pk, cause=" ", done="x", now=NOW)
    with pytest.raises(Invalid):
        actions.comment(SYSTEM, case.pk, "", now=NOW)
    with pytest.raises(Invalid):
        actions.comment(SYSTEM, case.pk, "长" * 10_001, now=NOW)
    assert Case.objects.get().state == State.NEW


def test_of_two_who_resolve_at_once_one_is_told(people: Cast) -> None:
    case = opened()
    seen = case.version
    actions.resolve(people.actor("chen"), case.pk, cause="a", done="b", now=NOW, version=seen)
    with pytest.raises(Conflict, match="陈立"):
        actions.resolve(people.actor("wang"), case.pk, cause="c", done="d", now=NOW, version=seen)
    assert Case.objects.get().cause == "a"
    assert CaseEvent.objects.filter(verb="resolve").count() == 1


def test_a_write_between_read_and_store_loses_nothing(people: Cast) -> None:
    case = opened()
    stale = queries.find(people.actor("wang"), case.pk)
    actions.resolve(people.actor("chen"), case.pk, cause="a", done="b", now=NOW)
    with pytest.raises(Conflict):
        actions._step(people.actor("wang"), stale, "wait", {"state": "waiting"}, now=NOW)
    assert Case.objects.get().state == State.RESOLVED


@pytest.mark.parametrize("name", ["he", "chen"])
def test_another_stores_case_does_not_exist_for_them(people: Cast, name: str) -> None:
    case = opened(unit="north-01")
    actor = people.actor(name)
    audited = AuditEntry.objects.count()
    assert list(queries.cases(actor, queries.Wanted(view="all"), now=NOW)) == []
    assert queries.counts(actor, now=NOW)["all"] == 0
    with pytest.raises(NotFound):
        queries.find(actor, case.pk)
    tries = [
        lambda: actions.take(actor, case.pk, now=NOW),
        lambda: actions.comment(actor, case.pk, "x", now=NOW),
        lambda: actions.assign(actor, case.pk, owner=people.chen.pk, now=NOW),
        lambda: actions.resolve(actor, case.pk, cause="x", done="y", now=NOW),
        lambda: actions.undo(actor, case.pk, now=NOW),
        lambda: actions.open_case(actor, Draft(title="x", unit="north-01"), now=NOW),
    ]
    for attempt in tries:
        with pytest.raises((NotFound, Forbidden)):
            attempt()
    fresh = Case.objects.get()
    assert (fresh.state, fresh.version, fresh.owner_id) == (State.NEW, 1, None)
    assert CaseEvent.objects.count() == 1
    assert AuditEntry.objects.count() == audited


def test_a_viewer_sees_the_stores_cases_and_may_not_touch_them(people: Cast) -> None:
    case = opened()
    he = people.actor("he")
    assert queries.find(he, case.pk).pk == case.pk
    with pytest.raises(Forbidden):
        actions.take(he, case.pk, now=NOW)
    assert Case.objects.get().version == 1


def test_who_owns_a_case_elsewhere_sees_it(people: Cast) -> None:
    case = opened(unit="north-01")
    actions.assign(people.actor("wang"), case.pk, owner=people.chen.pk, now=NOW)
    assert queries.find(people.actor("chen"), case.pk).owner_id == people.chen.pk
    assert [one.pk for one in queries.cases(people.actor("chen"), queries.Wanted(view="mine"), now=NOW)] == [case.pk]


def test_the_last_step_can_be_taken_back(people: Cast) -> None:
    case = opened()
    due = case.resolution_due
    actions.resolve(SYSTEM, case.pk, cause="a", done="b", now=NOW)
    actions.comment(SYSTEM, case.pk, "bleibt", now=NOW)
    case = actions.undo(SYSTEM, case.pk, now=NOW)
    fresh = Case.objects.get()
    assert (fresh.state, fresh.cause, fresh.resolved_at, fresh.resolution_due) == (State.NEW, "", None, due)
    assert fresh.events.filter(verb="comment").exists()
    with pytest.raises(Conflict):
        actions.undo(SYSTEM, case.pk, now=NOW)


def test_assigning_to_nobodys_unit_is_refused(people: Cast) -> None:
    case = opened()
    with pytest.raises(Invalid):
        actions.assign(SYSTEM, case.pk, unit="mars", now=NOW)
    people.he.is_active = False
    people.he.save()
    with pytest.raises(Invalid):
        actions.assign(SYSTEM, case.pk, owner=people.he.pk, now=NOW)


def test_an_overdue_case_is_escalated_once(people: Cast) -> None:
    case = opened(severity="critical")
    later = NOW + timedelta(days=3)
    assert [one.pk for one in queries.overdue(later)] == [case.pk]
    assert actions.escalate(SYSTEM, queries.overdue(later)[0], now=later)
    assert not actions.escalate(SYSTEM, case, now=later)
    assert list(queries.overdue(later)) == []
    assert Case.objects.get().events.get(verb="escalated").text == "王芳"
    assert queries.counts(SYSTEM, now=later)["overdue"] == 1


def test_severity_moves_the_deadline(people: Cast) -> None:
    case = opened(severity="low")
    urgent = actions.change_severity(SYSTEM, case.pk, "critical", now=NOW)
    assert urgent.resolution_due < case.resolution_due or urgent.resolution_due == NOW + timedelta(days=1)


def test_titles_speak_the_readers_language(people: Cast) -> None:
    case = Case(title_code="below", title_fields={"indicator": "nps", "limit": 30.0})
    with translation.override("en"):
        assert case.name.endswith("is below 30")


def test_cases_are_found_by_number_and_words(people: Cast) -> None:
    case = opened()
    opened(title="另一件")
    for words in (f"#{case.pk}", str(case.pk), "送餐"):
        found = queries.cases(SYSTEM, queries.Wanted(words=words), now=NOW)
        assert [one.pk for one in found] == [case.pk], words


def test_a_voice_has_one_open_case_and_the_second_gets_the_first(people: Cast) -> None:
    first = opened(feedback="v1")
    again = actions.open_case(people.actor("wang"), Draft(title="又一个", unit="east-01", feedback="v1"), now=NOW)
    assert again.pk == first.pk
    assert opened(feedback="v2").pk != first.pk
    assert opened().pk != opened().pk, "cases of no voice are nobody's twins"
    assert Case.objects.filter(feedback="v1").count() == 1
    assert [event.verb for event in queries.timeline(first)] == ["opened"]


def test_a_case_that_is_somebody_elses_is_not_handed_out(people: Cast) -> None:
    opened(unit="north-01", feedback="v1")
    with pytest.raises(Conflict):
        actions.open_case(people.actor("chen"), Draft(title="x", unit="east-01", feedback="v1"), now=NOW)
    assert Case.objects.count() == 1


def test_a_solved_voice_is_not_opened_again_beside_a_new_case(people: Cast) -> None:
    first = opened(feedback="v1")
    actions.resolve(SYSTEM, first.pk, cause="a", done="b", now=NOW)
    second = opened(feedback="v1")
    assert second.pk != first.pk
    with pytest.raises(Conflict):
        actions.reopen(SYSTEM, first.pk, now=NOW)
    with pytest.raises(Conflict):
        actions.undo(SYSTEM, first.pk, now=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time: the test above says it all")
def test_two_who_open_in_the_same_second_get_the_same_case(people: Cast) -> None:
    start = Barrier(2)

    def open_one(name: str) -> int:
        actor = people.actor(name)
        start.wait(20)
        try:
            return actions.open_case(actor, Draft(title=name, unit="east-01", feedback="v1"), now=NOW).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        got = list(pool.map(open_one, ("lin", "wang")))
    assert got == [Case.objects.get().pk] * 2
