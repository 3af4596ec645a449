"""How a tree adds up. Formula page: docs/formulas/indicator-tree.md."""

from collections.abc import Mapping, Sequence

from zhiyin.measure.indicators.figures import NOTHING, mean
from zhiyin.measure.indicators.values import ENOUGH, Cell, Figure
from zhiyin.measure.tree.values import Node

Scored = list[tuple[Figure, frozenset[str]]]
"""For each step of time, a score and the leaves it is made of."""


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


def histories(root: Node, cells: Mapping[str, Sequence[Cell]], grain: str) -> dict[str, tuple[float | None, ...]]:
    """Every node of a tree over time, oldest first: an indicator in its own unit, a branch as its score. A gap where
    there is too little, and where a branch was made of other parts than it is in the end: what was not heard yet would
    pass for a change."""
    steps = sorted({step for some in cells.values() for cell in some if (step := cell.keys[grain])})
    placed = {code: {cell.keys[grain]: cell.figure for cell in some} for code, some in cells.items()}
    figures = {code: [found.get(step, NOTHING) for step in steps] for code, found in placed.items()}
    found: dict[str, tuple[float | None, ...]] = {}
    _score_over(root, figures, len(steps), found)
    return found


def _score_over(
    node: Node, figures: Mapping[str, Sequence[Figure]], steps: int, found: dict[str, tuple[float | None, ...]]
) -> Scored:
    """The scores of a node, step by step; what is to be shown of it and of all below goes to `found`."""
    below = [(child.weight, _score_over(child, figures, steps, found)) for child in node.children]
    own = figures.get(node.code, [NOTHING] * steps)
    kind = node.indicator
    scored: Scored = []
    for step in range(steps):
        if below:
            children = [(scores[step][0], weight) for weight, scores in below]
            heard = (parts for _, scores in below for parts in [scores[step][1]])
            scored.append((compose(children)[0], frozenset().union(*heard)))
        else:
            known = kind is not None and own[step].enough
            figure = score(own[step], kind.lowest, kind.highest, kind.better) if kind and known else NOTHING
            scored.append((figure, frozenset([node.code] if known else [])))
    if kind:
        found[node.code] = tuple(one.value if one.enough else None for one in own)
    else:
        found[node.code] = tuple(one.value if parts == scored[-1][1] else None for one, parts in scored)
    return scored
