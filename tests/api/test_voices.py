"""Voices by meaning over HTTP, as the key's owner may see them."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from django.test import Client
from tests.cast import SYSTEM

from zhiyin.accounts.keys.actions import create_key
from zhiyin.accounts.values import Permission, Role
from zhiyin.understand.meanings import actions, queries
from zhiyin.understand.pipeline.actions import annotate
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.loading import append

pytestmark = pytest.mark.django_db
TEXTS = ("退款一直没有到账", "my refund never arrived", "早餐很丰富", "breakfast was great")


@pytest.fixture(autouse=True)
def _said(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "meanings"
    folder.mkdir()
    monkeypatch.setattr(queries, "folder", lambda: folder)
    rows = [
        {"source": "tests", "external_id": str(n), "at": datetime(2026, 6, 1 + n // 4, tzinfo=UTC), "kind": "review",
         "text": f"{TEXTS[n % 4]} {n}", "language": ("zh", "en")[n % 2], "unit": ("east-01", "north-01")[n // 2 % 2]}
        for n in range(80)
    ]  # fmt: skip
    append("feedback", pa.Table.from_pylist(rows), batch="tests")
    actions.refresh()


def key(units: frozenset[str] = frozenset(), *more: Permission) -> dict[str, str]:
    scopes = [Permission.READ_FACTS, *more]
    _key, secret = create_key(SYSTEM, "reader", role=Role.ANALYST, scopes=scopes, units=units)
    return {"Authorization": f"Bearer {secret}"}


PERSONAL = Permission.READ_PERSONAL


def test_groups_come_with_share_languages_and_voices(client: Client) -> None:
    path = "/api/v1/voices/groups?groups=2&voices=3&language=en"
    found = client.get(path, headers=key(frozenset(), PERSONAL)).json()
    assert (found["read"], found["total"], found["waiting"]) == (80, 80, 0)
    assert {group["phrases"][0] for group in found["groups"]} == {"refund", "breakfast"}
    for group in found["groups"]:
        assert group["share"]["low"] < group["share"]["value"] < group["share"]["high"]
        assert group["share"]["enough"]
        assert set(group["languages"]) == {"zh", "en"}
        assert group["voices"][0] == group["code"]
        assert len(group["voices"]) == 3


def test_voices_that_wait_to_be_placed_are_told_and_few_are_not_enough(client: Client) -> None:
    rows = [
        {"source": "later", "external_id": str(n), "at": datetime(2026, 6, 1, tzinfo=UTC), "text": f"{TEXTS[0]} {n}"}
        for n in range(7)
    ]  # fmt: skip
    append("feedback", pa.Table.from_pylist(rows), batch="later")
    headers = key(frozenset(), PERSONAL)
    found = client.get("/api/v1/voices/groups", headers=headers).json()
    assert (found["read"], found["waiting"]) == (80, 7)
    annotate()
    few = client.get("/api/v1/voices/groups?groups=2&first=2026-06-01&last=2026-06-03", headers=headers).json()
    assert few["groups"]
    for group in few["groups"]:
        assert not group["valence"]["enough"]
        assert group["valence"]["n"] < 10


def test_a_key_of_one_unit_gets_groups_of_that_unit(client: Client, units: object) -> None:
    mine = client.get("/api/v1/voices/groups?groups=2", headers=key(frozenset({"east-01"}), PERSONAL)).json()
    assert mine["total"] == 40
    assert client.get("/api/v1/voices/groups", headers=key()).status_code == 403


@pytest.mark.parametrize("asked", ["groups=1", "groups=99", "where=colour:red", "where=unit", "first=2026-06-01",
    "voices=-4", f"voices={10**22}"])  # fmt: skip
def test_a_wrong_question_is_a_problem(client: Client, asked: str) -> None:
    assert client.get(f"/api/v1/voices/groups?{asked}", headers=key(frozenset(), PERSONAL)).status_code == 422


def test_near_voices_keep_to_the_filters(client: Client) -> None:
    headers = key(frozenset(), PERSONAL)
    found = client.get("/api/v1/voices/near?text=refund&limit=50&where=language:en", headers=headers).json()
    assert found
    assert all(voice["text"].isascii() for voice in found)
    assert found[0]["text"].startswith("my refund")
    assert client.get("/api/v1/voices/near?text=refund&where=colour:red", headers=headers).status_code == 422


def test_near_voices_of_a_scene(client: Client) -> None:
    rows = [
        {"source": "scenes", "external_id": str(n), "at": datetime(2026, 6, 1, tzinfo=UTC), "kind": "review",
         "text": f"{said}退款一直没有到账{n}", "language": "zh", "unit": "east-01"}
        for n, said in enumerate(("出差的时候", "带孩子的时候"))
    ]  # fmt: skip
    append("feedback", pa.Table.from_pylist(rows), batch="scenes")
    annotate()
    actions.refresh()
    path = "/api/v1/voices/near?text=refund&limit=50&where=scene:business_trip"
    assert client.get(path, headers=key()).status_code == 403
    found = client.get(path, headers=key(frozenset(), PERSONAL)).json()
    assert [voice["text"] for voice in found] == [rows[0]["text"]]
    assert client.get(path, headers=key(frozenset({"north-01"}), PERSONAL)).json() == []
