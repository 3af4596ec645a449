"""A piece that a person cuts off keeps what it names itself, and what holds for the whole sentence."""

from typing import Any

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.corrections.inheriting import inherited
from zhiyin.understand.corrections.rules import overlay
from zhiyin.understand.corrections.values import Opinion, Step, Verb
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import Name

TEXT = "上周六在城西店，山风的拿铁比青柳的美式还好喝"
NAMES = [
    Name("own", "shanfeng", "山风"), Name("rival", "qingliu", "青柳"), Name("product", "latte", "拿铁"),
    Name("product", "americano", "美式"), Name("place", "west", "城西店"),
]  # fmt: skip


@pytest.fixture(scope="module")
def pieces() -> list[dict[str, Any]]:
    """The comparison, cut before 比."""
    cafe = Understander(load("restaurant"), names=NAMES)
    found = cafe.annotate([TEXT])
    (whole,) = [one for one in found.mentions.to_pylist() if "好喝" in one["clause"]]
    cut = TEXT.index("比")
    before = Opinion.of(whole)
    after = tuple(
        Opinion(start, end, whole["aspect"], label, 0.5, 1.0)
        for start, end, label in ((whole["start"], cut, "positive"), (cut, whole["end"], "neutral"))
    )
    steps = {0: [Step(1, Verb.SPLIT, before, after)]}
    laid = overlay(found, [TEXT], steps, {}, cafe.naming)
    return [one for one in laid.mentions.to_pylist() if one["judged"]]


def test_of_two_words_for_one_brand_no_piece_takes_the_rivals() -> None:
    text = "山风的拿铁比青柳和柳记的美式好喝"
    told = {
        "start": 0, "end": len(text), "brands": ["shanfeng", "qingliu"], "brand_spans": ["0-2", "6-8", "9-11"],
        "products": ["latte", "americano"], "product_spans": ["3-5", "12-14"],
    }  # fmt: skip
    kept = inherited(told, Opinion(0, 5, "", "positive", 0.5, 1.0), text)
    assert (kept["brands"], kept["products"]) == ([], ["latte"])
    whole = inherited(told, Opinion(0, len(text), "", "positive", 0.5, 1.0), text)
    assert whole["brands"] == ["shanfeng", "qingliu"]


def stand(one: dict[str, Any], spans: str) -> list[str]:
    return [TEXT[int(first) : int(last)] for first, last in (span.split("-") for span in one[spans])]


def test_each_piece_names_its_own_brand_and_product(pieces: list[dict[str, Any]]) -> None:
    left, right = pieces
    assert [(one["brands"], one["products"]) for one in pieces] == [
        (["shanfeng"], ["latte"]),
        (["qingliu"], ["americano"]),
    ]
    assert (stand(left, "brand_spans"), stand(right, "brand_spans")) == (["山风"], ["青柳"])
    assert (stand(left, "product_spans"), stand(right, "product_spans")) == (["拿铁"], ["美式"])


def test_time_and_place_before_the_clause_hold_for_both(pieces: list[dict[str, Any]]) -> None:
    for one in pieces:
        assert (one["places"], stand(one, "place_spans")) == (["west"], ["城西店"])
        assert (one["times"], stand(one, "time_spans")) == (["上周六"], ["上周六"])
