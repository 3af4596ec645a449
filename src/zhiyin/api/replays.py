"""`Idempotency-Key`: the same call again is answered as before, and nothing is done twice."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Status

from zhiyin.api.keys import caller
from zhiyin.listen.inbox import actions

HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key with the same body is answered as before, and nothing is added twice.",
    "schema": {"type": "string", "maxLength": 200},
}


def once(
    request: HttpRequest, response: HttpResponse, body: bytes, work: Callable[[], tuple[int, object]]
) -> Status[object]:
    """`work` gives status and answer; it is done, and remembered, in one transaction."""
    actor, key = caller(request), request.headers.get("Idempotency-Key", "").strip()
    scoped = request.path.encode() + b"\n" + body
    with transaction.atomic():
        if key and (before := actions.replay(actor, key, scoped)) is not None:
            response["Idempotency-Replayed"] = "true"
            return Status(*before)
        status, answer = work()
        if key:
            actions.remember(actor, key, scoped, status, answer)
    return Status(status, answer)
