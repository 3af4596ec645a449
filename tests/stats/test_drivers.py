import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.stats.drivers import correlations, fewest_answers, relative_weights, shapley, shares_of

AMONG = [[1, 0.5, 0.3], [0.5, 1, 0.4], [0.3, 0.4, 1]]
WITH = [0.6, 0.5, 0.4]


def test_published_subsets() -> None:
    # R² of {}, 1, 2, 12, 3, 13, 23, 123
    values = shares_of(np.array([0, 0.1064, 0.1254, 0.1807, 0.1288, 0.1700, 0.1873, 0.2144]))
    assert values == pytest.approx([0.060583, 0.078733, 0.075083], abs=1e-6)
    assert values.sum() == pytest.approx(0.2144)


def test_three_correlated_drivers() -> None:
    assert relative_weights(AMONG, WITH) == pytest.approx([0.238098, 0.122410, 0.081266], abs=1e-6)
    assert shapley(AMONG, WITH) == pytest.approx([0.237472, 0.124688, 0.079615], abs=1e-6)
    assert relative_weights(AMONG, WITH).sum() == pytest.approx(0.441774, abs=1e-6)


def test_two_drivers_agree() -> None:
    among, outcome = [[1, 0.6], [0.6, 1]], [0.5, 0.3]
    assert relative_weights(among, outcome) == pytest.approx(shapley(among, outcome))


@given(st.integers(1, 5), st.integers(0, 10_000))
def test_shares_sum_to_what_is_explained(drivers: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    data = random.normal(size=(60, drivers)) @ random.normal(size=(drivers, drivers))
    among, outcome = correlations(data, data.sum(axis=1) + random.normal(size=60))
    full = outcome @ np.linalg.solve(among, outcome)
    assert relative_weights(among, outcome).sum() == pytest.approx(full, abs=1e-6)
    assert shapley(among, outcome).sum() == pytest.approx(full, abs=1e-6)
    assert (relative_weights(among, outcome) >= 0).all()


def test_constant_and_doubled_drivers_do_not_break() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=200)
    among, outcome = correlations(np.column_stack([x, x, np.ones(200)]), x + random.normal(size=200))
    weights = relative_weights(among, outcome)
    assert weights[0] == pytest.approx(weights[1])
    assert weights[2] == pytest.approx(0)


def test_refusals() -> None:
    assert (fewest_answers(3), fewest_answers(15)) == (100, 150)
    with pytest.raises(ValueError, match="relative weights"):
        shapley(np.eye(15), np.ones(15))
