"""Packs that ship are sound; a broken one says where and what to do."""

from pathlib import Path

import pytest
import yaml
from django.utils import translation

from zhiyin.company.packs import BadPack, Pack, load, names, read, reading, shipped
from zhiyin.company.packs.values import Opinions

GOOD = """
code: mine
name: {en: Mine, zh: 我的}
stages: [{code: buy, name: {en: Buy, zh: 购买}}]
touchpoints: [{code: shop, name: {en: Shop, zh: 门店}, stage: buy, channel: store}]
aspects:
  - code: price
    name: {en: Price, zh: 价格}
    touchpoint: shop
    synonyms: {zh: [价格], en: [price]}
    opinions: {negative: [高]}
  - {code: fee, name: {en: Fee, zh: 手续费}, parent: price, synonyms: {zh: [手续费]}}
scenes:
  - {code: gift, name: {en: Gift, zh: 送礼}, synonyms: {zh: [送礼], en: [gift]}, unlike: [gift card]}
  - {code: trip, name: {en: Trip, zh: 出差}, synonyms: {zh: [出差]}}
tree: {code: all, name: {en: All, zh: 全部}, children: [{code: n, name: {en: N, zh: N}, indicator: nps, target: 30}]}
alerts: [{code: a, name: {en: A, zh: 甲}, kind: threshold, indicator: nps, limits: {below: 0}, severity: high}]
"""


def said(path: Path, content: str) -> str:
    file = path / "mine.yaml"
    file.write_text(content, encoding="utf-8")
    with translation.override("en"):
        with pytest.raises(BadPack) as caught:
            read(file)
        return str(caught.value)


TEN = {
    "airline",
    "auto",
    "bank",
    "ecommerce",
    "generic",
    "government",
    "hotel",
    "restaurant",
    "telecom",
    "tourism",
}


def test_ten_packs_are_offered() -> None:
    assert {pack.code for pack in shipped()} == TEN
    assert shipped()[-1].code == "generic"
    assert len({pack.about.zh for pack in shipped()}) == len({pack.about.en for pack in shipped()}) == len(TEN)


def lists(pack: Pack) -> list[tuple[str, Opinions]]:
    return [(aspect.code, given) for aspect in pack.aspects for given in (aspect.opinions, aspect.implied)]


@pytest.mark.parametrize("name", names())
def test_no_word_praises_and_blames(name: str) -> None:
    for code, given in lists(load(name)):
        both = {word.lower() for word in given.positive} & {word.lower() for word in given.negative}
        assert not both, f"{name} {code}: {both}"


@pytest.mark.parametrize("name", names())
def test_every_aspect_belongs_to_a_touchpoint_but_the_whole(name: str) -> None:
    """Indicators of a touchpoint and pain points leave out what has none."""
    pack = load(name)
    assert {aspect.code for aspect in pack.aspects if not aspect.touchpoint} <= {pack.whole}


@pytest.mark.parametrize("name", names())
def test_both_languages_everywhere(name: str) -> None:
    pack = load(name)
    named = [pack.name, pack.about, *(node.name for node in pack.tree.walk())]
    named += [one.name for one in (*pack.stages, *pack.touchpoints, *pack.aspects, *pack.alerts)]
    for each in named:
        assert each.en.isascii(), each
        assert not each.zh.isascii() or each.zh.isupper(), each
    for aspect in pack.aspects:
        assert any(word.isascii() for word in aspect.synonyms), (name, aspect.code)
        assert any(not word.isascii() for word in aspect.synonyms), (name, aspect.code)


@pytest.mark.parametrize("name", names())
def test_touchpoints_are_spoken_of(name: str) -> None:
    """A touchpoint without an aspect would stay empty on every page."""
    pack = load(name)
    spoken = {aspect.touchpoint for aspect in pack.aspects}
    assert {point.code for point in pack.touchpoints} <= spoken


@pytest.mark.parametrize("name", names())
def test_shipped_packs(name: str) -> None:
    pack = load(name)
    assert pack.code == name
    assert pack is load(name)
    assert all(aspect.name.zh and aspect.name.en for aspect in pack.aspects)
    assert all(aspect.synonyms or aspect.implied.negative for aspect in pack.aspects)
    stages = {stage.code for stage in pack.stages}
    assert {touchpoint.stage for touchpoint in pack.touchpoints} == stages, "a stage without touchpoints"
    assert {alert.kind for alert in pack.alerts} == {"threshold", "change", "voice"}
    assert any(node.indicator == "nps" for node in pack.tree.walk())


@pytest.mark.parametrize("name", names())
def test_kinds_and_scenes_of_shipped_packs(name: str) -> None:
    pack = load(name)
    assert 6 <= len(pack.scenes) <= 14
    assert {aspect.kind for aspect in pack.aspects} == {"part", "attribute"}
    file = Path(reading.FOLDER) / f"{name}.yaml"
    listed = yaml.safe_load(file.read_text("utf-8"))["aspects"]
    assert all("kind" in one for one in listed), "left to the default"
    for scene in pack.scenes:
        assert any(word.isascii() for word in scene.synonyms), (name, scene.code)
        assert any(not word.isascii() for word in scene.synonyms), (name, scene.code)


def test_required_packs() -> None:
    assert {"generic", "ecommerce", "restaurant", "airline"} <= set(names())


def test_unknown_name_lists_the_known() -> None:
    with pytest.raises(BadPack, match="restaurant"):
        load("bakery")


def test_a_pack_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(GOOD, encoding="utf-8")
    pack = read(file)
    assert pack.aspect("fee").parent == "price"
    assert pack.touchpoint("shop").stage == "buy"
    assert pack.tree.children[0].target == 30.0
    assert [aspect.kind for aspect in pack.aspects] == ["part", "part"]
    assert pack.scenes[0].unlike == ("gift card",)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("stage: buy", "stage: sell", "touchpoints shop"),
        ("channel: store", "channel: pigeon", "touchpoints shop"),
        ("touchpoint: shop", "touchpoint: kiosk", "aspects price"),
        ("parent: price", "parent: fee", "aspects fee"),
        ("[手续费]", "[价格]", "aspects fee"),
        ("en: [price]", "en: [no]", "aspects price"),
        ("opinions: {negative", "opinions: {bad", "aspects price"),
        ("indicator: nps, target", "indicator: happiness, target", "tree n"),
        ("target: 30", "target: high", "tree n"),
        ("{below: 0}", "{days: 7}", "alerts a"),
        ("severity: high", "severity: huge", "alerts a"),
        ("kind: threshold, indicator: nps", "kind: voice", "alerts a"),
        ("code: fee,", "code: price,", "aspects"),
        ("code: mine\n", "", "top level"),
        ("parent: price", "kind: thing", "aspects fee"),
        ("zh: [出差]", "zh: [送礼]", "scenes trip"),
        ("zh: [出差]", "zh: []", "scenes trip"),
        ("code: trip", "code: gift", "scenes"),
        ("unlike: [gift card]", "unlike: [card]", "scenes gift"),
        ("unlike: [gift card]", "avoid: [card]", "scenes gift"),
    ],
)
def test_faults_are_named(tmp_path: Path, old: str, new: str, place: str) -> None:
    assert old in GOOD
    sentence = said(tmp_path, GOOD.replace(old, new, 1))
    assert sentence.startswith(f"mine.yaml, {place}")


def test_parents_in_a_circle(tmp_path: Path) -> None:
    assert "lead back" in said(tmp_path, GOOD.replace("    touchpoint: shop", "    parent: fee", 1))


def test_not_yaml(tmp_path: Path) -> None:
    assert "mine.yaml" in said(tmp_path, "code: [")
    assert "mine.yaml" in said(tmp_path, "just words")
