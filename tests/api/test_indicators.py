"""Figures over HTTP, as the key's owner may see them."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from django.test import Client
from tests.cast import SYSTEM, Cast

from zhiyin.accounts.keys.actions import create_key
from zhiyin.accounts.values import Permission, Role
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.loading import append

pytestmark = pytest.mark.django_db
JUNE = "first=2026-06-01&last=2026-06-30"


@pytest.fixture
def _answers(lake: Lake) -> None:
    n = 40
    append(
        "answer",
        pa.table({
            "source": ["tests"] * n, "external_id": [str(i) for i in range(n)],
            "at": [datetime(2026, 6, 10, tzinfo=UTC)] * n, "unit": ["east-01", "north-01"] * (n // 2),
            "instrument": ["nps"] * n, "score": [10.0, 3.0] * (n // 2),
            "scale_min": [0.0] * n, "scale_max": [10.0] * n,
        }),
        batch="tests",
    )  # fmt: skip


def key(units: frozenset[str] = frozenset()) -> dict[str, str]:
    _key, secret = create_key(SYSTEM, "reader", role=Role.ANALYST, scopes=[Permission.READ_FACTS], units=units)
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.usefixtures("_answers")
def test_an_indicator_comes_with_n_and_interval(client: Client) -> None:
    answer = client.get(f"/api/v1/indicators/nps?{JUNE}&by=unit", headers=key()).json()
    shown = {row["keys"]["unit"]: row["figure"] for row in answer["rows"]}
    assert shown["east-01"]["value"] == 100
    assert shown["north-01"]["n"] == 20
    assert shown["north-01"]["low"] == -100 < shown["north-01"]["high"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/api/v1/indicators/joy?{JUNE}", 404),
        (f"/api/v1/indicators/nps?{JUNE}&by=colour", 422),
        (f"/api/v1/indicators/nps?{JUNE}&by=unit&by=unit:region", 422),
        (f"/api/v1/indicators/nps?{JUNE}&where=unit", 422),
        (f"/api/v1/indicators/nps?{JUNE}&where=unit:%00", 422),
        (f"/api/v1/indicators/nps?{JUNE}&where=month:x", 422),
        ("/api/v1/indicators/nps?first=2026-06-30&last=2026-06-01", 422),
        ("/api/v1/indicators/nps?first=0000-00-00&last=2026-06-01", 422),
        (f"/api/v1/tree?{JUNE}", 404),
    ],
)
def test_a_wrong_question_is_a_problem_with_a_sentence(client: Client, lake: Lake, path: str, status: int) -> None:
    answer = client.get(path, headers=key())
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"]


def test_without_a_key_nothing_is_told(client: Client, lake: Lake, cast: Cast) -> None:
    assert client.get("/api/v1/indicators").status_code == 401
    assert client.get(f"/api/v1/indicators/nps?{JUNE}").status_code == 401
