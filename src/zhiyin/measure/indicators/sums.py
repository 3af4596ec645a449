"""Sufficient statistics by group: pooled by adding, so that a total is made of answers and never of scores."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from zhiyin.warehouse.questions import MISSING, Filters

Objects = NDArray[np.object_]

CURRENT, BEFORE = 0, 1


@dataclass(frozen=True)
class Sums:
    keys: Mapping[str, Objects]
    """One array a dimension; all arrays here have the same length, one element a group."""
    when: NDArray[np.int64]
    """CURRENT or BEFORE."""
    parts: Mapping[str, NDArray[np.float64] | Objects]
    """Sums of numbers, or lists of values (arrays of dtype object)."""

    @classmethod
    def of(cls, table: pa.Table, dimensions: Sequence[str], when: str) -> "Sums":
        """`when` names the column of what becomes `when`; parts are the columns called `indicator.part`."""
        keys = {name: _objects(table.column(name).to_pylist()) for name in dimensions}
        parts = {name: _part(table.column(name)) for name in table.column_names if "." in name}
        return cls(keys, table.column(when).to_numpy().astype(np.int64), parts)

    @classmethod
    def joined(cls, some: Sequence["Sums"]) -> "Sums":
        """At least one, all with the same dimensions and parts."""
        first = some[0]
        keys = {name: np.concatenate([one.keys[name] for one in some]) for name in first.keys}
        parts = {name: np.concatenate([one.parts[name] for one in some]) for name in first.parts}
        return cls(keys, np.concatenate([one.when for one in some]), parts)

    def labelled(self, when: int, keys: Mapping[str, object]) -> "Sums":
        """All of one moment, and under one key in each of some more dimensions."""
        more = {name: np.full(len(self.when), value, dtype=object) for name, value in keys.items()}
        return Sums({**self.keys, **more}, np.full(len(self.when), when), self.parts)

    def where(self, filters: Filters) -> "Sums":
        keep = np.ones(len(self.when), dtype=bool)
        for name, accepted in filters:
            values = self.keys[name]
            missing = values == None  # noqa: E711  elementwise
            keep &= np.where(missing, MISSING in accepted, np.isin(values.astype(str), accepted))
        return self._taken(keep)

    def at(self, when: int) -> "Sums":
        return self._taken(self.when == when)

    def relabelled(self, name: str, label: Callable[[object], object], to: str) -> "Sums":
        """Dimension `name` becomes `to`, each value through `label`; groups are not yet added up."""
        changed = _objects([label(value) for value in self.keys[name]])
        keys = {key: values for key, values in self.keys.items() if key != name}
        return Sums({**keys, to: changed}, self.when, self.parts)

    def rolled(self, dimensions: Sequence[str]) -> "Sums":
        """Added up over every dimension not named. With none named there is one group, also when nothing is there."""
        rows = list(zip(*(self.keys[name] for name in dimensions), strict=True)) or [()] * len(self.when)
        order: dict[tuple[object, ...], int] = {}
        for row, moment in zip(rows, self.when, strict=True):
            order.setdefault((int(moment), *row), len(order))
        if not dimensions:
            for moment in (CURRENT, BEFORE):
                order.setdefault((moment,), len(order))
        place = np.array([order[(int(m), *row)] for row, m in zip(rows, self.when, strict=True)], dtype=np.intp)
        groups = list(order)
        keys = {name: _objects([group[i + 1] for group in groups]) for i, name in enumerate(dimensions)}
        parts = {name: added(values, place, len(groups)) for name, values in self.parts.items()}
        return Sums(keys, np.array([group[0] for group in groups], dtype=np.int64), parts)

    def rows(self) -> list[tuple[object, ...]]:
        return list(zip(*self.keys.values(), strict=True)) if self.keys else [()] * len(self.when)

    def _taken(self, keep: NDArray[np.bool_]) -> "Sums":
        keys = {name: values[keep] for name, values in self.keys.items()}
        return Sums(keys, self.when[keep], {name: values[keep] for name, values in self.parts.items()})


def _objects(values: Sequence[object]) -> Objects:
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _part(column: pa.ChunkedArray) -> NDArray[np.float64] | Objects:
    if pa.types.is_list(column.type):
        return _objects([np.array([v for v in values or () if v is not None]) for values in column.to_pylist()])
    return np.array([0.0 if value is None else float(value) for value in column.to_pylist()])


def added(values: NDArray[np.float64] | Objects, place: NDArray[np.intp], size: int) -> NDArray[np.float64] | Objects:
    if values.dtype != object:
        return np.bincount(place, weights=values.astype(np.float64), minlength=size).astype(np.float64)
    lists: list[list[NDArray[np.float64]]] = [[] for _ in range(size)]
    for index, group in enumerate(place):
        lists[group].append(values[index])
    return _objects([np.concatenate(parts) if parts else np.empty(0) for parts in lists])
