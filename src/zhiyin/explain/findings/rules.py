"""From explanations and levels to ranked findings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from zhiyin.explain.findings.values import Cause, Finding, Kind
from zhiyin.explain.root_causes.values import Contribution, Explanation, Part
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.values import Cell, Change, Figure, Indicator
from zhiyin.stats.differences import Verdict, between, false_discovery
from zhiyin.stats.values import LEVEL, Estimate

ALIKE = 0.3
"""Parts of two groups that differ by less than this, in different dimensions, are taken as the same observations."""


def changes(explanations: Sequence[Explanation], indicators: Mapping[str, Indicator]) -> list[Finding]:
    """What moved, overall and by group. The looks share one error budget: each indicator gets its fraction of 5 %."""
    budget = (1 - LEVEL) / max(len(explanations), 1)
    found: list[Finding] = []
    for one in explanations:
        kind = indicators[one.indicator]
        if one.change.verdict == Verdict.CHANGED and (one.change.p or 0.0) <= budget:
            found.append(_overall(one, kind))
        own = [
            _moved(one, kind, group, part, cause)
            for split in one.splits
            for group in split.contributions
            for part, cause in ((group.rate, Cause.RATE), (group.mix, Cause.MIX))
            if part.verdict == Verdict.CHANGED and part.q is not None and part.q <= budget
        ]
        found += _merged(sorted(own, key=_rank))
    return sorted(found, key=_rank)


def points(
    cells: Sequence[Cell], whole: Figure, kind: Indicator, period: Period, general: str | None = None
) -> list[Finding]:
    """Aspects at touchpoints that stand out from everything said: volume × distance, tested with one error budget.
    `general` is the aspect of all of it (很好！): praise of nothing in particular is nothing to look at first."""
    named = [
        cell for cell in cells if all(cell.keys.values()) and (general is None or cell.keys.get("aspect") != general)
    ]
    shown = [cell for cell in named if cell.figure.enough]
    if not shown or whole.value is None:
        return []
    own, all_of = _estimate([cell.figure for cell in shown]), _estimate([whole])
    apart = between(all_of, own)
    q = false_discovery(apart.p)
    share = own.n / max(sum(cell.figure.n for cell in cells), 1)
    found = []
    for i, cell in enumerate(shown):
        if q[i] > 1 - LEVEL or apart.low[i] <= 0 <= apart.high[i]:
            continue
        good = bool(apart.value[i] * (kind.better or 1) > 0)
        group = tuple(sorted(cell.keys.items()))
        found.append(
            Finding(
                Kind.DELIGHT_POINT if good else Kind.PAIN_POINT, Cause.LEVEL, kind.slug, group, (), good,
                cell.figure, cell.before, cell.change,
                part=float(share[i] * apart.value[i]), low=float(share[i] * apart.low[i]),
                high=float(share[i] * apart.high[i]), share=float(share[i]),
                impact=float(abs(share[i] * apart.value[i]) / _scale(kind)),
                link=_link(kind.slug, period, None, group),
            )
        )  # fmt: skip
    return sorted(found, key=_rank)


def alternated(found: Sequence[Finding]) -> list[Finding]:
    """The first of each kind, then the second of each, each kind by impact."""
    kinds = list(Kind)
    placed = []
    for order, kind in enumerate(kinds):
        own = sorted((one for one in found if one.kind == kind), key=_rank)
        placed += [(place, order, one) for place, one in enumerate(own)]
    return [one for _, _, one in sorted(placed, key=lambda row: row[:2])]


def _overall(one: Explanation, kind: Indicator) -> Finding:
    value, low, high = one.change.value or 0.0, one.change.low or 0.0, one.change.high or 0.0
    return Finding(
        Kind.CHANGE, Cause.WHOLE, one.indicator, (), (), _good(kind, value), one.after, one.before, one.change,
        value, low, high, 1.0, abs(value) / _scale(kind),
        _link(one.indicator, one.period, one.against, (), one.filters),
    )  # fmt: skip


def _moved(one: Explanation, kind: Indicator, group: Contribution, part: Part, cause: Cause) -> Finding:
    place = ((group.dimension, group.key),)
    return Finding(
        Kind.CHANGE, cause, one.indicator, place, (), _good(kind, part.value), group.after, group.before,
        _own_change(group), part.value, part.low, part.high, group.share_after, abs(part.value) / _scale(kind),
        _link(one.indicator, one.period, one.against, place, one.filters),
    )  # fmt: skip


def _own_change(group: Contribution) -> Change | None:
    """The group's own movement, not its part in the whole."""
    if group.before.value is None or group.after.value is None:
        return None
    moved = between(_estimate([group.before]), _estimate([group.after]))
    sure = moved.low[0] > 0 or moved.high[0] < 0
    few = not (group.before.enough and group.after.enough)
    verdict = Verdict.TOO_FEW if few else Verdict.CHANGED if sure else Verdict.UNCLEAR
    return Change(float(moved.value[0]), float(moved.low[0]), float(moved.high[0]), float(moved.p[0]), verdict)


def _merged(found: list[Finding]) -> list[Finding]:
    """Delivery as a channel, as a touchpoint and as the kitchens that deliver is one finding with three names."""
    kept: list[Finding] = []
    for one in found:
        twin = next((i for i, other in enumerate(kept) if _alike(one, other)), None)
        if twin is None:
            kept.append(one)
        else:
            kept[twin] = replace(kept[twin], also=kept[twin].also + one.group)
    return kept


def _alike(one: Finding, other: Finding) -> bool:
    taken = {name for name, _ in other.group + other.also}
    if one.cause != other.cause or one.group[0][0] in taken or one.part * other.part < 0:
        return False
    return abs(one.part - other.part) <= ALIKE * abs(other.part) and abs(one.share - other.share) <= ALIKE * other.share


def _rank(one: Finding) -> tuple[float, str, str]:
    return -one.impact, one.indicator, str(one.group)


def _good(kind: Indicator, value: float) -> bool | None:
    return value * kind.better > 0 if kind.better else None


def _scale(kind: Indicator) -> float:
    return kind.highest - kind.lowest


def _estimate(figures: Sequence[Figure]) -> Estimate:
    rows = [(f.value, f.low, f.high, f.n, f.error) for f in figures]
    columns = [
        np.array([np.nan if one is None else one for one in column], dtype=float) for column in zip(*rows, strict=True)
    ]
    return Estimate(*columns)


def _link(
    slug: str,
    period: Period,
    against: Period | None,
    group: Sequence[tuple[str, str | None]],
    filters: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, str]:
    link = {"indicator": slug, "from": period.start.isoformat(), "to": period.end.isoformat()}
    if against:
        link |= {"against_from": against.start.isoformat(), "against_to": against.end.isoformat()}
    link |= {name: ",".join(values) for name, values in (filters or {}).items()}
    return link | {name: key for name, key in group if key is not None}
