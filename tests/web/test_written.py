"""Summaries on the pages: nothing without a model, citations that lead to voices, text that stays text."""

import re
import socket
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from tests.cast import SYSTEM, Cast
from tests.understand.chatserver import ChatServer, serving

from zhiyin.understand.pieces.models import Piece
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.writer import actions, secret
from zhiyin.understand.writer.models import Letter
from zhiyin.warehouse import jobs

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
    assert "900" not in shown
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
