"""Own aspects over HTTP: by whoever's key may, nothing twice, nothing lost."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client
from tests.cast import SYSTEM
from tests.understand.test_concepts import LOUD, TALK

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.accounts.keys.actions import create_key
from zhiyin.accounts.values import Permission, Role
from zhiyin.company.concepts.models import Concept
from zhiyin.understand.pipeline.actions import annotate
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.loading import append

pytestmark = pytest.mark.django_db(transaction=True)
P = Permission
Ask = Callable[..., tuple[int, Any]]
PILES = {"name_zh": "充电", "words": ["充电桩", "charging pile"]}
JUNE = {"first": "2026-06-01", "last": "2026-06-30"}


def key(*scopes: Permission, units: frozenset[str] = frozenset()) -> str:
    wanted = scopes or (P.READ_FACTS, P.READ_PERSONAL, P.EDIT_COMPANY)
    return create_key(SYSTEM, "owner", role=Role.ANALYST, scopes=wanted, units=units)[1]


@pytest.fixture
def ask(live_server: Any, lake: Lake) -> Ask:
    """Over a real socket, as somebody's program would."""
    secret = key()

    def call(method: str, path: str, body: object = None, *, bearer: str = secret, **headers: str) -> tuple[int, Any]:
        sent = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"} | headers
        data = None if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        asked = urllib.request.Request(f"{live_server.url}/api/v1/{path}", data, sent, method=method)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            kind = refused.headers["Content-Type"]
            return refused.code, json.load(refused) if kind == "application/problem+json" else kind

    return call


def bring(*texts: str) -> None:
    rows = [{"external_id": f"{n}", "at": datetime(2026, 6, 10, tzinfo=UTC), "source": "shop", "text": text}
            for n, text in enumerate(texts)]  # fmt: skip
    append("feedback", pa.Table.from_pylist(rows), batch="api")


def test_made_changed_taught_and_taken_back(ask: Ask) -> None:
    bring("充电桩又坏了", "手机充电", "物流太慢")
    status, made = ask("POST", "concepts", PILES)
    assert status == 201
    assert made["made_by"] == "owner"
    annotate()
    status, listed = ask("GET", "concepts")
    assert (status, [(one["code"], one["mentions"], one["voices"]) for one in listed]) == (200, [(made["code"], 1, 1)])
    path = f"concepts/{made['code']}"
    status, changed = ask("PATCH", path, {"words": ["充电桩", "手机充电"]})
    assert (changed["words"], changed["name_zh"], changed["version"]) == (["充电桩", "手机充电"], "充电", 2)
    status, judged = ask("POST", f"{path}/judge", {"clause": "手机充电", "belongs": False})
    assert (status, judged["refused"]) == (200, ["手机充电"])
    annotate()
    assert ask("GET", path)[1]["mentions"] == 1
    assert ask("POST", f"{path}/undo")[1]["refused"] == []
    assert ask("DELETE", path)[1]["active"] is False
    assert ask("GET", "concepts") == (200, [])
    assert [one["code"] for one in ask("GET", "concepts?retired=true")[1]] == [made["code"]]
    assert ask("POST", f"{path}/undo")[1]["active"] is True
    assert AuditEntry.objects.filter(actor_name="owner", subject_type="company.concept").count() == 6


def test_what_one_would_find(ask: Ask) -> None:
    bring(*[f"{TALK[n % 10]}，{TALK[n // 10]}" for n in range(100)], "小孩哭闹大声喧哗")
    status, found = ask("POST", "concepts/preview", JUNE | {"words": ["光顾"], "examples": list(LOUD)})
    assert status == 200
    assert (found["looked"], found["learned"]) == (101, True)
    kinds = {(one["clause"], one["by_words"]) for one in found["caught"]}
    assert ("小孩哭闹大声喧哗", False) in kinds
    assert ("这是我第三次光顾了", True) in kinds
    assert all(one["over"] <= 0 for one in found["missed"])
    assert not Concept.objects.exists()


def test_the_same_call_twice_makes_one(ask: Ask) -> None:
    first = ask("POST", "concepts", PILES, **{"Idempotency-Key": "k1"})
    assert ask("POST", "concepts", PILES, **{"Idempotency-Key": "k1"}) == first
    assert Concept.objects.count() == 1
    status, problem = ask("POST", "concepts", PILES | {"name_en": "x"}, **{"Idempotency-Key": "k1"})
    assert (status, problem["code"]) == (409, "idempotency_key_reused")
    path = f"concepts/{first[1]['code']}"
    ask("PATCH", path, {"name_en": "Charging"})
    undone = ask("POST", f"{path}/undo", **{"Idempotency-Key": "k2"})
    assert ask("POST", f"{path}/undo", **{"Idempotency-Key": "k2"}) == undone
    assert Concept.objects.get().active, "only the change of name was taken back"


def test_who_was_quicker(ask: Ask) -> None:
    made = ask("POST", "concepts", PILES)[1]
    ask("PATCH", f"concepts/{made['code']}", {"name_en": "Charging"})
    status, problem = ask("PATCH", f"concepts/{made['code']}", {"name_en": "Piles", "version": made["version"]})
    assert (status, problem["code"]) == (409, "conflict")
    assert Concept.objects.get().name_en == "Charging"


@pytest.mark.parametrize(
    "body",
    [{"words": ["慢"], "name_zh": "x"}, {"name_zh": "x"}, {"words": ["充电桩"], "name_zh": "x" * 121},
     {"words": "充电桩"}, {"words": ["充\0电桩"], "name_zh": "x"}, {"words": ["充电桩"], "name_zh": "\ud800"},
     {"words": ["充电桩"], "name_zh": "x", "extends": "nowhere"}, {"words": [["充电桩"]], "name_zh": "x"},
     {"words": ["充电桩"], "name_zh": "x", "examples": ["一样的话"], "refused": ["一样的话"]}, []],
)  # fmt: skip
def test_what_cannot_be_one_gets_a_sentence(ask: Ask, body: object) -> None:
    status, problem = ask("POST", "concepts", body)
    assert (status, problem["code"]) == (422, "invalid")
    assert problem["title"]
    assert not Concept.objects.exists()


def test_wrong_calls(ask: Ask) -> None:
    assert ask("POST", "concepts", b"{")[0] == 400
    assert ask("GET", "concepts/none")[0] == 404
    for method, path, body in (("PATCH", "concepts/none", {}), ("DELETE", "concepts/none", None),
                               ("POST", "concepts/none/undo", None),
                               ("POST", "concepts/none/judge", {"clause": "x", "belongs": True})):  # fmt: skip
        assert ask(method, path, body)[0] == 404, path
    made = ask("POST", "concepts", PILES)[1]
    assert ask("POST", f"concepts/{made['code']}/judge", {"clause": "", "belongs": True})[0] == 422
    ask("POST", f"concepts/{made['code']}/undo")
    status, problem = ask("POST", f"concepts/{made['code']}/undo")
    assert (status, problem["code"]) == (409, "conflict")
    assert ask("POST", "concepts/preview", PILES | {"first": "2026-06-30", "last": "2026-06-01"})[0] == 422


def test_keys_without_the_scope_are_refused(ask: Ask, client: Client) -> None:
    made = ask("POST", "concepts", PILES)[1]
    path = f"concepts/{made['code']}"
    calls = (("GET", "concepts", None, P.READ_PERSONAL), ("POST", "concepts/preview", JUNE, P.READ_PERSONAL),
             ("POST", "concepts", PILES, P.EDIT_COMPANY), ("PATCH", path, {"words": []}, P.EDIT_COMPANY),
             ("DELETE", path, None, P.EDIT_COMPANY), ("POST", f"{path}/undo", None, P.EDIT_COMPANY),
             ("POST", f"{path}/judge", {"clause": "x", "belongs": True}, P.EDIT_COMPANY))  # fmt: skip
    every = {P.READ_FACTS, P.READ_PERSONAL, P.EDIT_COMPANY}
    for method, address, body, needed in calls:
        status, problem = ask(method, address, body, bearer=key(*(every - {needed})))
        assert (status, problem["code"]) == (403, "forbidden"), address
    assert ask("GET", "concepts", bearer="zy_wrong")[0] == 401
    assert Concept.objects.get().active
