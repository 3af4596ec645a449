"""Which words of a text name what, to the letter, however they are written."""

from typing import Any

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.amended import named
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import Name

NAMES = [
    Name("own", "us", "山风"),
    Name("rival", "luckin", "瑞幸"),
    Name("product", "latte", "生椰拿铁"),
    Name("place", "hongqiao", "虹桥店"),
]


@pytest.fixture(scope="module")
def cafe() -> Understander:
    return Understander(load("restaurant"), names=NAMES)


def told(cafe: Understander, text: str, aspect: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = cafe.annotate([text]).mentions.to_pylist()
    (mention,) = [one for one in found if one["aspect"] == aspect]
    return mention


def words(text: str, spans: list[str]) -> list[str]:
    return [text[int(span.split("-")[0]) : int(span.split("-")[1])] for span in spans]


@pytest.mark.parametrize(
    ("text", "aspect", "expected"),
    [
        ("服务员太慢了", "staff", ["服务员"]),
        # a word that judges may name the aspect itself, beside others or alone
        ("服务员很热情", "staff", ["服务员", "热情"]),
        ("真的很好吃", "taste", ["很好吃"]),
        ("服務員態度很差", "staff", ["服務員", "態度"]),
        ("服務\u200b員很熱情！！！！！", "staff", ["服務\u200b員", "熱情"]),
        ("😀😀  ＳＴＡＦＦ were rude", "staff", ["ＳＴＡＦＦ", "rude"]),
        ("<b>服务员</b>太慢了", "staff", ["服务员"]),
    ],
)
def test_the_words_that_name_an_aspect_as_they_are_written(
    cafe: Understander, text: str, aspect: str, expected: list[str]
) -> None:
    mention = told(cafe, text, aspect)
    assert mention["aspect_words"] == expected
    assert words(text, mention["aspect_spans"]) == expected


def test_what_context_tells_is_no_word(cafe: Understander) -> None:
    (mention,) = cafe.annotate(["很不错！"]).mentions.to_pylist()
    assert mention["aspect"] is not None
    assert "context" in mention["figures"]
    assert (mention["aspect_words"], mention["aspect_spans"]) == ([], [])


def test_names_times_and_places_where_they_stand(cafe: Understander) -> None:
    text = "昨天在虹桥店，山风的生椰拿铁比瑞幸难喝，瑞幸服务员更热情"
    mention = told(cafe, text, "taste")
    assert (mention["brands"], words(text, mention["brand_spans"])) == (["us", "luckin"], ["山风", "瑞幸"])
    assert (mention["products"], words(text, mention["product_spans"])) == (["latte"], ["生椰拿铁"])
    # what its sentence named before, where it did
    assert (mention["times"], mention["time_spans"]) == (["昨天"], ["0-2"])
    assert (mention["places"], mention["place_spans"]) == (["hongqiao"], ["3-6"])


def test_half_a_surrogate_pair_inside_a_time_is_stored(cafe: Understander) -> None:
    mention = told(cafe, "last<b\ud83d>week the staff were rude", "staff")
    assert (mention["times"], mention["time_spans"]) == (["last<b\ufffd>week"], ["0-12"])


def test_an_aspect_given_has_the_words_that_stand_there(cafe: Understander) -> None:
    clause = "服务员很热情，味道不怎么样"
    assert named(cafe.naming, [(10, clause, "taste"), (0, clause, "price"), (0, clause, "")]) == [
        {"aspect_words": ["味道"], "aspect_spans": ["17-19"]},
        {"aspect_words": [], "aspect_spans": []},
        {"aspect_words": [], "aspect_spans": []},
    ]
