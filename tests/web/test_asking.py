"""What it doubts most, answered with single keys."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.hostile import HOSTILE

from zhiyin.understand.corrections.models import Correction
from zhiyin.understand.pipeline import actions as pipeline

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/understand/accuracy/ask/?from=2026-09-01&to=2026-11-01"
ANSWER = "/understand/accuracy/ask/answer/?from=2026-09-01&to=2026-11-01"
HTMX = {"HX-Request": "true", "HX-Target": "card"}


def fields(page: str) -> dict[str, list[str] | str]:
    card = page[page.index('id="card"') :]
    found: dict[str, list[str] | str] = {}
    for name, value in re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', card):
        if name == "skipped":
            found["skipped"] = [*found.get("skipped", []), value]
        else:
            found[name] = value
    return found


def test_answering_skipping_undoing(browse: Browse) -> None:
    pipeline.annotate()
    client = browse("zhou")
    page = client.get(ADDRESS).content.decode()
    assert 'data-key="y"' in page
    drawn = []
    for verb in ("confirm", "negative", "neutral", "delete"):
        sent = fields(page)
        answer = client.post(ANSWER, sent | {"verb": verb}, headers=HTMX)
        assert answer.status_code == 200
        page = answer.content.decode()
        drawn.append(Correction.objects.last().drawn)
    assert drawn == ["doubt", "doubt", "random", "doubt"], "every third one is drawn at random"
    before = fields(page)
    page = client.post(ANSWER, before | {"verb": "undo"}, headers=HTMX).content.decode()
    assert Correction.objects.filter(undone_at=None).count() == 3
    again = fields(page)
    page = client.post(ANSWER, again | {"verb": "skip"}, headers=HTMX).content.decode()
    assert again["key"] in fields(page)["skipped"]
    assert fields(page)["key"] != again["key"]
    assert client.post(ANSWER, fields(page) | {"verb": "confirm"}).status_code == 200


def test_bad_answers_and_who_may(browse: Browse) -> None:
    pipeline.annotate()
    client = browse("zhou")
    sent = fields(client.get(ADDRESS).content.decode())
    client.raise_request_exception = False
    for changed in ({"verb": HOSTILE}, {"at": "x"}, {"turn": "9" * 99, "verb": "skip"},
                    {"key": HOSTILE, "verb": "skip"},
                    {"feedback": HOSTILE}, {"revision": "7"}, {"drawn": HOSTILE},
                    {"last": "²", "verb": "undo"}):  # fmt: skip
        answer = client.post(ANSWER, {"verb": "confirm"} | sent | changed, headers=HTMX)
        assert answer.status_code in (200, 404, 409, 422), changed
        assert HOSTILE not in answer.content.decode()
    assert browse("wang").get(ADDRESS).status_code == 403
