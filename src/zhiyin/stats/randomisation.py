"""What if other units had been treated? Formula page: docs/formulas/effects.md.

Fisher, R. A. (1935). The Design of Experiments; studentised statistic and inverted intervals as in MacKinnon, J. G. &
Webb, M. D. (2020). Randomization inference for difference-in-differences with few treated clusters. Journal of
Econometrics 218, 435-450.
"""

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from zhiyin.stats.panels import Panel
from zhiyin.stats.values import Array

DRAWS = 999
_AT_ONCE = 2_000_000
_HALVINGS = 18


class Reassignments:
    """Treatments that could have been, and the t statistic of each under any supposed true effect."""

    def __init__(self, panel: Panel, shape: Array, *, draws: int = DRAWS, seed: int = 0) -> None:
        chosen = _assignments(panel.treated, draws, seed)
        own = np.zeros((len(panel.unit), len(panel.units)))
        own[np.arange(len(panel.unit)), panel.unit] = shape
        basis = panel.residual(own)
        outcome = panel.residual(panel.value[:, None])
        actual = basis @ panel.treated.astype(np.float64)[:, None]
        pieces = []
        step = max(1, _AT_ONCE // max(len(panel.unit), 1))
        for at in range(0, len(chosen), step):
            other = basis @ chosen[at : at + step].T
            heavy = other * panel.weight[:, None]
            pieces.append([panel.per_unit(heavy * column) for column in (outcome, actual, other)])
        self._outcome, self._actual, self._other = (
            np.concatenate(parts, axis=1) for parts in zip(*pieces, strict=True)
        )

    def __len__(self) -> int:
        return int(self._other.shape[1])

    def p(self, effect: float = 0.0) -> float:
        """Share of reassignments with a |t| at least as large as the real one (the first), if `effect` were true."""
        moment = self._outcome - effect * self._actual
        size = self._other.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = moment.sum(axis=0) / size
            spread = np.sqrt(np.square(moment - slope * self._other).sum(axis=0)) / size
            t = np.abs(slope) / spread
        return float(np.mean(np.nan_to_num(t) >= t[0] * (1 - 1e-9)))

    def interval(self, centre: float, error: float, level: float) -> tuple[float, float]:
        """All effects not rejected; infinite on a side where there are too few reassignments to reject any."""
        return self._edge(centre, -error, level), self._edge(centre, error, level)

    def _edge(self, centre: float, step: float, level: float) -> float:
        inside, outside = 0.0, 1.0
        while self.p(centre + outside * step) > 1 - level:
            inside, outside = outside, outside * 2
            if outside > 1e6 or step == 0:
                return float("inf") if step > 0 else float("-inf")
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if self.p(centre + middle * step) > 1 - level else (inside, middle)
        return centre + outside * step


def smallest_p(treated: int, untreated: int) -> float:
    """The least p there can be: with as many treated as untreated the mirrored assignment has the same |t|."""
    return (2 if treated == untreated else 1) / comb(treated + untreated, treated)


def _assignments(treated: NDArray[np.bool_], draws: int, seed: int) -> Array:
    """The real one first, then all others if they are few, otherwise a sample of them."""
    units, chosen = len(treated), int(treated.sum())
    real = treated.astype(np.float64)
    if comb(units, chosen) <= draws + 1:
        every = np.zeros((comb(units, chosen), units))
        for row, places in enumerate(combinations(range(units), chosen)):
            every[row, list(places)] = 1.0
        return np.vstack([real, every[~(every == real).all(axis=1)]])
    random = np.random.default_rng(seed)
    ranks = random.random((draws, units)).argsort(axis=1).argsort(axis=1)
    return np.vstack([real, (ranks < chosen).astype(np.float64)])
