"""The pages of Act, as people of different roles get them."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.act.cast import NOW, mention, put, scores
from tests.cast import SYSTEM, Cast

from zhiyin.act.alerts import actions as alerts
from zhiyin.act.alerts.tasks import evaluate
from zhiyin.act.cases import actions
from zhiyin.act.cases.models import Case
from zhiyin.act.cases.values import Draft
from zhiyin.act.initiatives.models import Initiative
from zhiyin.kit.time import now

pytestmark = pytest.mark.usefixtures("lake", "people")


@pytest.fixture
def as_(people: Cast) -> object:
    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(getattr(people, name))
        return client

    return sign_in


def page(client: Client, path: str, status: int = 200, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_a_case_shows_the_voice_the_way_and_the_figures(as_, people: Cast) -> None:
    text = "送餐太慢了<script>alert(1)</script>"
    ident = mention(text, intent="safety", unit="east-01", touchpoint="delivery", customer="c1", at=now())
    put(
        "order",
        {"source": "t", "external_id": "o1", "at": now() - timedelta(days=1), "customer": "c1", "unit": "east-01",
         "amount": 38.5, "currency": "CNY", "status": "delivered"},
    )  # fmt: skip
    case = actions.open_case(
        SYSTEM,
        Draft(title_code="feedback", unit="east-01", touchpoint="delivery", customer="c1", feedback=ident),
        now=now(),
    )
    html = page(as_("chen"), f"/act/cases/{case.pk}/")
    assert "送餐太慢了&lt;script&gt;" in html
    assert "<script>alert(1)" not in html
    assert '<mark class="neg"' in html
    assert "38.5 CNY" in html
    assert "已送达" in html
    assert "delivered" not in html, "no codes on screen"
    side = page(as_("chen"), f"/act/cases/{case.pk}/", **{"HX-Request": "true", "HX-Target": "side"})
    assert "<html" not in side
    assert 'hx-target="#side"' in side


def test_the_list_shows_what_is_open_and_finds(as_) -> None:
    for title in ("送餐晚了", "咖啡凉了"):
        actions.open_case(SYSTEM, Draft(title=title, unit="east-01"), now=now())
    html = page(as_("wang"), "/act/cases/")
    assert "送餐晚了" in html
    assert "咖啡凉了" in html
    assert "咖啡凉了" not in page(as_("wang"), "/act/cases/?q=送餐")
    page(as_("wang"), "/act/cases/?view=nonsense&owner=x&page=99")
    assert "送餐晚了" not in page(as_("wang"), "/act/cases/?view=overdue")


def test_another_stores_case_is_not_found_on_any_address(as_) -> None:
    case = actions.open_case(SYSTEM, Draft(title="北区的事", unit="north-01"), now=now())
    chen = as_("chen")
    assert "北区的事" not in page(chen, f"/act/cases/{case.pk}/", 404)
    assert "北区的事" not in page(chen, "/act/cases/?view=all")
    for verb, data in (("take", {}), ("comment", {"text": "x"}), ("resolve", {"cause": "a", "done": "b"})):
        assert chen.post(f"/act/cases/{case.pk}/{verb}/", data).status_code == 404
    fresh = Case.objects.get()
    assert (fresh.version, fresh.state) == (1, "new")


def test_who_reads_no_personal_data_sees_no_words(as_) -> None:
    ident = mention("秘密的话", unit="east-01", at=now())
    case = actions.open_case(SYSTEM, Draft(title_code="feedback", unit="east-01", feedback=ident), now=now())
    actions.comment(SYSTEM, case.pk, "客户电话里说了什么", now=now())
    html = page(as_("he"), f"/act/cases/{case.pk}/")
    assert "秘密的话" not in html
    assert "客户电话里说了什么" not in html


def test_a_title_that_somebody_typed_may_quote_the_customer(as_) -> None:
    case = actions.open_case(SYSTEM, Draft(title="王女士说秘密的话", unit="east-01", customer="c"), now=now())
    other = actions.open_case(SYSTEM, Draft(title="x", unit="east-01", customer="c"), now=now())
    for path in ("/act/cases/", f"/act/cases/{case.pk}/", f"/act/cases/{other.pk}/"):
        assert "秘密的话" not in page(as_("he"), path), path
        assert "秘密的话" in page(as_("wang"), path), path
    found = f'href="/act/cases/{case.pk}/"'
    assert found not in page(as_("he"), "/act/cases/?q=秘密")
    assert found in page(as_("wang"), "/act/cases/?q=秘密")


def test_two_who_resolve_the_same_page_one_is_told(as_) -> None:
    case = actions.open_case(SYSTEM, Draft(title="x", unit="east-01"), now=now())
    form = {"version": case.version, "cause": "骑手不足", "done": "加派"}
    assert as_("chen").post(f"/act/cases/{case.pk}/resolve/", form).status_code == 302
    late = as_("wang").post(f"/act/cases/{case.pk}/resolve/", form | {"cause": "别的"})
    assert late.status_code == 409
    assert "陈立" in late.content.decode()
    assert Case.objects.get().cause == "骑手不足"


def test_every_step_from_the_page_and_its_undo(as_) -> None:
    case = actions.open_case(SYSTEM, Draft(title="x", unit="east-01"), now=now())
    chen = as_("chen")
    steps = [
        ("take", {}), ("assign", {"unit": "east"}), ("severity", {"severity": "high"}), ("wait", {"text": "等照片"}),
        ("resume", {}), ("comment", {"text": "好"}), ("resolve", {"cause": "a", "done": "b"}), ("close", {}),
        ("reopen", {"text": "又来"}), ("undo", {}),
    ]  # fmt: skip
    for verb, data in steps:
        response = chen.post(f"/act/cases/{case.pk}/{verb}/", data)
        assert response.status_code == 302, (verb, response.content.decode()[:500])
    assert Case.objects.get().state == "closed"
    page(chen, f"/act/cases/{case.pk}/")
    assert chen.post(f"/act/cases/{case.pk}/explode/").status_code == 404
    assert chen.get(f"/act/cases/{case.pk}/take/").status_code == 405


def test_a_voice_becomes_one_case(as_) -> None:
    ident = mention("外卖洒了", unit="east-01", touchpoint="delivery", customer="c9", at=now())
    chen = as_("chen")
    assert "外卖洒了" in page(chen, f"/act/cases/new/?feedback={ident}")
    form = {"title": "外卖洒了", "severity": "high", "unit": "east-01", "touchpoint": "delivery", "feedback": ident}
    assert chen.post("/act/cases/new/", form).status_code == 302
    assert chen.get(f"/act/cases/new/?feedback={ident}").status_code == 302
    case = Case.objects.get()
    assert (case.feedback, case.owner_unit) == (ident, "east")
    assert chen.post("/act/cases/new/", {"title": ""}).status_code == 422
    page(chen, "/act/cases/new/?feedback=%27%3B--")


def test_alert_pages(as_) -> None:
    wang = as_("wang")
    page(wang, "/act/alerts/")
    form = {
        "code": "nps-low", "name_zh": "净推荐值过低", "kind": "threshold", "severity": "high", "indicator": "nps",
        "direction": "below", "limit": "30", "scope": "unit", "fewest": "30", "window_days": "7",
    }  # fmt: skip
    assert wang.post("/act/alerts/new/", form | {"limit": ""}).status_code == 422
    assert wang.post("/act/alerts/new/", form).status_code == 302
    scores([2] * 60, unit="east-01", at=NOW - timedelta(days=2))
    assert evaluate(NOW) == 1
    html = page(wang, "/act/alerts/rules/nps-low/")
    assert "-100" in html or "−100" in html
    page(wang, "/act/alerts/")
    page(wang, f"/act/cases/{Case.objects.get().pk}/")
    page(wang, "/act/alerts/rules/nps-low/edit/")
    for verb in ("snooze", "pause", "unpause"):
        assert wang.post(f"/act/alerts/rules/nps-low/{verb}/").status_code == 302
    rule = alerts.find("nps-low")
    stale = wang.post("/act/alerts/rules/nps-low/edit/", form | {"version": rule.version - 1})
    assert stale.status_code == 422
    assert wang.post("/act/alerts/adopt/").status_code == 302
    page(wang, "/act/alerts/")
    assert as_("chen").post("/act/alerts/new/", form).status_code == 403


def test_initiative_pages(as_) -> None:
    zhou = as_("zhou")
    page(zhou, "/act/initiatives/")
    page(zhou, '/act/initiatives/new/?indicator=nps&unit=east-01&touchpoint=delivery&finding={"change":-4.2}')
    form = {
        "title": "雨天加派骑手", "hypothesis": "更快送达会提高净推荐值", "indicator": "nps", "treated_units": ["east"],
        "starts_on": "2026-08-01", "weeks_before": "8", "weeks_after": "8", "finding": '{"change": -4.2}',
    }  # fmt: skip
    assert zhou.post("/act/initiatives/new/", form | {"treated_units": []}).status_code == 422
    assert zhou.post("/act/initiatives/new/", form).status_code == 302
    found = Initiative.objects.get()
    assert found.finding == {"change": -4.2}
    path = f"/act/initiatives/{found.pk}/"
    page(zhou, path)
    page(zhou, path + "edit/")
    assert zhou.post(path + "tasks/", {"text": ["排班", ""], "done": ["0"]}).status_code == 302
    assert zhou.post(path + "start/").status_code == 422  # one store against one other proves nothing
    page(zhou, "/act/initiatives/?state=draft")
    assert as_("he").post(path + "start/").status_code == 403
