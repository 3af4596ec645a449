import numpy as np
import pytest
from scipy import stats

from zhiyin.stats import differences, intervals
from zhiyin.stats.differences import Verdict
from zhiyin.stats.values import Estimate


def test_two_nps() -> None:
    change = differences.between(intervals.nps(50, 30, 20), intervals.nps(60, 25, 15))
    assert change.value[0] == pytest.approx(15)
    assert change.value[0] / change.error[0] == pytest.approx(1.3942, abs=1e-4)
    assert change.p[0] == pytest.approx(0.1633, abs=1e-4)
    assert change.low[0] < 0 < change.high[0]


def test_newcombe_published_example() -> None:
    # Newcombe 1998, table II (a): 56/70 − 48/80, method 10: 0.0524 to 0.3339
    change = differences.proportions(48, 80, 56, 70)
    assert (change.low[0], change.high[0]) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_welch_agrees_with_scipy() -> None:
    before, after = np.array([1.0, 4, 2, 5, 3]), np.array([6.0, 4, 5, 5, 7, 4, 6])
    ours = differences.means(5, before.sum(), (before**2).sum(), 7, after.sum(), (after**2).sum())
    theirs = stats.ttest_ind(after, before, equal_var=False)
    assert ours.p[0] == pytest.approx(theirs.pvalue)
    assert (ours.low[0], ours.high[0]) == pytest.approx(tuple(theirs.confidence_interval()))


def test_counts_of_periods_of_different_length() -> None:
    change = differences.counts([100, 100, 0], [200, 260, 9], exposure=2.0)
    assert change.value.tolist() == [0, 60, 9]
    assert change.p[0] > 0.9
    assert change.p[1] < 0.05
    assert change.low[0] < 0 < change.high[0]


def test_false_discovery_keeps_unknown() -> None:
    q = differences.false_discovery([0.01, np.nan, 0.04, 0.03])
    assert q[[0, 2, 3]] == pytest.approx([0.03, 0.04, 0.04])
    assert np.isnan(q[1])


def test_verdict_words() -> None:
    before = intervals.nps([500, 500, 5], [300, 300, 3], [200, 200, 0])
    after = intervals.nps([700, 505, 0], [200, 300, 3], [100, 195, 5])
    assert differences.verdict(differences.between(before, after)).tolist() == [
        Verdict.CHANGED,
        Verdict.UNCLEAR,
        Verdict.TOO_FEW,
    ]


def test_published_numbers_are_enough() -> None:
    exact = intervals.nps([50, 600], [30, 250], [20, 150])
    read = Estimate.of(exact.value, exact.low, exact.high, exact.n)
    assert read.error == pytest.approx(exact.error)


def test_silent_where_nothing_changed() -> None:
    random = np.random.default_rng(11)
    draws = random.multinomial(200, [0.5, 0.3, 0.2], size=(2, 2000))
    change = differences.between(intervals.nps(*draws[0].T), intervals.nps(*draws[1].T))
    assert 0.03 < np.mean(change.p < 0.05) < 0.07
    q = differences.false_discovery(change.p)
    assert (differences.verdict(change, q=q) == Verdict.CHANGED).sum() <= 1


def test_finds_what_changed() -> None:
    random = np.random.default_rng(12)
    before = random.multinomial(600, [0.5, 0.3, 0.2], size=300)
    after = random.multinomial(600, [0.4, 0.3, 0.3], size=300)
    change = differences.between(intervals.nps(*before.T), intervals.nps(*after.T))
    assert np.mean(differences.verdict(change) == Verdict.CHANGED) > 0.95
    assert 0.92 < np.mean((change.low <= -20) & (change.high >= -20)) < 0.98
