"""The before/after question and its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from zhiyin.stats.effects import Effect


@dataclass(frozen=True)
class Plan:
    """What was fixed before the start: looking at the result changes none of it."""

    indicator: str
    filters: Mapping[str, tuple[str, ...]]
    treated: tuple[str, ...]
    untreated: tuple[str, ...]
    starts_on: date
    weeks_before: int
    weeks_after: int


@dataclass(frozen=True)
class Gap:
    """Treated minus untreated units in one week, against their usual distance before the start."""

    week: int
    """0 is the first week after the start."""
    value: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True)
class Comparison:
    plan: Plan
    effect: Effect | None
    """None when a side has no unit that was heard both before and after."""
    path: tuple[Gap, ...]
    treated: tuple[str, ...]
    untreated: tuple[str, ...]
    """Units that could be used."""
    left_out: tuple[str, ...]
    """Units of the plan without observations before or after."""
    snapshot: int
