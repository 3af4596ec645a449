import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.stats.peak_end import average, combine, peak_end, valence
from zhiyin.stats.resampling import LARGE, bootstrap_mean

curve = st.lists(st.floats(-1, 1), min_size=1, max_size=8)


def test_worked_example() -> None:
    one = peak_end([1] * 6, range(6), [0.2, -0.1, 0.6, -0.8, 0.1, 0.5])
    assert (one.peak[0], one.end[0], one.score[0]) == pytest.approx((-0.8, 0.5, -0.15))
    assert (one.mean[0], one.best[0], one.worst[0], one.n[0]) == pytest.approx((0.0833, 0.6, -0.8, 6), abs=5e-5)


def test_equal_peaks_take_the_later() -> None:
    assert peak_end([1, 1, 1], [0, 1, 2], [-0.8, 0.8, 0.1]).peak[0] == 0.8
    assert peak_end([1, 1, 1], [2, 1, 0], [-0.8, 0.8, 0.1]).peak[0] == -0.8


def test_many_instances_in_any_order() -> None:
    many = peak_end(["b", "a", "b", "a", "c"], [2, 1, 1, 2, 1], [0.5, -0.2, 0.9, 0.1, np.nan])
    assert many.instance.tolist() == ["a", "b"]
    assert many.peak.tolist() == [-0.2, 0.9]
    assert many.end.tolist() == [0.1, 0.5]


def test_nothing_heard() -> None:
    assert len(peak_end([], [], []).score) == 0
    assert np.isnan(average(peak_end([1], [1], [np.nan])).value[0])


def test_scales_become_valence() -> None:
    assert valence([1, 4, 7], 1, 7).tolist() == [-1, 0, 1]
    assert valence([0, 5, 9], [0, 0, 0], [10, 10, 10]).tolist() == [-1, 0, 0.8]


def test_signals_at_one_touchpoint_are_weighted() -> None:
    who, when, what = combine([1, 1, 1], [2, 1, 2], [1.0, 0.3, -0.5], [1.0, 1.0, 3.0])
    assert (who.tolist(), when.tolist()) == ([1, 1], [1, 2])
    assert what == pytest.approx([0.3, -0.125])


@given(st.lists(curve, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_vector_form_is_the_plain_definition(curves: list[list[float]], random: object) -> None:
    rows = [(i, t, round(v, 3)) for i, values in enumerate(curves) for t, v in enumerate(values)]
    random.shuffle(rows)  # type: ignore[attr-defined]  # hypothesis types its Random as an object
    many = peak_end(*zip(*rows, strict=True))
    for i, raw in enumerate(curves):
        values = [round(v, 3) for v in raw]
        peak = max(enumerate(values), key=lambda step: (round(abs(step[1]), 9), step[0]))[1]
        assert many.score[i] == pytest.approx(0.5 * peak + 0.5 * values[-1])


def test_only_peak_and_end_matter() -> None:
    before = peak_end([1] * 4, range(4), [0.1, -0.9, 0.2, 0.4]).score[0]
    assert peak_end([1] * 4, range(4), [0.6, -0.9, 0.2, 0.4]).score[0] == before
    assert peak_end([1] * 4, range(4), [0.1, -0.7, 0.2, 0.4]).score[0] > before


def test_bootstrap_covers_and_repeats() -> None:
    random = np.random.default_rng(1)
    held = 0
    for seed in range(300):
        sample = random.beta(0.6, 0.4, 80)
        interval = bootstrap_mean(sample, draws=600, seed=seed)
        held += interval.low[0] <= 0.6 <= interval.high[0]
    assert 0.91 < held / 300 < 0.98
    assert bootstrap_mean(sample).low == bootstrap_mean(sample).low


def test_large_samples_take_the_short_way() -> None:
    data = np.random.default_rng(2).uniform(-1, 1, LARGE + 1)
    short, long = bootstrap_mean(data), bootstrap_mean(data[: LARGE - 1])
    assert short.high[0] - short.low[0] == pytest.approx(long.high[0] - long.low[0], rel=0.05)
