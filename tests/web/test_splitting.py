"""Splitting on the page: the gaps of a clause, pressed with and without scripts."""

import re

import pytest
from django.test import Client
from tests.web.test_judging import HTMX, Browse, forms, mentions, say

pytestmark = pytest.mark.django_db(transaction=True)


def marked(client: Client, ident: str, text: str) -> str:
    """The voice with one opinion over all of its text; the page."""
    address = f"/listen/voices/{ident}/"
    while found := forms(client.get(address).content.decode(), "delete"):
        client.post(address + "judge/", found[0])
    sent = {"verb": "add", "aspect": "taste", "label": "neutral", "start": "0", "end": str(len(text))}
    client.post(address + "judge/", sent)
    page: str = client.get(address).content.decode()
    return page


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "在“味道”之后拆开"), ("en", "Split after “味道”")])
def test_the_second_click_splits_with_and_without_scripts(browse: Browse, language: str, name: str) -> None:
    text = "味道一般店员来过"
    client, ident = browse("zhou", language), say("cut", text)
    address = f"/listen/voices/{ident}/judge/"
    (asked,) = forms(marked(client, ident, text), "cut")
    shown = client.post(address, asked, headers=HTMX).content.decode()
    assert f'name="cut" value="2" aria-label="{name}"' in shown
    assert mentions(ident) == [("taste", "neutral")]
    led = client.post(address, asked)
    assert led.status_code == 302
    plain = client.get(led.headers["Location"]).content.decode()
    assert re.findall(r'name="cut" value="(\d+)"', plain) == re.findall(r'name="cut" value="(\d+)"', shown)
    (sent,) = forms(plain, "cut")
    client.raise_request_exception = False
    for wrong in ("1", "0", "-1", "", "²", "9" * 30, "999"):
        assert client.post(address, sent | {"cut": wrong}).status_code in (302, 422)
        assert mentions(ident) == [("taste", "neutral")]
    assert client.post(address, sent | {"cut": "4", "revision": "0"}, headers=HTMX).status_code == 409
    answer = client.post(address, sent | {"cut": "4"}, headers=HTMX)
    assert answer.status_code == 200
    assert len(mentions(ident)) == 2
    assert client.post(address, sent | {"cut": "4"}, headers=HTMX).status_code == 409
    undo = re.search(r"/listen/voices/[\w-]+/undo/\d+/", answer.headers["HX-Trigger"])
    assert undo is not None
    client.post(undo.group())
    assert mentions(ident) == [("taste", "neutral")]


def test_one_word_is_said_to_be_one(browse: Browse) -> None:
    client, ident = browse("lin", "en"), say("one", "味道")
    (asked,) = forms(marked(client, ident, "味道"), "cut")
    shown = client.post(f"/listen/voices/{ident}/judge/", asked, headers=HTMX).content.decode()
    assert "It is one word and cannot be split." in shown
    assert 'class="gap"' not in shown


def test_what_the_words_tell_stays_the_first_to_press(browse: Browse) -> None:
    text = "配送太慢了，口味很好"
    client, ident = browse("lin", "en"), say("found", text)
    (asked,) = forms(marked(client, ident, text), "cut")
    shown = client.post(f"/listen/voices/{ident}/judge/", asked, headers=HTMX).content.decode()
    assert shown.index('name="verb" value="part" autofocus') < shown.index('class="gap"')
    assert shown.count(" autofocus") == 1


def test_the_address_opens_nothing_for_who_may_not_judge(browse: Browse) -> None:
    ident = say("cut", "味道一般店员来过")
    page = browse("wang").get(f"/listen/voices/{ident}/?start=0&end=8&about=taste").content.decode()
    assert 'class="gap"' not in page
