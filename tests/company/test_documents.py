import pytest
from tests.company.cast import BOSS, VIEWER

from zhiyin.company.actions import change
from zhiyin.company.changes.queries import history
from zhiyin.company.maps.actions import load
from zhiyin.company.maps.queries import document
from zhiyin.company.maps.values import parse, write
from zhiyin.company.models import Concept, Touchpoint, Unit
from zhiyin.company.queries import company, journey_map
from zhiyin.company.settings.actions import apply_pack
from zhiyin.kit.errors import Forbidden, Invalid

MAP = """
company: {zh: 山风咖啡, en: Shanfeng Coffee, time_zone: Asia/Shanghai}
calendars: [{code: office, monday: "09:00-18:00", days_off: [2026-12-24]}]
units:
  - {code: sh01, zh: 静安店, parent: sh, opened_on: 2024-05-01}
  - {code: sh, zh: 上海, kind: city, calendar: office}
  - {code: 110, zh: 客服队列, kind: queue}
brands: [{code: sf, zh: 山风, ours: true}, {code: rival, zh: 对手}]
products: [{code: latte, zh: 拿铁, parent: coffee, brand: sf}, {code: coffee, zh: 咖啡}]
stages:
  - {code: order, zh: 下单, touchpoints: [{code: app, zh: 小程序, channel: app, owner_unit: sh, weight: 2}]}
  - {code: drink, zh: 品尝}
releases: [{at: 2026-06-01T09:00, name: 配送新规, kind: incident, unit: sh}]
"""


def test_a_map_comes_back_as_it_went_out(db: None) -> None:
    load(BOSS, parse(MAP))
    first = write(document())
    Touchpoint.objects.update(weight=5)
    Unit.objects.filter(code="sh01").update(name_zh="别的")
    load(BOSS, parse(first))
    assert write(document()) == first
    assert "静安店" in first
    assert "2026-06-01T01:00" in first


CONCEPTS = """
concepts:
  - {code: own_fast, zh: 快充, parent: own_pile, words: [快充桩]}
  - {code: own_pile, zh: 充电, en: Charging, touchpoint: app, words: [充电桩, charging pile], examples: [桩又坏了],
     refused: [手机没电了]}
  - {code: own_more, zh: 配送, extends: delivery, words: [等骑手]}
  - {code: own_gone, zh: 旧的, words: [快充桩], active: false}
"""


def test_own_aspects_come_back_as_they_went_out(db: None) -> None:
    load(BOSS, parse(MAP + CONCEPTS))
    first = write(document())
    assert "手机没电了" in first
    kept = {one.code: one.idea for one in Concept.objects.filter(active=True)}
    assert sorted(kept) == ["own_fast", "own_more", "own_pile"]
    change(BOSS, "concept", "own_pile", words=["换电站"], refused=[])
    change(BOSS, "concept", "own_gone", active=True, words=["旧的东西"])
    load(BOSS, parse(first))
    assert write(document()) == first
    assert {one.code: one.idea for one in Concept.objects.filter(active=True)} == kept
    changes = history().count()
    load(BOSS, parse(first))
    assert history().count() == changes


def test_own_aspects_into_another_home(db: None) -> None:
    load(BOSS, parse(MAP + CONCEPTS))
    text = write(document())
    Concept.objects.all().delete()
    load(BOSS, parse(text))
    assert write(document()) == text


@pytest.mark.parametrize(
    "concept",
    ["{code: delivery, zh: 配送费, words: [配送费用]}", "{code: own_a, zh: a, words: [慢]}",
     "{code: own_a, zh: a, words: [618]}", "{code: own_a, zh: a, words: 停车场}", "{code: own_a, zh: a}",
     "{code: own_a, zh: a, words: [停车场], parent: own_b}", "{code: own_a, zh: a, words: [停车场], color: red}"],
)  # fmt: skip
def test_an_own_aspect_that_cannot_be_gets_a_sentence(db: None, concept: str) -> None:
    with pytest.raises(Invalid) as refused:
        load(BOSS, parse(f"{MAP}concepts: [{concept}]"))
    assert "own_a" in str(refused.value) or "delivery" in str(refused.value) or "color" in str(refused.value)
    assert not Unit.objects.exists(), "all of it or nothing"


def test_the_same_document_twice_changes_nothing(db: None) -> None:
    load(BOSS, parse(MAP))
    changes = history().count()
    load(BOSS, parse(MAP))
    assert history().count() == changes


def test_a_number_may_be_a_code(db: None) -> None:
    load(BOSS, parse(MAP))
    assert Unit.objects.get(code="110").kind == "queue"


def test_stages_stand_in_the_order_written(db: None) -> None:
    load(BOSS, parse(MAP))
    assert [stage.code for stage, _points in journey_map().stages] == ["order", "drink"]
    assert [point.code for point in journey_map().touchpoints] == ["app"]


@pytest.mark.parametrize(
    "text",
    [
        "units: [{code: a, parent: b}, {code: b, parent: a}]",
        "units: [{zh: 无码}]",
        "units: {code: a}",
        "planets: []",
        "units: [{code: a, colour: red}]",
        "just words",
        "units: [",
        "releases: [{at: soon, name: x}]",
        "units: [{code: no}]",
        "units: [a]",
        "!!python/object/apply:os.system ['true']",
        "brands: [{code: ok}]\nunits: [{code: a, kind: planet}]",
    ],
)
def test_a_wrong_document_is_refused_whole(db: None, text: str) -> None:
    with pytest.raises(Invalid) as problem:
        load(BOSS, parse(text))
    assert str(problem.value)
    assert not history().exists()


def test_who_may_not_edit_brings_nothing_in(db: None) -> None:
    with pytest.raises(Forbidden):
        load(VIEWER, parse(MAP))
    assert not history().exists()


def test_another_pack_replaces_only_what_nobody_touched(db: None) -> None:
    load(BOSS, parse("units: [{code: sh}]"))
    apply_pack(BOSS, "generic")
    change(BOSS, "touchpoint", "online", owner_unit="sh")
    apply_pack(BOSS, "restaurant")
    codes = {point.code for point in journey_map().touchpoints}
    assert {"online", "queue", "payment"} <= codes
    assert "after_sales" not in codes
    stages = [stage.code for stage, _points in journey_map().stages]
    assert "buy" in stages, "a touchpoint that stays needs its stage"
    assert "use" not in stages
    apply_pack(BOSS, "generic")
    assert {"after_sales", "online"} <= {point.code for point in journey_map().touchpoints}


def test_a_pack_draws_the_journey_and_keeps_what_is_there(db: None) -> None:
    load(BOSS, parse("stages: [{code: own, zh: 自己的}]\nunits: [{code: sh}]"))
    apply_pack(BOSS, "generic")
    code = journey_map().touchpoints[0].code
    change(BOSS, "touchpoint", code, owner_unit="sh", weight=3.0)
    apply_pack(BOSS, "generic")
    point = Touchpoint.objects.get(code=code)
    assert (point.owner_unit and point.owner_unit.code, point.weight) == ("sh", 3.0)
    assert "own" in [stage.code for stage, _points in journey_map().stages]
    assert company().pack == "generic"
