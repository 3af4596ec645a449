"""Numbers, changes and dates as people read them, in their language."""

from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from zhiyin.measure.indicators.values import ENOUGH

MINUS = "−"
NOTHING = "–"
HOUR = 3600


def plain(value: float | int | None, places: int | None = None) -> str:
    """1,234.5 with as many places as say something; a true minus sign."""
    if value is None or not isfinite(value):
        return NOTHING
    if places is None:
        size = abs(value)
        places = 0 if size >= 100 or float(value).is_integer() else 1 if size >= 10 else 2
    text = f"{abs(value):,.{places}f}"
    return f"{MINUS}{text}" if value < 0 and float(text.replace(",", "")) else text


@dataclass(frozen=True)
class Said:
    """A number and its unit, apart, so that the unit can be set smaller."""

    number: str
    unit: str = ""

    def __str__(self) -> str:
        return self.number + self.unit


def say(value: float | None, unit: str = "") -> Said:
    """`unit` as in `measure.indicators.values.Unit`; a share is given in percent."""
    if value is None or not isfinite(value):
        return Said(NOTHING)
    match unit:
        case "share":
            return Said(plain(value, 1), "%")
        case "points":
            return Said(plain(value, 1))
        case "score":
            return Said(plain(value, 2))
        case "count":
            return Said(plain(round(value)))
        case "seconds":
            return _duration(value)
        case "days":
            return Said(plain(value, 1), " " + ngettext("day", "days", 2))
    return Said(plain(value))


def say_change(value: float | None, unit: str = "") -> str:
    """With its sign; a change of a share is in percentage points."""
    if value is None or not isfinite(value):
        return NOTHING
    said = say(abs(value), unit)
    nothing = not any(digit in said.number for digit in "123456789")
    sign = "±" if nothing else "+" if value > 0 else MINUS
    return f"{sign}{said.number}{_tail(said, unit)}"


def say_difference(value: float | None, unit: str = "") -> str:
    """How far apart two values are, without a sign: of shares in percentage points."""
    if value is None or not isfinite(value):
        return NOTHING
    said = say(abs(value), unit)
    return said.number + _tail(said, unit)


def say_few(n: int) -> str:
    """Instead of a number that rests on too little."""
    return _("too few: %(n)s of %(needed)s") % {"n": plain(n), "needed": ENOUGH}


def _tail(said: Said, unit: str) -> str:
    return _(" pp") if unit == "share" else said.unit


def _duration(seconds: float) -> Said:
    size = abs(seconds)
    if size < 90:
        return Said(plain(seconds, 0), _(" s"))
    if size < 90 * 60:
        return Said(plain(seconds / 60, 1), _(" min"))
    if size < 48 * HOUR:
        return Said(plain(seconds / HOUR, 1), _(" h"))
    return Said(plain(seconds / HOUR / 24, 1), " " + ngettext("day", "days", 2))


def day(value: date | datetime | None, zone: ZoneInfo | None = None, *, year: bool = True) -> str:
    """2026年6月30日, 30 Jun 2026."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = value.astimezone(zone or timezone.get_current_timezone()).date()
    if _chinese():
        return f"{value.year}年{value.month}月{value.day}日" if year else f"{value.month}月{value.day}日"
    return f"{value.day} {date_format(value, 'M')}" + (f" {value.year}" if year else "")


def moment(value: datetime | None, zone: ZoneInfo | None = None) -> str:
    if value is None:
        return NOTHING
    local = value.astimezone(zone or timezone.get_current_timezone())
    return f"{day(local.date())} {local:%H:%M}"


def span(first: date, last: date) -> str:
    """The shortest way to say it: 2026年6月, 2026年6月1日–15日, 1–15 Jun 2026."""
    whole = first.day == 1 and _ends_month(last)
    same_month = (first.year, first.month) == (last.year, last.month)
    if first == last:
        return day(first)
    if whole and same_month:
        return f"{first.year}年{first.month}月" if _chinese() else f"{date_format(first, 'M')} {first.year}"
    if whole:
        return _months(first, last)
    if _chinese():
        end = f"{last.day}日" if same_month else day(last, year=first.year != last.year)
        return f"{day(first)}–{end}"
    start = str(first.day) if same_month else day(first, year=first.year != last.year)
    return f"{start}–{day(last)}" if same_month else f"{start} – {day(last)}"


def _months(first: date, last: date) -> str:
    same = first.year == last.year
    if _chinese():
        return f"{first.year}年{first.month}月–" + ("" if same else f"{last.year}年") + f"{last.month}月"
    start = date_format(first, "M") + ("" if same else f" {first.year}")
    return f"{start} – {date_format(last, 'M')} {last.year}"


def _ends_month(value: date) -> bool:
    return date.fromordinal(value.toordinal() + 1).day == 1


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
