"""From sums by group and period to ranked contributions. Formula page: docs/formulas/decomposition.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from zhiyin.explain.root_causes.values import Contribution, Part, Split
from zhiyin.measure.indicators.sums import BEFORE, CURRENT, Sums
from zhiyin.measure.indicators.values import Figure, Indicator, Key
from zhiyin.stats.decomposition import Contributions, Side, contributions, volumes
from zhiyin.stats.differences import FEWEST, Verdict, false_discovery
from zhiyin.stats.values import Array, Difference, Estimate

Parts = Mapping[str, Array]


@dataclass(frozen=True)
class Groups:
    """Parts of both periods, aligned by key."""

    dimension: str
    keys: tuple[Key, ...]
    before: Parts
    after: Parts


def align(sums: Sums, dimension: str) -> Groups:
    """Groups seen in either period; what was not seen is zero."""
    rolled = sums.rolled((dimension,) if dimension else ())
    rows = [row[0] if row else None for row in rolled.rows()]
    keys = sorted(set(rows), key=lambda key: (key is None, str(key)))
    place = {key: index for index, key in enumerate(keys)}
    sides: dict[int, dict[str, Array]] = {}
    for moment in (BEFORE, CURRENT):
        here = rolled.when == moment
        where = [place[row] for row, is_here in zip(rows, here, strict=True) if is_here]
        sides[moment] = {}
        for name, values in rolled.parts.items():
            filled = np.zeros(len(keys))
            filled[where] = values[here].astype(np.float64)
            sides[moment][name] = filled
    return Groups(dimension, tuple(None if key is None else str(key) for key in keys), sides[BEFORE], sides[CURRENT])


def heard(indicator: Indicator, groups: Groups) -> Groups:
    """Without groups of other indicators on the same base: where CSAT is asked, NPS may never be."""
    kept = np.flatnonzero(_size(indicator, groups.before) + _size(indicator, groups.after) > 0)
    sides = [{name: part[kept] for name, part in parts.items()} for parts in (groups.before, groups.after)]
    return Groups(groups.dimension, tuple(groups.keys[i] for i in kept), *sides)


def split_mean(indicator: Indicator, whole: Groups, groups: Groups) -> Contributions:
    """Each group against the whole; its error is the indicator's own, which knows of weights and of texts."""
    sides = [
        side.within(total).known_error(float(indicator.estimate(parts).error[0]))
        for side, total, parts in zip(
            _sides(indicator, groups), _sides(indicator, whole), (whole.before, whole.after), strict=True
        )
    ]
    return contributions(*sides)


def split_count(groups: Groups, *, exposure: float, dispersion: float) -> Contributions:
    name = next(iter(groups.before))
    return volumes(groups.before[name], groups.after[name], exposure=exposure, dispersion=dispersion)


def describe(indicator: Indicator, groups: Groups, split: Contributions, *, overlapping: bool, whole: Groups) -> Split:
    """Numbers as values; until `judge` has seen all splits, `q` holds the plain p."""
    shown = [figures(indicator.estimate(parts)) for parts in (groups.before, groups.after)]
    shares = [_shares(indicator, own, total) for own, total in
              ((groups.before, whole.before), (groups.after, whole.after))]  # fmt: skip
    parts = {name: _parts(getattr(split, name)) for name in ("rate", "mix", "both")}
    return Split(
        groups.dimension,
        overlapping,
        tuple(
            Contribution(
                groups.dimension, key, shown[0][i], shown[1][i], float(shares[0][i]), float(shares[1][i]),
                rate=parts["rate"][i], mix=parts["mix"][i], both=parts["both"][i],
            )
            for i, key in enumerate(groups.keys)
        ),
    )  # fmt: skip


def judge(splits: Sequence[Split], alpha: float) -> tuple[Split, ...]:
    """Adjust for having looked at every group of every dimension; rank. Rate and mix are two looks at each group."""
    every = [one for split in splits for one in split.contributions]
    both = false_discovery([_p(one.both) for one in every]) if every else np.empty(0)
    halves = false_discovery([_p(part) for one in every for part in (one.rate, one.mix)]) if every else np.empty(0)
    judged = iter(
        replace(
            one,
            both=_judged(one.both, both[i], one, alpha),
            rate=_judged(one.rate, halves[2 * i], one, alpha),
            mix=_judged(one.mix, halves[2 * i + 1], one, alpha),
        )
        for i, one in enumerate(every)
    )
    done = [replace(split, contributions=tuple(next(judged) for _ in split.contributions)) for split in splits]
    return tuple(replace(split, contributions=tuple(sorted(split.contributions, key=_rank))) for split in done)


def _rank(one: Contribution) -> tuple[bool, float]:
    return one.both.verdict != Verdict.CHANGED, -abs(one.both.value)


def _judged(part: Part, q: float, one: Contribution, alpha: float) -> Part:
    if max(one.before.n, one.after.n) < FEWEST:
        return replace(part, q=None, verdict=Verdict.TOO_FEW)
    sure = q <= alpha and (part.low > 0 or part.high < 0)
    return replace(part, q=number(q), verdict=Verdict.CHANGED if sure else Verdict.UNCLEAR)


def _p(part: Part) -> float:
    return np.nan if part.q is None else part.q


def _sides(indicator: Indicator, groups: Groups) -> tuple[Side, Side]:
    assert indicator.moments is not None
    return indicator.moments(groups.before), indicator.moments(groups.after)


def _shares(indicator: Indicator, own: Parts, whole: Parts) -> NDArray[np.float64]:
    total = _size(indicator, whole)[0]
    return _size(indicator, own) / total if total else np.zeros(len(_size(indicator, own)))


def _size(indicator: Indicator, parts: Parts) -> Array:
    return indicator.moments(parts).n if indicator.moments else next(iter(parts.values()))


def _parts(difference: Difference) -> list[Part]:
    rows = zip(difference.value, difference.low, difference.high, difference.p, strict=True)
    return [Part(float(value), float(low), float(high), number(p), Verdict.UNCLEAR) for value, low, high, p in rows]


def figures(estimate: Estimate) -> list[Figure]:
    rows = zip(estimate.value, estimate.low, estimate.high, estimate.n, estimate.error, strict=True)
    return [Figure(number(v), number(low), number(high), int(n), number(e)) for v, low, high, n, e in rows]


def number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
