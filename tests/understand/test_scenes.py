"""In which situation a text was lived, in both languages and every pack. None of these stands in a data set."""

from dataclasses import replace

import pytest

from zhiyin.company.packs import load, names
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.codes import encode
from zhiyin.understand.text.scenes import Finder

TOLD = {
    "restaurant": [
        ("周末带孩子来过生日，蛋糕不错", {"children", "birthday"}),
        ("和男朋友来的，环境不错", {"couple"}),
        ("加班到很晚，半夜点的外卖", {"office", "late_night"}),
        ("不适合带孩子", {"children"}),
        ("Perfect for date night", {"couple"}),
        ("My kids loved it, we came for my daughter's birthday", {"children", "birthday"}),
    ],
    "hotel": [
        ("出差住了一晚", {"business_trip"}),
        ("帶孩子來玩", {"children", "holiday"}),
        ("为了赶早班飞机住的", {"transit"}),
        ("Stayed here on a business trip", {"business_trip"}),
        ("We had an early flight the next day", {"transit"}),
    ],
    "tourism": [("学校组织的春游", {"school"}), ("自驾去的，下雨了", {"self_drive", "bad_weather"}),
                ("A day trip with my family", {"group_tour", "family"})],
    "auto": [("上下班代步够用，跑高速有点吵", {"commute", "long_drive"}), ("冬天雪地不打滑", {"winter"}),
             ("Fine for commuting, noisy on the motorway", {"commute", "long_drive"})],
    "airline": [("带着婴儿转机", {"children", "connection"}), ("Missed my connecting flight", {"connection"}),
                ("On our honeymoon with a wheelchair", {"couple", "assistance"})],
    "bank": [("卡丢了，要挂失", {"lost_card"}), ("刚退休，去存养老金", {"retirement"}),
             ("I lost my card while on vacation", {"lost_card", "abroad"})],
    "telecom": [("搬家以后宽带装不了", {"moving"}), ("出国漫游没有信号", {"abroad"}),
                ("No signal when I work from home", {"work"})],
    "government": [("孩子上学没有学位", {"children", "school"}), ("退休金一直没发", {"retirement"}),
                   ("Which papers do I need to get a marriage certificate", {"marriage"})],
    "ecommerce": [("买来送礼的", {"gift"}), ("给老爸买的，打游戏不卡", {"parents", "gaming"}),
                  ("Bought it as a gift for my mother", {"gift", "parents"})],
    "generic": [("全家一起去的", {"family"}), ("A gift for Christmas", {"gift", "holiday"})],
}  # fmt: skip
ELSE = {
    "restaurant": ["他很孩子气", "The date of the order was wrong", "生日期填错了", "我要给出差评", "老婆饼很好吃",
                   "朋友圈里都在说", "这一家人气很旺", "A family-owned place", "Baby back ribs"],
    "hotel": ["他们总是出差错", "做出差异化的服务", "It takes three business days", "旅行社订的"],
    "airline": ["The internet connection was slow", "Business class was full"],
    "generic": ["不过年轻人喜欢", "物业是我们的父母官"],
    "ecommerce": ["送人工客服处理", "跑鞋是运动鞋"],
}  # fmt: skip
FINDERS = {name: Finder(load(name).scenes) for name in names()}


def scenes(name: str, text: str) -> set[str]:
    return {one.scene for one in FINDERS[name].find(encode([text])).told.get(0, ())}


@pytest.mark.parametrize(("name", "text", "wanted"), [(name, *one) for name, some in TOLD.items() for one in some])
def test_a_scene_is_told(name: str, text: str, wanted: set[str]) -> None:
    assert scenes(name, text) == wanted


@pytest.mark.parametrize(("name", "text"), [(name, one) for name, some in ELSE.items() for one in some])
def test_longer_words_are_something_else(name: str, text: str) -> None:
    assert scenes(name, text) == set()


@pytest.mark.parametrize("name", names())
def test_every_pack_is_asked_in_both_languages(name: str) -> None:
    assert {text.isascii() for text, _scenes in TOLD[name]} == {True, False}


@pytest.fixture(scope="module")
def cafe() -> Understander:
    return Understander(load("restaurant"))


def test_opinions_have_the_scene_of_their_sentence_else_the_one_before_else_the_first(cafe: Understander) -> None:
    text = "味道不错。上次和朋友来，服务很好。😀这次带孩子来，菜太咸。环境也差"
    found = cafe.annotate([text])
    (document,) = found.documents.to_pylist()
    assert document["scenes"] == ["friends", "children"]
    said = {one["clause"]: one for one in found.mentions.to_pylist()}
    assert {clause: one["scenes"] for clause, one in said.items()} == {
        "味道不错": ["friends"], "服务很好": ["friends"], "菜太咸": ["children"], "环境也差": ["children"],
    }  # fmt: skip
    for one, word in ((said["味道不错"], "和朋友"), (said["环境也差"], "孩子")):
        spans = [tuple(map(int, span.split("-"))) for span in one["scene_spans"]]
        assert [text[start:end] for start, end in spans] == [word]


def test_texts_of_a_batch_keep_their_scenes_to_themselves(cafe: Understander) -> None:
    found = cafe.annotate(["带孩子来的，好吃", "好吃", None, "", "with friends, tasty"])
    assert found.documents["scenes"].to_pylist() == [["children"], [], [], [], ["friends"]]
    assert [one["scenes"] for one in found.mentions.to_pylist()] == [["children"], [], ["friends"]]


def test_scenes_change_nothing_else(cafe: Understander) -> None:
    texts = ["周末带孩子来过生日，不热情", "with my wife, not bad", "和朋友比起来贵"]
    bare = Understander(replace(load("restaurant"), scenes=())).annotate(texts)
    full = cafe.annotate(texts)
    for some, other in ((bare.documents, full.documents), (bare.mentions, full.mentions)):
        names_ = [name for name in some.column_names if not name.startswith("scene")]
        assert some.select(names_).equals(other.select(names_))
