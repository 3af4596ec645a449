"""What is sent and what comes back, as bytes."""

import json
import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext_lazy as _

from zhiyin.connectors.chat.errors import (
    AskedToWait,
    BadAddress,
    KeyRefused,
    NoAnswer,
    NotThere,
    Redirected,
    Refused,
    Unreadable,
)
from zhiyin.connectors.chat.values import Answer, Endpoint, Reply

LONGEST_REPLY = 20_000
"""Characters of an answer that are kept."""
SUFFIX = "/chat/completions"
# Reasoning models think aloud before they answer; that is not the answer.
THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
WAITABLE = (429, 503)


def parts(address: str) -> SplitResult:
    """Of an address that can be used, without the path of the question itself."""
    plain = address.strip().rstrip("/").removesuffix(SUFFIX)
    try:
        found = urlsplit(plain)
        usable = found.scheme in ("http", "https") and bool(found.hostname) and (found.port is None or found.port > 0)
    except ValueError:
        usable = False
    if not usable or not plain.isprintable() or " " in plain or not plain.isascii():
        raise BadAddress(_("“{address}” is no address; write it like https://host/v1."), address=address[:100])
    if found.username is not None or found.query or found.fragment:
        raise BadAddress(_("The address must hold no user name, no “?” and no “#”; the key has a field of its own."))
    return found


def is_local(address: str) -> bool:
    """Whether what is sent there stays on this machine."""
    host = parts(address).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_open(address: str) -> bool:
    """Whether everybody on the way can read it: no TLS, and off this machine."""
    return parts(address).scheme == "http" and not is_local(address)


def origin(address: str) -> str:
    """Whom the key belongs to."""
    found = parts(address)
    port = found.port or {"http": 80, "https": 443}[found.scheme]
    return f"{found.scheme}://{found.hostname}:{port}"


def body(endpoint: Endpoint, instructions: str, material: str, most: int) -> bytes:
    said = [{"role": "system", "content": instructions}, {"role": "user", "content": material}]
    return json.dumps(
        {"model": endpoint.model, "messages": said, "max_tokens": most, "temperature": 0.2, "stream": False}
    ).encode()


def wait(answer: Answer) -> float | None:
    """Seconds after which the server wants to be asked again; None where that is no matter of waiting."""
    if answer.status not in WAITABLE:
        return None
    # A date instead of seconds is allowed, and used by nobody who serves models.
    return float(answer.retry_after) if answer.retry_after.isdecimal() else 2.0


def read(answer: Answer, endpoint: Endpoint) -> Reply:
    if answer.status != 200:
        raise problem(answer, endpoint)
    try:
        found = json.loads(answer.body)
        text = found["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        raise Unreadable(
            _("What answers at {host} does not speak the language of OpenAI's chat. Look whether the path is right."),
            host=parts(endpoint.address).netloc,
        ) from None
    if not isinstance(text, str) or not (plain := clean(THOUGHT.sub("", text)).strip()):
        raise Unreadable(_("The model “{model}” answered without any words."), model=endpoint.model)
    usage = found.get("usage")
    counted = usage if isinstance(usage, dict) else {}
    return Reply(plain[:LONGEST_REPLY], _whole(counted, "prompt_tokens"), _whole(counted, "completion_tokens"))


def clean(text: str) -> str:
    """What every database takes."""
    return CONTROL.sub(" ", text.encode("utf-8", "replace").decode())


def problem(answer: Answer, endpoint: Endpoint) -> NoAnswer:
    host, said = parts(endpoint.address).netloc, _message(answer, endpoint)
    if 300 <= answer.status < 400:
        return Redirected(
            _("{host} sends us on to {place}. We do not follow: give the address that answers itself."),
            host=host,
            place=clean(answer.location)[:100] or "–",
        )
    if answer.status in (401, 403):
        return KeyRefused(
            _("{host} does not accept the key ({status}). Enter it anew."), host=host, status=answer.status
        )
    if answer.status == 404:
        return NotThere(
            _("{host} knows no model “{model}”, or nothing at this path (404). {said}"),
            host=host,
            model=endpoint.model,
            said=said,
        )
    if answer.status in WAITABLE:
        return AskedToWait(
            _("{host} has too much to do, or your allowance there is used up ({status}). Try again later. {said}"),
            host=host,
            status=answer.status,
            said=said,
        )
    return Refused(_("{host} answered {status}. {said}"), host=host, status=answer.status, said=said)


def _message(answer: Answer, endpoint: Endpoint) -> str:
    """What the server says of its refusal, without the key that some of them repeat."""
    try:
        found: Any = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    for name in ("error", "message", "detail"):
        if isinstance(found, dict) and name in found:
            found = found[name]
    text = clean(found) if isinstance(found, str) else ""
    return text.replace(endpoint.key, "•••")[:200] if endpoint.key else text[:200]


def _whole(counted: Mapping[str, object], name: str) -> int | None:
    value = counted.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None
