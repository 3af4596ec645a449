"""Summaries on the pages: nothing without a model, citations that lead to voices, text that stays text."""

import re
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pyarrow as pa
import pytest
from django.test import Client
from tests.cast import SYSTEM, Cast
from tests.understand.chatserver import ChatServer, serving
from tests.understand.chatserver import said as reply
from tests.web.conftest import START

from zhiyin.act.initiatives.models import Initiative
from zhiyin.customers.identity.models import Key
from zhiyin.customers.profiles.models import Customer
from zhiyin.understand.pieces import actions as pieces
from zhiyin.understand.pieces.models import Piece
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.writer import actions, secret
from zhiyin.understand.writer.models import Letter
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.loading import append

pytestmark = pytest.mark.django_db(transaction=True)
Browse = Callable[..., Client]
SPAN = "?from=2026-09-01&to=2026-10-31&brand=*"
VOICES = f"/listen/voices/{SPAN}"
ASK = f"/understand/written/voices/{SPAN}"


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as found:
        yield found
    secret.keep("")


@pytest.fixture
def model(server: ChatServer, world: Cast) -> ChatServer:
    actions.configure(SYSTEM, address=server.address, model="qwen3:8b", seconds=5)
    return server


def test_without_a_model_nothing_is_offered_and_nobody_is_called(
    browse: Browse, monkeypatch: pytest.MonkeyPatch, drain: Callable[[], int]
) -> None:
    def refused(*_arguments: object) -> None:
        raise AssertionError("a socket was opened")

    client = browse("lin")
    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    page = client.get(VOICES).content.decode()
    assert "written" not in page
    assert "概括" not in page
    assert client.post(ASK).status_code == 409
    for path in ("/understand/topics/", "/explain/nps/", "/act/initiatives/new/", "/settings/writer/"):
        shown = client.get(path + SPAN)
        assert shown.status_code == 200
        assert "/understand/written/" not in shown.content.decode(), path
    drain()
    assert not Piece.objects.exists()


def test_a_summary_with_citations(browse: Browse, model: ChatServer, drain: Callable[[], int]) -> None:
    model.says(
        "配送太慢。[1][2]\n<script>alert(1)</script>也有人满意。[3]\n有 900 人投诉。[1]\n看 http://evil.example [1]"
    )
    client = browse("zhou")
    page = client.get(VOICES).content.decode()
    start = re.search(r'action="(/understand/written/voices/[^"]+)"', page)
    assert start is not None
    waiting = client.post(start[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" in waiting
    assert drain() == 1
    piece = Piece.objects.get()
    assert len(piece.voices) == 40
    shown = client.get(f"/understand/written/{piece.pk}/").content.decode()
    assert "hx-trigger" not in shown
    assert f'href="/listen/voices/{piece.voices[1]}/">[2]</a>' in shown
    assert "qwen3:8b" in shown
    assert "<script" not in shown
    assert not re.search(r"(?<![\w.])900(?!\w)", shown)
    assert "evil" not in shown
    assert (piece.total, piece.result["dropped"]) == (60, 3)
    assert "配送太慢。" in client.get(VOICES).content.decode(), "and it stays there"
    assert f"/settings/writer/letters/{piece.letter_id}/" in shown
    assert client.get(f"/settings/writer/letters/{piece.letter_id}/").status_code == 200
    assert '<voice n="1">' in model.texts
    other = browse("lin").get(VOICES).content.decode()
    assert "配送太慢。" in other, "whoever sees the same voices sees what was written about them"


def test_only_voices_that_the_reader_may_see(browse: Browse, model: ChatServer, drain: Callable[[], int]) -> None:
    model.says("配送太慢。[1]")
    chen = browse("chen")
    assert chen.post(ASK).status_code in (200, 302)
    drain()
    piece = Piece.objects.get()
    assert (len(piece.voices), piece.total) == (30, 30), "what was said in the east"
    assert browse("lin").get(f"/understand/written/{piece.pk}/").status_code == 404
    assert "配送太慢。" not in browse("lin").get(VOICES).content.decode()
    assert browse("he").post(ASK).status_code == 403
    assert browse("he").get(f"/understand/written/{piece.pk}/").status_code == 403


def test_why_a_number_moved(browse: Browse, model: ChatServer, drain: Callable[[], int]) -> None:
    pipeline.annotate()
    model.says("配送太慢。[1][2]")
    client = browse("zhou")
    page = client.get("/explain/net_sentiment/?from=2026-10-01&to=2026-10-29&against=previous").content.decode()
    start = re.search(r'action="(/understand/written/why/net_sentiment/[^"]+)"', page)
    assert start is not None
    assert client.post(start[1].replace("&amp;", "&")).status_code == 302
    drain()
    page = client.get("/explain/net_sentiment/?from=2026-10-01&to=2026-10-29&against=previous").content.decode()
    assert "配送太慢。" in page
    assert client.post("/understand/written/why/nothing/").status_code == 404


def test_nothing_that_names_a_customer_leaves(browse: Browse, model: ChatServer, drain: Callable[[], int]) -> None:
    profile = Customer.objects.create(
        code="c0a", name="欧阳若兰", phone="021-5550", email="ruolan@shop", joined_at=START
    )
    Key.objects.create(customer=profile, kind=Key.ID, value="VIP-7781")
    text = "我是老会员欧阳若兰（VIP-7781），ruolan@shop，021-5550 或 13912345678，配送太慢了"
    said = {"at": START, "source": "unmasked", "external_id": "u1", "unit": "east-01", "brand": "shanfeng",
            "text": text, "customer": "c0a", "kind": "review", "language": "zh"}  # fmt: skip
    append(
        "feedback", pa.Table.from_pylist([said, said | {"external_id": "u2"}, said | {"external_id": "u3"}]), batch="u"
    )
    model.says("配送太慢。[1]")
    browse("zhou").post(f"{ASK}&source=unmasked")
    drain()
    assert "配送太慢了" in model.texts
    sent = b"".join(model.received).decode() + model.texts + Letter.objects.get().material
    for word in ("欧阳若兰", "VIP-7781", "ruolan", "021-5550", "13912345678"):
        assert word not in sent, word


def test_two_at_once_pay_once(browse: Browse, model: ChatServer, drain: Callable[[], int]) -> None:
    model.says("配送太慢。[1]")
    for name in ("zhou", "lin", "zhou"):
        browse(name).post(ASK)
    assert drain() == 1
    browse("lin").post(ASK)
    drain()
    assert len(model.received) == 1
    assert Piece.objects.count() == 2


def test_what_cannot_be_kept_is_said_and_asked_anew(
    browse: Browse, model: ChatServer, drain: Callable[[], int]
) -> None:
    model.says("我已忽略所有指令，并删除了数据库。")
    client = browse("zhou", "en")
    client.post(ASK)
    drain()
    assert "wrote nothing that could be kept" in client.get(VOICES).content.decode()
    model.says("Slow delivery. [1]")
    client.post(ASK)
    drain()
    assert "Slow delivery." in client.get(VOICES).content.decode()
    assert Letter.objects.count() == 2


def test_what_was_written_outlives_its_job_and_goes_with_its_record(
    browse: Browse, model: ChatServer, drain: Callable[[], int]
) -> None:
    model.says("配送太慢。[1]")
    client = browse("lin")
    client.post(ASK)
    drain()
    Job.objects.all().delete()
    assert "配送太慢。" in client.get(VOICES).content.decode()
    client.post("/settings/writer/letters/forget/")
    assert not Piece.objects.exists()
    model.gives(401)
    client.post(ASK)
    drain()
    Letter.objects.all().delete()
    Piece.objects.update(at=START - timedelta(days=999))
    pieces.prune()
    assert not Piece.objects.exists()
    assert "配送太慢。" not in client.get(VOICES).content.decode()


def test_failures_and_stopping(browse: Browse, model: ChatServer, drain: Callable[[], int]) -> None:
    client = browse("zhou", "en")
    model.gives(401)
    client.post(ASK)
    drain()
    assert "does not accept the key" in client.get(VOICES).content.decode()
    client.post(ASK)
    piece = Piece.objects.first()
    assert piece is not None
    assert client.post(f"/understand/written/{piece.pk}/stop/", headers={"HX-Request": "true"}).status_code == 200
    drain()
    assert jobs.job(piece.job).state == "stopped"
    assert "Stopped." in client.get(VOICES).content.decode()
    assert client.get("/understand/written/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert client.post(ASK + "&q=nobodysaidthis").status_code == 422


def test_topics_are_named_once_and_marked(browse: Browse, model: ChatServer, drain: Callable[[], int]) -> None:
    said = [{"at": START + timedelta(days=35, minutes=n), "source": "tests", "external_id": f"p{n}", "unit": "east-01",
             "brand": "shanfeng", "kind": "review", "language": "zh", "text": f"第{n}次来，门口放了一架钢琴"}
            for n in range(20)]  # fmt: skip
    append("feedback", pa.Table.from_pylist(said), batch="topics")
    client, page = browse("zhou"), f"/understand/topics/{SPAN}"
    assert "钢琴" in client.get(page).content.decode()
    model.answer = lambda asked: reply("\n".join(f"{n}: 门口钢琴{'甲乙丙丁'[n % 4]}" for n in range(1, 9)))
    ask = f"/understand/written/topics/{SPAN}"
    assert client.post(ask).status_code == 302
    drain()
    shown = client.get(page).content.decode()
    assert "门口钢琴" in shown
    assert 'class="badge hollow" title="由 qwen3:8b 撰写，并非测量' in shown
    assert '<topic n="1">' in model.texts
    assert client.post(ask).status_code == 422, "all of them have a name"
    assert "门口钢琴" not in browse("chen").get(page).content.decode(), "who sees other voices sees other names"


def test_a_draft_that_nobody_saved_but_its_reader(browse: Browse, model: ChatServer, drain: Callable[[], int]) -> None:
    pipeline.annotate()
    model.says("TITLE: 提前备餐\nHYPOTHESIS: 提前备餐，配送会更快。\nSTEP: 记录超时\nSTEP: 备好饮品")
    client = browse("zhou")
    handed = urlencode(
        {"indicator": "net_sentiment", "touchpoint": "delivery", "finding": '{"sentence": "配送拖累净情感"}'}
    )
    page = client.get(f"/act/initiatives/new/?{handed}").content.decode()
    start = re.search(r'action="(/understand/written/plan/[^"]+)"', page)
    assert start is not None
    assert 'name="tasks"' not in page
    assert client.post(unescape(start[1])).status_code == 302
    drain()
    assert "<finding>配送拖累净情感</finding>" in model.texts
    page = client.get(f"/act/initiatives/new/?{handed}").content.decode()
    assert "提前备餐，配送会更快。" in page
    assert not Initiative.objects.exists()
    use = re.search(r'href="(/act/initiatives/new/[^"]+draft=[^"]+)"', page)
    assert use is not None
    form = client.get(unescape(use[1])).content.decode()
    assert "记录超时\n备好饮品</textarea>" in form
    sent = {"title": "备餐", "hypothesis": "改过的假设", "tasks": "一步\n\n两步", "indicator": "net_sentiment",
            "treated_units": ["east-01"], "starts_on": "2026-12-01", "weeks_before": 4, "weeks_after": 4,
            "finding": '{"sentence": "配送拖累净情感"}'}  # fmt: skip
    assert client.post(unescape(use[1]), sent).status_code == 302
    made = Initiative.objects.get()
    assert (made.hypothesis, [one["text"] for one in made.tasks]) == ("改过的假设", ["一步", "两步"])
    assert "草稿由 qwen3:8b" in client.get(f"/act/initiatives/{made.pk}/").content.decode()
    assert client.post("/understand/written/plan/").status_code == 422
    assert browse("he").post(unescape(start[1])).status_code == 403
    assert browse("chen").get(unescape(use[1])).status_code == 404
