"""Every analysis finds what was planted in the sample company, and is silent where nothing was.

The sizes planted stand in `demo/truth.py`; these tests ask the product, not the generator.
"""

import json
import subprocess
import sys
from math import log
from pathlib import Path
from typing import Any

import pytest
from tests.ground.installations import ROOT, environment

from zhiyin.demo.truth import ANGER_RECOVERED, LATE_COSTS


@pytest.fixture(scope="module")
def found(sample_home: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.loop.probe"]
    done = subprocess.run(command, env=environment(sample_home), cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers


def by_brand(cells: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {cell["brand"]: cell for cell in cells}


def test_late_deliveries_are_put_down_to_chengdu_and_nobody_else(found: dict[str, Any]) -> None:
    late = found["late"]
    assert late["verdict"] == "changed"
    assert {key for dimension, key, *_ in late["sure"] if dimension == "unit"} == {"chengdu-delivery"}
    (_, _, both, rate, mix) = next(row for row in late["sure"] if row[0] == "unit")
    assert both < -2
    assert abs(rate) > 5 * abs(mix), "worse than before, not more of them"


def test_late_deliveries_drag_the_nps_there(found: dict[str, Any]) -> None:
    assert found["nps_chengdu"]["verdict"] == "changed"
    assert found["nps_chengdu"]["change"] < -10


def test_the_payment_step_shows_in_the_app_and_nowhere_else(found: dict[str, Any]) -> None:
    payment = found["payment"]
    assert payment["verdict"] == "changed"
    assert payment["change"] < -15
    rates = {channel: rate for channel, (rate, _) in payment["channel"].items()}
    assert min(rates, key=rates.__getitem__) == "app"


def test_pour_over_wins_on_taste_and_loses_on_price(found: dict[str, Any]) -> None:
    taste, price = by_brand(found["taste"]), by_brand(found["price"])
    assert taste["shanfeng"]["low"] > taste["qingliu"]["high"]
    assert price["shanfeng"]["high"] < price["qingliu"]["low"]


def test_the_rivals_price_cut_moves_that_rival_only(found: dict[str, Any]) -> None:
    before, after = (by_brand(cells) for cells in found["rival_price"])
    assert after["daxi"]["low"] > before["daxi"]["high"] + 20
    for brand in ("shanfeng", "qingliu"):
        assert abs(after[brand]["value"] - before[brand]["value"]) < 10


def test_a_falling_nps_is_a_matter_of_more_delivery_not_of_worse_channels(found: dict[str, Any]) -> None:
    mix = found["mix"]
    assert mix["verdict"] == "changed"
    assert mix["change"] < 0
    assert sum(part for _, part in mix["channel"].values()) < -4
    assert abs(sum(rate for rate, _ in mix["channel"].values())) < 4


def test_high_season_is_loud_but_nothing_changed(found: dict[str, Any]) -> None:
    november, december = (cells[0]["value"] for cells in found["season"])
    assert december > 1.3 * november
    assert found["silence"]["verdict"] == "unclear"
    assert found["silence"]["sure"] == []


def test_the_hygiene_incident_is_one_store_and_opens_critical_cases_there(found: dict[str, Any]) -> None:
    assert {cell["unit"] for cell in found["hygiene"]} == {"sz03"}
    assert found["hygiene"][0]["value"] >= 12
    critical = [case for case in found["cases"] if case["severity"] == "critical"]
    assert len([case for case in critical if case["unit"] == "sz03"]) >= 10


def test_the_september_fix_helped_and_the_refurbishment_did_not(found: dict[str, Any]) -> None:
    fix, placebo = sorted(found["verdicts"], key=lambda one: -one["estimate"])
    assert fix["code"] == "helped"
    assert fix["low"] <= 0.35 <= fix["high"], "what was planted lies in the interval"
    assert placebo["code"] == "no_evidence"
    assert placebo["low"] < 0 < placebo["high"]


def test_the_delivery_queue_wins_angry_customers_back_and_the_payment_queue_does_not(found: dict[str, Any]) -> None:
    """Some who only complain are taken for angry, which draws each queue towards the calm ones; the order stays."""
    queues = {cell["queue"]: cell for cell in found["recovery"]}
    good, bad = queues.pop("queue-delivery"), queues.pop("queue-payment")
    assert good["value"] == pytest.approx(100 * ANGER_RECOVERED.size["recovered"], abs=6)
    assert bad["value"] < 45
    for other in queues.values():
        assert bad["high"] < other["value"] < good["low"]
    assert good["low"] > bad["high"] + 25
    first, second = (cells[0] for cells in found["members"])
    assert first["low"] < second["high"]
    assert second["low"] < first["high"]


def test_late_delivery_costs_satisfaction_and_later_orders(found: dict[str, Any]) -> None:
    csat, repeat = (
        {cell["punctuality"]: cell for cell in found[name] if cell["punctuality"]}
        for name in ("late_csat", "late_repeat")
    )
    cost = csat["on_time"]["value"] - csat["late"]["value"]
    assert cost == pytest.approx(LATE_COSTS.size["csat"], abs=0.2)
    assert repeat["late"]["high"] < repeat["on_time"]["low"] - 5
    # Orders come at a rate: of those with rate r, 1 − e^(−30 r) come back within 30 days.
    rates = [-log(1 - repeat[name]["value"] / 100) for name in ("late", "on_time")]
    assert rates[0] / rates[1] == pytest.approx(LATE_COSTS.size["orders"], abs=0.08)


def test_the_emotion_curve_hears_every_touchpoint(found: dict[str, Any]) -> None:
    curve = found["curve"]
    assert curve["heard"] == curve["steps"] >= 10
    assert curve["instances"] > 10_000
