"""How a tree adds up. Formula page: docs/formulas/indicator-tree.md."""

from collections.abc import Sequence

from zhiyin.measure.indicators.figures import mean
from zhiyin.measure.indicators.values import ENOUGH, Figure


def score(figure: Figure, lowest: float, highest: float, better: int) -> Figure:
    """An indicator on 0..100, where 100 is best: linear between the ends of its scale, interval and error alike."""
    if figure.value is None:
        return figure

    def place(value: float | None) -> float | None:
        if value is None:
            return None
        share = min(max((value - lowest) / (highest - lowest), 0.0), 1.0)
        return 100 * (share if better >= 0 else 1 - share)

    low, high = place(figure.low), place(figure.high)
    if better < 0:
        low, high = high, low
    error = None if figure.error is None else 100 * figure.error / abs(highest - lowest)
    return Figure(place(figure.value), low, high, figure.n, error)


def compose(children: Sequence[tuple[Figure, float]]) -> tuple[Figure, float]:
    """Weighted mean of the children's scores and the share of weight that counted.

    A child with too few observations is left out and the others' weights are scaled up: the share says how much of
    the tree the score stands on. Var = Σ w² SE², children taken as independent; the interval is normal.
    """
    whole = sum(weight for _, weight in children)
    able = [(figure, weight) for figure, weight in children if figure.value is not None and figure.n >= ENOUGH]
    used = sum(weight for _, weight in able)
    if not able or used <= 0:
        return Figure(None, None, None, sum(figure.n for figure, _ in children)), 0.0
    pooled = mean([figure for figure, _ in able], [weight for _, weight in able])
    low, high = max(pooled.low or 0.0, 0.0), min(pooled.high or 0.0, 100.0)
    return Figure(pooled.value, low, high, pooled.n, pooled.error), used / whole


def comparable(children: Sequence[tuple[Figure, Figure, float]]) -> tuple[Figure, Figure]:
    """Before and after, made of the same children: those with enough observations in both. Otherwise a part that is
    heard for the first time would pass for a change of the experience."""
    both = [
        (before, after, weight)
        for before, after, weight in children
        if before.value is not None and after.value is not None and min(before.n, after.n) >= ENOUGH
    ]
    earlier = compose([(before, weight) for before, _, weight in both])[0]
    return earlier, compose([(after, weight) for _, after, weight in both])[0]
