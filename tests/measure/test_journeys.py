"""The emotion curve and peak-end score, from signals whose truth is known."""

from datetime import timedelta

import pytest
from tests.cast import SYSTEM
from tests.measure.world import ALL, JUNE, NOON, add

from zhiyin.company import actions as company
from zhiyin.measure.benchmarks.queries import compare
from zhiyin.measure.journeys.queries import read_curve
from zhiyin.warehouse.engines import Lake

pytestmark = pytest.mark.django_db

VECTOR = (0.2, -0.1, 0.6, -0.8, 0.1, 0.5)
"""formulas 4.5: peak -0.8, end 0.5, PE -0.15, mean 0.0833."""


def draw_map() -> None:
    company.create(SYSTEM, "stage", code="all", name_zh="全程", position=1)
    for n in range(len(VECTOR)):
        company.create(SYSTEM, "touchpoint", code=f"t{n}", name_zh=f"触点{n}", stage="all", position=n)


def way(customer: str, values: tuple[float, ...], *, day: float = 0) -> list[dict[str, object]]:
    """One customer's way through the touchpoints, an hour each, as ratings on -1..1."""
    return [
        {
            "customer": customer,
            "touchpoint": f"t{n}",
            "score": value,
            "scale_min": -1.0,
            "scale_max": 1.0,
            "at": NOON + timedelta(days=day, hours=n),
        }
        for n, value in enumerate(values)
    ]


def test_the_published_journey_gives_the_published_score(lake: Lake) -> None:
    draw_map()
    add("answer", [step for n in range(12) for step in way(f"c{n}", VECTOR)])
    curve = read_curve(JUNE, ALL)
    assert curve.instances == 12
    assert curve.score.value == pytest.approx(-0.15)
    assert curve.mean.value == pytest.approx(0.0833, abs=0.0001)
    assert [round(step.valence.value or 0, 4) for step in curve.steps] == list(VECTOR)
    assert (curve.peak, curve.end) == ("t3", "t5")
    assert curve.covered == pytest.approx(1.0)


def test_a_long_silence_ends_a_journey(lake: Lake) -> None:
    draw_map()
    company.configure(SYSTEM, journey_gap_days=5)
    add("answer", way("c1", VECTOR[:2]) + way("c1", VECTOR[:2], day=8))
    assert read_curve(JUNE, ALL).instances == 2


def test_the_score_is_of_the_journeys_not_of_the_averaged_curve(lake: Lake) -> None:
    """Half suffer early, half late: the averaged curve is flat, the journeys are not."""
    draw_map()
    early, late = (-1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
    add("answer", [step for n in range(10) for step in way(f"a{n}", early) + way(f"b{n}", late)])
    curve = read_curve(JUNE, ALL)
    assert [step.valence.value for step in curve.steps[:3]] == [-0.5, 0.5, 0.0]
    assert curve.score.value == pytest.approx(0.0)
    assert (curve.score.high or 0) > 0.05


def test_rivals_stay_out_of_our_journey_and_in_the_comparison(lake: Lake) -> None:
    draw_map()
    company.create(SYSTEM, "brand", code="ours", name_zh="我们", ours=True)
    company.create(SYSTEM, "brand", code="rival", name_zh="对手", ours=False)
    shared = {"touchpoint": "t0", "rating_scale": 5.0}
    add(
        "feedback",
        [{"brand": "ours", "rating": 5.0, **shared}] * 30 + [{"brand": "rival", "rating": 2.0, **shared}] * 30,
    )
    assert read_curve(JUNE, ALL).steps[0].valence.value == pytest.approx(1.0)
    (row,) = compare("rating", JUNE, ALL)
    own, rival = row.standings
    assert (own.figure.value, rival.figure.value) == (pytest.approx(5), pytest.approx(2))
    assert rival.gap is not None
    assert rival.gap.verdict == "changed"
    assert row.index == pytest.approx(4.0)
