"""What rests on too few is said, hatched and counted, never shown as a number."""

import pytest
from django.template import Context, Template
from django.utils import translation

from zhiyin.measure.indicators.values import Change, Figure
from zhiyin.stats.differences import Verdict
from zhiyin.web.charts import Bars, Line, Point, Trend

FEW = Figure(-42.5, -90.0, 5.0, 7)
MANY = Figure(-42.5, -60.0, -25.0, 70)


def draw(tag: str, **context: object) -> str:
    return Template("{% " + tag + " %}").render(Context(context))


@pytest.mark.parametrize(("language", "said"), [("en", "too few: 7 of 10"), ("zh-hans", "样本不足：7/10")])
def test_the_one_tag_for_figures_says_it(language: str, said: str) -> None:
    with translation.override(language):
        html = draw("figure f 'points' href='/x/'", f=FEW)
    assert said in html
    assert "42" not in html
    assert 'href="/x/"' in html, "the records behind it can still be opened"


def test_enough_is_a_number_and_a_small_count_is_one_too() -> None:
    assert "−42.5" in draw("figure f 'points'", f=MANY)
    assert "7" in draw("figure f 'count'", f=Figure(7.0, 3.0, 14.0, 7))
    assert "few" not in draw("figure f 'count'", f=Figure(7.0, 3.0, 14.0, 7))


def test_no_interval_and_no_change_is_drawn_from_too_few() -> None:
    assert draw("interval f -100 100", f=FEW) == ""
    moved = Change(-200.0, -260.0, -140.0, 0.001, Verdict.TOO_FEW)
    html = draw("change c 'points' 1", c=moved)
    assert "200" not in html
    assert "worse" not in html


def test_only_what_is_larger_than_chance_is_coloured() -> None:
    """Having looked at many groups, an interval without zero may still be chance."""
    assert "worse" in draw("change c 'points' 1", c=Change(-20.0, -26.0, -14.0, 0.001, Verdict.CHANGED))
    assert "worse" not in draw("change c 'points' 1", c=Change(-20.0, -26.0, -14.0, 0.04, Verdict.UNCLEAR))


def test_charts_mark_it_for_hatching_and_their_tables_say_it() -> None:
    points = (Point("a", 71.5, 50.0, 90.0, 7, few=True), Point("b", 33.5, 30.0, 40.0, 70))
    with translation.override("en"):
        for chart in (Bars("t", "share", points=points), Trend("t", "share", lines=(Line("x", points),))):
            few, known = chart.rows()[1:]
            assert few[-4:] == ("too few: 7 of 10", "", "", "7")
            assert known[-4] == "33.5%"
            drawn = (chart.spec().get("points") or chart.spec()["lines"][0]["points"])[0]
            assert drawn["few"]
            assert drawn["text"] == "too few: 7 of 10"
            assert "range" not in drawn
