from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from tests.act.cast import NOW, answers, mention, put, scores
from tests.cast import SYSTEM, Cast

from zhiyin.act.alerts import actions, queries
from zhiyin.act.alerts.models import AlertRule, Firing
from zhiyin.act.alerts.tasks import evaluate
from zhiyin.act.cases import actions as cases
from zhiyin.act.cases.models import Case
from zhiyin.act.cases.values import INTENTS
from zhiyin.company import actions as company
from zhiyin.company.packs.values import INTENTS as PACK_INTENTS
from zhiyin.kit.errors import NotFound
from zhiyin.understand.text.weighing import INTENTS as HEARD
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.loading import append

GOOD, BAD = [10] * 40 + [8] * 20, [2] * 40 + [9] * 20
AGO = NOW - timedelta(days=10)

pytestmark = pytest.mark.usefixtures("lake", "people")


def voice_rule(**values: object) -> AlertRule:
    return actions.create(SYSTEM, **{"code": "safety", "kind": "voice", "intents": ["safety", "legal"], **values})


def nps_rule(**values: object) -> AlertRule:
    given = {"code": "nps", "kind": "threshold", "indicator": "nps", "limit": 30.0, "scope": "unit"}
    return actions.create(SYSTEM, **given | values)


def test_one_critical_voice_opens_one_case_however_often_one_looks() -> None:
    voice_rule(severity="critical")
    ident = mention("喝完拉肚子了", intent="safety", unit="east-01", touchpoint="delivery", customer="c1")
    mention("有点慢", unit="east-01")
    assert [evaluate(NOW), evaluate(NOW), evaluate(NOW + timedelta(days=1))] == [1, 0, 0]
    case = Case.objects.get()
    assert (case.feedback, case.customer, case.unit, case.owner_unit) == (ident, "c1", "east-01", "east")
    assert Firing.objects.get().figures["intent"] == "safety"


def test_who_compares_complains_or_praises_too() -> None:
    voice_rule(code="blame", intents=["complaint"])
    voice_rule(code="compare", intents=["comparison"])
    mention("比隔壁难喝", intent="comparison", label="negative", unit="east-01")
    mention("比隔壁好喝", intent="comparison", label="positive", unit="east-02")
    assert evaluate(NOW) == 3
    told = Firing.objects.values_list("rule__code", "figures__intent").order_by("rule__code")
    assert [*told] == [("blame", "complaint"), ("compare", "comparison"), ("compare", "comparison")]


def test_two_rules_about_one_voice_open_one_case_of_the_graver_severity() -> None:
    voice_rule(code="a", severity="medium")
    voice_rule(code="b", severity="critical")
    mention("喝完拉肚子了", intent="safety", unit="east-01")
    assert evaluate(NOW) == 2
    case = Case.objects.get()
    assert case.severity == "critical"
    assert {firing.case_id for firing in Firing.objects.all()} == {case.pk}


def test_old_voices_imported_today_are_history() -> None:
    voice_rule()
    mention("去年的事", intent="safety", at=NOW - timedelta(days=300))
    assert evaluate(NOW) == 0


def test_a_closed_voice_case_stays_closed() -> None:
    voice_rule()
    mention("要投诉到消协", intent="legal", unit="east-01")
    evaluate(NOW)
    cases.resolve(SYSTEM, Case.objects.get().pk, cause="a", done="b", now=NOW)
    assert evaluate(NOW + timedelta(hours=1)) == 0


def test_a_valued_customer_who_is_very_dissatisfied() -> None:
    voice_rule(intents=[], value_from=500.0)
    for customer, amount in (("rich", 600.0), ("poor", 20.0)):
        order = {"source": "tests", "external_id": customer, "at": NOW - timedelta(days=30)}
        put("order", order | {"customer": customer, "amount": amount})
        mention("太差了", customer=customer, unit="east-01")
    mention("一般", customer="rich", unit="east-01", polarity=-0.2)
    assert evaluate(NOW) == 1
    assert (Case.objects.get().customer, Case.objects.get().title_code) == ("rich", "valued")


def test_a_threshold_needs_the_whole_interval_and_enough_answers() -> None:
    nps_rule()
    scores(BAD, unit="east-01")
    scores(BAD[:8], unit="north-01")  # bad, but too few
    scores([10] * 20 + [2] * 12, unit="queue")  # 25: below the limit, but not surely
    assert evaluate(NOW) == 1
    firing = Firing.objects.get()
    assert firing.group == "unit=east-01"
    assert firing.figures["figure"]["high"] < 30
    assert firing.figures["figure"]["n"] == 60
    assert (firing.case.unit, firing.case.title_code) == ("east-01", "below")


def test_the_next_day_joins_the_open_case_and_after_the_fix_it_rests() -> None:
    nps_rule()
    scores(BAD, unit="east-01")
    evaluate(NOW)
    assert evaluate(NOW + timedelta(days=1)) == 1
    case = Case.objects.get()
    assert Firing.objects.filter(case=case).count() == 2
    assert case.events.filter(verb="fired").count() == 1
    cases.resolve(SYSTEM, case.pk, cause="a", done="b", now=NOW + timedelta(days=1))
    assert evaluate(NOW + timedelta(days=2)) == 0
    scores(BAD, unit="east-01", at=NOW + timedelta(days=9))
    assert evaluate(NOW + timedelta(days=10)) == 1
    assert Case.objects.count() == 2


def test_today_does_not_count_before_it_is_over() -> None:
    nps_rule()
    scores(BAD, unit="east-01", at=NOW - timedelta(hours=1))
    assert evaluate(NOW) == 0
    assert evaluate(NOW + timedelta(days=1)) == 1


def test_a_rivals_trouble_is_none_of_ours() -> None:
    for code, ours in (("ours", True), ("rival", False)):
        company.create(SYSTEM, "brand", code=code, ours=ours)
    voice_rule()
    mine = {mention("喝完拉肚子了", intent="safety", brand=brand, unit="east-01") for brand in ("ours", None)}
    for brand in ("rival", "unknown"):
        mention("他家的喝完拉肚子了", intent="safety", brand=brand)
    assert evaluate(NOW) == 2
    assert {case.feedback for case in Case.objects.all()} == mine


def test_figures_are_of_our_own_brands() -> None:
    for code, ours in (("ours", True), ("rival", False)):
        company.create(SYSTEM, "brand", code=code, ours=ours)
    nps_rule(scope="")
    nps_rule(code="fall", kind="change", limit=None, scope="")
    for at in (AGO, NOW - timedelta(days=2)):
        scores(GOOD, unit="east-01", brand="ours", at=at)
    scores(GOOD * 5, unit="", brand="rival", at=AGO)
    scores(BAD * 5, unit="", brand="rival")
    assert evaluate(NOW) == 0
    scores(BAD * 5, unit="east-01")
    assert evaluate(NOW) == 2, "an answer that names no brand is about us"


def test_before_the_map_names_brands_every_voice_is_ours() -> None:
    voice_rule()
    mention("喝完拉肚子了", intent="safety", brand="anything")
    assert evaluate(NOW) == 1


def test_a_significant_fall_fires_and_noise_does_not() -> None:
    nps_rule(code="fall", kind="change", limit=None)
    for unit, before, after in (("east-01", GOOD, BAD), ("north-01", GOOD, GOOD), ("queue", BAD, GOOD)):
        scores(before, unit=unit, at=AGO)
        scores(after, unit=unit)
    assert evaluate(NOW) == 1
    firing = Firing.objects.get()
    assert (firing.group, firing.case.title_code) == ("unit=east-01", "fell")
    assert firing.figures["change"]["high"] < 0


def test_among_many_equal_stores_none_is_called() -> None:
    nps_rule(code="fall", kind="change", limit=None)
    rows: list[dict[str, object]] = []
    for n in range(12):
        for at in (AGO, NOW - timedelta(days=2)):
            values = [10 if (n * 7 + i * 3 + at.day) % 5 < 3 else 3 for i in range(60)]
            rows += answers(values, unit=f"s{n:02}", at=at)
    append("answer", pa.Table.from_pylist(rows), batch="tests")
    assert evaluate(NOW) == 0


def test_paused_and_snoozed_rules_look_away() -> None:
    nps_rule()
    scores(BAD, unit="east-01")
    actions.pause(SYSTEM, "nps")
    assert evaluate(NOW) == 0
    actions.unpause(SYSTEM, "nps")
    actions.snooze(SYSTEM, "nps", NOW + timedelta(hours=5), now=NOW)
    assert evaluate(NOW) == 0
    assert evaluate(NOW + timedelta(hours=6)) == 1


def test_quiet_hours_delay_and_lose_nothing() -> None:
    voice_rule(quiet_from="22:00", quiet_to="07:00")
    night = datetime(2026, 7, 7, 18, 0, tzinfo=UTC)  # two in the night in Shanghai
    mention("食品安全问题", intent="safety", at=night - timedelta(hours=1), unit="east-01")
    assert evaluate(night) == 0
    assert evaluate(NOW) == 1


def test_a_rule_that_cannot_be_evaluated_says_so_and_others_go_on() -> None:
    broken = nps_rule(code="broken")
    AlertRule.objects.filter(pk=broken.pk).update(indicator="gone")
    voice_rule()
    mention("喝完拉肚子了", intent="safety", unit="east-01")
    assert evaluate(NOW) == 1
    assert "gone" in AlertRule.objects.get(code="broken").problem


def test_a_firing_is_acknowledged_once(people: Cast) -> None:
    nps_rule()
    scores(BAD, unit="east-01")
    evaluate(NOW)
    firing = queries.firings(SYSTEM)[0]
    assert actions.acknowledge(people.actor("chen"), firing.pk, now=NOW).acknowledged_by == "陈立"
    assert actions.acknowledge(people.actor("wang"), firing.pk, now=NOW).acknowledged_by == "陈立"
    assert queries.alert_rules(SYSTEM)[0].fired == 1


def test_another_stores_firing_does_not_exist_for_them(people: Cast) -> None:
    nps_rule()
    scores(BAD, unit="north-01")
    evaluate(NOW)
    chen = people.actor("chen")
    assert list(queries.firings(chen)) == []
    with pytest.raises(NotFound):
        actions.acknowledge(chen, Firing.objects.get().pk, now=NOW)
    assert Firing.objects.get().acknowledged_at is None


def test_the_lake_may_be_empty(lake: Lake) -> None:
    nps_rule()
    nps_rule(code="fall", kind="change", limit=None)
    voice_rule()
    assert evaluate(NOW) == 0
    assert not AlertRule.objects.exclude(problem="").exists()


@pytest.mark.parametrize("intent", HEARD)
def test_every_intent_that_is_heard_can_be_watched(intent: str) -> None:
    """By a rule made by hand, and by one that a pack brings."""
    rule = voice_rule(code=intent, intents=[intent])
    assert rule.intents == [intent]
    assert intent in PACK_INTENTS
    assert str(INTENTS[intent])
