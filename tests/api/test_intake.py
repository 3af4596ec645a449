"""What a program hands over is safe when we say so, counts once, and comes out as facts."""

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from tests.cast import ELSEWHERE, STORE, SYSTEM, Cast

from zhiyin.accounts.keys.actions import create_key
from zhiyin.company.models import Unit
from zhiyin.customers.models import Customer
from zhiyin.kit.time import now
from zhiyin.listen.inbox import queries as inbox
from zhiyin.listen.inbox.actions import load
from zhiyin.listen.inbox.models import Arrival
from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.reader import Reader

pytestmark = pytest.mark.django_db
Call = Callable[..., Any]

REVIEW = {
    "source": "shop",
    "external_id": "r1",
    "at": "2026-05-01T10:00:00+08:00",
    "text": "物流太慢，打 13812345678 没人接",
    "rating": 2,
    "rating_scale": 5,
    "customer": "m-7",
    "person": {"name": "王芳", "phone": "13900001111"},
    "attributes": {"order": "A1"},
}


def facts(table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = open_facts(Reader.of_task("tests")).sql(f'SELECT * FROM "{table}"').to_pylist()
    return rows


def test_one_feedback_becomes_a_fact(post: Call, lake: Lake) -> None:
    answer = post("feedback", REVIEW)
    assert answer.status_code == 202, answer.content
    assert answer.json()["items"] == [{"index": 0, "status": "accepted", "external_id": "r1", "fields": {}}]
    assert load() == 1
    (fact,) = facts("feedback")
    assert fact["text"] == "物流太慢，打 138****5678 没人接"
    assert (fact["rating"], fact["language"], fact["kind"]) == (2.0, "zh", "review")
    customer = Customer.objects.get()
    assert fact["customer"] == customer.code
    assert (customer.name, customer.phone) == ("王芳", "13900001111")
    assert "13900001111" not in json.dumps(fact, default=str)


def test_loading_twice_adds_nothing(post: Call, lake: Lake) -> None:
    post("feedback", REVIEW)
    load()
    Arrival.objects.update(loaded_at=None, payload=REVIEW)  # as after a crash between the facts and the mark
    load()
    assert len(facts("feedback")) == 1


def test_a_loaded_arrival_keeps_no_words(post: Call, lake: Lake) -> None:
    post("feedback", REVIEW)
    load()
    assert Arrival.objects.get().payload == {}


def test_the_same_id_is_known(post: Call) -> None:
    post("feedback", REVIEW)
    again = post("feedback", [REVIEW, {**REVIEW, "external_id": "r2"}, {**REVIEW, "external_id": "r2"}])
    assert [item["status"] for item in again.json()["items"]] == ["known", "accepted", "known"]
    assert Arrival.objects.count() == 2


def test_one_bad_item_does_not_cost_the_others(post: Call) -> None:
    answer = post(
        "feedback", [{**REVIEW, "rating": 9}, {"text": "好"}, {"txt": "好"}, 5, {**REVIEW, "at": "9999-01-01"}]
    )
    assert answer.status_code == 202
    assert [item["status"] for item in answer.json()["items"]] == [
        "invalid",
        "accepted",
        "invalid",
        "invalid",
        "invalid",
    ]
    assert "txt" in answer.json()["items"][2]["fields"]


HELD_UP = (
    '{"text":"a","external_id":"1","attributes":{"x":"\\ud800"}}',
    '{"text":"\\ud800 b","external_id":"2"}',
    '{"text":"c","external_id":"3\\u0000","source":"\\u0000s","attributes":{"\\u0000":"\\u0000"}}',
)
REFUSED = (
    '{"text":"a","external_id":"4","attributes":{"x":NaN}}',
    '{"text":"a","external_id":"5","attributes":{"x":1e400}}',
    '{"text":"a","external_id":"6","attributes":{"x":' + "[" * 200 + "]" * 200 + "}}",
)


def test_no_item_holds_up_the_others(post: Call, lake: Lake) -> None:
    for body in HELD_UP:
        assert post("feedback", body).status_code == 202, body
    for body in REFUSED:
        assert post("feedback", body).status_code == 422, body
    assert post("orders", {"external_id": "o", "promised_at": "9999-12-31T23:59:59-14:00"}).status_code == 422
    post("feedback", REVIEW)
    assert load() == 4
    assert Arrival.objects.filter(loaded_at=None).count() == 0
    assert len(facts("feedback")) == 4


def test_nothing_but_bad_items_is_refused(post: Call) -> None:
    answer = post("feedback", {"rating": 3})
    assert answer.status_code == 422
    assert answer.json()["invalid"] == 1


def test_orders_events_and_customers(post: Call, lake: Lake) -> None:
    assert (
        post("orders", {"external_id": "A1", "amount": 38.5, "currency": "CNY", "customer": "m-7"}).status_code == 202
    )
    assert post("events", {"name": "支付失败", "customer": "m-7", "properties": {"step": 3}}).status_code == 202
    assert post("customers", {"customer": "m-7", "person": {"name": "王芳"}, "tier": "金卡"}).status_code == 202
    load()
    assert facts("order")[0]["amount"] == 38.5
    assert facts("event")[0]["customer"] == facts("order")[0]["customer"] == Customer.objects.get().code
    assert Customer.objects.get().tier == "金卡"


def test_a_customer_without_a_tier_keeps_the_rest(post: Call, lake: Lake) -> None:
    post("customers", {"customer": "m-7", "joined_at": "2026-05-01T00:00:00Z", "attributes": {"生日月": 5}})
    post("feedback", {**REVIEW, "attributes": {"order": "A1"}})
    load()
    customer = Customer.objects.get()
    assert customer.attributes == {"生日月": 5}
    assert customer.joined_at is not None


def test_the_same_key_and_body_are_answered_as_before(post: Call) -> None:
    first = post("feedback", {"text": "好"}, key="k1")
    second = post("feedback", {"text": "好"}, key="k1")
    assert second.status_code == first.status_code
    assert second.json() == first.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Arrival.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(post: Call) -> None:
    post("feedback", {"text": "好"}, key="k1")
    answer = post("feedback", {"text": "不好"}, key="k1")
    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency_key_reused"
    assert Arrival.objects.count() == 1


def test_another_client_may_use_the_same_key(post: Call) -> None:
    _key, other = create_key(SYSTEM, "till", scopes=["import_data"])
    post("feedback", {"text": "好"}, key="k1")
    assert post("feedback", {"text": "不好"}, key="k1", bearer=other).status_code == 202


def test_a_key_of_one_region_writes_there_only(post: Call, units: dict[str, str | None]) -> None:
    _key, east = create_key(SYSTEM, "east", scopes=["import_data"], units=["east"])
    answer = post(
        "feedback", [{"text": "好", "unit": STORE}, {"text": "好", "unit": ELSEWHERE}, {"text": "好"}], bearer=east
    )
    assert [item["status"] for item in answer.json()["items"]] == ["accepted", "invalid", "invalid"]


def test_what_comes_in_is_loaded_and_understood_without_waiting_for_the_clock(
    post: Call, drain: Callable[[], int], lake: Lake, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post("feedback", REVIEW)
    assert drain() == 2
    assert len(facts("feedback")) == 1
    assert ("delivery", "negative") in [(row["aspect"], row["label"]) for row in facts("mention")]


def test_no_phone_stays_in_what_else_was_said(post: Call, lake: Lake) -> None:
    """Wherever a program puts it: as text, as a number, deep inside, as a name."""
    more = {"手机": "13812345678", "n": 13812345678, "deep": [{"证件": "110101199003071234", "mail": "wang@x.com"}]}
    post("feedback", {**REVIEW, "attributes": more})
    post("orders", {"external_id": "A1", "items": [{"item": "外送 13812345678", "note": more}]})
    post(
        "events", {"name": "call 13812345678", "session": "13812345678", "anonymous": "wang@x.com", "properties": more}
    )
    assert load() == 3
    kept = [facts(table)[0] for table in ("feedback", "order", "event")]
    for secret in ("13812345678", "110101199003071234", "wang@x.com"):
        assert secret not in json.dumps(kept, default=str)
    assert json.loads(kept[0]["attributes"])["n"] == "138****5678"


def test_a_key_of_one_region_writes_over_nobody_elses_customer(
    post: Call, lake: Lake, units: dict[str, str | None]
) -> None:
    _key, east = create_key(SYSTEM, "east", scopes=["import_data"], units=["east"])
    post("feedback", {**REVIEW, "unit": ELSEWHERE})
    load()
    stolen = {"text": "好", "unit": STORE, "customer": "m-7", "person": {"name": "假名", "phone": "13700000000"}}
    new = {"text": "好", "unit": STORE, "customer": "m-8", "person": {"name": "李雷"}}
    assert post("feedback", [stolen, new], bearer=east).json()["accepted"] == 2
    load()
    assert set(Customer.objects.values_list("name", "phone")) == {("王芳", "13900001111"), ("李雷", "")}
    post("feedback", {**new, "person": {"name": "李小雷"}}, bearer=east)
    load()
    assert Customer.objects.filter(name="李小雷").exists(), "whom its units have met it may correct"


def poison(**payload: object) -> Arrival:
    """As a version with fewer checks, or a hand in the database, may have left it behind."""
    payload = {"at": "2026-05-01T10:00:00+08:00", **payload}
    return Arrival.objects.create(
        kind="orders", source="old", external_id="p", payload=payload, received_at="2026-05-01T02:00:00Z"
    )


def test_what_cannot_be_loaded_stands_aside_with_its_reason(post: Call, lake: Lake) -> None:
    bad = poison(amount="viel, ruft 13812345678 an")
    post("feedback", [{**REVIEW, "external_id": f"r{n}"} for n in range(9)])
    assert load() == 9
    assert len(facts("feedback")) == 9
    bad.refresh_from_db()
    assert bad.loaded_at is None
    assert "double" in bad.problem
    assert "13812345678" not in bad.problem
    assert load() == 0, "and is not tried again by itself"
    assert [one.pk for one in inbox.refused(SYSTEM)] == [bad.pk]


def test_what_stands_aside_can_be_tried_again_or_dropped(
    post: Call, lake: Lake, client: Client, cast: Cast, drain: Callable[[], int]
) -> None:
    bad = poison(amount="viel")
    load()
    client.force_login(cast.zhou)
    page = client.get("/listen/imports/").content.decode()
    assert "double" in page
    Arrival.objects.filter(pk=bad.pk).update(payload={"at": "2026-05-01T10:00:00+08:00", "amount": 3})
    assert client.post("/listen/imports/arrivals/retry").status_code == 302
    load()
    assert facts("order")[0]["amount"] == 3
    Arrival.objects.filter(pk=bad.pk).update(loaded_at=None, problem="x", payload={})
    assert client.post(f"/listen/imports/arrivals/{bad.pk}/drop").status_code == 302
    assert not Arrival.objects.exists()


def test_what_waits_at_an_upgrade_belongs_to_the_units_of_its_key() -> None:
    upgrade = import_module("zhiyin.listen.migrations.0002_aside")
    for code, path in (("east", "/east/"), ("sh01", "/east/sh01/"), ("eastern", "/eastern/")):
        Unit.objects.bulk_create([Unit(code=code, path=path)])
    east, _secret = create_key(SYSTEM, "east", scopes=["import_data"], units=["east"])
    every, _secret = create_key(SYSTEM, "every", scopes=["import_data"])
    for name, key, loaded in (("1", east, None), ("2", every, None), ("3", east, now())):
        Arrival.objects.create(
            kind="feedback", source="s", external_id=name, received_at=now(), key_id=str(key.pk), loaded_at=loaded
        )
    upgrade.confine(apps, None)
    found = dict(Arrival.objects.values_list("external_id", "within"))
    assert found == {"1": ["east", "sh01"], "2": None, "3": None}
