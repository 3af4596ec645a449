"""Periods cut at the calendar, so that a month is counted once, whatever periods it is asked for in."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from zhiyin.kit.time import Period

MONTHS, YEARS = ("month", "quarter", "year"), ("year",)
"""Grains that a piece lies within, by how it was cut: they need not be asked of the facts."""
FAR = timedelta(days=62)
LONGEST = timedelta(days=3660)
"""Ten years."""


def grains(periods: Iterable[Period]) -> tuple[str, ...]:
    """Cut by month; by year where one of the periods is very long."""
    return YEARS if any(one.length > LONGEST for one in periods) else MONTHS


def cut(period: Period, zone: ZoneInfo, grain: str) -> Iterator[Period]:
    """By `month` or by `year`, earliest first."""
    start = period.start
    if start == period.end:
        yield period
    while start < period.end:
        end = min(_following(start, zone, grain), period.end)
        yield Period(start, end)
        start = end


def month_of(instant: datetime, zone: ZoneInfo) -> Period:
    first = datetime.combine(instant.astimezone(zone).date().replace(day=1), time(), zone).astimezone(UTC)
    return Period(first, _following(first, zone, "month"))


def whole_days(piece: Period, zone: ZoneInfo) -> tuple[date, date] | None:
    """First and last day of a piece that begins and ends with a day; of others nothing."""
    days = piece.days(zone)
    return days if Period.of_days(*days, zone) == piece else None


def _following(instant: datetime, zone: ZoneInfo, grain: str) -> datetime:
    """When the next month, or year, begins."""
    day = instant.astimezone(zone).date()
    first = date(day.year + 1, 1, 1) if grain == "year" or day.month == 12 else date(day.year, day.month + 1, 1)
    return datetime.combine(first, time(), zone).astimezone(UTC)


def runs(pieces: Iterable[Period]) -> list[list[Period]]:
    """Lists in which no two pieces overlap, and none lies far from the next: what is between would be read in vain."""
    found: list[list[Period]] = []
    for piece in sorted(set(pieces)):
        room = next((run for run in found if run[-1].end <= piece.start <= run[-1].end + FAR), None)
        if room is None:
            found.append([piece])
        else:
            room.append(piece)
    return found


def within(piece: Period, grain: str, zone: ZoneInfo) -> date:
    """First day of the month, quarter or year that a piece lies within."""
    first = piece.start.astimezone(zone).date().replace(day=1)
    return first.replace(month={"month": first.month, "quarter": 3 * ((first.month - 1) // 3) + 1, "year": 1}[grain])
