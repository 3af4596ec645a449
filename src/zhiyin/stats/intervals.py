"""Values with intervals from sufficient statistics, vectorised over groups. Formula page: docs/formulas/intervals.md.

Counts may be sums of weights: then `squares` is the sum of the squared weights and `n` the number of answers behind
them, and the variance is that of Kish's effective number of answers.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from zhiyin.stats.values import LEVEL, Array, Estimate, array, normal_quantile
from zhiyin.stats.weighting import effective_n

FEW_ANSWERS = 30
"""Below this the plain Wald interval of NPS covers 0.70 to 0.87 instead of 0.95 (enumerated; docs/formulas/nps.md)."""

_EXTRA_OUTER, _EXTRA_MIDDLE = 0.75, 1.5


def nps(
    promoters: ArrayLike,
    passives: ArrayLike,
    detractors: ArrayLike,
    *,
    squares: ArrayLike | None = None,
    n: ArrayLike | None = None,
    level: float = LEVEL,
) -> Estimate:
    """Net promoter score, -100..100: Wald interval, adjusted Wald when n < 30 or all answers fall in one class.

    v = p + d − (p − d)², SE = 100·√(v/n): http://www.cybaea.net/Journal/2016/01/14/NPS-confidence-intervals-stats/
    Adjusted: ¾ more promoters and detractors, 1½ more passives: Rocks, B. (2016). Interval estimation for the Net
    Promoter Score. The American Statistician 70(4), 365-372.
    """
    up, middle, down = array(promoters), array(passives), array(detractors)
    total = up + middle + down
    size, counted = _sizes(total, squares, n)
    p, d = _divide(up, total), _divide(down, total)
    value = p - d
    few = (size < FEW_ANSWERS) | (p + d - value**2 <= 1e-12)
    bigger = size + np.where(few, 2 * _EXTRA_OUTER + _EXTRA_MIDDLE, 0.0)
    extra = np.where(few, _EXTRA_OUTER, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        p_used, d_used = (p * size + extra) / bigger, (d * size + extra) / bigger
        centre = p_used - d_used
        error = np.sqrt((p_used + d_used - centre**2) / bigger)
    margin = normal_quantile(level) * error
    return _bounded(100 * value, 100 * (centre - margin), 100 * (centre + margin), counted, 100 * error, -100.0, 100.0)


def proportion(
    part: ArrayLike,
    whole: ArrayLike,
    *,
    squares: ArrayLike | None = None,
    n: ArrayLike | None = None,
    level: float = LEVEL,
) -> Estimate:
    """Share 0..1 with Wilson's score interval; the same for CSAT top-2-box, on-time delivery or share of mentions.

    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.
    """
    total = array(whole)
    size, counted = _sizes(total, squares, n)
    value = _divide(array(part), total)
    z = normal_quantile(level)
    with np.errstate(invalid="ignore", divide="ignore"):
        bigger = size + z**2
        centre = (value * size + z**2 / 2) / bigger
        half = z * np.sqrt(value * (1 - value) * size + z**2 / 4) / bigger
    return _bounded(value, centre - half, centre + half, counted, half / z, 0.0, 1.0)


def net(
    positive: ArrayLike,
    negative: ArrayLike,
    *,
    squares: ArrayLike | None = None,
    n: ArrayLike | None = None,
    level: float = LEVEL,
) -> Estimate:
    """Net sentiment (pos − neg)/(pos + neg), -1..1.

    Given how many opinions take a side it is 2p − 1 of a binomial share p; the delta method for the multinomial ratio
    gives the same variance 4p(1 − p)/(pos + neg), so Wilson's interval is mapped over and needs no case of its own
    when every opinion agrees. Mentions in one text are not independent: pass `squares` of a text's weight, or `ratio`.
    """
    share = proportion(positive, array(positive) + array(negative), squares=squares, n=n, level=level)
    return Estimate(2 * share.value - 1, 2 * share.low - 1, 2 * share.high - 1, share.n, 2 * share.error)


def mean(
    n: ArrayLike,
    total: ArrayLike,
    squared: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    squares: ArrayLike | None = None,
    lowest: float = -np.inf,
    highest: float = np.inf,
    level: float = LEVEL,
) -> Estimate:
    """Mean with Student's t from n, Σx and Σx² (with weights: Σw, Σw², Σwx and Σwx²).

    One answer says nothing about spread: its interval is the whole scale. When all answers agree on a bounded scale,
    the share of other answers that a sample of n could have missed with probability (1 − level)/2 (Clopper-Pearson at
    zero events) bounds the mean on each side.
    """
    counted = array(n)
    base = counted if weights is None else array(weights)
    size = counted if squares is None else effective_n(base, squares)
    value = _divide(array(total), base)
    spread = np.maximum(_divide(array(squared), base) - value**2, 0.0)
    # Rounding in Σx² leaves about 1e-16 of value² where all answers agree.
    spread = np.where(spread <= 1e-12 * np.maximum(value**2, 1.0), 0.0, spread)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.where(size > 1, np.sqrt(spread / (size - 1)), np.inf)
        margin = special.stdtrit(np.maximum(size - 1, 1e-9), 0.5 + level / 2) * error
        missed = 1 - ((1 - level) / 2) ** (1 / size)
        below, above = margin, margin
        if np.isfinite(highest - lowest):
            agreed = (spread == 0) & (size > 1)
            below = np.where(agreed, (value - lowest) * missed, margin)
            above = np.where(agreed, (highest - value) * missed, margin)
            error = np.where(agreed, (below + above) / (2 * normal_quantile(level)), error)
            error = np.where(size <= 1, (highest - lowest) / 2, error)
    low = np.where(size > 1, value - below, -np.inf)
    high = np.where(size > 1, value + above, np.inf)
    return _bounded(value, low, high, counted, error, lowest, highest)


def ratio(
    n: ArrayLike,
    top: ArrayLike,
    bottom: ArrayLike,
    top_squared: ArrayLike,
    bottom_squared: ArrayLike,
    product: ArrayLike,
    *,
    lowest: float = -np.inf,
    highest: float = np.inf,
    level: float = LEVEL,
) -> Estimate:
    """Ratio Σa/Σb over n independent things (a customer, a text), from Σa, Σb, Σa², Σb² and Σab.

    Linearised variance: Cochran, W. G. (1977). Sampling Techniques, 3rd ed., 6.3. For opinions, a = pos − neg and
    b = pos + neg of one text, which allows for several opinions in one text being alike.
    """
    counted, base = array(n), array(bottom)
    value = _divide(array(top), base)
    residual = array(top_squared) - 2 * value * array(product) + value**2 * array(bottom_squared)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.where(
            counted > 1, np.sqrt(np.maximum(residual, 0.0) * counted / np.maximum(counted - 1, 1)) / base, np.inf
        )
        margin = special.stdtrit(np.maximum(counted - 1, 1), 0.5 + level / 2) * error
    return _bounded(value, value - margin, value + margin, np.where(base > 0, counted, 0), error, lowest, highest)


def count(events: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """A Poisson count with the exact interval of Garwood, F. (1936). Biometrika 28, 437-442. Zero is an observation."""
    seen = array(events)
    low, high = garwood(seen, level)
    return Estimate(seen, low, high, seen, np.sqrt(np.maximum(seen, 1.0)))


def garwood(seen: Array, level: float) -> tuple[Array, Array]:
    """χ² quantiles as what they are, inverse gamma integrals: `scipy.stats` takes 0.9 s and 50 MB to load."""
    tail = (1 - level) / 2
    low = np.where(seen > 0, special.gammaincinv(np.maximum(seen, 1e-9), tail), 0.0)
    return low, special.gammaincinv(seen + 1, 1 - tail)


def median_ranks(n: ArrayLike, *, level: float = LEVEL) -> tuple[Array, Array]:
    """1-based ranks of the order statistics that enclose the median; 1 and n when n is too small for `level`.

    Hahn, G. J. & Meeker, W. Q. (1991). Statistical Intervals, 5.2: the largest r with P(B ≤ r − 1) ≤ (1 − level)/2,
    B binomial(n, ½).
    """
    size = array(n)
    tail = (1 - level) / 2
    lower = np.ceil(np.nan_to_num(special.bdtrik(tail, size, 0.5)))
    lower = np.where(special.bdtr(lower, size.astype(np.int64), 0.5) > tail, lower, lower + 1)
    low = np.clip(lower, 1, np.maximum(size, 1))
    return low, size + 1 - low


def median(values: ArrayLike, sizes: ArrayLike | None = None, *, level: float = LEVEL) -> Estimate:
    """Median of consecutive groups of `sizes` values, each group sorted; distribution-free interval."""
    data = array(values)
    counts = np.array([len(data)]) if sizes is None else np.atleast_1d(np.asarray(sizes, dtype=np.intp))
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    some = counts > 0
    first, last = median_ranks(np.maximum(counts, 1), level=level)

    def at(rank: Array) -> Array:
        place = starts + np.clip(rank, 1, np.maximum(counts, 1)).astype(np.intp) - 1
        return np.where(some, data[np.where(some, place, 0)] if len(data) else np.nan, np.nan)

    value = (at(array((counts + 1) // 2)) + at(array(counts // 2 + 1))) / 2
    low, high = at(first), at(last)
    return Estimate(value, low, high, array(counts), (high - low) / (2 * normal_quantile(level)))


def answers_needed(margin: ArrayLike, *, spread: float = 1.0, level: float = LEVEL) -> Array:
    """Answers for an NPS with the given margin of error in points; spread v = 1 is the worst case."""
    return np.ceil((100 * round(normal_quantile(level), 2) / array(margin)) ** 2 * spread)


def _sizes(total: Array, squares: ArrayLike | None, n: ArrayLike | None) -> tuple[Array, Array]:
    size = total if squares is None else effective_n(total, squares)
    return size, size if n is None else array(n)


def _divide(top: Array, bottom: Array) -> Array:
    quotient: Array = np.divide(top, bottom, out=np.full(np.broadcast(top, bottom).shape, np.nan), where=bottom > 0)
    return quotient


def _bounded(value: Array, low: Array, high: Array, n: Array, error: Array, lowest: float, highest: float) -> Estimate:
    """Inside the scale, around the value, and NaN where nothing was observed."""
    seen = np.isfinite(value) & (n > 0)
    value = np.where(seen, np.clip(value, lowest, highest), np.nan)
    low = np.where(seen, np.minimum(np.clip(low, lowest, highest), value), np.nan)
    high = np.where(seen, np.maximum(np.clip(high, lowest, highest), value), np.nan)
    return Estimate(value, low, high, n, np.where(seen, error, np.nan))
