"""The journey as it was lived."""

from dataclasses import dataclass

from zhiyin.measure.indicators.values import Change, Figure


@dataclass(frozen=True)
class Step:
    """One touchpoint on the emotion curve."""

    touchpoint: str
    name: str
    stage: str
    stage_name: str
    valence: Figure
    """Mean valence -1..1 of what customers said and answered there; n counts signals."""
    before: Figure | None
    change: Change | None
    drop: Change | None
    """Against the touchpoint before it on the map."""
    negative: float | None
    """Share of signals below zero."""


@dataclass(frozen=True)
class Curve:
    steps: tuple[Step, ...]
    peak: str | None
    """Touchpoint of the averaged curve farthest from neutral, among those with enough signals."""
    end: str | None
    score: Figure
    """Mean peak-end score of the journey instances, -1..1. Not the peak and end of the averaged curve."""
    score_before: Figure | None
    score_change: Change | None
    mean: Figure
    instances: int
    signals: int
    covered: float | None
    """Mean share of the touchpoints of a journey at which we heard something from its customer."""
