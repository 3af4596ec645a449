"""What every page looks at: a period, what it is compared with, and of which part. Its state is the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.warehouse.questions import EVERY, Filters, as_filters

PLACES = ("unit", "brand", "product", "touchpoint", "channel", "source")
"""What facts of every kind can be filtered by."""
COMPARISONS = ("previous", "year", "none", "custom")
TIMES = ("from", "to", "against", "against_from", "against_to")
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
LONGEST_VALUE = 2_000


@dataclass(frozen=True)
class Span:
    """Calendar days, both included."""

    first: date
    last: date

    def period(self, zone: ZoneInfo) -> Period:
        return Period.of_days(self.first, self.last, zone)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def months(self) -> int:
        """How many whole calendar months it is; 0 when it is not."""
        whole = self.first.day == 1 and (self.last + timedelta(days=1)).day == 1
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1 if whole else 0

    def before(self) -> Self:
        """As many whole months before whole months, otherwise as many days before."""
        last = self.first - timedelta(days=1)
        if self.months:
            return type(self)(_month(self.first, -self.months), last)
        return type(self)(last - timedelta(days=self.days - 1), last)

    def after(self) -> Self:
        first = self.last + timedelta(days=1)
        if self.months:
            return type(self)(first, _month(first, self.months) - timedelta(days=1))
        return type(self)(first, first + timedelta(days=self.days - 1))

    def year_ago(self) -> Self:
        if self.months:
            return type(self)(_month(self.first, -12), _month(self.last, -11) - timedelta(days=1))
        return type(self)(self.first - timedelta(days=364), self.last - timedelta(days=364))

    @classmethod
    def month_of(cls, day: date) -> Self:
        return cls(day.replace(day=1), _month(day, 1) - timedelta(days=1))


@dataclass(frozen=True)
class Scope:
    span: Span
    comparison: str
    against_span: Span | None
    zone: ZoneInfo
    filters: Filters
    given: tuple[tuple[str, str], ...]
    """The part of the address that is not default."""
    extent: Span
    """From the first to the last day there are facts of."""

    @property
    def period(self) -> Period:
        return self.span.period(self.zone)

    @property
    def against(self) -> Period | None:
        return self.against_span.period(self.zone) if self.against_span else None

    @property
    def where(self) -> dict[str, tuple[str, ...]]:
        """As `Question.of` takes it. Without a brand chosen it is our own."""
        return dict(self.filters)

    @property
    def query(self) -> str:
        return urlencode(self.given)

    def value(self, name: str) -> str:
        return dict(self.given).get(name, "")

    def link(self, path: str, **changes: object) -> str:
        """`path` within this scope; a change of None or "" removes. `from_` stands for `from`."""
        query = dict(self.given)
        for name, value in changes.items():
            text = ",".join(value) if isinstance(value, tuple | list) else "" if value is None else str(value)
            key = name.rstrip("_")
            query.pop(key, None)
            if text:
                query[key] = text
        glue = "&" if "?" in path else "?"
        return f"{path}{glue}{urlencode(query)}" if query else path


def parse(query: Mapping[str, str], extent: Span, zone: ZoneInfo, own: tuple[str, ...] = ()) -> Scope:
    """The scope that an address asks for; `own` is what a brand must be to be ours. Wrong values raise."""
    span = _span(query, "from", "to", usual(extent))
    comparison = query.get("against") or "previous"
    if comparison not in COMPARISONS:
        raise Invalid(
            _("“{value}” is no comparison. Choose one of: {known}."), value=comparison, known=", ".join(COMPARISONS)
        )
    given = tuple((name, query[name]) for name in (*TIMES, *PLACES) if query.get(name))
    filters = {name: tuple(v for v in _text(query, name).split(",") if v) for name in PLACES if query.get(name)}
    if filters.get("brand") == (EVERY,):
        del filters["brand"]
    elif own:
        filters.setdefault("brand", own)
    return Scope(span, comparison, _against(query, comparison, span), zone, as_filters(filters), given, extent)


def usual(extent: Span) -> Span:
    """The last full month; all there is when there is less."""
    month = Span.month_of(extent.last)
    if month.last > extent.last:
        month = month.before()
    return month if month.last >= extent.first else extent


def _against(query: Mapping[str, str], comparison: str, span: Span) -> Span | None:
    match comparison:
        case "none":
            return None
        case "year":
            return span.year_ago()
        case "custom":
            return _span(query, "against_from", "against_to", span.before())
    return span.before()


def _span(query: Mapping[str, str], start: str, end: str, default: Span) -> Span:
    first, last = _day(query, start), _day(query, end)
    if first and last is None:
        last = max(first, default.last)
    if last and first is None:
        first = min(last.replace(day=1), default.first)
    span = Span(first or default.first, last or default.last)
    if span.last < span.first:
        raise Invalid(_("The period ends ({last}) before it starts ({first})."), first=span.first, last=span.last)
    return span


def _day(query: Mapping[str, str], name: str) -> date | None:
    text = _text(query, name).strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid(_("“{value}” is not a day. Write it like 2026-06-30."), value=text[:40], field=name) from None
    if not EARLIEST <= day <= LATEST:
        raise Invalid(_("{value} is out of range. Choose a day from {first} to {last}."), value=text,
                      first=EARLIEST, last=LATEST)  # fmt: skip
    return day


def _text(query: Mapping[str, str], name: str) -> str:
    text = query.get(name) or ""
    if len(text) > LONGEST_VALUE or "\x00" in text:
        raise Invalid(_("The filter “{name}” is too long or holds unreadable characters."), name=name)
    return text


def _month(day: date, shift: int) -> date:
    """The first of the month that many months away."""
    months = day.year * 12 + day.month - 1 + shift
    return date(months // 12, months % 12 + 1, 1)
