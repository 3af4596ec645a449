"""Where a person may cut a clause, and what stands on its two sides."""

import time
import unicodedata
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.cast import Cast

from zhiyin.kit.errors import Conflict, Invalid
from zhiyin.understand.corrections import actions
from zhiyin.understand.corrections.gaps import FIRST, FOLD, gaps, places, sides
from zhiyin.understand.corrections.queries import said
from zhiyin.understand.corrections.values import Change, Target
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.pipeline import queries
from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.loading import append
from zhiyin.warehouse.reader import Reader

Commit = Callable[..., AbstractContextManager[object]]
CUT = [
    ("味道不错服务员态度差", "味道|不错|服务员|态度|差"),
    ("the food's great but slow", "the|food's|great|but|slow"),
    ("好贵", "好|贵"),
    ("物美价廉", "物|美|价|廉"),
    ("味道", "味道"),
    ("好", "好"),
    ("great", "great"),
    ("😀😡", "😀😡"),
    ("👨‍👩‍👧喜欢👍🏽但太贵🇨🇳很差", "👨‍👩‍👧喜欢👍🏽|但|太贵🇨🇳|很|差"),
    ("好1️⃣2️⃣差", "好|1️⃣2️⃣|差"),
    ("café naïve cafe\u0301s", "café|naïve|cafe\u0301s"),
    ("花了1,000.5元在2026-01-02", "花|了|1,000.5|元|在|2026-01-02"),
    ("一共一千三百五十块", "一共|一千三百五十块"),
    ("三点五星百分之五十", "三点五星|百分之五十"),
    ("花3万5千块", "花|3万5千块"),
    ("零下 -3 度 $5 (贵)", "零下|-3|度|$5|(贵)"),
    ("wi-fi don't U.S. iPhone15很", "wi-fi|don't|U.S.|iPhone15|很"),
    ("好[微笑]但贵", "好[微笑]|但|贵"),
    ("好(╯°□°）贵", "好(╯°□°）|贵"),
    ("见 https://a.cn/b,c?d=1 很慢", "见|https://a.cn/b,c?d=1|很|慢"),
    ("𠮷野家好吃", "𠮷|野|家|好吃"),
    ("...", "..."),
]


@pytest.mark.parametrize(("text", "expected"), CUT, ids=[text[:12] for text, _ in CUT])
def test_cut_between_words_and_nowhere_else(text: str, expected: str) -> None:
    assert "|".join(piece.words for piece in gaps(text, 0, len(text)).first) == expected
    assert gaps(text, 0, len(text)).none == ("|" not in expected)


@pytest.mark.parametrize(
    "text", ["a" * 20_000, "1" * 20_000, "一" * 20_000, "1,2" * 6_000, "a_" * 10_000, "好吃" * 10_000]
)
def test_long_runs_of_one_kind_are_cut_in_no_time(text: str) -> None:
    began = time.process_time()
    gaps(text, 0, len(text))
    assert time.process_time() - began < 3


SIGNS = st.text(
    st.sampled_from(
        "味道不错很好也三百十点1５.,，:-%a é'’(（）$￥ \n\u3000😀👍🏽\u200d\ufe0f\u20e3\u0301🇨🇳👩把𠮷[]http:/@"
    ),
    max_size=30,
)


@given(SIGNS, SIGNS)
@example("", "1\u200d@1")
def test_no_gap_cuts_through_a_sign_and_both_sides_say_something(before: str, clause: str) -> None:
    text = f"{before}{clause}再说"
    start, end = len(before), len(before) + len(clause)
    found = places(text, start, end)
    assert found == sorted(set(found))
    for cut in found:
        assert start < cut < end
        assert unicodedata.category(text[cut])[0] != "M"
        assert "\u200d" not in text[cut - 1 : cut + 1]
        assert not (text[cut].isdecimal() and text[cut - 1].isdecimal())
        assert not (text[cut].isascii() and text[cut].isalpha() and text[cut - 1].isascii() and text[cut - 1].isalpha())
        (_, left), (right, _) = sides(text, start, end, cut)
        assert any(map(str.isalnum, text[start:left]))
        assert any(map(str.isalnum, text[right:end]))
    shown = gaps(text, start, end)
    cuts = [piece.cut for fold in shown.rest or (shown.first,) for piece in fold if piece.cut is not None]
    assert cuts == found


def test_a_clause_of_five_hundred_words_shows_what_one_looks_for_first() -> None:
    text = " ".join(["the room was quiet and large,"] * 5 + ["word"] * 470)
    shown = gaps(text, 0, len(text))
    assert [piece.words for piece in shown.first][:3] == ["the room was quiet", "and large,", "the room was quiet"]
    assert len(shown.first) <= FIRST + 1
    assert sum(map(len, shown.rest)) == 500
    assert max(map(len, shown.rest)) == FOLD
    bare = gaps("word " * 500, 0, 2_499)
    assert (len(bare.first), bare.none, len(bare.rest)) == (1, False, 10)


def test_a_gap_is_named_by_the_words_before_it() -> None:
    (first, *_rest) = gaps("味道，好", 0, 4).first
    assert first.named == "味道"
    long = gaps("word " * 500, 0, 2_499).first[0].named
    assert (long[0], len(long)) == ("…", 25)


TEXT = "物流很快客服态度差"


@pytest.fixture
def voice(lake: Lake, cast: Cast, units: object) -> str:
    row = {
        "external_id": "1",
        "at": datetime(2026, 6, 1, tzinfo=UTC),
        "source": "shop",
        "text": TEXT,
        "unit": "east-01",
        "channel": "app",
    }
    append("feedback", pa.Table.from_pylist([row]), batch="b1")
    pipeline.annotate()
    found = open_facts(queries.READER).sql("SELECT CAST(id AS VARCHAR) AS id FROM feedback")
    ident: str = found.to_pylist()[0]["id"]
    return ident


def standing(voice: str) -> list[tuple[str, str, str]]:
    found = open_facts(queries.READER).sql('SELECT clause, aspect, label FROM mention ORDER BY "start", aspect')
    return [(row["clause"], row["aspect"], row["label"]) for row in found.to_pylist()]


@pytest.mark.django_db
def test_a_person_cuts_where_the_words_meet(voice: str, cast: Cast, django_capture_on_commit_callbacks: Commit) -> None:
    zhou = cast.actor("zhou")
    kept = lambda: django_capture_on_commit_callbacks(execute=True)  # noqa: E731  a name for what stands in every block
    for one in said(voice, Reader.of_task("t")).opinions:
        with kept():
            actions.delete(zhou, voice, Target(one.start, one.end, one.aspect))
    with kept():
        actions.add(zhou, voice, Change(aspect="delivery", label="positive", start=0, end=len(TEXT)))
    target, before = Target(0, len(TEXT), "delivery"), standing(voice)
    revision = said(voice, Reader.of_task("t")).revision
    for wrong in (-1, 0, 1, 3, len(TEXT), 10**9):
        with pytest.raises(Invalid, match=r"cannot be cut there|不能拆开"):
            actions.cut(zhou, voice, target, wrong)
    with pytest.raises(Conflict):
        actions.cut(zhou, voice, target, 4, revision=revision - 1)
    assert standing(voice) == before
    with kept():
        made = actions.cut(zhou, voice, target, 4, revision=revision)
    assert standing(voice) == [("物流很快", "delivery", "positive"), ("客服态度差", "support", "negative")]
    with pytest.raises(Conflict):
        actions.cut(cast.actor("lin"), voice, target, 4, revision=revision)
    with kept():
        actions.undo(zhou, made.pk)
    assert standing(voice) == before


@pytest.mark.django_db
def test_what_a_person_said_it_is_about_stays_with_one_half(
    voice: str, cast: Cast, django_capture_on_commit_callbacks: Commit
) -> None:
    zhou = cast.actor("zhou")
    with django_capture_on_commit_callbacks(execute=True):
        actions.add(zhou, voice, Change(aspect="price", label="neutral", start=0, end=len(TEXT)))
    with django_capture_on_commit_callbacks(execute=True):
        actions.cut(zhou, voice, Target(0, len(TEXT), "price"), 4)
    assert "price" in {aspect for _clause, aspect, _label in standing(voice)}
