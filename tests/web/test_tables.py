"""Every table can be taken away, by whoever may, as far as they see it."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.test import Client
from django.utils import translation
from tests.cast import SYSTEM, Cast
from tests.web.hostile import HOSTILE

from zhiyin.act.alerts.models import AlertRule, Firing
from zhiyin.act.cases import actions as cases
from zhiyin.act.cases.models import Case
from zhiyin.act.cases.values import Draft
from zhiyin.kit.time import now
from zhiyin.web.desk.labels import say_code

Browse = Callable[..., Client]
WHEN = "from=2026-09-01&to=2026-10-31"
TABLES = (
    f"/?{WHEN}", f"/listen/voices/?{WHEN}", f"/understand/aspects/?{WHEN}", f"/measure/indicators/?{WHEN}",
    f"/measure/indicators/nps/?{WHEN}", f"/measure/indicators/nps/records/?{WHEN}", f"/measure/journey/?{WHEN}",
    f"/measure/rivals/?{WHEN}", f"/explain/findings/?{WHEN}", f"/explain/nps/?{WHEN}", "/act/cases/?view=all",
    "/act/alerts/?", "/act/initiatives/?", "/verify/?",
)  # fmt: skip


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(f"{address}&as=csv")
    assert answer.status_code == 200, address
    text = b"".join(answer).decode()  # type: ignore[arg-type]  # a streaming answer yields bytes
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


@pytest.fixture
def opened(world: Cast) -> None:
    rule = AlertRule.objects.create(code="late", name_zh="=迟到", kind="threshold", indicator="on_time_delivery")
    for unit in ("east-01", "north-01"):
        draft = Draft(title=f"=1+1 {HOSTILE}", unit=unit, touchpoint="delivery", customer="c1")
        case = cases.open_case(SYSTEM, draft, now=now())
        figure = {"value": 70.5, "low": 60.0, "high": 80.0, "n": 50}
        figures = {"keys": {"unit": unit}, "figure": figure, "limit": 85.0}
        Firing.objects.create(rule=rule, group=unit, at=now(), case=case, figures=figures)


@pytest.mark.parametrize("address", TABLES)
def test_every_table_can_be_taken_away(browse: Browse, opened: None, address: str) -> None:
    client = browse("lin")
    for form in ("csv", "xlsx"):
        answer = client.get(f"{address}&as={form}")
        assert answer.status_code == 200
        assert f".{form}" in answer.headers["Content-Disposition"]
    page = client.get(address).content.decode()
    assert "as=csv" in page
    assert "as=xlsx" in page


@pytest.mark.parametrize("address", TABLES)
def test_whoever_may_not_export_is_refused(browse: Browse, opened: None, address: str) -> None:
    client = browse("he")
    assert client.get(f"{address}&as=csv").status_code == 403
    assert "as=csv" not in client.get(address).content.decode()


def test_cases_are_taken_away_as_far_as_they_are_seen(browse: Browse, opened: None) -> None:
    everything, own = (rows(browse(who, "en"), "/act/cases/?view=all") for who in ("wang", "chen"))
    assert {row["unit"] for row in everything} == {"east-01", "north-01"}
    assert [row["unit"] for row in own] == ["east-01"], "the region's own"
    assert everything[0]["what is to be solved"].startswith("'=1+1"), "no formula runs in a spreadsheet"


def test_firings_carry_their_figures_and_stay_within_the_region(browse: Browse, opened: None) -> None:
    found = rows(browse("chen", "en"), "/act/alerts/?")
    assert [(row["rule"], row["about"], row["value"], row["n"], row["limit"]) for row in found] == [
        ("'=迟到", "east-01", "70.5", "50", "85.0")
    ]


def test_the_navigation_counts_the_cases_that_wait_for_me(browse: Browse, opened: None) -> None:
    client = browse("wang")
    assert 'class="count"' not in client.get("/act/initiatives/").content.decode()
    for case in Case.objects.all():
        assert client.post(f"/act/cases/{case.pk}/take/").status_code == 302
    assert ">2</span>" in client.get("/act/initiatives/").content.decode()
    assert 'class="count"' not in browse("chen").get("/act/initiatives/").content.decode(), "they are not his"


@pytest.mark.parametrize(
    ("kind", "code", "zh", "en"),
    [("status", "delivered", "已送达", "delivered"), ("channel", "review_site", "点评网站", "Review site"),
     ("event", "add_cart", "加入购物车", "put into the cart"), ("actor", "escalate", "超时升级", "Escalation"),
     ("source", "our-own", "our-own", "our-own"), ("status", None, "", "")],
)  # fmt: skip
def test_codes_have_names_in_both_languages(kind: str, code: str | None, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert say_code(kind, code) == zh
    with translation.override("en"):
        assert say_code(kind, code) == en
