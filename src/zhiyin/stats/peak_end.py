"""Peak-end score of journey instances. Formula page: docs/formulas/peak-end.md.

Fredrickson, B. L. & Kahneman, D. (1993). Duration neglect in retrospective evaluations of affective episodes. Journal
of Personality and Social Psychology 65, 45-55. Kahneman, D. & Redelmeier, D. A. (1996). Pain 66, 3-8.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhiyin.stats.resampling import bootstrap_mean
from zhiyin.stats.values import LEVEL, Array, Estimate, array

PEAK_WEIGHT = 0.5


@dataclass(frozen=True)
class Instances:
    """One element a journey instance, in the order of `instance`."""

    instance: NDArray[np.generic]
    score: Array
    peak: Array
    end: Array
    mean: Array
    best: Array
    worst: Array
    n: Array
    """Touchpoints with a signal."""


def valence(score: ArrayLike, lowest: ArrayLike, highest: ArrayLike) -> Array:
    """A score on its scale as -1..1: 1-5 → (r − 3)/2, 1-7 → (r − 4)/3, 0-10 → (x − 5)/5."""
    bottom, top = array(lowest), array(highest)
    with np.errstate(invalid="ignore", divide="ignore"):
        mapped: Array = (2 * array(score) - bottom - top) / (top - bottom)
    return mapped


def combine(
    instance: ArrayLike, order: ArrayLike, values: ArrayLike, reliability: ArrayLike
) -> tuple[NDArray[np.generic], Array, Array]:
    """Several signals at one touchpoint of one instance become their mean weighted by reliability."""
    who, when, what, trust = np.asarray(instance), array(order), array(values), array(reliability)
    sorting = np.lexsort((when, who))
    who, when, what, trust = who[sorting], when[sorting], what[sorting], trust[sorting]
    starts = _starts(who, when)
    total = np.add.reduceat(trust, starts)
    return who[starts], when[starts], np.add.reduceat(what * trust, starts) / total


def peak_end(
    instance: ArrayLike,
    order: ArrayLike,
    values: ArrayLike,
    *,
    peak_weight: float = PEAK_WEIGHT,
    neutral: float = 0.0,
) -> Instances:
    """Per instance: w·peak + (1 − w)·end; the peak is farthest from neutral, of equals the later one.

    Rows in any order; rows without a value (NaN) are no signal. What happened in between and how long it took does
    not count (duration neglect): it is reported beside the score as mean, best and worst.
    """
    who, when, what = np.asarray(instance), array(order), array(values)
    heard = np.isfinite(what)
    who, when, what = who[heard], when[heard], what[heard]
    if len(what) == 0:
        none = np.empty(0)
        return Instances(who, none, none, none, none, none, none, none)
    by_time = np.lexsort((when, who))
    who, when, what = who[by_time], when[by_time], what[by_time]
    starts = _starts(who)
    ends = np.append(starts[1:], len(who)) - 1
    # Rounded, so that -0.3 and 0.1 + 0.2 tie as they do on paper.
    by_force = np.lexsort((when, np.round(np.abs(what - neutral), 9), who))
    peak, end = what[by_force][ends], what[ends]
    sizes = (ends - starts + 1).astype(np.float64)
    return Instances(
        instance=who[starts],
        score=peak_weight * peak + (1 - peak_weight) * end,
        peak=peak,
        end=end,
        mean=np.add.reduceat(what, starts) / sizes,
        best=np.maximum.reduceat(what, starts),
        worst=np.minimum.reduceat(what, starts),
        n=sizes,
    )


def average(instances: Instances, *, seed: int = 0, level: float = LEVEL) -> Estimate:
    """Mean of the instances' scores: never the peak of the averaged curve, which is another number."""
    return bootstrap_mean(instances.score, seed=seed, level=level)


def _starts(*keys: NDArray[np.generic]) -> NDArray[np.intp]:
    changed = np.zeros(len(keys[0]), dtype=bool)
    changed[:1] = True
    for key in keys:
        changed[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(changed)
