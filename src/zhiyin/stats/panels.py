"""Unit × period cells, freed of what is peculiar to each unit and to each period."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhiyin.stats.values import Array, Flags, array


@dataclass(frozen=True)
class Panel:
    """Cells sorted by unit; `period` counts from the start of the treatment, so 0 and later are after."""

    units: NDArray[np.generic]
    unit: NDArray[np.intp]
    period: Array
    value: Array
    weight: Array
    treated: Flags
    """One element a unit."""

    @classmethod
    def of(cls, unit: ArrayLike, period: ArrayLike, value: ArrayLike, weight: ArrayLike, treated: ArrayLike) -> "Panel":
        """`treated` names the treated units. Empty cells go, and units not seen both before and after."""
        names, when = np.asarray(unit), array(period)
        what, heavy = array(value), array(weight)
        seen = (heavy > 0) & np.isfinite(what)
        both = np.intersect1d(names[seen & (when < 0)], names[seen & (when >= 0)])
        keep = seen & np.isin(names, both)
        order = np.lexsort((when[keep], names[keep]))
        units, codes = np.unique(names[keep][order], return_inverse=True)
        return cls(
            units=units,
            unit=codes,
            period=when[keep][order],
            value=what[keep][order],
            weight=heavy[keep][order],
            treated=np.isin(units, np.asarray(treated)),
        )

    def where(self, kept: Flags) -> "Panel":
        return Panel.sorted(
            self.units[self.unit[kept]],
            self.period[kept],
            self.value[kept],
            self.weight[kept],
            self.units[self.treated],
        )

    @classmethod
    def sorted(
        cls, names: NDArray[np.generic], period: Array, value: Array, weight: Array, treated: NDArray[np.generic]
    ) -> "Panel":
        units, codes = np.unique(names, return_inverse=True)
        return cls(units, codes, period, value, weight, np.isin(units, treated))

    @property
    def sizes(self) -> tuple[int, int]:
        """Treated and untreated units."""
        return int(self.treated.sum()), int((~self.treated).sum())

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        return np.searchsorted(self.unit, np.arange(len(self.units)))

    @cached_property
    def _times(self) -> Array:
        _, codes = np.unique(self.period, return_inverse=True)
        dummies = np.zeros((len(codes), int(codes.max()) + 1))
        dummies[np.arange(len(codes)), codes] = 1.0
        return self._centred(dummies)

    @property
    def parameters(self) -> int:
        """Period effects and the effect itself; unit effects are nested in the clusters and do not count."""
        return int(self._times.shape[1]) + 1

    def per_unit(self, cells: Array) -> Array:
        """Sums over each unit's cells."""
        return np.add.reduceat(cells, self.starts, axis=0)

    def residual(self, columns: Array) -> Array:
        """What unit and period effects leave of `columns`, by weighted least squares (Frisch-Waugh-Lovell)."""
        inside = self._centred(columns)
        root = np.sqrt(self.weight)[:, None]
        fitted, *_ = np.linalg.lstsq(self._times * root, inside * root, rcond=None)
        left: Array = inside - self._times @ fitted
        return left

    def _centred(self, columns: Array) -> Array:
        heavy = self.per_unit(self.weight)[:, None]
        centres = self.per_unit(columns * self.weight[:, None]) / heavy
        inside: Array = columns - centres[self.unit]
        return inside
