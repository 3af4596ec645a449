"""What deserves a look first, as data: pages and letters make sentences of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from zhiyin.measure.indicators.values import Change, Figure

IMPORTANT = ("nps", "csat", "ces", "net_sentiment", "rating", "on_time_delivery", "repeat_purchase")
"""Looked at when nobody says what to look at."""


class Kind(StrEnum):
    CHANGE = "change"
    PAIN_POINT = "pain_point"
    DELIGHT_POINT = "delight_point"


class Cause(StrEnum):
    WHOLE = "whole"
    """The indicator moved, over everything."""
    RATE = "rate"
    """The group scores differently than before."""
    MIX = "mix"
    """There are more or fewer of the group."""
    LEVEL = "level"
    """The group stands out now, whether it moved or not."""


@dataclass(frozen=True)
class Finding:
    kind: Kind
    cause: Cause
    indicator: str
    group: tuple[tuple[str, str | None], ...]
    """(dimension, key) pairs that name where; empty: everywhere."""
    also: tuple[tuple[str, str | None], ...]
    """Other groups that show the same thing, being made of about the same observations."""
    good: bool | None
    """None where neither direction is better."""
    figure: Figure
    before: Figure | None
    change: Change | None
    part: float
    """Points of the indicator, over everything, that this accounts for; with its interval."""
    low: float
    high: float
    share: float
    """Of all observations."""
    impact: float
    """`part` as a share of the indicator's scale, so that findings about different indicators can be ranked."""
    link: Mapping[str, str]
    """Parameters of the page that shows the records: indicator, from, to, against and the group's filters."""

    @property
    def n(self) -> int:
        return self.figure.n
