"""Dates as people write them, a whole column at a time.

A column has one order (2019/4/25 or 25/04/2019 or 04/25/2019), found over all its values: one 25/04 settles all 03/04.
"""

from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

CLOCK = (
    r"(?:[T\s,]*(?P<half>上午|下午|AM|PM|am|pm)?\s*(?P<H>\d{1,2})[:：时点](?P<M>\d{1,2})(?:[:：分](?P<S>\d{1,2})?)?秒?分?"
    r"(?:[.,](?P<f>\d{1,9}))?\s*(?P<pm>AM|PM|am|pm|a\.m\.|p\.m\.)?\s*(?P<z>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?"
)
DAY = r"(?:\s*(?:星期|周)[一二三四五六日天]|\s*\(\w+\))?"
SHAPES = {
    "ymd": rf"^(?P<y>\d{{4}})\s*[-/.年]\s*(?P<m>\d{{1,2}})(?:\s*[-/.月]\s*(?P<d>\d{{1,2}})[日号]?|月?){DAY}{CLOCK}$",
    "compact": rf"^(?P<y>\d{{4}})(?P<m>\d{{2}})(?P<d>\d{{2}}){CLOCK}$",
    "dmy": rf"^(?P<d>\d{{1,2}})[-/.](?P<m>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}){CLOCK}$",
    "mdy": rf"^(?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})[-/.](?P<y>\d{{4}}|\d{{2}}){CLOCK}$",
    "named": rf"^(?:\w{{3,9}},?\s+)?(?P<d>\d{{1,2}})[-\s](?P<n>[A-Za-z]{{3,9}})[-,\s]+(?P<y>\d{{4}}){CLOCK}$",
    "month": rf"^(?:\w{{3,9}},?\s+)?(?P<n>[A-Za-z]{{3,9}})\s+(?P<d>\d{{1,2}}),?\s+(?P<y>\d{{4}}){CLOCK}$",
}
NUMBERS = {"excel": (20_000.0, 80_000.0), "seconds": (2e8, 4e9), "milliseconds": (2e11, 4e12)}
FORMS = (*SHAPES, *NUMBERS)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_US = 86_400_000_000

Ints = np.ndarray[Any, np.dtype[np.int64]]


def find_form(values: pa.Array) -> tuple[str, bool]:
    """The form that reads the most values, and whether another form reads them just as well."""
    values = values.drop_null()
    if not len(values):
        return "ymd", False
    hits = {form: _hits(values, form) for form in FORMS}
    best = max(hits, key=lambda form: hits[form])
    rival = {"dmy": "mdy", "mdy": "dmy"}.get(best)
    return (best if hits[best] else ""), bool(rival and hits[rival] == hits[best])


def _hits(values: pa.Array, form: str) -> int:
    if form in NUMBERS:
        low, high = NUMBERS[form]
        numbers = _numbers(values)
        return int(((numbers >= low) & (numbers < high)).sum())
    return int(len(values) - parse(values, form, ZoneInfo("UTC")).null_count)


def parse(values: pa.Array, form: str, zone: ZoneInfo) -> pa.Array:
    """Instants in UTC; null where the value is no date of this form. Times without an offset are those of `zone`."""
    if form in NUMBERS:
        return _of_numbers(values, form, zone)
    # Many rows share a day or a second: reading each spelling once is 2 to 10 times quicker on real files.
    spellings = values.dictionary_encode()
    parsed = _of_text(spellings.dictionary, SHAPES[form], zone)
    return pc.take(parsed, spellings.indices)


def _of_text(values: pa.Array, shape: str, zone: ZoneInfo) -> pa.Array:
    parts = pc.extract_regex(pc.utf8_trim_whitespace(values), shape)
    found = np.asarray(pc.is_valid(parts))

    def part(name: str, default: int = 0) -> Ints:
        return _whole(pc.struct_field(parts, name), default)

    year = part("y")
    year = np.where(
        (year < 100) & (year > 0) & (_length(parts, "y") == 2), year + np.where(year < 70, 2000, 1900), year
    )
    month = _named(pc.struct_field(parts, "n")) if "?P<n>" in shape else part("m", 1)
    day, hour = part("d", 1), part("H")
    day = np.where(_length(parts, "d") == 0, 1, day)
    hour = _twelve(hour, _afternoon(parts))
    minute, second = part("M"), part("S")
    good = found & (month >= 1) & (month <= 12) & (day >= 1) & (hour < 24) & (minute < 60) & (second <= 60)
    month = np.where(good, month, 1)
    months = (np.where(good, year, 1970) - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (month - 1)
    days = months.astype("datetime64[D]").astype(np.int64) + day - 1
    # Day 31 of a month of 30 would run over into the next.
    good &= days.astype("datetime64[D]").astype("datetime64[M]") == months
    # Arrow and Python know the years 1 to 9999 only; what is outside 1970 to 2100 is refused by the caller.
    good &= (year >= 1) & (year <= 9999)
    days = np.where(good, days, 0)
    fraction = _fraction(pc.struct_field(parts, "f"))
    instants = days * DAY_US + (hour * 3600 + minute * 60 + second) * 1_000_000 + fraction
    offset, has = _offsets(pc.struct_field(parts, "z"))
    instants = np.where(has, instants - offset, _to_utc(instants, zone))
    return pa.array(instants, pa.timestamp("us", "UTC"), mask=~good)


def _of_numbers(values: pa.Array, form: str, zone: ZoneInfo) -> pa.Array:
    numbers = _numbers(values)
    low, high = NUMBERS[form]
    good = (numbers >= low) & (numbers < high)
    numbers = np.where(good, numbers, 0)
    if form == "excel":
        # Day 25569 of Excel's calendar is 1970-01-01; it has no time zone.
        local = np.round((numbers - 25569) * 86_400).astype(np.int64) * 1_000_000
        instants = _to_utc(local, zone)
    else:
        instants = np.round(numbers * (1e6 if form == "seconds" else 1e3)).astype(np.int64)
    return pa.array(np.where(good, instants, 0), pa.timestamp("us", "UTC"), mask=~good)


def _numbers(values: pa.Array) -> Any:
    plain = pc.utf8_trim_whitespace(values)
    plain = pc.if_else(pc.match_substring_regex(plain, r"^\d+(\.\d*)?$"), plain, None)
    return pc.fill_null(pc.cast(plain, pa.float64()), -1.0).to_numpy(zero_copy_only=False)


def _whole(texts: pa.Array, default: int) -> Ints:
    filled = pc.if_else(pc.equal(pc.fill_null(texts, ""), ""), str(default), texts)
    return np.asarray(pc.cast(filled, pa.int64()).to_numpy(zero_copy_only=False))


def _length(parts: pa.Array, name: str) -> Ints:
    return np.asarray(pc.fill_null(pc.utf8_length(pc.struct_field(parts, name)), 0).to_numpy(zero_copy_only=False))


def _named(texts: pa.Array) -> Ints:
    short = pc.utf8_slice_codeunits(pc.utf8_lower(texts), 0, 3)
    return (
        np.asarray(pc.fill_null(pc.index_in(short, pa.array(MONTHS)), -1).to_numpy(zero_copy_only=False), np.int64) + 1
    )


def _afternoon(parts: pa.Array) -> Ints:
    """0 not said, 1 before noon, 2 after noon."""
    said = pc.binary_join_element_wise(
        pc.fill_null(pc.struct_field(parts, "half"), ""), pc.fill_null(pc.struct_field(parts, "pm"), ""), ""
    )
    after = pc.match_substring_regex(said, "^(下午|[Pp])").to_numpy(zero_copy_only=False)
    before = pc.match_substring_regex(said, "^(上午|[Aa])").to_numpy(zero_copy_only=False)
    return np.where(after, 2, np.where(before, 1, 0)).astype(np.int64)


def _twelve(hour: Ints, half: Ints) -> Ints:
    hour = np.where((half == 2) & (hour < 12), hour + 12, hour)
    return np.where((half == 1) & (hour == 12), 0, hour)


def _fraction(texts: pa.Array) -> Ints:
    padded = pc.utf8_slice_codeunits(pc.utf8_rpad(pc.fill_null(texts, "0"), 6, "0"), 0, 6)
    return np.asarray(pc.cast(padded, pa.int64()).to_numpy(zero_copy_only=False))


def _offsets(texts: pa.Array) -> tuple[Ints, Any]:
    """Microseconds east of Greenwich, and where an offset is given."""
    filled = pc.fill_null(texts, "")
    has = pc.not_equal(filled, "").to_numpy(zero_copy_only=False)
    digits = pc.utf8_rpad(pc.replace_substring_regex(filled, "[^0-9]", ""), 4, "0")
    hours = np.asarray(pc.cast(pc.utf8_slice_codeunits(digits, 0, 2), pa.int64()).to_numpy(zero_copy_only=False))
    minutes = np.asarray(pc.cast(pc.utf8_slice_codeunits(digits, 2, 4), pa.int64()).to_numpy(zero_copy_only=False))
    sign = np.where(pc.starts_with(filled, "-").to_numpy(zero_copy_only=False), -1, 1)
    return sign * (hours * 60 + minutes) * 60_000_000, has


def _to_utc(local: Ints, zone: ZoneInfo) -> Ints:
    """Wall-clock microseconds to UTC. An hour that the clock skips is moved, one that it repeats is the earlier."""
    stamps = pa.array(local, pa.timestamp("us"))
    placed = pc.assume_timezone(stamps, str(zone), ambiguous="earliest", nonexistent="latest")
    return np.asarray(pc.cast(placed, pa.int64()).to_numpy(zero_copy_only=False))
