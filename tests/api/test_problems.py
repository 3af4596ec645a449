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
    for headers in ({"Authorization": f"Bearer {secret}"}, {}):
        answer = client.get("/api/v1/feedback", headers=headers)
        check(answer, 405, "method_not_allowed")
        assert answer.headers["Allow"] == "POST"
    check(client.delete("/api/v1/indicators/nps"), 405, "method_not_allowed")


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/feedback", "/api/v1/feedback/", "/api/v1/indicators/nps/x", "/v1/x"]
)
def test_wherever_nothing_is(client: Client, path: str) -> None:
    check(client.get(path), 404, "not_found")
    check(client.post(path, {}, content_type="application/json"), 404, "not_found")


def test_with_a_body_larger_than_it_says(client: Client, secret: str) -> None:
    """A length that is left away, or is no number, does not open a way around the limit."""
    body = b'{"text": "' + b"x" * 11_000_000 + b'"}'
    for length in ("", "0x10", "-5"):
        answer = client.generic(
            "POST", "/api/v1/feedback", body, content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"}, CONTENT_LENGTH=length,
        )  # fmt: skip
        assert answer.status_code in (400, 413, 422), answer.content[:200]
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.usefixtures("db")
def test_at_a_host_that_is_not_ours(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["zhiyin.example.com"]
    client.raise_request_exception = False
    check(client.post("/api/v1/feedback", {}, headers={"Host": "evil"}), 400, "bad_request")
