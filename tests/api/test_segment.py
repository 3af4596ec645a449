"""Analytics SDKs speak to us as to Segment: calls become events and customers, each once."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.api.test_problems import check
from tests.cast import ELSEWHERE, STORE, SYSTEM

from zhiyin.accounts.keys.actions import create_key
from zhiyin.customers.models import Customer
from zhiyin.listen.inbox.actions import load
from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.reader import Reader

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]


@pytest.fixture
def call(client: Client, secret: str) -> Call:
    def send(kind: str, body: object, *, key: str = secret) -> Any:
        basic = base64.b64encode(f"{key}:".encode()).decode()
        return client.post(
            f"/v1/{kind}", body, content_type="application/json", headers={"Authorization": f"Basic {basic}"}
        )

    return send


def events() -> list[dict[str, Any]]:
    found = open_facts(Reader.of_task("tests")).sql("SELECT * FROM event ORDER BY external_id").to_pylist()
    return [row | {"properties": json.loads(row["properties"] or "{}")} for row in found]


def test_a_track_is_an_event(call: Call, lake: Lake) -> None:
    said = {
        "messageId": "m1", "userId": "u7", "anonymousId": "a1", "event": "Order Completed",
        "timestamp": "2026-05-01T10:00:00Z", "properties": {"total": 38.5, "unit": STORE, "phone": "13812345678"},
        "context": {"ip": "8.8.8.8", "traits": {"email": "wang@x.com"}, "page": {"path": "/pay"}, "sessionId": 12},
    }  # fmt: skip
    answer = call("track", said)
    assert (answer.status_code, answer.json()["success"]) == (200, True)
    assert call("track", said).json()["known"] == 1
    load()
    (event,) = events()
    assert (event["name"], event["source"], event["external_id"]) == ("Order Completed", "segment", "m1")
    assert (event["anonymous"], event["session"], event["unit"]) == ("a1", "12", STORE)
    assert event["at"] == datetime(2026, 5, 1, 10, tzinfo=UTC)
    assert event["properties"] == {
        "total": 38.5, "unit": STORE, "phone": "138****5678", "context": {"page": {"path": "/pay"}},
    }  # fmt: skip
    assert event["customer"] == Customer.objects.get().code


def test_an_identify_is_a_customers_record_and_counts_once(call: Call, lake: Lake) -> None:
    traits = {"name": "王芳", "phone": "13900001111", "address": {"city": "杭州", "street": "文三路"}, "plan": "gold"}
    first = {"messageId": "i1", "userId": "u7", "anonymousId": "a1", "traits": traits}
    assert call("identify", first).status_code == 200
    assert call("identify", {"messageId": "i2", "userId": "u7", "traits": {"name": "王小芳"}}).status_code == 200
    assert call("identify", first).json()["known"] == 1
    load()
    customer = Customer.objects.get()
    assert (customer.name, customer.phone, customer.city) == ("王小芳", "13900001111", "杭州")
    assert customer.attributes == {"plan": "gold"}
    assert "王" not in str(events())
    assert {event["customer"] for event in events()} == {customer.code}


def test_a_batch_holds_calls_of_every_kind(call: Call, lake: Lake) -> None:
    sent = datetime.now(UTC) + timedelta(days=300)  # this device is in another year
    batch = [
        {"type": "page", "messageId": "1", "name": "菜单", "anonymousId": "a", "properties": {"path": "/menu"}},
        {"type": "group", "messageId": "2", "userId": "u", "groupId": "g1", "traits": {"name": "山风"}},
        {"type": "alias", "messageId": "3", "userId": "u", "previousId": "a"},
        {"type": "track", "messageId": "4", "anonymousId": "a", "event": "x",
         "timestamp": (sent - timedelta(hours=1)).isoformat()},
        {"type": "track", "messageId": "5", "anonymousId": "a"},
        {"type": "dance", "messageId": "6"},
        7,
    ]  # fmt: skip
    answer = call("batch", {"batch": batch, "sentAt": sent.isoformat()}).json()
    assert [item["status"] for item in answer["items"]] == ["accepted"] * 4 + ["invalid"] * 3
    load()
    page, group, alias, late = events()
    assert (page["name"], page["properties"]) == ("page", {"path": "/menu", "name": "菜单"})
    assert group["properties"] == {"groupId": "g1", "traits": {"name": "山风"}}
    assert alias["properties"] == {"previousId": "a"}
    assert abs(datetime.now(UTC) - timedelta(hours=1) - late["at"]) < timedelta(minutes=5)


def test_what_is_wrong_is_said_in_the_usual_shape(call: Call, client: Client) -> None:
    check(client.post("/v1/track", {}, content_type="application/json"), 401, "unauthenticated")
    check(call("track", {"event": "x"}, key="zy_0000000000_ff"), 401, "unauthenticated")
    check(call("dance", {"event": "x"}), 404, "not_found")
    check(call("track", "{"), 400, "bad_request")
    check(call("batch", {"batch": 3}), 422, "invalid")
    check(call("batch", [1, 2]), 422, "invalid")
    check(client.get("/v1/track"), 405, "method_not_allowed")
    _key, reader = create_key(SYSTEM, "reader", scopes=["read_facts"])
    check(call("track", {"event": "x"}, key=reader), 403, "forbidden")
    assert call("track", {"event": "x", "timestamp": "soon"}).status_code == 422


def test_a_key_of_one_region_writes_there_only(call: Call, units: dict[str, str | None]) -> None:
    _key, east = create_key(SYSTEM, "east", scopes=["import_data"], units=["east"])
    for unit, status in ((STORE, 200), (ELSEWHERE, 422), ("", 422)):
        assert call("track", {"event": "x", "properties": {"unit": unit}}, key=east).status_code == status
    who = {"type": "identify", "userId": "u1", "traits": {"name": "王芳"}, "properties": {"unit": STORE}}
    assert call("batch", {"batch": [who]}, key=east).status_code == 422, "customers belong to the whole company"


def test_a_clock_at_the_beginning_of_time_spoils_no_batch(call: Call, lake: Lake) -> None:
    sent = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    batch = [{"type": "track", "event": "x", "timestamp": at} for at in ("0001-01-01T00:00:00Z", sent)]
    answer = call("batch", {"batch": batch, "sentAt": sent})
    assert answer.status_code == 200
    assert [item["status"] for item in answer.json()["items"]] == ["invalid", "accepted"]


def test_a_trait_that_cannot_be_kept_costs_the_others_nothing(call: Call, lake: Lake) -> None:
    deep: object = "x"
    for _level in range(30):
        deep = [deep]
    traits = {"name": "王芳", "createdAt": "0001-01-01T00:00:00Z", "plan": "gold", "deep": deep}
    answer = call("identify", {"messageId": "i1", "userId": "u7", "traits": traits})
    assert (answer.status_code, answer.json()["customers_refused"]) == (200, 0)
    load()
    customer = Customer.objects.get()
    assert (customer.name, customer.joined_at, customer.attributes) == ("王芳", None, {"plan": "gold"})
