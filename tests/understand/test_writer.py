"""The optional language model: off by default, masked, logged, within its budget, paid once."""

import json
import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.cast import SYSTEM, Cast
from tests.understand.chatserver import ChatServer, said, serving

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.connectors.chat import errors
from zhiyin.kit.errors import Conflict, Forbidden, Invalid
from zhiyin.kit.time import now
from zhiyin.understand.writer import actions, queries, secret
from zhiyin.understand.writer.letters.actions import BudgetGone, ask, forget, prune
from zhiyin.understand.writer.models import Allowance, Letter
from zhiyin.understand.writer.values import Purpose, Written

pytestmark = pytest.mark.django_db(transaction=True)
PRIVATE = (
    "我叫李建国，电话13812345678，身份证110101199003074514，邮箱 ljg1990@qq.com，"
    "卡号6222021234567890128，车牌粤B12345，客户 c0123456789abcdef0123 说等太久"
)


@pytest.fixture(autouse=True)
def no_key() -> Iterator[None]:
    yield
    secret.keep("")


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as found:
        yield found


def switch_on(server: ChatServer, **values: Any) -> None:
    given = {"address": server.address, "model": "qwen3:8b", "seconds": 5} | values
    actions.configure(SYSTEM, key="sk-secret-1", **given)


def put(text: str, actor: Any = SYSTEM, **more: Any) -> Written | None:
    return ask(Purpose.SUMMARY, "用一句话概括。", text, actor=actor, most=50, **more)


def test_off_until_somebody_names_a_model(cast: Cast) -> None:
    assert not queries.is_on()
    assert put("等太久") is None
    assert not Letter.objects.exists()


def test_nothing_unmasked_is_in_the_bytes(server: ChatServer, cast: Cast) -> None:
    switch_on(server)
    server.says("等太久。")
    written = put(PRIVATE + "。会员王小明，编号 VIP-2231", hidden={"王小明", "VIP-2231", "人", "x"})
    assert written is not None
    sent = server.received[0].decode() + server.texts
    for word in ("李建国", "13812345678", "199003", "ljg1990", "6222021234567890128", "粤B12345",
                 "c0123456789abcdef0123", "王小明", "VIP-2231"):  # fmt: skip
        assert word not in sent, word
    assert "说等太久" in server.texts
    letter = Letter.objects.get()
    assert letter.material in server.texts, "the record is what left, word for word"
    assert (letter.outcome, letter.answer, letter.tokens_in, letter.tokens_out) == ("answered", "等太久。", 40, 7)
    assert (letter.actor_name, letter.model, letter.cost) == ("tests", "qwen3:8b", 47)
    assert "sk-secret" not in json.dumps(list(Letter.objects.values()), default=str)


@pytest.mark.parametrize("text", ["\x00\ud800 坏", "", "<script>", "😀" * 500])
def test_any_text_is_sent_and_kept(server: ChatServer, cast: Cast, text: str) -> None:
    switch_on(server)
    server.says("\x00\ud83d 好")
    written = put(text)
    assert written is not None
    assert "好" in written.text


def test_paid_once(server: ChatServer, cast: Cast) -> None:
    switch_on(server)
    first, again, other = put("等太久"), put("等太久", cast.actor("zhou")), put("等太久了")
    assert first is not None
    assert again is not None
    assert other is not None
    assert (again.letter, again.cached, first.cached) == (first.letter, True, False)
    assert len(server.received) == 2
    assert Letter.objects.get(pk=first.letter).reused == 1
    assert Allowance.objects.get().requests == 2
    actions.configure(SYSTEM, model="another")
    put("等太久")
    assert len(server.received) == 3, "another model may say something else"


def test_budget(server: ChatServer, cast: Cast) -> None:
    switch_on(server, budget=300)
    server.says("好", tokens_in=100, tokens_out=20)
    put("一")
    assert Allowance.objects.get().spent == 120
    put("二")
    with pytest.raises(BudgetGone) as caught:
        put("三")
    assert "240" in str(caught.value)
    assert len(server.received) == 2
    assert not Letter.objects.filter(material="三").exists(), "what never left is no record of what left"
    actions.configure(SYSTEM, budget=10_000)
    server.says("好", tokens_in=None)
    put("四")
    four = Letter.objects.get(material="四")
    assert four.cost == four.reserved, "whoever does not count is counted at the most"


def test_what_may_be_on_the_bill_stays_counted(server: ChatServer, cast: Cast) -> None:
    switch_on(server)
    server.gives(401)
    with pytest.raises(errors.KeyRefused):
        put("一")
    assert Allowance.objects.get().spent == 0
    server.gives(200, b"<html>")
    with pytest.raises(errors.Unreadable):
        put("二")
    spent = Allowance.objects.get().spent
    assert spent == Letter.objects.get(material="二").reserved > 0

    class Enough(Exception):
        pass

    def tick() -> None:
        raise Enough

    server.hold.clear()
    with pytest.raises(Enough):
        put("三", tick=tick)
    assert Letter.objects.get(material="三").outcome == "stopped"
    assert Allowance.objects.get().spent > spent
    assert [one.problem for one in Letter.objects.order_by("id")] == ["key_refused", "unreadable", ""]


def test_a_dead_process_leaves_its_reservation(server: ChatServer, cast: Cast) -> None:
    """As a process leaves it that is killed between reserving and settling."""
    switch_on(server, concurrent=1)
    put("一")
    Letter.objects.update(outcome="waiting", cost=500, until=now() - timedelta(seconds=1))
    Allowance.objects.update(spent=500)
    put("二")
    assert Letter.objects.get(material="一").outcome == "lost"
    assert Allowance.objects.get().spent == 547


def test_settings_are_checked_and_the_key_stays_with_its_server(server: ChatServer, cast: Cast) -> None:
    lin = cast.actor("lin")
    with pytest.raises(Forbidden):
        actions.configure(cast.actor("zhou"), address=server.address, model="m")
    with pytest.raises(Invalid):
        actions.configure(lin, address="http://192.168.0.9:8000/v1", model="m")
    actions.configure(lin, address="http://192.168.0.9:8000/v1", model="m", allow_open=True)
    for wrong in ({"address": "example.com"}, {"model": ""}, {"seconds": 0}, {"budget": -1}):
        with pytest.raises(Invalid):
            actions.configure(lin, **wrong)
    with pytest.raises(Invalid):
        actions.configure(lin, key="sk 1\n2")
    switch_on(server)
    file = Path(settings.HOME.path) / secret.FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    actions.configure(lin, model="another")
    assert queries.setup().endpoint.key == "sk-secret-1"
    actions.configure(lin, address="https://collector.example/v1")
    assert queries.setup().endpoint.key == ""
    assert not file.exists()
    with pytest.raises(Conflict):
        actions.configure(lin, version=0, budget=5)
    trail = json.dumps(list(AuditEntry.objects.filter(subject_type="understand.writersettings").values("details")))
    assert "collector.example" in trail
    assert "sk-secret" not in trail


def test_what_the_server_sets_stands(monkeypatch: pytest.MonkeyPatch, server: ChatServer, cast: Cast) -> None:
    switch_on(server)
    monkeypatch.setenv("ZHIYIN_WRITER_ADDRESS", "https://llm.example/v1")
    monkeypatch.setenv("ZHIYIN_WRITER_MODEL", "house-model")
    setup = queries.setup()
    assert (setup.fixed, setup.endpoint.model, setup.endpoint.key) == (True, "house-model", "")
    monkeypatch.delenv("ZHIYIN_WRITER_ADDRESS")
    monkeypatch.setenv("ZHIYIN_WRITER_KEY", "sk-of-the-house")
    assert queries.setup().endpoint.key == "sk-secret-1", "their key goes to their address only"


def test_pages(server: ChatServer, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.lin)
    assert "关闭" in client.get("/settings/writer/").content.decode()
    form = {"address": server.address, "model": "qwen3", "key": "sk-geheim", "budget": 1000, "seconds": 5,
            "concurrent": 1, "keep_days": 30, "version": 0}  # fmt: skip
    assert client.post("/settings/writer/", form | {"address": "http://10.0.0.1/v1"}).status_code == 422
    assert client.post("/settings/writer/", form).status_code == 302
    server.answer = lambda asked: said("<b>你好</b>，知音！")
    page = client.post("/settings/writer/trial/").content.decode()
    assert "&lt;b&gt;你好" in page
    server.gives(401)
    page = client.post("/settings/writer/trial/").content.decode()
    assert "不接受" in page
    assert "sk-geheim" not in page + client.get("/settings/writer/").content.decode()
    shown = client.get("/settings/writer/letters/").content.decode()
    assert "qwen3" in shown
    number = Letter.objects.order_by("id")[0].pk
    assert "向“知音”问好" in client.get(f"/settings/writer/letters/{number}/").content.decode()
    client.force_login(cast.zhou)
    for path in ("/settings/writer/", "/settings/writer/letters/", f"/settings/writer/letters/{number}/"):
        assert client.get(path).status_code == 403
    assert client.post("/settings/writer/trial/").status_code == 403
    assert client.post("/settings/writer/letters/forget/").status_code == 403


def test_whoever_asked_may_look_it_up_and_administrators_delete(server: ChatServer, cast: Cast) -> None:
    switch_on(server)
    with pytest.raises(Forbidden):
        put("一", cast.actor("he"))
    written = put("一", cast.actor("wang"))
    assert written is not None
    assert queries.letter(cast.actor("wang"), written.letter).material == "一"
    assert queries.letter(cast.actor("lin"), written.letter).material == "一"
    with pytest.raises(Forbidden):
        queries.letter(cast.actor("zhou"), written.letter)
    with pytest.raises(Forbidden):
        forget(cast.actor("zhou"))
    assert forget(cast.actor("lin")) == 1
    put("一", cast.actor("wang"))
    assert len(server.received) == 2, "what was deleted serves nobody any more"
    Letter.objects.update(at=now() - timedelta(days=181))
    assert prune() == 1


def test_os_environment_has_no_proxy_say(monkeypatch: pytest.MonkeyPatch, server: ChatServer, cast: Cast) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setitem(os.environ, name, "http://127.0.0.1:9")
    switch_on(server)
    assert put("一") is not None
