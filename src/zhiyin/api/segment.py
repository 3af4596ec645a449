"""Events in the words of Segment's HTTP API, so that analytics SDKs work unchanged: the write key is an API key.

Spec: https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Status
from ninja.errors import AuthenticationError
from ninja.security import HttpBasicAuth

from zhiyin.accounts.keys.actions import authenticate
from zhiyin.accounts.values import Actor
from zhiyin.api.intake import items, read
from zhiyin.api.keys import caller
from zhiyin.api.problems import install, problem
from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import now
from zhiyin.listen.inbox import actions
from zhiyin.listen.inbox.calls import CALLS, customer, event, placed

RESPONSES: dict[int, Any] = {200: dict[str, Any], 422: dict[str, Any]}


class WriteKey(HttpBasicAuth):
    def authenticate(self, request: HttpRequest, username: str, password: str) -> Actor | None:
        """The key is the user name; the password stays empty."""
        return authenticate(username)


api = NinjaAPI(title="Zhiyin: events", auth=WriteKey(), urls_namespace="segment", docs_url=None, openapi_url=None)
install(api)


@api.exception_handler(AuthenticationError)
def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401, "unauthenticated", str(_("Send the write key, which is an API key, as the user name.")))
    answer["WWW-Authenticate"] = 'Basic realm="zhiyin"'
    return answer


@api.post("/batch", response=RESPONSES)
def batch(request: HttpRequest) -> Status[object]:
    body = next(iter(items(read(request))), None)
    if not isinstance(body, dict) or not isinstance(body.get("batch"), list):
        raise Invalid(_("A batch is an object with the list `batch`."))
    shared = {name: body[name] for name in ("sentAt", "context") if name in body}
    return _take(request, [shared | one if isinstance(one, dict) else one for one in body["batch"]])


def _one(kind: str) -> Callable[[HttpRequest], Status[object]]:
    def take(request: HttpRequest) -> Status[object]:
        return _take(request, [one | {"type": kind} if isinstance(one, dict) else one for one in items(read(request))])

    return take


for kind in CALLS:
    api.post(f"/{kind}", response=RESPONSES, operation_id=kind)(_one(kind))


def _take(request: HttpRequest, calls: list[object]) -> Status[object]:
    """An identify is an event too. That is what makes it count once: a customer is written over by a new one only."""
    actor, moment = caller(request), now()
    found = [placed(call, moment) if isinstance(call, dict) else call for call in calls]
    with transaction.atomic():
        receipt = actions.accept(actor, "events", [event(call) if isinstance(call, dict) else call for call in found])
        people = [
            customer(call, moment)
            for call, result in zip(found, receipt.items, strict=True)
            if result.status == "accepted" and isinstance(call, dict) and call.get("type") == "identify"
        ]
        known = [person for person in people if person]
        refused = actions.accept(actor, "customers", known).invalid if known else 0
    good = bool(receipt.accepted or receipt.known or not receipt.items) and not refused
    return Status(200 if good else 422, receipt.model_dump() | {"success": good, "customers_refused": refused})
