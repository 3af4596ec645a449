"""Intervals by drawing again from what was observed. Formula page: docs/formulas/resampling.md."""

import numpy as np
from numpy.typing import ArrayLike

from zhiyin.stats.values import LEVEL, Array, Estimate, array, normal_quantile

LARGE = 1_000
"""From here on ±z·SE of a bounded mean agrees with the bootstrap to the bootstrap's own noise (2,000 draws leave 1.5 %
of the width at each end; skewness 1 shifts an end by 0.4 %) and costs 0.2 ms instead of 40 ms and more."""

_CELLS_AT_ONCE = 2_000_000


def bootstrap_mean(values: ArrayLike, *, draws: int = 2_000, seed: int = 0, level: float = LEVEL) -> Estimate:
    """Mean with the percentile interval of Efron, B. (1979). Annals of Statistics 7, 1-26. One value: no interval."""
    data = array(values)
    data = data[np.isfinite(data)]
    n = len(data)
    if n == 0:
        missing = np.array([np.nan])
        return Estimate(missing, missing, missing, np.zeros(1), missing)
    centre = data.mean()
    error = data.std(ddof=1) / np.sqrt(n) if n > 1 else np.inf
    if n == 1 or n >= LARGE:
        margin = normal_quantile(level) * error
        low, high = centre - margin, centre + margin
    else:
        low, high = np.quantile(_means(data, draws, seed), [(1 - level) / 2, (1 + level) / 2])
    return Estimate(array(centre), array(min(low, centre)), array(max(high, centre)), array(n), array(error))


def _means(data: Array, draws: int, seed: int) -> Array:
    random = np.random.default_rng(seed)
    n, step = len(data), max(1, _CELLS_AT_ONCE // len(data))
    return np.concatenate(
        [data[random.integers(0, n, (min(step, draws - at), n))].mean(axis=1) for at in range(0, draws, step)]
    )
