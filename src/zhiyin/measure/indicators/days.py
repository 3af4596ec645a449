"""A month's sums day by day: any span of days within it is added up from them instead of being asked of the facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from zhiyin.measure.indicators.sums import Objects, Sums, added

DAY = "day"


@dataclass(frozen=True)
class Days:
    keys: Mapping[str, Objects]
    """One array a dimension, one element a group."""
    group: NDArray[np.intp]
    """The place of its group, for each row; a row is one group on one day."""
    day: NDArray[np.int64]
    """Its day, as `date.toordinal()`."""
    parts: Mapping[str, NDArray[np.float64] | Objects]

    @classmethod
    def of(cls, sums: Sums) -> "Days":
        """Of sums that are also grouped by day."""
        names = [name for name in sums.keys if name != DAY]
        places: dict[tuple[object, ...], int] = {}
        rows = zip(*(sums.keys[name] for name in names), strict=True) if names else [()] * len(sums.when)
        group = np.array([places.setdefault(row, len(places)) for row in rows], dtype=np.intp)
        first = np.unique(group, return_index=True)[1]
        day = np.array([one.toordinal() for one in sums.keys[DAY]], dtype=np.int64)
        return cls({name: sums.keys[name][first] for name in names}, group, day, sums.parts)

    def between(self, first: date, last: date) -> Sums:
        """Both days included; groups of which nothing was heard are left out, as a query leaves them out."""
        chosen = (self.day >= first.toordinal()) & (self.day <= last.toordinal())
        seen, place = np.unique(self.group[chosen], return_inverse=True)
        keys = {name: values[seen] for name, values in self.keys.items()}
        parts = {name: added(values[chosen], place, len(seen)) for name, values in self.parts.items()}
        return Sums(keys, np.zeros(len(seen), dtype=np.int64), parts)
