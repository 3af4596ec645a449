from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.company.calendars.queries import _holidays, known_years
from zhiyin.company.calendars.rules import Hours, after, is_open, parse_spans, working

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = Hours(SHANGHAI, (((540, 1080),),) * 5 + ((), ()), *_holidays())


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


def test_nights_and_weekends_do_not_count() -> None:
    # 3 July 2026 is a Friday.
    assert after(OFFICE, at("2026-07-03T17:00"), timedelta(hours=4)) == at("2026-07-06T12:00")
    assert working(OFFICE, at("2026-07-03T17:00"), at("2026-07-06T12:00")) == timedelta(hours=4)


def test_spring_festival_stops_the_clock_and_make_up_days_run_it() -> None:
    # Festival 15-23 February 2026; Saturday the 14th is worked in exchange.
    assert after(OFFICE, at("2026-02-13T17:00"), timedelta(hours=2)) == at("2026-02-14T10:00")
    assert after(OFFICE, at("2026-02-14T17:00"), timedelta(hours=2)) == at("2026-02-24T10:00")


def test_national_day_week_has_no_working_time() -> None:
    assert working(OFFICE, at("2025-10-01T00:00"), at("2025-10-09T00:00")) == timedelta()
    assert is_open(OFFICE, at("2025-10-11T10:00"))


def test_make_up_days_are_weekend_days_and_no_holidays() -> None:
    off, work = _holidays()
    assert not off & work
    assert all(day.weekday() >= 5 for day in work)
    # 2025: 28 days off in all; 2026: 33 (State Council notices).
    assert [sum(day.year == year for day in off) for year in (2025, 2026)] == [28, 33]


def test_round_the_clock_is_plain_time() -> None:
    always = Hours(SHANGHAI, (((0, 1440),),) * 7)
    start = at("2026-02-13T17:00")
    assert after(always, start, timedelta(days=3)) == start + timedelta(days=3)


def test_opening_at_nine_stays_nine_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    hours = Hours(berlin, (((540, 1080),),) * 7)
    # Clocks go forward on 29 March 2026.
    assert after(hours, at("2026-03-28T17:00", berlin), timedelta(hours=2)) == at("2026-03-29T10:00", berlin)


def test_a_closed_calendar_gives_up() -> None:
    closed = Hours(SHANGHAI, ((),) * 7)
    assert after(closed, at("2026-07-03T17:00"), timedelta(hours=1)).year == 2036


@given(
    hour=st.integers(0, 700 * 24),
    minutes=st.integers(1, 60 * 200),
)
def test_due_and_elapsed_agree(hour: int, minutes: int) -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    amount = timedelta(minutes=minutes)
    assert working(OFFICE, start, after(OFFICE, start, amount)) == amount


def test_spans_take_chinese_punctuation() -> None:
    assert parse_spans("09:00-12:00，13：00-18:00") == ((540, 720), (780, 1080))
    assert parse_spans("00:00-24:00") == ((0, 1440),)
    for wrong in ("9-18", "18:00-09:00", "09:00-12:00,11:00-13:00", "09:70-10:00", "00:00-24:30"):
        with pytest.raises(ValueError):
            parse_spans(wrong)


def test_own_day_off_beats_the_exchange_day() -> None:
    hours = Hours(SHANGHAI, OFFICE.week, frozenset({date(2026, 7, 6)}))
    assert after(hours, at("2026-07-03T17:00"), timedelta(hours=2)) == at("2026-07-07T10:00")


def test_beyond_the_known_years_no_holiday_is_invented() -> None:
    year = known_years()[-1] + 1
    week = [date(year, 10, day) for day in (1, 2, 3)]
    for day in week:
        morning = at(f"{day}T10:00")
        assert is_open(OFFICE, morning) == (day.weekday() < 5)
        assert not is_open(Hours(SHANGHAI, OFFICE.week, frozenset(week)), morning)
