"""Effective sample size and raking. Formula page: docs/formulas/weighting.md."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from zhiyin.stats.values import Array, array


def effective_n(weights: ArrayLike, squares: ArrayLike) -> Array:
    """Kish's effective sample size (Σw)²/Σw² from the two sums per group.

    Kish, L. (1965). Survey Sampling. Wiley. Equal weights give n back.
    """
    total, squared = array(weights), array(squares)
    return np.divide(total**2, squared, out=np.zeros_like(total), where=squared > 0)


def rake(
    groups: Mapping[str, NDArray[np.str_]],
    targets: Mapping[str, Mapping[str, float]],
    *,
    start: ArrayLike | None = None,
    tolerance: float = 1e-9,
    rounds: int = 200,
) -> Array:
    """Weights, averaging 1, whose margins meet the target shares of each variable.

    Iterative proportional fitting: Deming, W. E. & Stephan, F. F. (1940). Ann. Math. Statist. 11, 427-444.
    Raises ValueError when a target group has no respondent: nothing can stand in for it.
    """
    size = len(next(iter(groups.values())))
    weights = np.ones(size) if start is None else array(start).copy()
    cells = [_cells(values, targets[name], name) for name, values in groups.items()]
    for _ in range(rounds):
        worst = 0.0
        for codes, wanted in cells:
            have = np.bincount(codes, weights, minlength=len(wanted)) / weights.sum()
            factor = wanted / have
            worst = max(worst, float(np.abs(factor - 1).max()))
            weights *= factor[codes]
        if worst < tolerance:
            break
    balanced: Array = weights * size / weights.sum()
    return balanced


def _cells(values: NDArray[np.str_], target: Mapping[str, float], name: str) -> tuple[NDArray[np.intp], Array]:
    names = list(target)
    place = {group: index for index, group in enumerate(names)}
    unknown = sorted(set(values.tolist()) - set(place))
    if unknown:
        raise ValueError(f"no target share for {name} = {unknown[0]}")
    codes = np.array([place[group] for group in values.tolist()], dtype=np.intp)
    empty = np.flatnonzero(np.bincount(codes, minlength=len(names)) == 0)
    if len(empty):
        raise ValueError(f"nobody answered with {name} = {names[int(empty[0])]}")
    wanted = array([target[group] for group in names])
    return codes, wanted / wanted.sum()
