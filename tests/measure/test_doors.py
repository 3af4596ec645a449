"""The shell, the notebook and the API count what the pages count: ours, unless somebody says otherwise."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client
from django.utils import translation
from tests.cast import SYSTEM
from tests.measure.world import add, later, nps

from zhiyin.accounts.keys.actions import create_key
from zhiyin.accounts.values import Permission
from zhiyin.cli.explain import explain
from zhiyin.cli.library import OpenHome
from zhiyin.cli.measure import measure
from zhiyin.company import actions as company
from zhiyin.warehouse.engines import Lake

pytestmark = pytest.mark.django_db
Door = Callable[..., dict[str | None, int]]
"""Takes what to filter brands by and whether to split by them; gives n by brand, or under None."""


def shell(*words: str) -> Any:
    with translation.override("en"):
        result = CliRunner().invoke(measure, ["nps", "--from", "2026-06-01", "--to", "2026-06-30", "--json", *words])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def by_shell(_client: Client, brand: str = "", *, split: bool = False) -> dict[str | None, int]:
    words = [*(["--filter", f"brand={brand}"] if brand else []), *(["--by", "brand"] if split else [])]
    return {row.get("brand"): row["n"] for row in shell(*words)}


def by_notebook(_client: Client, brand: str = "", *, split: bool = False) -> dict[str | None, int]:
    where, by = {"brand": brand} if brand else None, ["brand"] if split else []
    home = OpenHome(settings.HOME.path)
    rows = home.measure("nps", by=by, first=date(2026, 6, 1), last=date(2026, 6, 30), where=where).to_pylist()
    return {row.get("brand"): row["n"] for row in rows}


def by_api(client: Client, brand: str = "", *, split: bool = False) -> dict[str | None, int]:
    _key, secret = create_key(SYSTEM, "reader", scopes=[Permission.READ_FACTS])
    asked = {"first": "2026-06-01", "last": "2026-06-30"}
    asked |= ({"where": f"brand:{brand}"} if brand else {}) | ({"by": "brand"} if split else {})
    found = client.get("/api/v1/indicators/nps", asked, headers={"Authorization": f"Bearer {secret}"}).json()
    return {row["keys"].get("brand"): row["figure"]["n"] for row in found["rows"]}


@pytest.fixture(autouse=True)
def _brands(lake: Lake) -> None:
    (settings.HOME.path / "settings.toml").touch()
    for code, own in (("ours", True), ("rival", False)):
        company.create(SYSTEM, "brand", code=code, name_en=code, ours=own)
    add("answer", nps(10, 0, 0, brand="ours") + nps(10, 0, 0) + nps(0, 0, 30, brand="rival"))


@pytest.mark.parametrize("door", [by_shell, by_notebook, by_api])
def test_every_door_counts_ours_unless_told_otherwise(client: Client, door: Door) -> None:
    assert door(client) == {None: 20}
    assert door(client, "*") == {None: 50}
    assert door(client, "rival") == {None: 30}
    assert door(client, split=True) == {"ours": 10, None: 10, "rival": 30}
    assert door(client, "rival", split=True) == {"rival": 30}


def test_why_is_asked_about_ours_too() -> None:
    add("answer", nps(0, 0, 40, brand="rival"), at=later(-31))
    with translation.override("en"):
        words = ["nps", "--from", "2026-06-01", "--to", "2026-06-30", "--json"]
        ours, every = (
            json.loads(CliRunner().invoke(explain, [*words, *more]).output) for more in ([], ["--filter", "brand=*"])
        )
    assert (ours["after"]["n"], every["after"]["n"]) == (20, 50)
