"""The life of an initiative. Pure."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

MOVES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "start": (("draft",), "running"),
    "measure": (("running",), "measuring"),
    "judge": (("running", "measuring"), "judged"),
    "stop": (("running", "measuring"), "stopped"),
}
FEWEST_UNITS = 2
"""A comparison of one unit with one other says nothing about chance."""


def compared(treated: Mapping[str, str], others: Mapping[str, str], chosen: Collection[str]) -> list[str]:
    """Units to compare with: those chosen, or all others of the kinds that are treated (code → kind)."""
    kinds = set(treated.values())
    return sorted(
        code for code, kind in others.items() if code not in treated and (chosen or kind in kinds)
    )  # fmt: skip


def span(starts_on: date, weeks_before: int, weeks_after: int) -> tuple[date, date]:
    """First day measured, and the day after the last."""
    return starts_on - timedelta(weeks=weeks_before), starts_on + timedelta(weeks=weeks_after)
