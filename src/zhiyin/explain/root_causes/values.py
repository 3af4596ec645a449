"""Why an indicator moved, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhiyin.kit.time import Period
from zhiyin.measure.indicators.values import Change, Figure
from zhiyin.stats.differences import Verdict

DIMENSIONS = ("unit", "product", "touchpoint", "aspect", "channel")


@dataclass(frozen=True)
class Part:
    """How much of the change, in the unit of the indicator."""

    value: float
    low: float
    high: float
    q: float | None
    """p adjusted for having looked at all groups of the explanation; None where there was nothing to test."""
    verdict: Verdict


@dataclass(frozen=True)
class Contribution:
    """One group's part in the change: `rate` + `mix` = `both`; over groups that do not overlap, Σ both = change."""

    dimension: str
    key: str | None
    before: Figure
    after: Figure
    """The group's own score then and now."""
    share_before: float
    share_after: float
    """Of all observations."""
    rate: Part
    """It scores differently than before."""
    mix: Part
    """There are more or fewer of it."""
    both: Part


@dataclass(frozen=True)
class Split:
    """All groups of one dimension, those that certainly contributed first, then by size."""

    dimension: str
    overlapping: bool
    """One observation may belong to several groups (aspects of a text), so contributions do not add up."""
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True)
class Explanation:
    indicator: str
    period: Period
    against: Period
    filters: Mapping[str, tuple[str, ...]]
    before: Figure
    after: Figure
    change: Change
    counted: bool
    """A count: contributions are differences of counts, the earlier period scaled to the length of this one."""
    splits: tuple[Split, ...]
    snapshot: int

    def split(self, dimension: str) -> Split | None:
        return next((split for split in self.splits if split.dimension == dimension), None)

    @property
    def top(self) -> tuple[Contribution, ...]:
        """What certainly contributed, over all dimensions, the largest part first."""
        sure = [one for split in self.splits for one in split.contributions if one.both.verdict == Verdict.CHANGED]
        return tuple(sorted(sure, key=lambda one: -abs(one.both.value)))


@dataclass(frozen=True)
class Voice:
    feedback: str
    at: datetime
    text: str | None
    """None for a reader who may not see customers' words."""
    clause: str | None
    """The opinion itself, when an aspect was asked for."""
    polarity: float
    unit: str | None
    product: str | None
    touchpoint: str | None
    channel: str | None
