"""How well judges agree: with each other, and a model with them. Formula page: docs/formulas/accuracy.md."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from zhiyin.stats.intervals import proportion
from zhiyin.stats.values import LEVEL, Array, Difference, Estimate, array, normal_quantile


def f_score(right: ArrayLike, wrongly: ArrayLike, missed: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """F1 = 2·TP / (2·TP + FP + FN) from true positives, false positives and false negatives.

    F1 = 2J / (1 + J) with J = TP / (TP + FP + FN), a share: its Wilson interval is carried through that rising curve.
    """
    hit = array(right)
    share = proportion(hit, hit + array(wrongly) + array(missed), level=level)

    def bent(value: Array) -> Array:
        return 2 * value / (1 + value)

    value, low, high = bent(share.value), bent(share.low), bent(share.high)
    return Estimate(value, low, high, share.n, (high - low) / (2 * normal_quantile(level)))


def cohen(table: ArrayLike, *, level: float = LEVEL) -> Estimate:
    """κ of two judges; `table[i, j]`: how many things the first called i and the second j.

    Cohen, J. (1960). Educational and Psychological Measurement 20, 37-46; standard error of Fleiss, J. L., Cohen, J. &
    Everitt, B. S. (1969). Psychological Bulletin 72, 323-327. Judges who only ever used one class give no κ.
    """
    counts = np.asarray(table, dtype=np.float64)
    n = counts.sum()
    missing = array(np.nan)
    if n == 0:
        return Estimate(missing, missing, missing, array(0), missing)
    share = counts / n
    rows, columns = share.sum(1), share.sum(0)
    seen, chance = float(np.trace(share)), float(rows @ columns)
    if chance >= 1:
        return Estimate(missing, missing, missing, array(n), missing)
    value = (seen - chance) / (1 - chance)
    own = np.diag(share) @ (1 - (rows + columns) * (1 - value)) ** 2
    others = share * (columns[:, None] + rows[None, :]) ** 2
    crossed = (1 - value) ** 2 * (others.sum() - np.trace(others))
    spread = own + crossed - (value - chance * (1 - value)) ** 2
    error = np.sqrt(max(spread, 0.0) / n) / (1 - chance)
    margin = normal_quantile(level) * error
    return Estimate(array(value), array(max(value - margin, -1)), array(min(value + margin, 1)), array(n), array(error))


def fleiss(counts: ArrayLike, *, draws: int = 2_000, seed: int = 0, level: float = LEVEL) -> Estimate:
    """κ of any judges; `counts[i, j]`: how many judges put thing i into class j. Things judged once are left out.

    Fleiss, J. L. (1971). Psychological Bulletin 76, 378-382, where every thing has as many judges; here each thing's
    agreement is that of its own pairs, and classes are as frequent as in all judgements. Interval: things drawn again
    (percentiles of the bootstrap).
    """
    seen = np.asarray(counts, dtype=np.float64)
    seen = seen[seen.sum(1) >= 2] if seen.size else seen.reshape(0, 1)
    n = len(seen)
    missing = array(np.nan)
    if n == 0:
        return Estimate(missing, missing, missing, array(0), missing)
    judges = seen.sum(1)
    agreed = ((seen**2).sum(1) - judges) / (judges * (judges - 1))
    value = _kappa(seen[None], agreed[None])[0]
    if n == 1 or not np.isfinite(value):
        return Estimate(array(value), array(-1.0), array(1.0), array(n), array(np.inf))
    places = np.random.default_rng(seed).integers(0, n, (draws, n))
    again = _kappa(np.stack([seen[place] for place in places]), agreed[places])
    again = again[np.isfinite(again)]
    low, high = np.quantile(again, [(1 - level) / 2, (1 + level) / 2]) if len(again) else (-1.0, 1.0)
    return Estimate(array(value), array(min(low, value)), array(max(high, value)), array(n), array(again.std()))


def _kappa(seen: Array, agreed: Array) -> Array:
    """For draws × things × classes, and draws × things."""
    classes = seen.sum(1)
    chance = ((classes / classes.sum(1, keepdims=True)) ** 2).sum(1)
    with np.errstate(invalid="ignore", divide="ignore"):
        kappa: Array = np.where(chance < 1, (agreed.mean(1) - chance) / (1 - chance), np.nan)
    return kappa


def paired(gained: int, lost: int, n: int, *, level: float = LEVEL) -> Difference:
    """Accuracy of a second judge minus that of a first on the same n things: `gained` only the second got right,
    `lost` only the first.

    Interval: Bonett, D. G. & Price, R. M. (2012). Adjusted Wald confidence interval for a difference of binomial
    proportions based on paired data. Journal of Educational and Behavioral Statistics 37, 479-488. p: exact and
    two-sided after McNemar, Q. (1947). Psychometrika 12, 153-157.
    """
    up, down = (gained + 1) / (n + 2), (lost + 1) / (n + 2)
    error = float(np.sqrt(max(up + down - (up - down) ** 2, 0.0) / (n + 2)))
    margin = normal_quantile(level) * error
    centre = up - down
    changed = gained + lost
    p = min(1.0, 2 * float(special.bdtr(min(gained, lost), changed, 0.5))) if changed else 1.0
    value = (gained - lost) / n if n else np.nan
    return Difference(
        array(value), array(max(centre - margin, -1)), array(min(centre + margin, 1)), array(p), array(n), array(error)
    )
