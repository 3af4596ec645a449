"""Half-open periods of UTC instants, and the calendar days of a place."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo


@dataclass(frozen=True, order=True)
class Period:
    """From `start` (inclusive) to `end` (exclusive), both aware."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a period needs aware instants")
        if self.end < self.start:
            raise ValueError("a period must not end before it starts")

    @classmethod
    def of_days(cls, first: date, last: date, zone: ZoneInfo) -> Self:
        """Whole calendar days in `zone`, `last` included."""
        start = datetime.combine(first, time(), zone)
        end = datetime.combine(last + timedelta(days=1), time(), zone)
        return cls(start.astimezone(UTC), end.astimezone(UTC))

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def days(self, zone: ZoneInfo) -> tuple[date, date]:
        """First and last calendar day in `zone`, both included."""
        last = (self.end - timedelta(microseconds=1)).astimezone(zone).date()
        return self.start.astimezone(zone).date(), last

    def before(self) -> Self:
        """The period of the same length that ends where this one starts."""
        return type(self)(self.start - self.length, self.start)

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


def now() -> datetime:
    """The clock, read only at the doors and in tasks; rules take the instant as an argument."""
    return datetime.now(UTC)
