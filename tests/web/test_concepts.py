"""An aspect of one's own on its pages: made of a topic, listed, taken back, by whoever may."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.hostile import HOSTILE

from zhiyin.company.concepts.models import Concept
from zhiyin.understand.pipeline import actions as pipeline

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
SCOPE = "?from=2026-09-01&to=2026-11-01"
LIST = f"/understand/concepts/{SCOPE}"
NEW = f"/understand/concepts/new/{SCOPE}"


def test_made_listed_and_taken_back(browse: Browse) -> None:
    client = browse("zhou")
    form = client.get(f"{NEW}&words=充电桩,充电").content.decode()
    assert 'value="充电桩"' in form, "the first phrase is the name proposed"
    answer = client.post(NEW, {"name_zh": "充电", "words": "充电桩\n第3次"}, follow=True)
    page = answer.content.decode()
    made = Concept.objects.get()
    assert made.words == ["充电桩", "第3次"]
    assert "充电桩" in page
    assert "<progress" in page
    assert "<progress" in client.get("/understand/concepts/progress/").content.decode()
    pipeline.annotate()
    page = client.get(LIST).content.decode()
    assert "<progress" not in page
    assert f"aspect={made.code}" in page
    undo = re.findall(r'action="(/understand/concepts/undo/\d+/)"', page)[0]
    client.post(undo)
    assert not Concept.objects.filter(active=True).exists()
    shown = client.get(f"{LIST}&retired=1").content.decode()
    assert "充电桩" in shown


def test_a_topic_becomes_an_aspect_with_one_click(browse: Browse) -> None:
    client = browse("zhou")
    there = f"/understand/concepts/adopt/{SCOPE}"
    page = client.post(there, {"phrase": ["充电桩", "充电"]}, follow=True).content.decode()
    made = Concept.objects.get()
    assert (made.name_zh, made.words, made.active) == ("充电桩", ["充电桩", "充电"], True)
    undo = re.findall(r"/understand/concepts/undo/\d+/", page)[0]
    client.post(undo)
    assert not Concept.objects.filter(active=True).exists()


def test_what_cannot_be_one_is_said_at_the_form(browse: Browse) -> None:
    answer = browse("zhou", "en").post(f"/understand/concepts/adopt/{SCOPE}", {"phrase": ["12"]}, follow=True)
    page = answer.content.decode()
    assert "cannot be a word" in page
    assert 'name="words"' in page
    assert not Concept.objects.exists()
    assert browse("he").post(f"/understand/concepts/adopt/{SCOPE}", {"phrase": ["充电桩"]}).status_code == 403


def test_seen_before_it_is_saved(browse: Browse) -> None:
    client = browse("zhou", "en")
    sent = {"name_en": "Ordinals", "words": "第3次", "verb": "preview", "word": "骑手小哥", "example": HOSTILE}
    whole = client.post(NEW, sent).content.decode()
    part = client.post(NEW, sent, headers={"HX-Request": "true", "HX-Target": "preview"}).content.decode()
    assert not Concept.objects.exists()
    for page in (whole, part):
        assert re.search(r"<b>\d+</b> of \d+ voices", page)
        assert 'value="骑手小哥" checked' in page
        assert HOSTILE not in page
    assert "第3次" in part
    assert "<html" in whole
    assert "<html" not in part
    client.post(NEW, sent | {"verb": "", "example": "第3次又迟到"})
    made = Concept.objects.get()
    assert (made.words, made.examples) == (["第3次", "骑手小哥"], ["第3次又迟到"])


def test_changed_by_two_the_second_is_told(browse: Browse) -> None:
    client = browse("zhou")
    client.post(NEW, {"name_zh": "充电", "words": "充电桩"})
    made = Concept.objects.get()
    address = f"/understand/concepts/{made.code}/{SCOPE}"
    sent = {"name_zh": "充电", "words": "充电桩,充电柜", "version": made.version}
    assert client.post(address, sent).status_code == 302
    answer = client.post(address, sent | {"words": "充电桩"})
    assert answer.status_code == 422
    assert Concept.objects.get().words == ["充电桩", "充电柜"]


def test_bad_words_get_a_sentence(browse: Browse) -> None:
    client = browse("zhou", "en")
    wrong = (
        {"words": "慢", "name_zh": "x"},
        {"words": "充电桩", "name_zh": "x", "extends": HOSTILE},
        {"words": ""},
        {"words": "x" * 90, "name_en": "x"},
        {"words": "骑手", "name_zh": HOSTILE},
    )
    for sent in wrong:
        answer = client.post(NEW, sent)
        assert answer.status_code == 422, sent
        assert 'role="alert"' in answer.content.decode()
        assert HOSTILE not in answer.content.decode()
    assert not Concept.objects.exists()


def test_hostile_names_are_only_shown(browse: Browse) -> None:
    client = browse("lin")
    client.post(NEW, {"name_zh": HOSTILE, "words": f"充电桩\n{HOSTILE[:30]}"})
    made = Concept.objects.get()
    pipeline.annotate()
    for address in (LIST, f"/understand/concepts/{made.code}/{SCOPE}", f"/understand/aspects/{SCOPE}",
                    f"/listen/voices/{SCOPE}", f"/company/history/{SCOPE}"):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert HOSTILE not in answer.content.decode(), address


def test_who_may(browse: Browse) -> None:
    browse("zhou").post(NEW, {"name_zh": "充电", "words": "充电桩"})
    code = Concept.objects.get().code
    for name, sees in (("wang", 200), ("he", 403)):
        client = browse(name)
        assert client.get(LIST).status_code == sees
        for address in (NEW, f"/understand/concepts/{code}/", f"/understand/concepts/{code}/retire/",
                        "/understand/concepts/undo/1/"):  # fmt: skip
            assert client.post(address, {"name_zh": "y", "words": "停车场"}).status_code == 403, address
    assert Concept.objects.get().active
    assert browse("zhou").post(f"/understand/concepts/{code}/{HOSTILE[:5]}/").status_code == 404


def test_a_topic_is_dismissed_and_recalled(browse: Browse) -> None:
    client, page = browse("zhou"), f"/understand/topics/{SCOPE}"
    answer = client.post(f"/understand/topics/dismiss/{SCOPE}", {"phrase": [HOSTILE, "充电"]}, follow=True)
    assert HOSTILE not in answer.content.decode()
    code = re.findall(r"/understand/topics/recall/(\w+)/", answer.content.decode())[0]
    assert browse("wang").post(f"/understand/topics/recall/{code}/").status_code == 403
    assert browse("zhou").post("/understand/topics/recall/none/").status_code == 404
    client = browse("zhou")
    assert client.post(f"/understand/topics/recall/{code}/").status_code == 302
    assert "recall/" not in client.get(page).content.decode().replace(f"undo:/understand/topics/recall/{code}", "")
