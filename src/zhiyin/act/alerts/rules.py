"""When a figure is reason enough to call somebody. Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from zhiyin.measure.indicators.values import Cell
from zhiyin.stats.differences import Verdict, false_discovery
from zhiyin.stats.values import LEVEL

STRONG = -0.6
"""Polarity from which on a voice counts as very dissatisfied …"""
SURE = 0.7
"""… when the model is at least this sure."""


def passes(cell: Cell, direction: str, limit: float, fewest: int) -> bool:
    """The whole interval lies beyond the limit: chance alone does not wake anybody."""
    figure = cell.figure
    if figure.low is None or figure.high is None or figure.n < fewest:
        return False
    return figure.high < limit if direction == "below" else figure.low > limit


def moved(cells: Sequence[Cell], direction: str, limit: float | None, fewest: int) -> list[Cell]:
    """Cells that changed significantly in that direction, by at least `limit` when one is given.

    Among many units some change by chance: false discoveries are held at 5 % over all that were looked at
    (Benjamini & Hochberg 1995).
    """
    looked = [cell for cell in cells if cell.change and cell.change.value is not None and _enough(cell, fewest)]
    p = [cell.change.p for cell in looked if cell.change]
    adjusted: Sequence[float] = false_discovery([1.0 if one is None else one for one in p]).tolist() if looked else []
    sign = -1 if direction == "below" else 1
    return [
        cell
        for cell, q in zip(looked, adjusted, strict=True)
        if cell.change
        and cell.change.verdict == Verdict.CHANGED
        and q <= 1 - LEVEL
        and sign * (cell.change.value or 0.0) >= max(abs(limit or 0.0), 1e-12)
    ]


def quiet(start: time | None, end: time | None, local: datetime) -> bool:
    """Quiet hours may run over midnight: 22:00 to 07:00."""
    if start is None or end is None or start == end:
        return False
    at = local.time()
    return start <= at < end if start < end else at >= start or at < end


def rested(closed_at: datetime | None, window: timedelta, now: datetime) -> bool:
    """After a case is closed its rule looks again only when the days before the fix have left the window."""
    return closed_at is None or now >= closed_at + window


def _enough(cell: Cell, fewest: int) -> bool:
    before = cell.before.n if cell.before else 0
    return min(cell.figure.n, before) >= fewest
