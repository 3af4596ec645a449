import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from zhiyin.stats import intervals
from zhiyin.stats.values import Estimate
from zhiyin.stats.weighting import effective_n, rake

counts = st.integers(0, 400)


def inside(estimate: Estimate, lowest: float, highest: float) -> bool:
    some = estimate.n > 0
    numbers = np.concatenate([estimate.value[some], estimate.low[some], estimate.high[some]])
    ordered = (estimate.low[some] <= estimate.value[some]) & (estimate.value[some] <= estimate.high[some])
    return bool(ordered.all() and (numbers >= lowest - 1e-9).all() and (numbers <= highest + 1e-9).all())


def test_nps_of_one_hundred() -> None:
    score = intervals.nps(50, 30, 20)
    assert score.value[0] == pytest.approx(30)
    assert score.error[0] == pytest.approx(7.8102, abs=1e-4)
    assert score.high[0] - 30 == pytest.approx(15.31, abs=0.005)


def test_nps_answers_needed() -> None:
    assert intervals.answers_needed([10, 5, 3]).tolist() == [385, 1537, 4269]


def test_nps_unanimous_keeps_width() -> None:
    score = intervals.nps([10, 0, 200], [0, 10, 0], [0, 0, 0])
    assert score.value.tolist() == [100, 0, 100]
    assert (score.high - score.low > 1).all()
    assert (score.error > 0).all()


@pytest.mark.parametrize("n", [5, 10, 20, 29])
def test_nps_covers_when_few(n: int) -> None:
    for shares in [(0.5, 0.3, 0.2), (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.9, 0.08, 0.02)]:
        drawn = np.array([(a, b, n - a - b) for a in range(n + 1) for b in range(n + 1 - a)])
        score = intervals.nps(*drawn.T)
        truth = 100 * (shares[0] - shares[2])
        held = (score.low <= truth + 1e-9) & (score.high >= truth - 1e-9)
        assert stats.multinomial.pmf(drawn, n, shares)[held].sum() > 0.90


def test_nothing_observed_is_nan() -> None:
    for estimate in (
        intervals.nps(0, 0, 0),
        intervals.proportion(0, 0),
        intervals.net(0, 0),
        intervals.mean(0, 0, 0, lowest=1, highest=5),
        intervals.median([], [0]),
    ):
        assert np.isnan([estimate.value[0], estimate.low[0], estimate.high[0]]).all()
        assert estimate.n[0] == 0


def test_wilson() -> None:
    share = intervals.proportion(72, 100)
    assert (share.low[0], share.high[0]) == pytest.approx((0.6251, 0.7986), abs=5e-5)


def test_net_sentiment() -> None:
    score = intervals.net([30, 5], [10, 0])
    assert score.value.tolist() == [0.5, 1.0]
    assert score.low[1] < 0.5


def test_mean_is_students() -> None:
    data = np.array([1.0, 3, 4, 4, 5, 2])
    ours = intervals.mean(6, data.sum(), (data**2).sum())
    theirs = stats.ttest_1samp(data, 0).confidence_interval()
    assert (ours.low[0], ours.high[0]) == pytest.approx((theirs.low, theirs.high))


def test_mean_of_one_answer_knows_only_the_scale() -> None:
    one = intervals.mean(1, 4, 16, lowest=1, highest=5)
    assert (one.value[0], one.low[0], one.high[0]) == (4, 1, 5)


def test_mean_unanimous_keeps_width() -> None:
    same = intervals.mean([5, 500], [25, 2500], [125, 12500], lowest=1, highest=5)
    assert same.low[0] < 3.5 < 4.9 < same.low[1] < 5
    assert (same.high == 5).all()


def test_ratio_allows_for_opinions_in_one_text() -> None:
    # Every text says the same thing four times: the width is that of the texts, not of the mentions.
    texts = intervals.ratio(100, top=4 * 20, bottom=400, top_squared=1600, bottom_squared=1600, product=16 * 20)
    mentions = intervals.net(240, 160)
    assert texts.value[0] == pytest.approx(mentions.value[0])
    assert texts.high[0] - texts.low[0] == pytest.approx(2 * (mentions.high[0] - mentions.low[0]), rel=0.05)


def test_count_is_exact() -> None:
    seen = intervals.count([0, 10])
    assert (seen.low[0], seen.high[0]) == pytest.approx((0, 3.6889), abs=1e-4)
    assert (seen.low[1], seen.high[1]) == pytest.approx((4.7954, 18.3904), abs=1e-4)


def test_median_by_order_statistics() -> None:
    low, high = intervals.median_ranks([5, 6, 10, 100])
    assert low.tolist() == [1, 1, 2, 40]
    assert high.tolist() == [5, 6, 9, 61]
    middle = intervals.median([1, 2, 3, 4, 5, 7, 9], [5, 2])
    assert middle.value.tolist() == [3, 8]
    assert (middle.low.tolist(), middle.high.tolist()) == ([1, 7], [5, 9])


def test_equal_weights_change_nothing() -> None:
    plain = intervals.nps(50, 30, 20)
    weighted = intervals.nps(25, 15, 10, squares=25, n=100)
    for name in ("value", "low", "high", "n", "error"):
        assert getattr(weighted, name) == pytest.approx(getattr(plain, name))
    plain = intervals.mean(10, 40, 170)
    weighted = intervals.mean(10, 20, 85, weights=5, squares=2.5)
    assert weighted.low == pytest.approx(plain.low)
    assert weighted.high == pytest.approx(plain.high)


def test_unequal_weights_widen() -> None:
    weights = np.array([1.0] * 50 + [5.0] * 50)
    assert effective_n(weights.sum(), (weights**2).sum())[0] == pytest.approx(69.23, abs=0.01)
    share = intervals.proportion(150, 300, squares=(weights**2).sum(), n=100)
    plain = intervals.proportion(50, 100)
    assert share.n[0] == 100
    assert share.high[0] - share.low[0] > plain.high[0] - plain.low[0]


def test_rake_meets_its_margins() -> None:
    sex = np.array(["f", "f", "f", "m"] * 25)
    age = np.array(["old", "young"] * 50)
    weights = rake({"sex": sex, "age": age}, {"sex": {"f": 0.5, "m": 0.5}, "age": {"old": 0.3, "young": 0.7}})
    assert weights.mean() == pytest.approx(1)
    assert weights[sex == "f"].sum() == pytest.approx(50)
    assert weights[age == "old"].sum() == pytest.approx(30)
    with pytest.raises(ValueError, match="nobody"):
        rake({"sex": sex}, {"sex": {"f": 0.4, "m": 0.5, "x": 0.1}})


@given(st.lists(st.tuples(counts, counts, counts), min_size=1, max_size=8))
def test_every_interval_holds_its_value_and_scale(groups: list[tuple[int, int, int]]) -> None:
    up, middle, down = np.array(groups).T
    assert inside(intervals.nps(up, middle, down), -100, 100)
    assert inside(intervals.proportion(up, up + middle), 0, 1)
    assert inside(intervals.net(up, down), -1, 1)
    total = up + middle + down
    mean = intervals.mean(total, 5 * up + 3 * middle + down, 25 * up + 9 * middle + down, lowest=1, highest=5)
    assert inside(mean, 1, 5)
    alone = intervals.nps(up[:1], middle[:1], down[:1])
    assert intervals.nps(up, middle, down).low[0] == pytest.approx(alone.low[0], nan_ok=True)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60))
def test_median_lies_between_its_limits(values: list[float]) -> None:
    middle = intervals.median(np.sort(values))
    assert middle.low[0] <= middle.value[0] <= middle.high[0]
    assert middle.value[0] == pytest.approx(np.median(values))


def test_intervals_cover_about_as_promised() -> None:
    random = np.random.default_rng(7)
    answers = random.choice([1, 2, 3, 4, 5], p=[0.05, 0.1, 0.2, 0.35, 0.3], size=(2000, 60))
    mean = intervals.mean(60, answers.sum(axis=1), (answers**2).sum(axis=1), lowest=1, highest=5)
    assert 0.93 < np.mean((mean.low <= 3.75) & (mean.high >= 3.75)) < 0.97
    happy = (answers >= 4).sum(axis=1)
    share = intervals.proportion(happy, 60)
    assert 0.93 < np.mean((share.low <= 0.65) & (share.high >= 0.65)) < 0.97
    few = random.poisson(4.0, size=2000)
    seen = intervals.count(few)
    assert np.mean((seen.low <= 4) & (seen.high >= 4)) >= 0.95
