"""Between arrays of estimates and single figures as they are shown."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from zhiyin.measure.indicators.values import ENOUGH, Change, Figure
from zhiyin.stats.differences import Verdict, between, verdict
from zhiyin.stats.values import Estimate

NOTHING = Figure(None, None, None, 0)


def number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def figure(estimate: Estimate, place: int | None = 0) -> Figure:
    """One element of an estimate; None where nothing was observed."""
    if place is None or not len(estimate):
        return NOTHING
    columns = (estimate.value, estimate.low, estimate.high, estimate.error)
    value, low, high, error = (number(column[place]) for column in columns)
    return Figure(value, low, high, int(estimate.n[place]), error)


def estimated(shown: Figure) -> Estimate:
    """Back to an estimate of one element, for a difference."""
    value, low, high = (np.nan if one is None else one for one in (shown.value, shown.low, shown.high))
    found = Estimate.of(value, low, high, shown.n)
    return found if shown.error is None else replace(found, error=np.array([shown.error]))


def changes(before: Estimate, after: Estimate) -> list[Change]:
    """Element by element, `after − before` with its verdict."""
    difference = between(before, after)
    verdicts = verdict(difference, fewest=ENOUGH)
    columns = (difference.value, difference.low, difference.high, difference.p)
    rows = zip(*(map(number, column) for column in columns), verdicts, strict=True)
    return [Change(value, low, high, p, Verdict(str(found))) for value, low, high, p, found in rows]


def change(before: Figure | None, after: Figure | None) -> Change | None:
    if before is None or after is None or before.value is None or after.value is None:
        return None
    return changes(estimated(before), estimated(after))[0]


def mean(figures: Sequence[Figure], weights: Sequence[float] | None = None) -> Figure:
    """Weighted mean of independent figures: Var = Σ w² SE² / (Σ w)², with a normal interval."""
    if not figures:
        return NOTHING
    share = np.array(weights if weights is not None else [1.0] * len(figures))
    share = share / share.sum()
    value = float(share @ np.array([one.value or 0.0 for one in figures]))
    error = float(np.sqrt(np.sum((share * np.array([one.error or 0.0 for one in figures])) ** 2)))
    return Figure(value, value - 1.959964 * error, value + 1.959964 * error, sum(one.n for one in figures), error)
