import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from zhiyin.stats.effects import Method, detectable, difference, path, plan
from zhiyin.stats.panels import Panel
from zhiyin.stats.randomisation import smallest_p


def stores(
    seed: int,
    *,
    treated: int,
    units: int = 24,
    effect: float = 0.0,
    drift: float = 0.0,
    before: int = 8,
    after: int = 8,
) -> Panel:
    """NPS-like weekly cells: stores differ, weeks differ, a store's weeks hang together, cells differ in size."""
    random = np.random.default_rng(seed)
    unit, week = np.repeat(np.arange(units), before + after), np.tile(np.arange(-before, after), units)
    n = random.integers(15, 60, unit.size)
    shock = np.zeros((units, before + after))
    for t in range(1, before + after):
        shock[:, t] = 0.6 * shock[:, t - 1] + random.normal(0, 3, units)
    value = 30 + random.normal(0, 12, units)[unit] + random.normal(0, 5, before + after)[week + before]
    value = value + shock.ravel() + random.normal(0, 75 / np.sqrt(n))
    value = value + (unit < treated) * (effect * (week >= 0) + drift * week)
    return Panel.of(unit, week, value, n, np.arange(treated))


def test_worked_example() -> None:
    panel = Panel.of(["T", "C", "D"] * 2, [-1] * 3 + [0] * 3, [70, 71, 71, 78, 72, 72], [1] * 6, ["T"])
    found = difference(panel)
    assert found is not None
    assert found.effect.value == pytest.approx(7)
    assert found.smallest_p == pytest.approx(1 / 3)


def test_agrees_with_least_squares() -> None:
    panel = stores(1, treated=12, effect=8)
    found = difference(panel)
    assert found is not None
    frame = pd.DataFrame({"u": panel.unit, "t": panel.period, "y": panel.value, "w": panel.weight})
    frame["d"] = (panel.treated[panel.unit] & (panel.period >= 0)).astype(float)
    model = smf.wls("y ~ d + C(u) + C(t)", frame, weights=frame.w)
    theirs = model.fit(cov_type="cluster", cov_kwds={"groups": frame.u})
    assert found.effect.value == pytest.approx(theirs.params["d"])
    # They count the 23 unit effects among the parameters, which are nested in the clusters.
    cells, free = len(frame), 17 / 1
    scale = np.sqrt((cells - free - 23) / (cells - free))
    assert found.effect.error == pytest.approx(theirs.bse["d"] * scale, rel=1e-6)


@pytest.mark.parametrize(("treated", "method"), [(12, Method.CLUSTERED), (4, Method.RANDOMISED)])
def test_finds_what_is_there(treated: int, method: Method) -> None:
    runs = [difference(stores(seed, treated=treated, effect=18), draws=199) for seed in range(40)]
    assert all(run is not None and run.effect.method == method for run in runs)
    assert np.mean([run.effect.p < 0.05 for run in runs if run]) > 0.9
    assert np.mean([run.effect.value for run in runs if run]) == pytest.approx(18, abs=1.5)
    assert np.mean([run.effect.low <= 18 <= run.effect.high for run in runs if run]) > 0.88


@pytest.mark.parametrize("treated", [12, 3, 8])
def test_silent_where_nothing_is(treated: int) -> None:
    runs = [difference(stores(seed, treated=treated), draws=199) for seed in range(150)]
    assert np.mean([run.effect.p < 0.05 for run in runs if run]) < 0.09
    agree = [(run.effect.p < 0.05) == (not run.effect.low <= 0 <= run.effect.high) for run in runs if run]
    assert np.mean(agree) > 0.98


def test_earlier_trend_is_seen() -> None:
    drifting = [difference(stores(seed, treated=12, drift=3.0), draws=199) for seed in range(40)]
    level = [difference(stores(seed, treated=12), draws=199) for seed in range(100)]
    assert np.mean([run.trend.p < 0.05 for run in drifting if run and run.trend]) > 0.85
    assert np.mean([run.drift for run in drifting if run]) == pytest.approx(24, abs=3)
    assert np.mean([run.trend.p < 0.05 for run in level if run and run.trend]) < 0.12


def test_path_shows_when() -> None:
    times, gaps = path(stores(3, treated=12, effect=20))
    assert times.tolist() == list(range(-8, 8))
    assert abs(gaps.value[:8].mean()) < 5 < 14 < gaps.value[8:].mean() < 26
    assert (gaps.low <= gaps.value).all()


def test_detectable_effect_is_found_four_times_in_five() -> None:
    placebo = stores(0, treated=12)
    promised = np.mean([plan(stores(seed, treated=12), 8) for seed in range(30)])
    runs = [difference(stores(seed, treated=12, effect=float(promised))) for seed in range(150)]
    assert 0.7 < np.mean([run.effect.p < 0.05 for run in runs if run]) < 0.92
    assert np.isnan(plan(placebo, 99))
    assert detectable(1.0, 10**6) == pytest.approx(1.96 + 0.8416, abs=1e-3)


def test_units_without_both_sides_are_left_out() -> None:
    panel = Panel.of(["a", "a", "b", "c", "c"], [-1, 0, 0, -1, 0], [1, 2, 3, 4, np.nan], [5, 5, 5, 5, 0], ["a"])
    assert panel.units.tolist() == ["a"]
    assert difference(panel) is None


def test_smallest_p() -> None:
    assert smallest_p(1, 19) == 0.05
    assert smallest_p(3, 3) == 0.1


def test_few_units_cannot_prove() -> None:
    found = difference(stores(2, treated=2, units=5, effect=60))
    assert found is not None
    assert found.effect.p >= 0.1
    assert np.isinf(found.effect.high)
