"""What the methods take and return: plain arrays, one element a group."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEVEL = 0.95
"""Coverage of every interval the product shows unless the caller asks for another."""


def array(values: ArrayLike) -> Array:
    """At least one-dimensional, in floating point; missing values become NaN."""
    return np.atleast_1d(np.asarray(values, dtype=np.float64))


def normal_quantile(level: float) -> float:
    """z with `level` of the normal distribution inside ±z: 1.96 at 0.95."""
    return float(special.ndtri(0.5 + level / 2))


@dataclass(frozen=True)
class Estimate:
    """Values with their intervals; all arrays have the same length, one element a group.

    `low ≤ value ≤ high` wherever `n > 0`; all four are NaN where nothing was observed. `error` is the standard error
    that differences are built from; it is never zero only because all answers happened to agree.
    """

    value: Array
    low: Array
    high: Array
    n: Array
    error: Array

    @classmethod
    def of(cls, value: ArrayLike, low: ArrayLike, high: ArrayLike, n: ArrayLike, *, level: float = LEVEL) -> Self:
        """From published numbers: the standard error is read off the width of the interval."""
        bottom, top = array(low), array(high)
        error = (top - bottom) / (2 * normal_quantile(level))
        return cls(array(value), bottom, top, array(n), error)

    def __len__(self) -> int:
        return len(self.value)

    def __getitem__(self, which: "slice | NDArray[np.bool_] | NDArray[np.intp]") -> Self:
        return type(self)(self.value[which], self.low[which], self.high[which], self.n[which], self.error[which])


@dataclass(frozen=True)
class Difference:
    """`after − before` per group; `n` is the smaller side, because it bounds what can be known."""

    value: Array
    low: Array
    high: Array
    p: Array
    n: Array
    error: Array
