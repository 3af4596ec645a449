from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

from zhiyin.company.calendars.models import DAYS, Calendar
from zhiyin.company.calendars.rules import Hours, days, parse_spans
from zhiyin.company.settings.queries import company
from zhiyin.company.units.models import Unit
from zhiyin.company.units.queries import above

WEEKDAYS = (((540, 1080),),) * 5 + ((), ())
"""Nine to six, Monday to Friday: what holds until somebody says otherwise."""


@cache
def _holidays() -> tuple[frozenset[date], frozenset[date]]:
    years = yaml.safe_load(Path(__file__).with_name("china.yaml").read_text("utf-8")).values()
    off = frozenset[date]().union(*(days(year["holidays"]) for year in years))
    return off, frozenset(day for year in years for day in year["exchanged"])


def known_years() -> tuple[int, ...]:
    """Years whose public holidays are known; for others only weekends and the company's own days off count."""
    return tuple(sorted({day.year for day in _holidays()[0]}))


def hours(unit: str | None = None) -> Hours:
    """Working hours of a unit: its own calendar, else that of the nearest unit above, else the company's."""
    settings = company()
    zone = ZoneInfo(settings.time_zone)
    calendar = _nearest(unit) or settings.calendar
    return of(calendar, zone) if calendar else Hours(zone, WEEKDAYS, *_holidays())


def of(calendar: Calendar, zone: ZoneInfo) -> Hours:
    week = tuple(parse_spans(getattr(calendar, day)) for day in DAYS)
    off, work = _holidays() if calendar.holidays else (frozenset[date](), frozenset[date]())
    own_off, own_work = _dates(calendar.days_off), _dates(calendar.days_worked)
    return Hours(zone, week, (off | own_off) - own_work, (work | own_work) - own_off)


def _nearest(unit: str | None) -> Calendar | None:
    if not unit:
        return None
    codes = above(unit)
    found = {row.code: row.calendar for row in Unit.objects.filter(code__in=codes).select_related("calendar")}
    return next((found[code] for code in codes if found.get(code)), None)


def _dates(texts: Sequence[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)
