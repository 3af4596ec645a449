"""Cutting periods at the calendar changes nothing about the answer."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from zhiyin.kit.time import Period
from zhiyin.measure.indicators.pieces import cut, grains, runs, within

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
instants = st.integers(0, 10 * 365 * 24).map(lambda hour: datetime(2019, 1, 1, tzinfo=UTC) + timedelta(hours=hour))
periods = st.tuples(instants, instants).map(lambda two: Period(min(two), max(two)))


@given(periods, st.sampled_from([SHANGHAI, NEW_YORK]))
def test_pieces_tile_the_period_and_each_lies_within_one_local_month(period: Period, zone: ZoneInfo) -> None:
    pieces = list(cut(period, zone, grains([period])[0]))
    assert (pieces[0].start, pieces[-1].end) == (period.start, period.end)
    assert all(before.end == after.start for before, after in pairwise(pieces))
    if grains([period])[0] == "month":
        for piece in pieces:
            first, last = piece.days(zone)
            assert piece.start == piece.end or (first.year, first.month) == (last.year, last.month)


def test_a_month_is_the_same_piece_in_whatever_period() -> None:
    year = Period.of_days(date(2026, 1, 1), date(2026, 12, 31), SHANGHAI)
    october = Period.of_days(date(2026, 10, 1), date(2026, 10, 31), SHANGHAI)
    assert october in list(cut(year, SHANGHAI, "month"))


def test_a_piece_knows_its_month_quarter_and_year_in_local_days() -> None:
    may = next(cut(Period.of_days(date(2026, 5, 1), date(2026, 5, 3), SHANGHAI), SHANGHAI, "month"))
    assert may.start == datetime(2026, 4, 30, 16, tzinfo=UTC)
    assert [within(may, grain, SHANGHAI) for grain in ("month", "quarter", "year")] == [
        date(2026, 5, 1), date(2026, 4, 1), date(2026, 1, 1),
    ]  # fmt: skip


def test_very_long_periods_are_cut_at_years() -> None:
    long = Period.of_days(date(2000, 2, 1), date(2020, 1, 31), SHANGHAI)
    assert grains([long]) == ("year",)
    assert len(list(cut(long, SHANGHAI, "year"))) == 21


@given(st.lists(periods, max_size=8))
def test_no_two_pieces_of_a_run_overlap(pieces: list[Period]) -> None:
    found = runs(pieces)
    assert sorted(piece for run in found for piece in run) == sorted(set(pieces))
    for run in found:
        assert all(before.end <= after.start for before, after in pairwise(run))


def test_pieces_side_by_side_share_one_query() -> None:
    day = timedelta(days=1)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    apart = [Period(start + n * day, start + (n + 1) * day) for n in range(5)]
    assert runs(apart) == [apart]


def test_what_lies_a_year_apart_is_read_apart() -> None:
    may, last_may = (Period.of_days(date(year, 5, 1), date(year, 5, 31), SHANGHAI) for year in (2026, 2025))
    assert runs([may, last_may]) == [[last_may], [may]]
