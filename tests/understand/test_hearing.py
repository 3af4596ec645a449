"""Clauses are heard in their text: what one is about may stand before it, and what happened is no opinion yet."""

from dataclasses import replace

import numpy as np
import pytest

from zhiyin.company import packs
from zhiyin.company.concepts.rules import extended
from zhiyin.company.concepts.values import Idea
from zhiyin.company.packs import Name
from zhiyin.understand.text import hearing, vectors
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.codes import encode
from zhiyin.understand.text.hearing import TAUGHT, UNTAUGHT, chosen
from zhiyin.understand.text.network import EXACT

CITY, CARRIER, HOTEL, SHOP = (
    Understander(packs.load(name)) for name in ("government", "telecom", "hotel", "ecommerce")
)


def heard(understander: Understander, text: str) -> dict[str, tuple[str | None, str]]:
    """Of each clause that judges or wishes, the aspect and the label."""
    return {
        mention["clause"]: (mention["aspect"], mention["label"])
        for mention in understander.annotate([text]).mentions.to_pylist()
        if mention["label"] != "neutral" or mention["need"]
    }


def test_a_consequence_is_about_what_was_said_before() -> None:
    said = heard(CITY, "楼下烧烤店每天油烟扰民，气味呛人，根本没法开窗")
    assert said["根本没法开窗"] == ("environment", "negative")


def test_it_is_told_when_no_word_names_the_aspect() -> None:
    said = CITY.annotate(["楼下烧烤店每天油烟扰民，根本没法开窗"]).mentions.to_pylist()
    assert {mention["clause"]: "context" in mention["figures"] for mention in said} == {
        "楼下烧烤店每天油烟扰民": False,
        "根本没法开窗": True,
    }


def test_the_subject_of_a_letter_stands_in_its_title() -> None:
    said = heard(CITY, "关于A市115路公交车的投诉\n早上等了四十分钟都不来，司机还乱发脾气，希望领导重视")
    assert {aspect for aspect, _label in said.values()} <= {"transport", "conduct", "response", "authority"}
    assert said["早上等了四十分钟都不来"] == ("transport", "negative")


@pytest.mark.parametrize("text", ["打了三次电话都没人回复", "宽带断了一个星期了还没人来修", "无缘无故扣了我两百块钱"])
def test_a_report_of_a_failing_is_a_complaint(text: str) -> None:
    assert "negative" in {label for _aspect, label in heard(CARRIER, text).values()}


@pytest.mark.parametrize(
    "text", ["我昨天去了营业厅", "我是2012年入网的老用户", "我们家住在三楼", "现年59岁，无子女", "尊敬的领导：您好"]
)
def test_what_happened_is_no_opinion(text: str) -> None:
    assert heard(CARRIER, text) == {}
    assert heard(CITY, text) == {}


def test_the_same_words_are_about_something_else_elsewhere() -> None:
    """Nothing in 实在太不方便了 says what is meant."""
    ride = heard(CITY, "小区门口一直没有公交站，坐车要走两公里，实在太不方便了")
    hospital = heard(CITY, "医院挂号窗口只开一个，每次都要等一上午。实在太不方便了")
    assert ride["实在太不方便了"][0] == "transport"
    assert hospital["实在太不方便了"][0] == "health"


@pytest.mark.parametrize(("heading", "aspect"), [("运行速度", "performance"), ("待机时间", "battery")])
def test_what_stands_under_a_heading_is_about_it(heading: str, aspect: str) -> None:
    assert heard(SHOP, f"{heading}：从早用到晚，完全没问题")["完全没问题"] == (aspect, "positive")


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("网太差了", "network"),
        ("我家宽带装了半年，网太差了，晚上根本打不开网页", "broadband"),
        ("服务态度真差", "service"),
        ("营业厅服务态度真差", "shop"),
        ("维修师傅服务态度真好", "repair"),
        ("资费太贵", "charges"),
        ("套餐太贵了", "data_plan"),
        ("话费太贵了", "bill"),
        ("The network is terrible", "network"),
    ],
)
def test_a_group_is_named_where_nobody_says_which_of_it(text: str, aspect: str) -> None:
    assert {found for found, _label in heard(CARRIER, text).values()} == {aspect}


def about(understander: Understander, text: str = "天天这样", **given: float) -> str | None:
    """What `chosen` finds where the aspects have these parts of a chance that is sure, and all others what is left."""
    pack = understander.pack
    codes = [concept.code for concept in pack.aspects]
    parents = np.array([codes.index(one.parent) if one.parent else -1 for one in pack.aspects])
    chances = np.full((1, len(codes) + 1), (1 - TAUGHT.sure * sum(given.values())) / (len(codes) + 1 - len(given)))
    for code, part in given.items():
        chances[0, codes.index(code)] = TAUGHT.sure * part
    setting = understander.setting(understander.read(encode([text])))
    whole = codes.index(pack.whole) if pack.whole else None
    found, _doubted = chosen(chances, setting, np.zeros(len(codes), np.bool_), whole, parents, TAUGHT)
    return codes[found[0]] if found[0] >= 0 else None


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"broadband": 1.2, "mobile_data": 0.4}, "broadband"),
        ({"broadband": 0.7, "mobile_data": 0.6}, "network"),
        # sure enough, but not the one of the two
        ({"broadband": 1.05, "mobile_data": 0.85}, "network"),
        ({"shop": 1.05, "bill": 0.85}, "shop"),
        # the whole is no group: shops and bills have nothing in common but the company
        ({"shop": 0.7, "bill": 0.7}, None),
        ({"broadband": 0.4, "bill": 0.4}, None),
    ],
)
def test_parts_that_share_the_chance_leave_it_to_what_they_are_part_of(
    given: dict[str, float], found: str | None
) -> None:
    assert about(CARRIER, **given) == found


def test_a_part_of_a_part_counts_for_the_group() -> None:
    idea = Idea("own_campus", Name("Campus", "校园网络"), words=("校园网络",), parent="broadband")
    mine = Understander(extended(packs.load("telecom"), (idea,)))
    assert about(mine, broadband=0.6, mobile_data=0.6, own_campus=0.02) == "network"
    assert about(mine, mobile_data=0.52, own_campus=0.56) == "network"
    assert about(mine, broadband=0.5, own_campus=0.6) == "broadband"


def test_words_that_say_it_more_closely_are_not_given_up_for_the_group() -> None:
    assert about(CARRIER, "宽带天天这样", broadband=0.5, mobile_data=0.7) is None
    assert about(CARRIER, "话费天天这样", broadband=0.5, mobile_data=0.7) == "network"


def test_words_stand_where_the_likeliest_aspect_is_the_one_they_name() -> None:
    assert about(CARRIER, "宽带天天这样", broadband=1.1) is None
    assert "context" not in [
        sign for one in CARRIER.annotate(["宽带太慢"]).mentions.to_pylist() for sign in one["figures"]
    ]


def test_an_aspect_of_one_s_own_leaves_what_the_others_score() -> None:
    idea = Idea("own_campus", Name("Campus", "校园网络"), words=("校园网络",), parent="broadband")
    pack = packs.load("telecom")
    plain, mine = Understander(pack), Understander(extended(pack, (idea,)))
    network = hearing.load().network
    text = "宽带装了半年，网速越来越慢，打了三次电话都没人回复，扣了我两百块钱"
    found = []
    for one in (plain, mine):
        codes = [aspect.code for aspect in one.pack.aspects]
        setting = one.setting(one.read(encode([text])))
        found.append(network.scores("telecom", codes, setting, np.arange(len(setting.owner))))
    assert np.allclose(found[0], np.delete(found[1], -2, axis=1))
    assert (found[1][:, -2] < np.median(found[0], axis=1)).all(), "nothing was taught of it"


def test_where_nobody_read_words_give_way_to_hardly_anything() -> None:
    model = hearing.load()
    assert model.limits("telecom") == TAUGHT
    assert model.limits("mine") == UNTAUGHT
    theirs = replace(packs.load("hotel"), code="mine")
    texts = ["服务员态度很好，就是等得久", "周边环境较差，服务的速度慢，态度还可以，价格太高"]
    for text in texts:
        said = Understander(theirs).annotate([text]).mentions.to_pylist()
        assert not [one for one in said if "context" in one["figures"] and one["clause"] != "就是等得久"]


def test_a_company_s_own_words_are_master() -> None:
    """Who adds 携宠 as a subject finds it there, whatever the clause is like."""
    idea = Idea("own_pets", Name("Pets", "携宠"), words=("携宠",))
    mine = Understander(extended(packs.load("hotel"), (idea,)))
    said = "早餐品种很多，味道也好，就是携宠的客人不让进餐厅"
    assert heard(mine, said)["就是携宠的客人不让进餐厅"][0] == "own_pets"


def test_a_pack_of_one_s_own_goes_by_what_is_named() -> None:
    """No reader has read for it: no aspect has weights of its own, and names stand as the words have them."""
    mine = Understander(replace(packs.load("hotel"), code="mine"))
    said = heard(mine, "前台办理入住太慢，早餐也难吃，房间倒是很大")
    assert [aspect for aspect, _label in said.values()] == ["front_desk", "breakfast", "room"]


def test_what_readers_never_named_is_not_denied() -> None:
    """No hotel stood among the shop reviews that were read: its words stand, whatever the clause is like."""
    said = heard(SHOP, "房间通风不是很好，卫生间也脏，前台态度很差")
    assert said == {
        "房间通风不是很好": ("room", "negative"),
        "卫生间也脏": ("room", "negative"),
        "前台态度很差": ("front_desk", "negative"),
    }


def test_whole_numbers_add_up_exactly_however_many_there_are() -> None:
    """The worst that can come in, in single precision as in double."""
    network = hearing.load().network
    for layer in (network.hidden, network.deeper):
        worst = np.where(layer.weights.T > 0, layer.most, -layer.most)
        told = layer.rounded(worst * layer.step * 2)
        assert np.array_equal(told, worst), "clipped at what can be added up"
        exact = told.astype(np.float64) @ layer.weights.astype(np.float64)
        assert np.abs(exact).max() < EXACT
        assert np.array_equal(told @ layer.weights, exact)


def test_a_clause_counts_whatever_stands_beside_it() -> None:
    space = vectors.load()
    assert space.cut_and_found([]).shape[0] == 0
    stretches = ["服务很好", "", "the staff were friendly", "味道  一般", "酸梅汁还不错"]
    alone = [space.found([vectors.cut(one)]).sum(axis=0) for one in stretches]
    together = space.cut_and_found(stretches)
    assert [(together[row].sum(axis=0) == one).all() for row, one in enumerate(alone)] == [True] * len(stretches)


@pytest.mark.parametrize("text", ["客服态度差", "客服很差", "客服态度不好"])
def test_a_part_that_words_name_does_not_give_way_to_its_group(text: str) -> None:
    found = Understander(packs.load("generic")).annotate([text]).mentions.to_pylist()
    assert [one["aspect"] for one in found] == ["support"]
