"""Numbers, words and small drawings."""

import re
import time
from datetime import date
from html import unescape

import pytest
from django.utils import translation
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from zhiyin.web.components import svg
from zhiyin.web.components.numbers import plain, say, say_change, say_difference, span
from zhiyin.web.components.words import Marked, Word, highlight


def test_marks_stand_where_the_words_are() -> None:
    html = highlight("物流太慢，但客服好", [Marked(0, 4, "negative"), Marked(5, 9, "positive")])
    assert html == '<mark class="neg" title="">物流太慢</mark>，<mark class="pos" title="">但客服好</mark>'


def test_words_are_marked_inside_and_outside_of_clauses() -> None:
    said = [Word(0, 2, "time", "T"), Word(3, 5, "aspect", "A"), Word(4, 7, "judging", "J"), Word(90, 99, "place", "P")]
    html = highlight("昨天，好吃死了", [Marked(3, 7, "positive", "味道")], told=said)
    assert html == (
        '<span class="word time" title="T">昨天</span>，<mark class="pos" title="味道">'
        '<span class="word aspect" title="A">好</span><span class="word aspect judging" title="A · J">吃</span>'
        '<span class="word judging" title="J">死了</span></mark>'
    )


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=5), st.text(max_size=4)
)
def test_whatever_is_marked_the_words_are_the_same(text: str, spans: list[tuple[int, int]], search: str) -> None:
    told = [Word(start, end, "aspect", '"><i>') for start, end in spans]
    marks = [Marked(start, end, "negative") for start, end in spans[:2]]
    html = highlight(text, marks, search, told)
    assert unescape(re.sub(r"</?(mark|span)[^>]*>", "", html)) == unescape(escape(text))


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60), st.text(max_size=6))
def test_hostile_words_stay_words(text: str, start: int, end: int, search: str) -> None:
    html = highlight(f"<b>{text}</b>", [Marked(start, end, "negative", '"><i>')], search)
    stripped = html
    for tag in ('<mark class="neg" title="&quot;&gt;&lt;i&gt;">', '<mark class="hit">', "</mark>"):
        stripped = stripped.replace(tag, "")
    assert "<" not in stripped


def test_a_long_text_with_many_words_is_marked_in_no_time() -> None:
    size = 16_000
    marks = [Marked(3 * n, 3 * n + 2, "positive") for n in range(size)]
    told = [Word(3 * n, 3 * n + 2, "judging", "x") for n in range(size)]
    began = time.process_time()
    assert highlight("好吃," * size, marks, told=told).count("judging") == size
    assert time.process_time() - began < 3


def test_searched_words_are_underlined() -> None:
    assert '<mark class="hit">慢</mark>' in highlight("太慢了", (), "慢")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(None, "", "–"), (float("nan"), "", "–"), (-3.04, "points", "−3.0"), (91.94, "share", "91.9%"),
     (1234567, "count", "1,234,567"),
     (-0.01, "points", "0.0"), (4.256, "score", "4.26")],
)  # fmt: skip
def test_numbers_read_as_people_read_them(value: float | None, unit: str, text: str) -> None:
    assert str(say(value, unit)) == text


def test_changes_carry_their_sign() -> None:
    assert say_change(2.5, "points") == "+2.5"
    assert say_change(-2.5, "points") == "−2.5"
    assert plain(0.5, 1) == "0.5"


def test_nothing_has_no_sign() -> None:
    assert say_change(-0.003, "score") == "±0.00"
    assert say_change(0.0, "points") == "±0.0"


def test_shares_differ_in_percentage_points() -> None:
    with translation.override("zh-hans"):
        assert say_change(-3.5, "share") == "−3.5 个百分点"
        assert say_difference(-3.5, "share") == "3.5 个百分点"


def test_periods_are_said_shortly() -> None:
    with translation.override("zh-hans"):
        assert span(date(2026, 6, 1), date(2026, 6, 30)) == "2026年6月"
        assert span(date(2026, 6, 1), date(2026, 6, 15)) == "2026年6月1日–15日"
        assert span(date(2025, 11, 1), date(2026, 10, 31)) == "2025年11月–2026年10月"
    with translation.override("en"):
        assert span(date(2026, 6, 1), date(2026, 6, 15)) == "1–15 Jun 2026"


def test_drawings_of_nothing_are_nothing() -> None:
    assert svg.spark([None, 1.0]) == ""
    assert svg.interval(None, None, None, (0, 1)) == ""
    assert svg.shares(0, 0, 0) == ""


@given(st.lists(st.none() | st.floats(-1e9, 1e9), min_size=2, max_size=30))
def test_sparklines_stay_inside(values: list[float | None]) -> None:
    drawn = svg.spark(values)
    assert "nan" not in drawn
    assert "inf" not in drawn
