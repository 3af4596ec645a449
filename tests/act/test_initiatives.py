from datetime import date, timedelta

import pytest
from tests.act.cast import NOW
from tests.cast import SYSTEM, Cast

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.act.initiatives import actions, queries
from zhiyin.act.initiatives.models import Initiative
from zhiyin.company import actions as company
from zhiyin.kit.errors import Conflict, Forbidden, Invalid, NotFound

PLAN = {
    "title": "雨天加派骑手",
    "hypothesis": "更快送达会提高净推荐值",
    "indicator": "nps",
    "treated_units": ["east"],
    "starts_on": date(2026, 8, 1),
}


@pytest.fixture
def stores(people: Cast) -> Cast:
    for number in range(2, 5):
        for region in ("east", "north"):
            company.create(SYSTEM, "unit", code=f"{region}-0{number}", kind="store", parent=region)
    return people


def drafted(**values: object) -> Initiative:
    return actions.open_from_finding(SYSTEM, {"indicator": "nps", "change": -4.2}, now=NOW, **PLAN | values)


def test_starting_freezes_the_stores_of_that_day(stores: Cast) -> None:
    draft = drafted()
    started = actions.start(SYSTEM, draft.pk, now=NOW)
    assert started.plan["treated_units"] == ["east-01", "east-02", "east-03", "east-04"]
    assert started.plan["untreated_units"] == ["north-01", "north-02", "north-03", "north-04"]
    company.create(SYSTEM, "unit", code="east-99", kind="store", parent="east")
    assert Initiative.objects.get().plan == started.plan


def test_the_plan_cannot_be_moved_after_the_start(stores: Cast) -> None:
    draft = drafted()
    changed = actions.change(SYSTEM, draft.pk, now=NOW, weeks_after=4)
    actions.start(SYSTEM, draft.pk, now=NOW)
    for values in ({"weeks_after": 26}, {"indicator": "csat"}, {"title": "别的"}):
        with pytest.raises(Conflict):
            actions.change(SYSTEM, draft.pk, now=NOW, **values)
    assert Initiative.objects.get().weeks_after == changed.weeks_after == 4
    actions.list_tasks(SYSTEM, draft.pk, [{"text": "排班", "done": True}, {"text": " "}], now=NOW)
    assert Initiative.objects.get().tasks == [{"text": "排班", "done": True}]


def test_every_step_can_be_taken_back_in_order(stores: Cast) -> None:
    number = drafted().pk
    actions.start(SYSTEM, number, now=NOW)
    actions.stop(SYSTEM, number, reason="预算取消", now=NOW)
    assert actions.undo(SYSTEM, number, now=NOW).state == "running"
    back = actions.undo(SYSTEM, number, now=NOW)
    assert (back.state, back.plan, back.started_at) == ("draft", {}, None)
    with pytest.raises(Conflict):
        actions.undo(SYSTEM, number, now=NOW)


def test_one_store_against_one_proves_nothing(people: Cast) -> None:
    with pytest.raises(Invalid):
        actions.start(SYSTEM, drafted().pk, now=NOW)
    assert Initiative.objects.get().state == "draft"


@pytest.mark.parametrize(
    "values",
    [
        {"treated_units": []},
        {"treated_units": ["east"], "untreated_units": ["east"]},
        {"filters": {"weather": ["rain"]}},
        {"weeks_before": 0},
        {"title": ""},
        {"starts_on": "soon"},
        {"colour": "red"},
    ],
)
def test_a_wrong_plan_is_one_sentence(stores: Cast, values: dict[str, object]) -> None:
    with pytest.raises(Invalid) as problem:
        drafted(**values)
    assert "{" not in str(problem.value)
    assert not Initiative.objects.exists()


def test_an_owner_changes_own_region_only(stores: Cast) -> None:
    chen = stores.actor("chen")
    with pytest.raises(Forbidden):
        actions.open_from_finding(chen, {}, now=NOW, **PLAN | {"treated_units": ["north"]})
    elsewhere = drafted(treated_units=["north"])
    audited = AuditEntry.objects.count()
    assert queries.initiatives(chen) == []
    for attempt in (
        lambda: queries.find(chen, elsewhere.pk),
        lambda: actions.start(chen, elsewhere.pk, now=NOW),
        lambda: actions.change(chen, elsewhere.pk, now=NOW, title="x"),
        lambda: actions.undo(chen, elsewhere.pk, now=NOW),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert (Initiative.objects.get().version, AuditEntry.objects.count()) == (1, audited)
    mine = actions.open_from_finding(chen, {}, now=NOW, **PLAN)
    assert queries.initiatives(chen) == [mine]


def test_an_owner_does_not_judge_the_own_fix(stores: Cast) -> None:
    mine = actions.open_from_finding(stores.actor("chen"), {}, now=NOW, **PLAN)
    actions.start(stores.actor("chen"), mine.pk, now=NOW)
    with pytest.raises(Forbidden):
        actions.judge(stores.actor("chen"), mine.pk, now=NOW)
    assert actions.judge(stores.actor("zhou"), mine.pk, now=NOW).state == "judged"


def test_of_two_who_start_one_is_told(stores: Cast) -> None:
    draft = drafted()
    actions.start(SYSTEM, draft.pk, now=NOW, version=draft.version)
    with pytest.raises(Conflict):
        actions.stop(SYSTEM, draft.pk, reason="x", now=NOW, version=draft.version)


def test_it_is_due_when_its_weeks_are_over(stores: Cast) -> None:
    actions.start(SYSTEM, drafted().pk, now=NOW)
    end = PLAN["starts_on"] + timedelta(weeks=8)  # type: ignore[operator]  # PLAN mixes dates, numbers and texts
    assert queries.due(end - timedelta(days=1)) == []
    assert len(queries.due(end)) == 1
