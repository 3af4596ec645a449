"""How much each driver matters when drivers hang together. Formula page: docs/formulas/drivers.md."""

from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhiyin.stats.values import Array

MOST_DRIVERS = 14
"""LMG fits 2^m models: 16 thousand at 14, about a second. Beyond it relative weights say the same (r > 0.99)."""


def fewest_answers(drivers: int) -> int:
    """Below max(100, 10·m) answers the order of drivers is mostly chance: refuse, and say so."""
    return max(100, 10 * drivers)


def correlations(drivers: ArrayLike, outcome: ArrayLike) -> tuple[Array, Array]:
    """Correlations among drivers (columns) and with the outcome; rows with a missing value are left out."""
    table = np.column_stack([np.asarray(drivers, dtype=np.float64), np.asarray(outcome, dtype=np.float64)])
    table = table[np.isfinite(table).all(axis=1)]
    with np.errstate(invalid="ignore", divide="ignore"):
        matrix = np.nan_to_num(np.atleast_2d(np.corrcoef(table, rowvar=False)))
    np.fill_diagonal(matrix, 1.0)
    return matrix[:-1, :-1], matrix[:-1, -1]


def relative_weights(among: ArrayLike, outcome: ArrayLike) -> Array:
    """Johnson's relative weights; they sum to R².

    Johnson, J. W. (2000). A heuristic method for estimating the relative weight of predictor variables in multiple
    regression. Multivariate Behavioral Research 35, 1-19. R = VΔ²Vᵀ, Λ = VΔVᵀ, β* = Λ⁻¹r, ε = Λ²β*².
    """
    matrix, r = np.asarray(among, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    values, vectors = np.linalg.eigh(matrix)
    roots = np.sqrt(np.maximum(values, 0.0))
    loadings = (vectors * roots) @ vectors.T
    inverse = (vectors * np.divide(1.0, roots, out=np.zeros_like(roots), where=roots > 1e-7)) @ vectors.T
    weights: Array = np.square(loadings) @ np.square(inverse @ r)
    return weights


def shapley(among: ArrayLike, outcome: ArrayLike) -> Array:
    """LMG: each driver's gain in R², averaged over all orders of entry; the gains sum to R².

    Lindeman, R. H., Merenda, P. F. & Gold, R. Z. (1980). Introduction to Bivariate and Multivariate Analysis.
    """
    matrix, r = np.asarray(among, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if len(r) > MOST_DRIVERS:
        raise ValueError(f"at most {MOST_DRIVERS} drivers, not {len(r)}: use relative weights")
    explained = np.zeros(1 << len(r))
    for size in range(1, len(r) + 1):
        for chosen in combinations(range(len(r)), size):
            which = np.array(chosen)
            part = np.linalg.lstsq(matrix[np.ix_(which, which)], r[which], rcond=None)[0]
            explained[sum(1 << j for j in chosen)] = r[which] @ part
    return shares_of(explained)


def shares_of(explained: NDArray[np.float64]) -> Array:
    """Shapley values from R² of every subset; bit j of the index says whether driver j is in it."""
    drivers = len(explained).bit_length() - 1
    subsets = np.arange(len(explained))
    sizes = np.array([index.bit_count() for index in range(len(explained))])
    weight = np.array(
        [factorial(s) * factorial(max(drivers - s - 1, 0)) / factorial(drivers) for s in range(drivers + 1)]
    )
    values = np.empty(drivers)
    for driver in range(drivers):
        without = subsets[(subsets >> driver) & 1 == 0]
        gain = explained[without | (1 << driver)] - explained[without]
        values[driver] = weight[sizes[without]] @ gain
    return values
