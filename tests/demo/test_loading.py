"""Loading goes through the doors people use: a small sample, every record, twice."""

from itertools import pairwise

import pytest

from zhiyin.accounts import queries as accounts
from zhiyin.accounts.values import Actor, Role
from zhiyin.act.alerts.actions import adopt
from zhiyin.act.alerts.models import AlertRule
from zhiyin.act.initiatives.models import Initiative
from zhiyin.company import actions as company
from zhiyin.company import packs
from zhiyin.company.queries import journey_map
from zhiyin.company.settings.actions import apply_pack
from zhiyin.customers.profiles.models import Customer
from zhiyin.demo import actions
from zhiyin.demo import load as steps
from zhiyin.kit.errors import Conflict, Forbidden
from zhiyin.measure.tree.actions import plant
from zhiyin.measure.tree.models import TreeVersion
from zhiyin.measure.tree.queries import drawn, specs, version
from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.reader import Reader

SYSTEM = Actor.of_task("tests")
SCALE = 0.01
TABLES = ("order", "event", "feedback", "answer", "turn", "document")


def _counts(lake: Lake) -> dict[str, int]:
    facts = open_facts(Reader.of_task("tests"))
    return {name: facts.sql(f'SELECT count(*) AS n FROM "{name}"')["n"][0].as_py() for name in TABLES}


@pytest.mark.django_db(transaction=True)
def test_load_and_clear(lake: Lake) -> None:
    shares: list[float] = []
    done = actions.load(SYSTEM, scale=SCALE, progress=lambda step, share: shares.append(share))
    first = _counts(lake)
    assert done.facts == sum(first[name] for name in TABLES[:-1])
    assert first["document"] == first["feedback"] > 400
    assert all(after >= before - 1e-9 for before, after in pairwise(shares))
    assert shares[-1] == 1.0
    assert Customer.objects.count() == done.customers == 220
    assert TreeVersion.objects.count() == 1
    assert set(Initiative.objects.values_list("title", flat=True)) == {"预约取餐新流程", "门店翻新"}

    facts = open_facts(Reader.of_task("tests"))
    found = set(facts.sql('SELECT DISTINCT customer FROM "order"')["customer"].to_pylist())
    assert found <= set(Customer.objects.values_list("code", flat=True))
    chen = accounts.named("chenli")
    assert chen is not None
    assert (chen.role, chen.units) == (Role.TOUCHPOINT_OWNER, ["southwest"])

    again = actions.load(SYSTEM, scale=SCALE)
    assert again.facts == 0
    assert _counts(lake) == first
    assert Initiative.objects.count() == 2

    actions.clear(SYSTEM)
    assert set(_counts(lake).values()) == {0}
    assert not Customer.objects.exists()
    assert not Initiative.objects.exists()


@pytest.mark.django_db
def test_in_a_new_home_its_pack_takes_the_place_of_the_general_one() -> None:
    apply_pack(SYSTEM, "generic")
    plant(SYSTEM, packs.load("generic"))
    adopt(SYSTEM, "generic")
    steps.draw_map(SYSTEM)
    steps.grow_tree(SYSTEM)
    steps.set_alerts(SYSTEM)
    restaurant = packs.load("restaurant")
    assert {point.code for point in journey_map().touchpoints} == {point.code for point in restaurant.touchpoints}
    assert specs(version()) == drawn(restaurant)
    assert set(AlertRule.objects.values_list("code", flat=True)) == {alert.code for alert in restaurant.alerts}
    steps.grow_tree(SYSTEM)
    assert TreeVersion.objects.count() == 2


@pytest.mark.django_db
def test_own_company_is_refused(lake: Lake) -> None:
    company.create(SYSTEM, "unit", code="mine", name_zh="我的店")
    with pytest.raises(Conflict, match="mine"):
        actions.load(SYSTEM, scale=SCALE)
    with pytest.raises(Conflict):
        actions.clear(SYSTEM)


def test_not_for_viewers() -> None:
    viewer = Actor("user", "1", "何静", Role.VIEWER)
    with pytest.raises(Forbidden):
        actions.reset(viewer)
