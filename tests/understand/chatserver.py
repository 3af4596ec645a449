"""A real HTTP server on this machine that answers as OpenAI-compatible servers do, well or badly."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

Sent = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""


def said(text: str, tokens_in: int | None = 40, tokens_out: int = 7) -> Sent:
    body: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": text}}]}
    if tokens_in is not None:
        body["usage"] = {"prompt_tokens": tokens_in, "completion_tokens": tokens_out}
    return 200, {}, json.dumps(body).encode()


@dataclass
class ChatServer:
    address: str = ""
    answer: Callable[[dict[str, Any]], Sent] = lambda asked: said("好的。")
    received: list[bytes] = field(default_factory=list)
    """Every byte of every body."""
    heads: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    most_at_once: int = 0
    hold: Event = field(default_factory=Event)
    """Clear it, and nobody is answered until it is set."""
    _now: int = 0
    _lock: Lock = field(default_factory=Lock)

    def says(self, text: str, **counted: Any) -> None:
        self.answer = lambda asked: said(text, **counted)

    def gives(self, status: int, body: bytes = b"{}", **head: str) -> None:
        self.answer = lambda asked: (status, {name.replace("_", "-"): value for name, value in head.items()}, body)

    @property
    def texts(self) -> str:
        """All that was said, as the model would read it."""
        return "\n".join(m["content"] for body in self.received for m in json.loads(body)["messages"])


@contextmanager
def serving() -> Iterator[ChatServer]:
    state = ChatServer()
    state.hold.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with state._lock:
                state.received.append(body)
                state.heads.append(dict(self.headers))
                state.paths.append(self.path)
                state._now += 1
                state.most_at_once = max(state.most_at_once, state._now)
            state.hold.wait(20)
            with state._lock:
                state._now -= 1
            status, head, sent = state.answer(json.loads(body))
            try:
                self.send_response(status)
                for name, value in head.items():
                    self.send_header(name, value)
                if "Content-Length" not in head:
                    self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)
            except OSError:
                pass  # whoever asked has left

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.address = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()
