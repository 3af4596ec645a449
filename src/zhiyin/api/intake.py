"""Hand over feedback, orders, events and customers: one object, or a list of up to 1,000."""

import json
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status
from ninja.errors import HttpError

from zhiyin.api.keys import caller
from zhiyin.api.problems import Problem
from zhiyin.api.replays import HEADER, once
from zhiyin.listen.inbox import actions
from zhiyin.listen.inbox.errors import TooLarge
from zhiyin.listen.inbox.values import ITEMS, Receipt

LARGEST = 10 * 1024 * 1024
router = Router(tags=["intake"])
PROBLEMS = {400: Problem, 401: Problem, 403: Problem, 409: Problem, 413: Problem, 422: Problem | Receipt}


def _body(kind: str) -> dict[str, Any]:
    """The schema for the document; items are checked one by one, so that one bad item does not cost the others."""
    schema = ITEMS[kind].model_json_schema(ref_template=f"#/components/schemas/{kind}.{{model}}")
    schema.pop("$defs", None)
    person = {"type": "object", "description": "name, phone, email, address, city: kept in the customer's record only"}
    for name, given in schema["properties"].items():
        if "Person" in json.dumps(given):
            schema["properties"][name] = person
    content = {"schema": {"oneOf": [schema, {"type": "array", "maxItems": actions.MOST, "items": schema}]}}
    return {"requestBody": {"required": True, "content": {"application/json": content}}, "parameters": [HEADER]}


@router.post("/feedback", response={202: Receipt, **PROBLEMS}, openapi_extra=_body("feedback"))
def feedback(request: HttpRequest, response: HttpResponse) -> Status[object]:
    """What customers said. Names and phone numbers inside the text are masked."""
    return _take(request, response, "feedback")


@router.post("/orders", response={202: Receipt, **PROBLEMS}, openapi_extra=_body("orders"))
def orders(request: HttpRequest, response: HttpResponse) -> Status[object]:
    """What customers bought."""
    return _take(request, response, "orders")


@router.post("/events", response={202: Receipt, **PROBLEMS}, openapi_extra=_body("events"))
def events(request: HttpRequest, response: HttpResponse) -> Status[object]:
    """What customers did."""
    return _take(request, response, "events")


@router.post("/customers", response={202: Receipt, **PROBLEMS}, openapi_extra=_body("customers"))
def customers(request: HttpRequest, response: HttpResponse) -> Status[object]:
    """Who customers are. What is given replaces what was known; what is left away stays."""
    return _take(request, response, "customers")


def _take(request: HttpRequest, response: HttpResponse, kind: str) -> Status[object]:
    actor = caller(request)
    body = read(request)

    def work() -> tuple[int, object]:
        receipt = actions.accept(actor, kind, items(body))
        return 202 if receipt.accepted or receipt.known or not receipt.items else 422, receipt.model_dump()

    return once(request, response, body, work)


def read(request: HttpRequest) -> bytes:
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise _too_large() from error
    except ValueError as error:
        raise HttpError(400, str(_("The header Content-Length is no number of bytes."))) from error
    if len(body) > LARGEST:
        raise _too_large()
    return body


def _too_large() -> TooLarge:
    return TooLarge(_("A call may bring 10 MB: send it in parts."))


def items(body: bytes) -> list[object]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, str(_("The body is no JSON: send one object or a list of objects."))) from error
    return found if isinstance(found, list) else [found]
