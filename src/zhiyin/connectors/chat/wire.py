"""The line: one POST, by the standard library. No proxy of the environment, no redirect: what is sent goes to the
address that stands in the settings and nowhere else."""

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection, IncompleteRead
from threading import Event, Thread

from django.utils.translation import gettext_lazy as _

from zhiyin.connectors.chat import rules
from zhiyin.connectors.chat.errors import AskedToWait, TooLong, TooSlow, Unreachable
from zhiyin.connectors.chat.values import Answer, Endpoint, Reply

LONGEST_BODY = 1_000_000
CONNECTING_S = 10.0
BEAT_S = 0.5


def chat(
    endpoint: Endpoint,
    instructions: str,
    material: str,
    *,
    most: int,
    seconds: float,
    tick: Callable[[], None] | None = None,
) -> Reply:
    """The answer, within `seconds` in all. `tick` is called about twice a second; what it raises ends the call."""
    body = rules.body(endpoint, instructions, material, most)
    end = time.monotonic() + seconds
    while True:
        answer = _ask(endpoint, body, end, seconds, tick)
        pause = rules.wait(answer)
        if pause is None:
            return rules.read(answer, endpoint)
        if time.monotonic() + pause >= end:
            if pause < seconds or answer.retry_after == "":
                raise rules.problem(answer, endpoint)
            raise AskedToWait(
                _("{host} asks us to wait {n} seconds. Try again then."),
                host=rules.parts(endpoint.address).netloc,
                n=round(pause),
            )
        _rest(pause, tick)


def _ask(endpoint: Endpoint, body: bytes, end: float, seconds: float, tick: Callable[[], None] | None) -> Answer:
    call = _Call(endpoint, body, max(0.1, end - time.monotonic()))
    call.start()
    try:
        while not call.done.wait(min(BEAT_S, max(0.0, end - time.monotonic()))):
            if time.monotonic() >= end:
                raise _too_slow(endpoint, seconds)
            if tick:
                tick()
    finally:
        call.end()
    return call.outcome(seconds)


def _too_slow(endpoint: Endpoint, seconds: float) -> TooSlow:
    return TooSlow(
        _("No answer from {host} within {n} seconds. A local model may still be loading: try again."),
        host=rules.parts(endpoint.address).netloc,
        n=round(seconds),
    )


def _rest(pause: float, tick: Callable[[], None] | None) -> None:
    until = time.monotonic() + pause
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(BEAT_S, left))
        if tick:
            tick()


class _Call(Thread):
    """In a thread of its own, so that it can be left however slowly the other side drips."""

    def __init__(self, endpoint: Endpoint, body: bytes, seconds: float) -> None:
        super().__init__(daemon=True)
        self.endpoint, self.body, self.seconds = endpoint, body, seconds
        self.done = Event()
        self.answer: Answer | None = None
        self.error: Exception | None = None
        self._line: socket.socket | None = None

    def run(self) -> None:
        try:
            self.answer = self._send()
        except (OSError, HTTPException, ValueError, AttributeError, TooLong) as error:
            self.error = error
        finally:
            self.done.set()

    def end(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)

    def outcome(self, seconds: float) -> Answer:
        if self.answer is not None:
            return self.answer
        host = rules.parts(self.endpoint.address).netloc
        if isinstance(self.error, TooLong):
            raise self.error
        if isinstance(self.error, ssl.SSLError):
            raise Unreachable(
                _("The certificate of {host} is not trusted here, or it speaks no TLS: {why}"),
                host=host,
                why=str(getattr(self.error, "verify_message", "") or self.error.reason or self.error)[:120],
            )
        if self._line is not None and isinstance(self.error, TimeoutError):
            # the socket's clock ran out a moment before ours
            raise _too_slow(self.endpoint, seconds)
        if self._line is not None:
            raise Unreachable(_("{host} broke off before it had answered. Try again."), host=host)
        raise Unreachable(
            _("Nothing answers at {host}. Is the server running, and can this machine reach it?"), host=host
        )

    def _send(self) -> Answer:
        place = rules.parts(self.endpoint.address)
        kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
        connection = kind(place.hostname or "", place.port, timeout=min(CONNECTING_S, self.seconds))
        try:
            connection.connect()
            self._line = connection.sock
            connection.sock.settimeout(self.seconds)
            connection.request("POST", place.path + rules.SUFFIX, self.body, self._headers())
            response = connection.getresponse()
            body = response.read(LONGEST_BODY + 1)
            if len(body) > LONGEST_BODY:
                raise TooLong(
                    _("{host} sent more than a million characters. That is no answer to our question."),
                    host=place.netloc,
                )
            if response.length:
                raise IncompleteRead(body, response.length)
            head = response.headers
            return Answer(response.status, body, head.get("Retry-After", "").strip(), head.get("Location", ""))
        finally:
            connection.close()

    def _headers(self) -> dict[str, str]:
        plain = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "zhiyin"}
        return plain | ({"Authorization": f"Bearer {self.endpoint.key}"} if self.endpoint.key else {})
