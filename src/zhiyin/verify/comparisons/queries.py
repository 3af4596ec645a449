"""Cells of unit and week, and what they say about the effect. Formula page: docs/formulas/effects.md."""

from datetime import date, timedelta

import numpy as np

from zhiyin.company import queries as company
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.collect import Wanted, collect
from zhiyin.measure.indicators.registry import indicator
from zhiyin.measure.indicators.sums import CURRENT, Sums
from zhiyin.measure.indicators.values import Indicator, Unit
from zhiyin.stats import effects
from zhiyin.stats.panels import Panel
from zhiyin.verify.comparisons.values import Comparison, Gap, Plan
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.questions import as_filters
from zhiyin.warehouse.reader import Reader


def compare(plan: Plan, reader: Reader, *, facts: Facts | None = None) -> Comparison:
    facts = facts or open_facts(reader, zone=company.zone().key)
    snapshot = facts.snapshot
    panel = _panel(plan, facts)
    effect = effects.difference(panel)
    names = [str(name) for name in panel.units]
    used = {True: [], False: []}  # type: dict[bool, list[str]]
    for name, treated in zip(names, panel.treated, strict=True):
        used[bool(treated)].append(name)
    return Comparison(
        plan,
        effect,
        _path(panel) if effect else (),
        tuple(used[True]),
        tuple(used[False]),
        tuple(sorted({*plan.treated, *plan.untreated} - set(names))),
        snapshot,
    )


def detectable(plan: Plan, reader: Reader, *, facts: Facts | None = None) -> float | None:
    """Before the start: the smallest effect that the planned weeks would show four times in five.

    Read off twice the planned weeks before, as if the change had come in the middle; None with too little history.
    """
    shift = timedelta(weeks=plan.weeks_after)
    earlier = Plan(
        plan.indicator, plan.filters, plan.treated, plan.untreated,
        plan.starts_on - shift, plan.weeks_before, plan.weeks_after,
    )  # fmt: skip
    panel = _panel(earlier, facts or open_facts(reader, zone=company.zone().key))
    found = effects.difference(panel)
    return None if found is None or not np.isfinite(found.detectable) else found.detectable


def _panel(plan: Plan, facts: Facts) -> Panel:
    kind = indicator(plan.indicator)
    first = plan.starts_on - timedelta(weeks=plan.weeks_before)
    last = plan.starts_on + timedelta(weeks=plan.weeks_after, days=-1)
    filters = as_filters({**plan.filters, "unit": [*plan.treated, *plan.untreated]})
    period = Period.of_days(first, last, company.zone())
    days = collect(facts, Wanted(kind.base, (kind,), ("unit", "day"), filters, period, None))
    weeks = days.relabelled("day", lambda day: _week(day, plan.starts_on), "week").rolled(("unit", "week"))
    weeks = weeks.at(CURRENT)
    value, weight = _cells(kind, weeks)
    unit, week = weeks.keys["unit"].astype(str), weeks.keys["week"].astype(np.float64)
    if kind.unit == Unit.COUNT:
        unit, week, value, weight = _filled(plan, unit, week, value)
    return Panel.of(unit, week, value, weight, plan.treated)


def _week(day: object, start: date) -> int:
    """Weeks start on the weekday of the start, so that none is half before and half after."""
    if not isinstance(day, date):
        raise TypeError(f"a day, not {day!r}")
    return (day - start).days // 7


def _cells(kind: Indicator, sums: Sums) -> tuple[np.ndarray, np.ndarray]:
    parts = {name.removeprefix(f"{kind.slug}."): part for name, part in sums.parts.items()}
    if not len(sums.when):
        return np.empty(0), np.empty(0)
    estimate = kind.estimate(parts)  # type: ignore[arg-type]  # parts are arrays, or lists where `samples` says so
    weight = kind.moments(parts).n if kind.moments else estimate.n  # type: ignore[arg-type]  # parts are arrays, or lists where `samples` says so
    return estimate.value, np.asarray(weight, dtype=np.float64)


def _filled(
    plan: Plan, unit: np.ndarray, week: np.ndarray, value: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A week in which nothing was counted is a zero, not a gap; each week of each unit weighs the same."""
    seen = {(name, int(when)): float(count) for name, when, count in zip(unit, week, value, strict=True)}
    grid = [(name, when) for name in sorted(set(unit)) for when in range(-plan.weeks_before, plan.weeks_after)]
    names, weeks = (np.array(column) for column in zip(*grid, strict=True)) if grid else (np.empty(0), np.empty(0))
    values = np.array([seen.get(cell, 0.0) for cell in grid])
    return names, weeks.astype(np.float64), values, np.ones(len(grid))


def _path(panel: Panel) -> tuple[Gap, ...]:
    weeks, gaps = effects.path(panel)
    rows = zip(weeks, gaps.value, gaps.low, gaps.high, gaps.n, strict=True)
    return tuple(Gap(int(week), _number(v), _number(low), _number(high), int(n)) for week, v, low, high, n in rows)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
