"""Journey instances out of signals. Formula page: docs/formulas/peak-end.md."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhiyin.stats.peak_end import Instances, combine, peak_end

RELIABILITY = {"answer": 1.0, "feedback": 1.0, "mention": 0.6}
"""An answer on a scale says more than a model's reading of a sentence. Text scored by the model agrees with ratings
about as much as two people do, hence well below one and well above nothing."""


def number_instances(customers: NDArray[np.object_], seconds: NDArray[np.float64], gap: float) -> NDArray[np.int64]:
    """Number of the journey each signal belongs to: a customer's signals, cut where they were silent for `gap` seconds.

    Rows must be sorted by customer and time.
    """
    if not len(customers):
        return np.empty(0, dtype=np.int64)
    fresh = np.ones(len(customers), dtype=bool)
    fresh[1:] = (customers[1:] != customers[:-1]) | (np.diff(seconds) > gap)
    return np.cumsum(fresh) - 1


def instances(signals: pa.Table, gap: float) -> Instances:
    """Peak-end of every journey. Columns: customer, seconds, touchpoint, valence, kind.

    Signals of one customer at one touchpoint within a journey count as one, at the time of the last of them.
    """
    ordered = signals.sort_by([("customer", "ascending"), ("seconds", "ascending")])
    seconds = ordered.column("seconds").to_numpy().astype(np.float64)
    number = number_instances(ordered.column("customer").to_numpy(zero_copy_only=False), seconds, gap)
    place = np.unique(ordered.column("touchpoint").to_numpy(zero_copy_only=False).astype(str), return_inverse=True)[1]
    trust = np.array([RELIABILITY.get(kind, 1.0) for kind in ordered.column("kind").to_pylist()])
    spot = number * (int(place.max(initial=0)) + 1) + place
    last = _last(spot, seconds)
    who, when, values = combine(number, last, ordered.column("valence").to_numpy().astype(np.float64), trust)
    return peak_end(who, when, values)


def _last(spot: NDArray[np.int64], seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each row, the latest time of its spot."""
    _, inverse = np.unique(spot, return_inverse=True)
    latest = np.full(int(inverse.max(initial=-1)) + 1, -np.inf)
    np.maximum.at(latest, inverse, seconds)
    return np.asarray(latest[inverse], dtype=np.float64)
