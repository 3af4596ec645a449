"""Working time: how much of it lies between two instants, and when an amount of it will have passed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Span = tuple[int, int]
"""From and to in minutes after local midnight; 1440 is the end of the day."""

HORIZON_DAYS = 3660
"""Ten years without reaching the end means that the calendar is closed; give up rather than search for ever."""

_SPAN = re.compile(r"^\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*$")


@dataclass(frozen=True)
class Hours:
    """A week of opening hours in a zone (Monday first), days off, and weekend days worked in exchange."""

    zone: ZoneInfo
    week: tuple[tuple[Span, ...], ...]
    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def spans(self, day: date) -> tuple[Span, ...]:
        """A day worked in exchange has the hours of the week's first working day."""
        if day in self.work:
            return next((spans for spans in self.week if spans), ())
        return () if day in self.off else self.week[day.weekday()]


def parse_spans(text: str) -> tuple[Span, ...]:
    """`09:00-12:00, 13:00-18:00` in order; raises ValueError naming the piece that does not fit."""
    spans: list[Span] = []
    for piece in text.replace("，", ",").replace("：", ":").split(","):
        if not piece.strip():
            continue
        found = _SPAN.match(piece)
        if not found:
            raise ValueError(piece.strip())
        hour, minute, end_hour, end_minute = (int(part) for part in found.groups())
        start, end = hour * 60 + minute, end_hour * 60 + end_minute
        if minute > 59 or end_minute > 59 or not (spans[-1][1] if spans else 0) <= start < end <= 1440:
            raise ValueError(piece.strip())
        spans.append((start, end))
    return tuple(spans)


def days(ranges: Sequence[Sequence[date]]) -> frozenset[date]:
    """All days of `[first, last]` ranges."""
    return frozenset(first + timedelta(days=n) for first, last in ranges for n in range((last - first).days + 1))


def working(hours: Hours, start: datetime, end: datetime) -> timedelta:
    """Working time between two instants; zero when `end` is not later."""
    total = timedelta()
    for opens, closes in _open(hours, start, end):
        total += closes - opens
    return total


def after(hours: Hours, start: datetime, amount: timedelta) -> datetime:
    """The instant at which `amount` of working time will have passed since `start`."""
    left = amount
    limit = start + timedelta(days=HORIZON_DAYS)
    for opens, closes in _open(hours, start, limit):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    return limit


def is_open(hours: Hours, instant: datetime) -> bool:
    return working(hours, instant, instant + timedelta(seconds=1)) > timedelta()


def _open(hours: Hours, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Open stretches between two instants, in UTC."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    day = start.astimezone(hours.zone).date() - timedelta(days=1)
    last = end.astimezone(hours.zone).date()
    while day <= last:
        for begins, finishes in hours.spans(day):
            opens = max(_at(day, begins, hours.zone), start)
            closes = min(_at(day, finishes, hours.zone), end)
            if opens < closes:
                yield opens, closes
        day += timedelta(days=1)


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """Wall clock to UTC: on the day clocks change, a day that opens at nine still opens at nine."""
    whole, rest = divmod(minutes, 1440)
    local = datetime.combine(day + timedelta(days=whole), time(rest // 60, rest % 60), zone)
    return local.astimezone(UTC)
