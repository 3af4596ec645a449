"""The line to a language model, against a real server: what is sent, and a clear sentence for whatever goes wrong."""

import json
import socket
import time
from collections.abc import Iterator

import pytest
from django.utils.translation import override
from tests.understand.chatserver import ChatServer, serving

from zhiyin.connectors.chat import Endpoint, Reply, chat, errors, wire
from zhiyin.connectors.chat.rules import is_open, origin, parts


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def asked(server: ChatServer, seconds: float = 5, key: str = "sk-1") -> Reply:
    return chat(Endpoint(server.address, "m", key), "说明", "材料", most=50, seconds=seconds)


def test_what_is_sent_and_read(server: ChatServer) -> None:
    server.says("<think>让我想想</think>\n 排队太久。\x00", tokens_in=12, tokens_out=3)
    assert asked(server) == Reply("排队太久。", 12, 3)
    body = json.loads(server.received[0])
    assert [message["content"] for message in body["messages"]] == ["说明", "材料"]
    assert (body["model"], body["max_tokens"], body["stream"]) == ("m", 50, False)
    assert server.paths == ["/v1/chat/completions"]
    assert server.heads[0]["Authorization"] == "Bearer sk-1"
    asked(server, key="")
    assert "Authorization" not in server.heads[1]
    server.says("好", tokens_in=None)
    assert asked(server) == Reply("好")


@pytest.mark.parametrize(
    ("status", "body", "error", "word"),
    [
        (401, b"", errors.KeyRefused, "key"),
        (403, b"", errors.KeyRefused, "key"),
        (404, b'{"error": {"message": "model m not found"}}', errors.NotThere, "model m not found"),
        (400, b'{"error": {"message": "sk-1 is no good"}}', errors.Refused, "••• is no good"),
        (500, b"<html>", errors.Refused, "500"),
        (302, b"", errors.Redirected, "https://elsewhere.example"),
        (200, b"<html>hello</html>", errors.Unreadable, "OpenAI"),
        (200, b'{"choices": []}', errors.Unreadable, "OpenAI"),
        (200, b'{"choices": [{"message": {"content": null}}]}', errors.Unreadable, "without any words"),
        (200, b"[" * 100_000, errors.Unreadable, "OpenAI"),
        (200, b"x" * 1_100_000, errors.TooLong, "million"),
    ],
)
def test_what_goes_wrong_is_said(
    server: ChatServer, status: int, body: bytes, error: type[errors.NoAnswer], word: str
) -> None:
    server.gives(status, body, Location="https://elsewhere.example/v1")
    with pytest.raises(error) as caught:
        asked(server)
    assert word in str(caught.value)
    assert "sk-1" not in str(caught.value)
    assert len(server.received) == 1


def test_too_slow_and_broken_off(server: ChatServer) -> None:
    server.hold.clear()
    before = time.monotonic()
    with pytest.raises(errors.TooSlow):
        asked(server, seconds=0.4)
    assert time.monotonic() - before < 2
    server.hold.set()
    server.gives(200, b"{}", Content_Length="5000")
    with pytest.raises((errors.Unreachable, errors.TooSlow)):
        asked(server, seconds=1)


def test_the_sockets_clock_runs_out_first(server: ChatServer) -> None:
    """It may end a moment before ours: that is too slow as well, nobody broke off."""
    server.hold.clear()
    call = wire._Call(Endpoint(server.address, "m"), b"{}", seconds=0.2)
    call.run()
    with pytest.raises(errors.TooSlow):
        call.outcome(30)
    server.hold.set()


def test_nobody_there() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(errors.Unreachable) as caught:
        chat(Endpoint(f"http://127.0.0.1:{port}/v1", "m"), "a", "b", most=5, seconds=3)
    assert f"127.0.0.1:{port}" in str(caught.value)
    with pytest.raises(errors.Unreachable):
        chat(Endpoint("http://no-such-host.invalid/v1", "m"), "a", "b", most=5, seconds=5)


def test_no_tls_where_tls_is_asked_for(server: ChatServer) -> None:
    with pytest.raises(errors.Unreachable):
        chat(Endpoint(server.address.replace("http:", "https:"), "m"), "a", "b", most=5, seconds=3)


def test_asked_to_wait(server: ChatServer) -> None:
    times: list[float] = []

    def busy_once(_asked: object) -> tuple[int, dict[str, str], bytes]:
        times.append(time.monotonic())
        if len(times) == 1:
            return 429, {"Retry-After": "1"}, b"{}"
        return 200, {}, b'{"choices": [{"message": {"content": "ok"}}]}'

    server.answer = busy_once
    assert asked(server).text == "ok"
    assert times[1] - times[0] >= 1
    server.gives(429, Retry_After="60")
    with pytest.raises(errors.AskedToWait) as caught:
        asked(server)
    assert "60" in str(caught.value)
    assert len(server.received) == 3


def test_stopped_by_whoever_waits(server: ChatServer) -> None:
    class Enough(Exception):
        pass

    def tick() -> None:
        raise Enough

    server.hold.clear()
    with pytest.raises(Enough):
        chat(Endpoint(server.address, "m"), "a", "b", most=5, seconds=20, tick=tick)


@pytest.mark.parametrize(
    "address",
    ["", "localhost:11434", "ftp://x/v1", "http://", "https://u:p@x/v1", "https://x/v1?key=1", "https://x /v1",
     "https://x:99999/v1", "https://例子.cn/v1", "https://x/\nv1"],
)  # fmt: skip
def test_no_address(address: str) -> None:
    with pytest.raises(errors.BadAddress):
        parts(address)


def test_whose_it_is_and_who_can_read_it() -> None:
    assert origin("https://api.deepseek.com") == "https://api.deepseek.com:443"
    assert parts("http://localhost:1/v1/chat/completions/").path == "/v1"
    assert [is_open(f"http://{host}/v1") for host in ("localhost", "127.0.0.1:11434", "[::1]:80")] == [False] * 3
    assert is_open("http://192.168.1.5:8000/v1")
    assert not is_open("https://192.168.1.5/v1")
