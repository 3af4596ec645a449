"""The indicator tree is edited on a page: what was saved is shown, and what is wrong comes back as it was typed."""

import pytest
from django.test import Client
from tests.cast import Cast

from zhiyin.measure.tree.actions import save_tree
from zhiyin.measure.tree.queries import specs, version
from zhiyin.measure.tree.values import Spec
from zhiyin.warehouse.engines import Lake

pytestmark = pytest.mark.django_db
TREE = [
    Spec("root", "总体验", "Experience"),
    Spec("delivery", "配送", "Delivery", "root", "nps", {"touchpoint": ("delivery",)}, 2.0, 40),
]


@pytest.fixture
def analyst(client: Client, cast: Cast, lake: Lake) -> Client:
    save_tree(cast.actor("zhou"), TREE)
    client.force_login(cast.zhou)
    return client


def form(*rows: dict[str, str], based_on: int = 1) -> dict[str, object]:
    fields = ("code", "name_zh", "name_en", "parent", "indicator", "filters", "weight", "target")
    return {"based_on": based_on, **{name: [row.get(name, "") for row in rows] for name in fields}}


ROOT = {"code": "root", "name_zh": "总体验", "name_en": "Experience", "weight": "1"}
LEAF = {"code": "delivery", "name_zh": "配送", "parent": "root", "indicator": "nps", "weight": "3"}


def test_what_was_saved_is_shown(analyst: Client) -> None:
    page = analyst.get("/measure/tree/").content.decode()
    for shown in ('value="delivery"', 'value="总体验"', 'value="touchpoint=delivery"', '<option value="nps" selected>'):
        assert shown in page


def test_saving_makes_the_next_version(analyst: Client) -> None:
    answer = analyst.post("/measure/tree/", form(ROOT, LEAF | {"filters": "touchpoint=delivery，unit=east-01"}, {}))
    assert answer.status_code == 302
    assert version().number == 2
    leaf = specs(version())[1]
    assert (leaf.weight, dict(leaf.filters)) == (3.0, {"touchpoint": ("delivery",), "unit": ("east-01",)})


@pytest.mark.parametrize("wrong", [{"weight": "heavy"}, {"parent": "nowhere"}, {"filters": "delivery"}])
def test_what_is_wrong_comes_back_as_typed(analyst: Client, wrong: dict[str, str]) -> None:
    answer = analyst.post("/measure/tree/", form(ROOT, LEAF | wrong))
    assert answer.status_code == 422
    assert f'value="{next(iter(wrong.values()))}"' in answer.content.decode()
    assert version().number == 1


def test_an_edit_of_an_old_version_overwrites_nothing(analyst: Client, cast: Cast) -> None:
    save_tree(cast.actor("lin"), TREE)
    assert analyst.post("/measure/tree/", form(ROOT, LEAF)).status_code == 422
    assert version().number == 2


def test_an_old_version_is_brought_back(analyst: Client, cast: Cast) -> None:
    save_tree(cast.actor("lin"), [*TREE, Spec("more", "更多", "More", "root", "csat")])
    assert analyst.post("/measure/tree/restore/1/").status_code == 302
    assert [one.code for one in specs(version())] == ["root", "delivery"]


def test_who_may_not_edit_changes_nothing(client: Client, analyst: Client, cast: Cast) -> None:
    client.force_login(cast.he)
    assert client.post("/measure/tree/", form(ROOT, LEAF)).status_code in (403, 422)
    assert client.post("/measure/tree/restore/1/").status_code == 403
    assert version().number == 1
