"""A language model in a real browser: named on a page, asked at a press, cited, stopped, switched off again."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.loop.conftest import SECONDS, sign_in
from tests.understand.chatserver import ChatServer, Sent, said, serving

pytestmark = pytest.mark.browser
JUNE = "from=2026-06-01&to=2026-06-30&brand=*"
SUMMARY = "送餐太慢，等得久 & 凉了。[1][2]\n大家等了八千分钟。[1]\n包装漏了。[99]\n看<a href=x>这里</a>。[1]"
PLAN = "TITLE: 提前备餐\nHYPOTHESIS: 提前备餐，等候会变短。\nSTEP: 记录高峰\nSTEP: 提前备餐"


def answer(asked: dict[str, Any]) -> Sent:
    told, material = (message["content"] for message in asked["messages"])
    if "<topic" in material:
        return said("\n".join(f"{n}: 顾客谈的第{word}件事" for n, word in ((1, "一"), (2, "二"))))
    if "<finding" in material:
        return said(PLAN)
    return said(SUMMARY if "<voice" in material else f"你好，{len(told)}！")


@pytest.fixture
def model(page: Page) -> Iterator[ChatServer]:
    """Named on the settings page, and taken away there."""
    with serving() as server:
        server.answer = answer
        sign_in(page, "linlan", "zh-hans")
        _name(page, server.address, "qwen3:8b")
        yield server
        server.hold.set()
        _name(page, "", "")
        page.goto(f"/listen/voices/?{JUNE}")
        expect(page.locator("#written")).to_have_count(0)


def _name(page: Page, address: str, model: str) -> None:
    page.goto("/settings/writer/")
    page.fill("[name=address]", address)
    page.fill("[name=model]", model)
    page.locator("main form.form button.main").click()
    expect(page.locator("[name=address]")).to_have_value(address)


def test_what_a_model_writes_is_cited_marked_and_checked(page: Page, model: ChatServer) -> None:
    page.locator("form[action$='/trial/'] button").click()
    expect(page.locator("main .notice.main")).to_contain_text("qwen3:8b")
    page.goto(f"/listen/voices/?{JUNE}&label=negative")
    written = page.locator("#written")
    written.locator("button").click()
    expect(written.locator("li")).to_have_count(1, timeout=60 * SECONDS)
    expect(written).to_contain_text("送餐太慢，等得久 & 凉了。")
    expect(written).to_contain_text("qwen3:8b")
    expect(written).to_contain_text(re.compile("3 句"))
    written.locator("a.n").first.click()
    expect(page.locator("#side article.voice, #side h1, #side h2").first).to_be_visible()
    page.reload()
    expect(written.locator("li")).to_have_count(1)
    sent = json.loads(model.received[-1])
    assert sent["model"] == "qwen3:8b"
    page.goto("/settings/writer/letters/")
    expect(page.locator("main tbody tr")).not_to_have_count(0)


def test_topics_get_names_and_a_finding_a_plan(page: Page, model: ChatServer) -> None:
    page.goto(f"/understand/topics/?{JUNE}")
    page.locator("#written button").click()
    expect(page.locator("main table")).to_contain_text("顾客谈的第一件事", timeout=60 * SECONDS)
    page.goto("/explain/findings/?from=2026-06-01&to=2026-06-30")
    page.locator("main a[href*='/act/initiatives/new']").first.click()
    page.locator("#written button").click()
    page.locator("#written a.button").click(timeout=60 * SECONDS)
    expect(page.locator("[name=title]")).to_have_value("提前备餐")
    expect(page.locator("[name=hypothesis]")).to_have_value("提前备餐，等候会变短。")


def test_a_slow_model_is_stopped_and_a_broken_one_told(page: Page, model: ChatServer) -> None:
    model.hold.clear()
    page.goto(f"/listen/voices/?{JUNE}&label=positive")
    written = page.locator("#written")
    written.locator("button").click()
    written.locator("form[action$='/stop/'] button").click(timeout=30 * SECONDS)
    expect(written).to_contain_text("已停止", timeout=60 * SECONDS)
    model.gives(500, b"<html>no JSON")
    model.hold.set()
    written.locator("button").last.click()
    expect(written.locator("[role=alert]")).to_be_visible(timeout=60 * SECONDS)
    expect(written.locator("[role=alert]")).not_to_contain_text("<html>")
