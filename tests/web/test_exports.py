"""A customer's words must never run in somebody's spreadsheet."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from zhiyin.kit.errors import Invalid
from zhiyin.web.exports import RISKY, Row, download

HEAD = ["文本", "n"]


def as_csv(rows: list[Row]) -> str:
    response = download("csv", "客户之声", HEAD, rows)
    return b"".join(response).decode()  # type: ignore[arg-type]  # a streaming answer yields bytes


def test_csv_starts_with_a_bom_and_keeps_chinese() -> None:
    text = as_csv([("配送太慢", 3)])
    assert text.startswith("\ufeff")
    assert list(csv.reader(StringIO(text.removeprefix("\ufeff")))) == [HEAD, ["配送太慢", "3"]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "＝1+1", '=cmd|"/c calc"!A1', "\r=1"])
def test_formulas_are_disarmed(text: str) -> None:
    cell = next(csv.reader(StringIO(as_csv([(text, 1)]).split("\n", 1)[1], newline="")))[0]
    assert cell.startswith("'")


@given(st.text(max_size=40))
def test_no_text_becomes_a_formula(text: str) -> None:
    rows = list(csv.reader(StringIO(as_csv([(text, 1)]), newline="")))
    assert not rows[1][0].lstrip(" ").startswith(RISKY) if rows[1:] else True


def test_numbers_stay_numbers() -> None:
    assert as_csv([(-3.5, -2)]).splitlines()[1] == "-3.5,-2"


def test_xlsx_types_strings_as_strings() -> None:
    rows: list[Row] = [("=1+1", -2), ("a\x00b", None), ("x" * 40_000, datetime(2026, 1, 1, tzinfo=UTC))]
    sheet = load_workbook(BytesIO(download("xlsx", "x", HEAD, rows).content)).active  # type: ignore[attr-defined]  # openpyxl: the active sheet may be a chart
    assert sheet is not None
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B2"].value) == ("=1+1", "s", -2)
    assert sheet["A3"].value == "ab"


def test_another_form_is_refused_in_a_sentence() -> None:
    with pytest.raises(Invalid, match="exe"):
        download("exe", "x", HEAD, [])
