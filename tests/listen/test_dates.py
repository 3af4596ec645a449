"""Dates and numbers in a column of text."""
# ruff: noqa: DTZ001  what is read has no time zone yet

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.listen.imports.converting import cells, dates, keys

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("values", "form", "first"),
    [
        (["2019/4/25 9:32:09", "2017-06-08"], "ymd", "2019-04-25T01:32:09"),
        (["2015-02-24 11:35:52 -0800"], "ymd", "2015-02-24T19:35:52"),
        (["2019-04-25T09:32:09.125Z"], "ymd", "2019-04-25T09:32:09.125"),
        (["2019年4月25日"], "ymd", "2019-04-24T16:00:00"),
        (["2019年4月25日 下午3点20分"], "ymd", "2019-04-25T07:20:00"),
        (["03/04/2019", "25/04/2019"], "dmy", "2019-04-02T16:00:00"),
        (["03/04/2019", "04/25/2019"], "mdy", "2019-03-03T16:00:00"),
        (["12/31/2018 02:00:00 PM"], "mdy", "2018-12-31T06:00:00"),
        (["25.04.2019"], "dmy", "2019-04-24T16:00:00"),
        (["25 Apr 2019"], "named", "2019-04-24T16:00:00"),
        (["20190425"], "compact", "2019-04-24T16:00:00"),
        (["43580.5", "43581"], "excel", "2019-04-25T04:00:00"),
        (["1556183529"], "seconds", "2019-04-25T09:12:09"),
        (["1556183529000"], "milliseconds", "2019-04-25T09:12:09"),
    ],
)
def test_the_form_of_a_column_is_found(values: list[str], form: str, first: str) -> None:
    column = pa.array(values)
    assert dates.find_form(column)[0] == form
    parsed = dates.parse(column, form, SHANGHAI)
    assert parsed[0].as_py() == datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert parsed.null_count == 0


def test_what_could_be_both_is_said() -> None:
    assert dates.find_form(pa.array(["03/04/2019", "05/06/2019"])) == ("dmy", True)


def test_days_that_do_not_exist_are_no_dates() -> None:
    column = pa.array(["2019-02-30", "2019-13-01", "0000-01-01", "2019-04-25 25:00", "soon", None])
    assert dates.parse(column, "ymd", SHANGHAI).null_count == len(column)


@given(st.lists(st.datetimes(datetime(1971, 1, 1), datetime(2099, 1, 1)), min_size=1, max_size=20))
def test_iso_goes_there_and_back(moments: list[datetime]) -> None:
    parsed = dates.parse(pa.array([moment.isoformat(" ") for moment in moments]), "ymd", ZoneInfo("UTC"))
    assert [value.replace(tzinfo=None) for value in parsed.to_pylist()] == moments


@given(st.lists(st.text(max_size=30), max_size=10))
def test_no_text_breaks_it(texts: list[str]) -> None:
    column = pa.array(texts, pa.string())
    for form in dates.FORMS:
        assert len(dates.parse(column, form, SHANGHAI)) == len(texts)
    assert len(cells.numbers(column)) == len(texts)


def test_numbers_in_their_spellings() -> None:
    column = pa.array(["1,234.5", "¥12", "5星", "80%", "-3", "x", "Blank"])
    assert cells.numbers(cells.clear(column)).to_pylist() == [1234.5, 12.0, 5.0, 80.0, -3.0, None, None]
    euro = pa.array(["1.234,50", "12,5", "7"])
    assert cells.find_decimal(euro) == ","
    assert cells.numbers(euro, ",").to_pylist() == [1234.5, 12.5, 7.0]


def test_equal_rows_count_apart_and_always_alike() -> None:
    rows = pa.table({"text": ["好评", "差评", "好评"]})

    def read() -> list[str]:
        seen = keys.Seen()
        return keys.of_rows(rows, seen).to_pylist() + keys.of_rows(rows, seen).to_pylist()

    assert len(set(read())) == 6
    assert read() == read()
