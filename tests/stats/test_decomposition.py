import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.stats.decomposition import Contributions, Side, contributions, dispersion, volumes

group = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))


def nps(counts: np.ndarray) -> Side:
    """`counts`: groups × (promoters, passives, detractors)."""
    up, middle, down = np.asarray(counts, dtype=float).T
    return Side.of(up + middle + down, 100 * (up - down), 10_000 * (up + down))


def draw(random: np.random.Generator, size: int, shares: list[float], answers: list[list[float]]) -> Side:
    sizes = random.multinomial(size, shares)
    return nps(np.array([random.multinomial(n, p) for n, p in zip(sizes, answers, strict=True)]))


def test_worked_example() -> None:
    # North stays at 50 and shrinks from 80 to 50 of 100; south stays at 0: the loss of 15 points is all mix.
    before, after = nps([[48, 24, 8], [5, 10, 5]]), nps([[30, 15, 5], [10, 30, 10]])
    split = contributions(before, after)
    assert split.total.value[0] == pytest.approx(-15)
    assert split.rate.value == pytest.approx([0, 0])
    assert split.mix.value.sum() == pytest.approx(-15)
    # c = (40 + 25)/2 = 32.5; north (50 − 32.5)(−0.3), south (0 − 32.5)(0.3)
    assert split.mix.value == pytest.approx([-5.25, -9.75])


def test_worse_than_before() -> None:
    before, after = nps([[50, 30, 20], [50, 30, 20]]), nps([[50, 30, 20], [30, 30, 40]])
    split = contributions(before, after)
    assert split.rate.value == pytest.approx([0, -20])
    assert split.mix.value == pytest.approx([0, 0])


def test_new_and_vanished_groups_are_mix() -> None:
    split = contributions(nps([[5, 3, 2], [10, 0, 0], [0, 0, 0]]), nps([[5, 3, 2], [0, 0, 0], [0, 0, 10]]))
    assert split.rate.value == pytest.approx([0, 0, 0])
    assert split.both.value.sum() == pytest.approx(split.total.value[0])
    assert np.isfinite(split.both.low).all()


def test_an_empty_period_has_no_answer() -> None:
    split = contributions(nps([[0, 0, 0], [0, 0, 0]]), nps([[5, 0, 0], [1, 1, 1]]))
    assert np.isnan(split.total.value).all()


@given(st.lists(st.tuples(group, group), min_size=1, max_size=12))
def test_parts_sum_to_the_change(groups: list[tuple[tuple[int, int, int], tuple[int, int, int]]]) -> None:
    first, second = np.array([g[0] for g in groups]), np.array([g[1] for g in groups])
    if not first.sum() or not second.sum():
        return
    split = contributions(nps(first), nps(second))
    assert split.both.value == pytest.approx(split.rate.value + split.mix.value, abs=1e-8)
    assert split.both.value.sum() == pytest.approx(split.total.value[0], abs=1e-7)
    assert (split.both.low <= split.both.high).all()


SHARES = [0.4, 0.3, 0.2, 0.1]
CALM = [[0.5, 0.3, 0.2], [0.4, 0.3, 0.3], [0.6, 0.3, 0.1], [0.3, 0.3, 0.4]]


def simulate(
    after_shares: list[float], after_answers: list[list[float]], draws: int, size: int = 1500
) -> list[Contributions]:
    random = np.random.default_rng(3)
    return [
        contributions(draw(random, size, SHARES, CALM), draw(random, size, after_shares, after_answers))
        for _ in range(draws)
    ]


def test_intervals_cover_the_planted_parts() -> None:
    shares, answers = [0.3, 0.3, 0.2, 0.2], [CALM[0], [0.25, 0.3, 0.45], *CALM[2:]]
    big = 1e7
    truth = contributions(
        nps(big * np.array(SHARES)[:, None] * np.array(CALM)), nps(big * np.array(shares)[:, None] * np.array(answers))
    )
    runs = simulate(shares, answers, 400)
    for part in ("rate", "mix", "both", "total"):
        target = getattr(truth, part).value
        held = [(getattr(r, part).low <= target) & (target <= getattr(r, part).high) for r in runs]
        assert (np.mean(held, axis=0) > 0.91).all(), part
        assert 0.93 < np.mean(held) <= 1, part
    assert np.mean([r.q[1] < 0.05 and np.argmin(r.both.value) == 1 for r in runs]) > 0.9


def test_silent_where_nothing_was_planted() -> None:
    runs = simulate(SHARES, CALM, 400)
    assert np.mean([(r.q < 0.05).any() for r in runs]) < 0.07


def test_small_groups_are_not_taken_as_certain() -> None:
    random = np.random.default_rng(5)
    shares, answers = [0.9, 0.05, 0.05], [[0.5, 0.3, 0.2], [0.8, 0.1, 0.1], [0.1, 0.1, 0.8]]
    runs = [contributions(draw(random, 120, shares, answers), draw(random, 120, shares, answers)) for _ in range(400)]
    assert np.mean([(r.q < 0.05).any() for r in runs]) < 0.08
    held = [(r.both.low <= 0) & (r.both.high >= 0) for r in runs]
    assert (np.mean(held, axis=0) > 0.92).all()


def test_a_known_error_widens_everything() -> None:
    before, after = nps([[50, 30, 20], [50, 30, 20]]), nps([[40, 30, 30], [50, 30, 20]])
    plain = contributions(before, after)
    error = float(np.sqrt(before.variance / (before.size - 1)))
    wide = contributions(before.known_error(2 * error), after.known_error(2 * plain.total.error[0] / np.sqrt(2)))
    assert wide.both.value == pytest.approx(plain.both.value)
    assert wide.both.error[0] == pytest.approx(2 * plain.both.error[0], rel=0.03)


def test_overlapping_groups_are_each_set_against_the_rest() -> None:
    before, after = nps([[50, 30, 20], [20, 10, 10], [30, 20, 50]]), nps([[40, 30, 30], [40, 0, 10], [30, 30, 20]])
    alone = contributions(before, after)
    whole = [Side.of([side.n.sum()], [side.total.sum()], [side.squared.sum()]) for side in (before, after)]
    one = [Side.of(side.n[:1], side.total[:1], side.squared[:1]) for side in (before, after)]
    tagged = contributions(one[0].within(whole[0]), one[1].within(whole[1]))
    for part in ("rate", "mix", "both"):
        for name in ("value", "low", "high"):
            expected = getattr(getattr(alone, part), name)[0]
            assert getattr(getattr(tagged, part), name)[0] == pytest.approx(expected), (part, name)


def test_volumes() -> None:
    split = volumes([100, 50, 0], [220, 95, 12], exposure=2.0)
    assert split.both.value.tolist() == [20, -5, 12]
    assert split.total.value[0] == 27
    assert split.q[2] < 0.05 < split.q[1]


def test_lumpy_counts_need_more_to_be_a_change() -> None:
    random = np.random.default_rng(4)
    alarms, plain = [], []
    for _ in range(300):
        days = random.negative_binomial(5, 0.1, size=(2, 30))
        lumps = dispersion(days[0], days[1])
        alarms.append(volumes(days[0].sum(), days[1].sum(), dispersion=lumps).both.p[0] < 0.05)
        plain.append(volumes(days[0].sum(), days[1].sum()).both.p[0] < 0.05)
    assert np.mean(plain) > 0.4
    assert np.mean(alarms) < 0.09
