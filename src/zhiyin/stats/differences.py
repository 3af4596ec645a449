"""Is a difference real? Formula page: docs/formulas/differences.md."""

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from zhiyin.stats.intervals import garwood, proportion
from zhiyin.stats.values import LEVEL, Array, Difference, Estimate, array, normal_quantile

FEWEST = 10
"""Fewer observations on either side are shown as too few, never as a change."""


class Verdict(StrEnum):
    CHANGED = "changed"
    UNCLEAR = "unclear"
    TOO_FEW = "too_few"


def between(before: Estimate, after: Estimate) -> Difference:
    """`after − before` for any two independent estimates, keeping the asymmetry of their intervals.

    Interval by MOVER: Zou, G. Y. & Donner, A. (2008). Construction of confidence limits about effect measures.
    Statistics in Medicine 27, 1693-1702 (Newcombe's interval is its case for proportions). p from z = difference/SE.
    """
    value = after.value - before.value
    error = np.hypot(before.error, after.error)
    low = value - np.hypot(after.value - after.low, before.high - before.value)
    high = value + np.hypot(after.high - after.value, before.value - before.low)
    return Difference(value, low, high, _two_sided(value, error), np.minimum(before.n, after.n), error)


def proportions(
    part_before: ArrayLike,
    whole_before: ArrayLike,
    part_after: ArrayLike,
    whole_after: ArrayLike,
    *,
    level: float = LEVEL,
) -> Difference:
    """Two shares: Newcombe's hybrid score interval (method 10) and the pooled z test.

    Newcombe, R. G. (1998). Interval estimation for the difference between independent proportions. Statistics in
    Medicine 17, 873-890.
    """
    before = proportion(part_before, whole_before, level=level)
    after = proportion(part_after, whole_after, level=level)
    hybrid = between(before, after)
    n_before, n_after = array(whole_before), array(whole_after)
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (array(part_before) + array(part_after)) / (n_before + n_after)
        error = np.sqrt(pooled * (1 - pooled) * (1 / n_before + 1 / n_after))
    return Difference(hybrid.value, hybrid.low, hybrid.high, _two_sided(hybrid.value, error), hybrid.n, error)


def means(
    n_before: ArrayLike,
    total_before: ArrayLike,
    squared_before: ArrayLike,
    n_after: ArrayLike,
    total_after: ArrayLike,
    squared_after: ArrayLike,
    *,
    level: float = LEVEL,
) -> Difference:
    """Two means with unequal variances: Welch, B. L. (1947). Biometrika 34, 28-35."""
    sizes = array(n_before), array(n_after)
    centres, shares = [], []
    with np.errstate(invalid="ignore", divide="ignore"):
        for n, total, squared in zip(sizes, (total_before, total_after), (squared_before, squared_after), strict=True):
            centre = array(total) / n
            centres.append(centre)
            shares.append(np.maximum(array(squared) / n - centre**2, 0.0) / (n - 1))
        error = np.sqrt(shares[0] + shares[1])
        freedom = (shares[0] + shares[1]) ** 2 / (shares[0] ** 2 / (sizes[0] - 1) + shares[1] ** 2 / (sizes[1] - 1))
        value = centres[1] - centres[0]
        margin = special.stdtrit(freedom, 0.5 + level / 2) * error
        p = 2 * special.stdtr(freedom, -np.abs(value / error))
    return Difference(value, value - margin, value + margin, p, np.minimum(*sizes), error)


def counts(before: ArrayLike, after: ArrayLike, *, exposure: ArrayLike = 1.0, level: float = LEVEL) -> Difference:
    """Change of Poisson counts; `exposure` = length of the later period over the earlier, so that both are comparable.

    p: conditional binomial test, Przyborowski, J. & Wilenski, H. (1940). Biometrika 31, 313-323.
    """
    first, second, longer = array(before), array(after), array(exposure)
    z = normal_quantile(level)
    bounds = [garwood(k, level) for k in (first, second)]
    value = second - first * longer
    low = value - np.hypot(second - bounds[1][0], (bounds[0][1] - first) * longer)
    high = value + np.hypot(bounds[1][1] - second, (first - bounds[0][0]) * longer)
    share = longer / (1 + longer)
    total = (first + second).astype(np.int64)
    tail = np.minimum(special.bdtr(second, total, share), special.bdtrc(second - 1, total, share))
    return Difference(value, low, high, np.minimum(1.0, 2 * tail), np.maximum(first, second), (high - low) / (2 * z))


def false_discovery(p: ArrayLike) -> Array:
    """Adjusted p (q values); reject where q ≤ α to keep the share of false alarms at α. NaN stays NaN.

    Benjamini, Y. & Hochberg, Y. (1995). Controlling the false discovery rate. JRSS B 57, 289-300.
    """
    values = array(p)
    tested = np.isfinite(values)
    adjusted = np.full(values.shape, np.nan)
    if tested.any():
        found = values[tested]
        order = np.argsort(found)[::-1]
        ranks = np.arange(len(found), 0, -1)
        lowered = np.empty(len(found))
        lowered[order] = np.minimum.accumulate(found[order] * len(found) / ranks)
        adjusted[tested] = np.minimum(lowered, 1.0)
    return adjusted


def verdict(
    difference: Difference, *, q: ArrayLike | None = None, alpha: float = 1 - LEVEL, fewest: float = FEWEST
) -> NDArray[np.str_]:
    """One `Verdict` a group; pass `q` (false_discovery of p) when many groups were looked at together."""
    with np.errstate(invalid="ignore"):
        excludes_zero = (difference.low > 0) | (difference.high < 0)
        sure = excludes_zero if q is None else excludes_zero & (array(q) <= alpha)
        enough = difference.n >= fewest
    return np.where(enough, np.where(sure, Verdict.CHANGED, Verdict.UNCLEAR), Verdict.TOO_FEW).astype(np.str_)


def _two_sided(value: Array, error: Array) -> Array:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(2 * special.ndtr(-np.abs(value / error)), dtype=np.float64)
