"""All failures of the API look alike."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.cast import SYSTEM

from zhiyin.accounts.keys.actions import create_key

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]


def check(answer: Any, status: int, code: str) -> None:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "code", "fields"}
    assert (body["status"], body["code"]) == (status, code)
    assert body["title"]
    assert isinstance(body["fields"], dict)


def test_without_a_key(client: Client) -> None:
    answer = client.post("/api/v1/feedback", {}, content_type="application/json")
    check(answer, 401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_with_a_wrong_key(post: Call) -> None:
    check(post("feedback", {"text": "好"}, bearer="zy_0000000000_ffff"), 401, "unauthenticated")


def test_with_a_key_that_may_not(post: Call) -> None:
    _key, reader = create_key(SYSTEM, "reader", scopes=["read_facts"])
    check(post("feedback", {"text": "好"}, bearer=reader), 403, "forbidden")


def test_with_a_body_that_is_no_json(post: Call) -> None:
    check(post("feedback", "{"), 400, "bad_request")


def test_with_too_many_items(post: Call) -> None:
    check(post("feedback", [{"text": "好"}] * 1001), 413, "too_large")


def test_with_a_body_that_is_too_large(post: Call) -> None:
    check(post("feedback", {"text": "好" * 4_000_000}), 413, "too_large")


def test_at_an_address_where_nothing_is(client: Client, post: Call) -> None:
    check(client.get("/api/v1/nothing"), 404, "not_found")


def test_with_the_wrong_method(client: Client, secret: str) -> None:
    answer = client.get("/api/v1/feedback", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 405
