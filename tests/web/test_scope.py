"""The scope of a page is its address."""

from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.kit.errors import Invalid, ZhiyinError
from zhiyin.web.desk.scope import Scope, Span, parse, usual

ZONE = ZoneInfo("Asia/Shanghai")
YEAR = Span(date(2025, 11, 1), date(2026, 10, 31))
DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


def read(**query: str) -> Scope:
    return parse({name.rstrip("_"): value for name, value in query.items()}, YEAR, ZONE)


def test_default_is_last_full_month() -> None:
    assert read().span == Span(date(2026, 10, 1), date(2026, 10, 31))
    assert usual(Span(YEAR.first, date(2026, 10, 30))) == Span(date(2026, 9, 1), date(2026, 9, 30))
    young = Span(date(2026, 10, 5), date(2026, 10, 20))
    assert usual(young) == young


def test_months_compare_with_months() -> None:
    assert read(from_="2026-03-01", to="2026-03-31").against_span == Span(date(2026, 2, 1), date(2026, 2, 28))
    assert read(from_="2026-03-01", to="2026-03-31", against="year").against_span == Span(
        date(2025, 3, 1), date(2025, 3, 31)
    )
    assert read(from_="2026-03-05", to="2026-03-11").against_span == Span(date(2026, 2, 26), date(2026, 3, 4))
    assert read(against="none").against is None


def test_a_leap_february_has_a_year_before() -> None:
    scope = parse({"from": "2024-02-01", "to": "2024-02-29", "against": "year"}, YEAR, ZONE)
    assert scope.against_span == Span(date(2023, 2, 1), date(2023, 2, 28))


@pytest.mark.parametrize(
    "query",
    [
        {"from": "yesterday"}, {"to": "2026-13-01"}, {"from": "2026-06-30", "to": "2026-06-01"}, {"against": "luck"},
        {"from": "0000-01-01"}, {"to": "9999-12-31"}, {"unit": "x" * 3_000},
        {"channel": "a\x00b"}, {"from": "٢٠٢٦-٠١-٠١x"},
    ],
)  # fmt: skip
def test_wrong_values_get_a_sentence(query: dict[str, str]) -> None:
    with pytest.raises(Invalid) as caught:
        parse(query, YEAR, ZONE)
    assert "{" not in str(caught.value)


@given(
    st.dictionaries(st.sampled_from(["from", "to", "against", "against_from", "unit", "brand", "channel"]), st.text())
)
def test_no_address_breaks_it(query: dict[str, str]) -> None:
    try:
        scope = parse(query, YEAR, ZONE)
    except ZhiyinError:
        return
    assert scope.period.start < scope.period.end


@given(DAYS, st.integers(0, 400), st.sampled_from(["previous", "year", "none"]))
def test_links_lead_back_to_the_same_scope(first: date, length: int, against: str) -> None:
    last = first + timedelta(days=length)
    scope = read(from_=first.isoformat(), to=last.isoformat(), against=against, unit="east,north", touchpoint="外卖&=?")
    again = parse(dict(parse_qsl(urlsplit(scope.link("/x")).query)), YEAR, ZONE)
    assert again == scope


@given(DAYS, st.integers(0, 400))
def test_before_and_after_touch(first: date, length: int) -> None:
    span = Span(first, first + timedelta(days=length))
    assert span.before().last + timedelta(days=1) == span.first
    assert span.after().first - timedelta(days=1) == span.last
    assert span.before().days == span.days or span.months


def test_ours_unless_said_otherwise() -> None:
    assert parse({}, YEAR, ZONE, ("ours",)).where == {"brand": ("ours",)}
    assert parse({"brand": "rival"}, YEAR, ZONE, ("ours",)).where == {"brand": ("rival",)}
    assert parse({"brand": "*"}, YEAR, ZONE, ("ours",)).where == {}


def test_a_link_changes_what_it_names() -> None:
    scope = read(unit="east", from_="2026-01-01", to="2026-01-31")
    assert scope.link("/a", unit=None) == "/a?from=2026-01-01&to=2026-01-31"
    assert scope.link("/a?q=1", from_=None, to=None, aspect="taste") == "/a?q=1&unit=east&aspect=taste"
