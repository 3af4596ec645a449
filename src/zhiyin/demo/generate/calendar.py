"""The twelve months: which days are busy, which hours, and the local clock as UTC microseconds."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from zhiyin.demo.truth import FIRST_DAY, LAST_DAY, WINTER_SEASON, Truth

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = (LAST_DAY - FIRST_DAY).days + 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 1440 * MINUTE
START = int(datetime.combine(FIRST_DAY, time(), ZONE).astimezone(UTC).timestamp()) * SECOND
"""Midnight of the first day in Shanghai (no summer time there), in UTC microseconds."""

MONDAY_TO_SUNDAY = (0.92, 0.93, 0.95, 0.98, 1.08, 1.12, 1.02)
FESTIVAL = (date(2026, 2, 15), date(2026, 2, 21))
# Orders by hour of the day; stores open 07:30 to 22:00.
HOURS = np.zeros(24)
HOURS[7:22] = (3, 11, 10, 6, 5, 8, 9, 8, 9, 7, 5, 4, 4, 3, 2)
LATE_HOURS = HOURS.copy()
LATE_HOURS[18:24] = (8, 9, 10, 10, 8, 4)
"""People write reviews in the evening."""


def nth(day: date) -> int:
    return (day - FIRST_DAY).days


def during(day: Ints, truth: Truth) -> Flags:
    return (day >= nth(truth.first)) & (day <= nth(truth.last))


def day_weights() -> Floats:
    day = np.arange(DAYS)
    weight = np.array(MONDAY_TO_SUNDAY)[(day + FIRST_DAY.weekday()) % 7]
    weight = weight * np.where(during(day, WINTER_SEASON), WINTER_SEASON.size["more"], 1.0)
    festival = (day >= nth(FESTIVAL[0])) & (day <= nth(FESTIVAL[1]))
    return np.asarray(weight * np.where(festival, WINTER_SEASON.size["festival"], 1.0))


def clock(rng: np.random.Generator, day: Ints, hours: Floats = HOURS) -> Ints:
    """An instant on each of these days, at a likely hour."""
    hour = rng.choice(24, size=len(day), p=hours / hours.sum())
    second = rng.integers(0, 3600, len(day))
    second = np.where(hour == 7, 1800 + second // 2, second)
    return np.asarray(START + day * DAY + (hour * 3600 + second) * SECOND, dtype=np.int64)


def day_of(instant: Ints) -> Ints:
    return (instant - START) // DAY


def hour_of(instant: Ints) -> Ints:
    return (instant - START) % DAY // (60 * MINUTE)
