import pytest
from django.utils import translation
from tests.explain.world import JUNE, MAY, READER, Month, fill

from zhiyin.explain.findings import rules
from zhiyin.explain.findings.queries import gaps, points, scan
from zhiyin.explain.findings.values import Cause, Kind
from zhiyin.kit.errors import Invalid
from zhiyin.measure.indicators.queries import answer_all
from zhiyin.measure.indicators.registry import indicator
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.questions import Question

pytestmark = pytest.mark.django_db


def test_what_was_planted_comes_first(lake: Lake) -> None:
    fill(Month(MAY), Month(JUNE, complaints={"kitchen": 0.6}))
    found = scan(JUNE, MAY, READER)
    first = found[0]
    assert first.kind == Kind.CHANGE
    assert first.good is False
    worse = [one for one in found if one.cause == Cause.RATE and one.indicator == "nps"]
    assert [name for name, _ in worse[0].group + worse[0].also].count("unit") == 1
    assert ("unit", "kitchen") in worse[0].group + worse[0].also
    assert ("channel", "delivery") in worse[0].group + worse[0].also
    assert worse[0].change is not None
    assert worse[0].change.value is not None
    assert worse[0].change.value < -40
    assert worse[0].link["indicator"] == "nps"
    assert not [one for one in found if one.kind == Kind.CHANGE and ("unit", "s1") in one.group]
    assert all(one.low <= one.part <= one.high for one in found)


def test_silent_where_nothing_changed(lake: Lake) -> None:
    fill(Month(MAY), Month(JUNE), seed=5)
    assert [one for one in scan(JUNE, MAY, READER) if one.kind == Kind.CHANGE] == []


def test_pain_and_delight(lake: Lake) -> None:
    fill(Month(JUNE, complaints={"kitchen": 0.9}))
    found = points(JUNE, READER)
    worst, best = (next(one for one in found if one.good == good) for good in (False, True))
    assert worst.kind == Kind.PAIN_POINT
    assert worst.group == (("aspect", "delivery_speed"), ("touchpoint", "rider"))
    assert worst.part < 0 < worst.n
    assert worst.link["touchpoint"] == "rider"
    assert (best.kind, best.group[0]) == (Kind.DELIGHT_POINT, ("aspect", "taste"))


def test_nothing_there(lake: Lake) -> None:
    assert scan(JUNE, MAY, READER) == ()


def test_groups_of_one_period_that_stand_out(lake: Lake) -> None:
    fill(Month(JUNE, complaints={"kitchen": 0.9}))
    worst, *others = gaps("net_sentiment", JUNE, READER, across=["unit"])
    assert (worst.group, worst.good) == ((("unit", "kitchen"),), False)
    assert worst.low <= worst.part <= worst.high < 0
    assert all(one.good for one in others), "the stores are better than a whole that the kitchen drags down"
    assert gaps("nps", JUNE, READER, across=["unit"])[0].group == (("unit", "kitchen"),)
    with translation.override("en"), pytest.raises(Invalid, match="no mean"):
        gaps("mention_volume", JUNE, READER, across=["unit"])


def test_no_group_stands_out_where_all_are_alike(lake: Lake) -> None:
    fill(Month(JUNE), seed=5)
    assert gaps("net_sentiment", JUNE, READER, across=["unit"]) == []


def test_praise_of_nothing_in_particular_is_no_finding(lake: Lake) -> None:
    fill(Month(JUNE, complaints={"kitchen": 0.9}))
    asked = [Question.of("net_sentiment", JUNE, READER, by=by) for by in (["aspect"], [])]
    cells, whole = answer_all(asked)
    kind = indicator("net_sentiment")
    found = rules.points(cells.cells, whole.cells[0].figure, kind, JUNE)
    assert {one.group for one in found} == {(("aspect", "taste"),), (("aspect", "delivery_speed"),)}
    found = rules.points(cells.cells, whole.cells[0].figure, kind, JUNE, general="taste")
    assert [one.group for one in found] == [(("aspect", "delivery_speed"),)]
