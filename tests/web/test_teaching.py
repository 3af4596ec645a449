"""The page where somebody reads what an own aspect hears, and says what is not it."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.hostile import HOSTILE
from tests.web.test_concepts import NEW, SCOPE

from zhiyin.company.concepts.models import Concept
from zhiyin.understand.pipeline import actions as pipeline

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(browse: Browse) -> Concept:
    browse("zhou").post(NEW, {"name_zh": "次数", "name_en": "Ordinals", "words": "第3次"})
    return Concept.objects.get()


def clauses(page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}" value="([^"]+)"', page)


def test_not_this_without_a_script(browse: Browse, made: Concept) -> None:
    client = browse("zhou", "en")
    address = f"/understand/concepts/{made.code}/heard/{SCOPE}"
    page = client.get(address).content.decode()
    said = clauses(page, "no")
    assert said
    assert clauses(page, "yes") == said
    judge = f"/understand/concepts/{made.code}/judge/{SCOPE}"
    page = client.post(judge, {"no": said[0]}, follow=True).content.decode()
    assert Concept.objects.get().refused == [said[0]]
    assert said[0] not in clauses(page, "no"), "it takes effect at once"
    undo = re.findall(r"/understand/concepts/undo/\d+/[^\"<]*", page)[0].replace("&amp;", "&")
    page = client.post(undo, follow=True).content.decode()
    assert Concept.objects.get().refused == []
    assert said[0] in clauses(page, "no"), "and one is back on the page where it was said"


def test_this_too_with_a_script(browse: Browse, made: Concept) -> None:
    client = browse("zhou")
    page = client.get(f"/understand/concepts/{made.code}/heard/{SCOPE}").content.decode()
    said = clauses(page, "yes")[0]
    judge = f"/understand/concepts/{made.code}/judge/{SCOPE}"
    answer = client.post(judge, {"yes": said}, headers={"HX-Request": "true", "HX-Target": "heard"})
    part = answer.content.decode()
    assert "<html" not in part
    assert said not in clauses(part, "yes")
    assert "zhiyin:tell" in answer.headers["HX-Trigger"]
    assert Concept.objects.get().examples == [said]
    pipeline.annotate()
    assert "<progress" not in client.get(f"/understand/concepts/{made.code}/heard/{SCOPE}").content.decode()


def test_a_draft_is_taught_before_it_is_saved(browse: Browse) -> None:
    client = browse("zhou", "en")
    sent = {"name_en": "Ordinals", "words": "第3次"}
    said = clauses(client.post(NEW, sent | {"verb": "preview"}).content.decode(), "no")[0]
    for page in (
        client.post(NEW, sent | {"no": said}).content.decode(),
        client.post(NEW, sent | {"no": said}, headers={"HX-Request": "true", "HX-Target": "preview"}).content.decode(),
    ):
        assert not Concept.objects.exists()
        assert clauses(page, "not") == [said]
        assert said not in clauses(page, "no")
    client.post(NEW, sent | {"not": said, "example": "第3次又迟到"})
    made = Concept.objects.get()
    assert (made.refused, made.examples) == ([said], ["第3次又迟到"])
    page = client.get(f"/understand/concepts/{made.code}/{SCOPE}").content.decode()
    assert said in re.findall(r'<textarea name="refused"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)[0]


def test_what_cannot_be_said(browse: Browse, made: Concept) -> None:
    client = browse("zhou", "en")
    judge = f"/understand/concepts/{made.code}/judge/{SCOPE}"
    assert client.get(judge).status_code == 405
    assert client.post(judge, {}).status_code == 422
    assert client.post(judge, {"no": "长" * 501}).status_code == 422
    assert client.post(judge, {"yes": HOSTILE}).status_code == 302
    page = client.get(f"/understand/concepts/{made.code}/heard/{SCOPE}").content.decode()
    assert HOSTILE not in page
    assert client.get(f"/understand/concepts/none/heard/{SCOPE}").status_code == 404
    reading = browse("wang", "en").get(f"/understand/concepts/{made.code}/heard/{SCOPE}")
    assert reading.status_code == 200
    assert not clauses(reading.content.decode(), "no"), "who may not judge sees no buttons"
    assert browse("wang").post(judge, {"no": "第3次"}).status_code == 403
    assert browse("he").get(f"/understand/concepts/{made.code}/heard/{SCOPE}").status_code == 403
