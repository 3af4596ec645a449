"""Which facts are ours: those of our brands and those that name none; never a rival's."""

from collections.abc import Iterable

import pytest
from tests.cast import SYSTEM
from tests.measure.world import ALL, JUNE, MAY, add, later, nps

from zhiyin.company import actions as company
from zhiyin.company.queries import ours
from zhiyin.explain.findings.queries import scan
from zhiyin.explain.root_causes.queries import explain
from zhiyin.measure.benchmarks.queries import compare
from zhiyin.measure.indicators.queries import answer, answer_all
from zhiyin.measure.journeys.queries import read_curve
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.questions import Question

pytestmark = pytest.mark.django_db

BRANDS = {"ours": True, "second": True, "rival": False, "gone": False}


@pytest.fixture(autouse=True)
def map_(lake: Lake) -> None:
    for code, own in BRANDS.items():
        company.create(SYSTEM, "brand", code=code, name_en=code, ours=own)
    company.retire(SYSTEM, "brand", "gone")


def said(brands: Iterable[str | None], rating: float, **more: object) -> list[dict[str, object]]:
    return [{"brand": brand, "rating": rating, "rating_scale": 5.0, **more} for brand in brands for _ in range(20)]


def test_what_names_no_brand_is_ours_and_a_rivals_never_is() -> None:
    add("answer", [row for brand in ("ours", "second", None) for row in nps(10, 0, 0, brand=brand)])
    add("answer", [row for brand in ("rival", "gone", "unknown") for row in nps(0, 0, 10, brand=brand)])
    figure = answer(Question.of("nps", JUNE, ALL, where={"brand": ours()})).cells[0].figure
    assert (figure.value, figure.n) == (pytest.approx(100), 30)


def test_one_brand_chosen_is_that_brand_alone() -> None:
    add("answer", nps(10, 0, 0, brand="ours") + nps(0, 0, 10))
    figure = answer(Question.of("nps", JUNE, ALL, where={"brand": "ours"})).cells[0].figure
    assert (figure.value, figure.n) == (pytest.approx(100), 10)


def test_questions_that_share_a_query_agree_on_what_is_ours() -> None:
    """Filters that differ are applied to the sums and not to the facts: the rule is the same there."""
    add("answer", nps(10, 0, 0, brand="ours") + nps(0, 10, 0) + nps(0, 0, 10, brand="rival"))
    asked = [Question.of("nps", JUNE, ALL, where={"brand": brand}) for brand in (ours(), "rival", "ours")]
    found = [one.cells[0].figure for one in answer_all(asked)]
    assert [(one.value, one.n) for one in found] == [(50, 20), (-100, 10), (100, 10)]


def test_the_journey_is_ours_and_a_rivals_is_theirs() -> None:
    company.create(SYSTEM, "stage", code="all", position=1)
    company.create(SYSTEM, "touchpoint", code="t0", stage="all", position=1)
    add("feedback", said(["ours", None], 5.0, touchpoint="t0") + said(["rival"], 1.0, touchpoint="t0"))
    valence = read_curve(JUNE, ALL).steps[0].valence
    assert (valence.value, valence.n) == (pytest.approx(1), 40)
    theirs = read_curve(JUNE, ALL, where={"brand": "rival"}).steps[0].valence
    assert (theirs.value, theirs.n) == (pytest.approx(-1), 20)


def test_findings_and_explanations_are_about_us() -> None:
    for day, rating in ((0, 5.0), (-31, 1.0)):
        add("feedback", said(["ours", None], 4.0, unit="s1"), at=later(day))
        add("feedback", said(["rival", "gone"], rating), at=later(day))
    assert not scan(JUNE, MAY, ALL, indicators=["rating"])
    found = explain("rating", JUNE, MAY, ALL, where={"brand": ours()})
    assert (found.after.n, found.after.value, found.change.value) == (40, pytest.approx(4), pytest.approx(0))


def test_beside_rivals_stands_all_that_is_ours() -> None:
    add("feedback", said(["ours", "second", None], 5.0) + said(["rival"], 3.0) + said(["gone"], 1.0))
    (row,) = compare("rating", JUNE, ALL)
    assert [(one.brand, one.figure.n, one.figure.value) for one in row.standings] == [("ours", 60, 5), ("rival", 20, 3)]
