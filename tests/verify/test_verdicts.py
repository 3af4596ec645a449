from datetime import timedelta

import pytest
from django.utils import translation
from tests.cast import SYSTEM, Cast
from tests.verify.world import OVER, answers, initiative, stores

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.act.initiatives import actions as initiatives
from zhiyin.act.initiatives.queries import find
from zhiyin.kit.errors import Conflict, Forbidden
from zhiyin.verify.comparisons.queries import compare, detectable
from zhiyin.verify.verdicts.actions import judge, plan_of
from zhiyin.verify.verdicts.models import Verdict
from zhiyin.verify.verdicts.queries import sentence, verdicts
from zhiyin.verify.verdicts.tasks import judge_due
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.reader import Reader

pytestmark = pytest.mark.django_db


def test_what_was_planted_is_found(lake: Lake) -> None:
    units = stores(16)
    answers(units, 6, effect=0.25)
    number = initiative(units[:6])
    found = judge(SYSTEM, number, now=OVER)
    assert found.code == Verdict.Code.HELPED
    # A promoter more in four answers is 25 points up, and of those who were not promoters half were detractors.
    assert found.estimate == pytest.approx(37.5, abs=12)
    assert found.low is not None
    assert found.high is not None
    assert found.low < 37.5 < found.high
    assert (found.treated, found.untreated, found.observations) == (6, 10, 16 * 16 * 12)
    path = found.evidence["path"]
    assert [gap["week"] for gap in path] == list(range(-8, 8))
    assert found.evidence["left_out"] == []
    assert find(SYSTEM, number).state == "judged"


def test_silent_where_nothing_was_planted(lake: Lake) -> None:
    units = stores(16)
    answers(units, 6, seed=1)
    found = judge(SYSTEM, initiative(units[:6]), now=OVER)
    assert found.code == Verdict.Code.NO_EVIDENCE
    assert "below about" in _said(found, "en")


def test_harm_is_called_harm(lake: Lake) -> None:
    units = stores(16)
    answers(units, 6, effect=-0.25)
    assert judge(SYSTEM, initiative(units[:6]), now=OVER).code == Verdict.Code.HURT


def test_units_that_drifted_before_prove_nothing(lake: Lake) -> None:
    units = stores(16)
    answers(units, 6, drift=0.04, each=40)
    found = judge(SYSTEM, initiative(units[:6]), now=OVER)
    assert found.code == Verdict.Code.PRE_TREND_DIFFERS
    assert found.pre_trend_p is not None
    assert found.pre_trend_p < 0.05


def test_too_few_units_whatever_the_picture(lake: Lake) -> None:
    units = stores(5)
    answers(units, 2, effect=0.4)
    found = judge(SYSTEM, initiative(units[:2]), now=OVER)
    assert found.code == Verdict.Code.TOO_FEW
    assert "2" in _said(found, "en")


def test_no_facts_at_all(lake: Lake) -> None:
    found = judge(SYSTEM, initiative(stores(4)[:2]), now=OVER)
    assert found.code == Verdict.Code.TOO_FEW
    assert found.estimate is None
    assert len(found.evidence["left_out"]) == 4


def test_judged_once_for_the_same_facts(lake: Lake) -> None:
    units = stores(12)
    answers(units, 6, effect=0.2)
    number = initiative(units[:6])
    first = judge(SYSTEM, number, now=OVER)
    again = judge(SYSTEM, number, now=OVER + timedelta(days=1))
    assert again.pk == first.pk
    assert AuditEntry.objects.filter(verb="judge", subject_type="verify.verdict").count() == 1
    answers(units, 6, effect=0.2, seed=9)
    newer = judge(SYSTEM, number, now=OVER + timedelta(days=2))
    assert newer.pk != first.pk
    assert [one.pk for one in verdicts(SYSTEM, number)] == [newer.pk, first.pk]


def test_not_before_the_weeks_are_over(lake: Lake) -> None:
    units = stores(6)
    answers(units, 3)
    number = initiative(units[:3])
    with pytest.raises(Conflict, match="2026-04-29"):
        judge(SYSTEM, number, now=OVER - timedelta(days=10))
    assert Verdict.objects.count() == 0
    draft = initiatives.open_from_finding(
        SYSTEM, {}, now=OVER, title="t", hypothesis="h", indicator="nps", treated_units=["s01"], starts_on="2026-03-04"
    )
    with pytest.raises(Conflict, match="t”"):
        judge(SYSTEM, draft.pk, now=OVER)


def test_who_owns_a_fix_does_not_judge_it(lake: Lake, cast: Cast) -> None:
    units = stores(6)
    number = initiative(units[:3])
    with pytest.raises(Forbidden):
        judge(cast.actor("chen"), number, now=OVER)
    assert Verdict.objects.count() == 0


def test_the_clock_judges_what_is_due(lake: Lake) -> None:
    units = stores(12)
    answers(units, 6, effect=0.2)
    number = initiative(units[:6])
    assert judge_due.call() == 1
    assert judge_due.call() == 0
    assert verdicts(SYSTEM, number)[0].code == Verdict.Code.HELPED


def test_counts_weigh_weeks_and_know_zeros(lake: Lake) -> None:
    units = stores(12)
    answers(units, 6, effect=0.2)
    number = initiative(units[:6], indicator="voice_volume", expected_effect=1.0)
    assert judge(SYSTEM, number, now=OVER).code == Verdict.Code.TOO_FEW


def test_what_could_be_found_is_known_before_the_start(lake: Lake) -> None:
    units = stores(16)
    answers(units, 6)
    number = initiative(units[:6])
    plan = plan_of(find(SYSTEM, number))
    least = detectable(plan, Reader.of_task("tests"))
    assert least is None  # there are only the eight weeks before the start
    found = compare(plan, Reader.of_task("tests"))
    assert found.effect is not None
    assert 5 < found.effect.detectable < 30


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_verdicts_in_words(lake: Lake, language: str) -> None:
    units = stores(12)
    answers(units, 6, effect=0.2)
    words = _said(judge(SYSTEM, initiative(units[:6]), now=OVER), language)
    assert "95" in words
    assert "NPS" in words
    assert "6" in words
    assert ("有效" in words) == (language == "zh-hans")


def test_no_difference_has_no_sign(lake: Lake) -> None:
    units = stores(12)
    answers(units, 6, effect=0.0)
    verdict = judge(SYSTEM, initiative(units[:6]), now=OVER)
    verdict.estimate = -0.004
    assert "-0" not in _said(verdict, "zh-hans")
    assert "−0.0 " not in _said(verdict, "en")


def _said(verdict: Verdict, language: str) -> str:
    with translation.override(language):
        return sentence(verdict)
