"""Judging on the page: two clicks, undone at once, only within one's sight."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from django.test import Client
from tests.web.hostile import HOSTILE

from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.pipeline import queries
from zhiyin.warehouse.engines import open_facts, open_lake
from zhiyin.warehouse.loading import append

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
HTMX = {"HX-Request": "true", "HX-Target": "judged"}


def voice(external: str = "v3") -> str:
    pipeline.annotate()
    found = open_facts(queries.READER).sql(
        f"SELECT CAST(id AS VARCHAR) AS id FROM feedback WHERE external_id = '{external}'"
    )
    ident: str = found.to_pylist()[0]["id"]
    return ident


def say(external: str, text: str) -> str:
    row = {
        "source": "tests", "external_id": external, "at": datetime(2026, 9, 9, tzinfo=UTC), "kind": "review",
        "text": text, "language": "zh",
    }  # fmt: skip
    append("feedback", pa.Table.from_pylist([row]), batch=external)
    return voice(external)


def mentions(ident: str) -> list[tuple[str, str]]:
    found = open_facts(queries.READER).sql(
        f"SELECT aspect, label FROM mention WHERE feedback = '{ident}' ORDER BY aspect"
    )
    return [(row["aspect"], row["label"]) for row in found.to_pylist()]


def forms(page: str, verb: str) -> list[dict[str, str]]:
    """The hidden fields of every form that takes this step."""
    found = [
        dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in re.findall(r"<form.*?</form>", page, re.S)
    ]
    return [form for form in found if form.get("verb") == verb]


def test_two_clicks_and_one_to_undo(browse: Browse) -> None:
    client, ident = browse("zhou"), voice()
    address = f"/listen/voices/{ident}/"
    assert address in client.get("/listen/voices/?from=2026-09-01&to=2026-11-01&q=第3次").content.decode()
    before = mentions(ident)
    assert before
    assert {label for _aspect, label in before} == {"negative"}
    panel = client.get(address, headers={"HX-Request": "true", "HX-Target": "side"}).content.decode()
    sent = forms(panel, "change")[0] | {"label": "positive"}
    answer = client.post(
        address + "judge/", {k: v for k, v in sent.items() if k != "csrfmiddlewaretoken"}, headers=HTMX
    )
    assert answer.status_code == 200
    assert (sent["of"], "positive") in mentions(ident)
    assert 'aria-pressed="true"' in answer.content.decode()
    undo = re.search(r"/listen/voices/[\w-]+/undo/\d+/", answer.headers["HX-Trigger"])
    assert undo is not None
    assert undo.group() in answer.content.decode()
    stale = client.post(address + "judge/", sent | {"label": "neutral"}, headers=HTMX)
    assert stale.status_code == 409
    assert "toast" in stale.content.decode()
    back = client.post(undo.group(), {"next": "/listen/voices/"})
    assert (back.status_code, back.headers["Location"]) == (302, "/listen/voices/")
    assert mentions(ident) == before


def test_words_can_be_added_and_parts_split(browse: Browse) -> None:
    client, ident = browse("lin", "en"), voice()
    address = f"/listen/voices/{ident}/judge/"
    page = client.get(f"/listen/voices/{ident}/").content.decode()
    sent = forms(page, "split")[0] | {"aspect2": "price", "label2": "neutral"}
    assert client.post(address, sent).status_code == 302
    assert ("price", "neutral") in mentions(ident)
    assert (
        client.post(
            address, {"verb": "add", "aspect": "staff", "label": "positive", "start": "0", "end": "4"}
        ).status_code
        == 302
    )
    assert ("staff", "positive") in mentions(ident)
    assert client.post(address, {"verb": "complete"}).status_code == 302
    assert client.post(address, {"verb": "whole", "label": "neutral"}).status_code == 302
    page = client.get(f"/listen/voices/{ident}/").content.decode()
    assert page.count("judged by hand</span>") == len(mentions(ident))


def test_the_aspect_is_chosen_in_the_line_itself(browse: Browse) -> None:
    client, ident = browse("zhou"), voice()
    page = client.get(f"/listen/voices/{ident}/").content.decode()
    (line,) = [form for form in re.findall(r"<form.*?</form>", page, re.S) if "data-submit" in form]
    assert '<option value="delivery_speed" selected>' in line
    answer = client.post(f"/listen/voices/{ident}/judge/", forms(line, "change")[0] | {"aspect": "price"}, headers=HTMX)
    assert answer.status_code == 200
    assert mentions(ident) == [("price", "negative")]


def test_one_click_splits_what_tells_itself_apart(browse: Browse) -> None:
    text = "配送太慢了，口味很好"
    client, ident = browse("zhou"), say("two", text)
    address = f"/listen/voices/{ident}/judge/"
    for _two in range(2):
        client.post(address, forms(client.get(f"/listen/voices/{ident}/").content.decode(), "delete")[0])
    marked = {"verb": "add", "aspect": "delivery_speed", "label": "negative", "start": "0", "end": str(len(text))}
    client.post(address, marked)
    (sent,) = forms(client.get(f"/listen/voices/{ident}/").content.decode(), "part")
    assert client.post(address, sent, headers=HTMX).status_code == 200
    assert mentions(ident) == [("delivery_speed", "negative"), ("taste", "positive")]


def test_what_does_not_tell_itself_apart_opens_the_form(browse: Browse) -> None:
    client, ident = browse("zhou"), voice()
    page = client.get(f"/listen/voices/{ident}/").content.decode()
    assert " open>" not in page[page.index('id="judged"') :]
    answer = client.post(f"/listen/voices/{ident}/judge/", forms(page, "part")[0], headers=HTMX)
    assert '<details name="opinion" open>' in answer.content.decode()
    assert mentions(ident) == [("delivery_speed", "negative")]


def test_what_is_only_taken_from_context_says_so_until_somebody_has_judged(browse: Browse) -> None:
    client, ident = browse("lin", "en"), say("context", "配送员迟到一个小时，根本没法吃了")
    address = f"/listen/voices/{ident}/"
    page = client.get(address).content.decode()
    assert page.count("about what: from context") == 1
    while open_ := forms(page, "confirm"):
        client.post(address + "judge/", open_[0])
        page = client.get(address).content.decode()
    assert "about what: from context" not in page


def test_hostile_values_and_texts(browse: Browse) -> None:
    client, ident = browse("zhou"), voice("v58")
    page = client.get(f"/listen/voices/{ident}/").content.decode()
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    address = f"/listen/voices/{ident}/judge/"
    sent = forms(page, "change")[0]
    client.raise_request_exception = False
    for changed in (
        {"verb": "drop table"}, {"label": HOSTILE}, {"aspect": "\x00"}, {"aspect": "'; --"}, {"at": "9" * 500},
        {"at": "-1"}, {"to": ""}, {"revision": "²"}, {"emotion": "💥"}, {"start": "1e9"}, {"start": "3", "end": "2"},
        {"of": HOSTILE},
    ):  # fmt: skip
        answer = client.post(address, {"label": "neutral"} | sent | changed)
        assert answer.status_code in (302, 409, 422), changed
        assert HOSTILE not in answer.content.decode()
    assert client.post("/listen/voices/no-such/judge/", sent).status_code == 404
    assert client.post(f"/listen/voices/{ident}/undo/999999/").status_code == 404
    assert client.get(address).status_code == 405


def test_who_may(browse: Browse) -> None:
    ident = voice("v3")  # in the north
    for name in ("he", "chen", "wang", "zhao"):
        assert browse(name).post(f"/listen/voices/{ident}/judge/", {"verb": "complete"}).status_code == 403
    page = browse("wang").get(f"/listen/voices/{ident}/").content.decode()
    assert "/judge/" not in page
    client = browse("zhou")
    zhou = client.get("/").wsgi_request.user
    zhou.units = ["east"]
    zhou.save()
    assert client.post(f"/listen/voices/{ident}/judge/", {"verb": "complete"}).status_code == 404
    assert client.post(f"/listen/voices/{voice('v2')}/judge/", {"verb": "complete"}).status_code == 302


def test_the_text_shows_which_words_say_what(browse: Browse) -> None:
    ident = say("marked", "昨天在虹桥机场，服务员太慢了")
    page = browse("zhou").get(f"/listen/voices/{ident}/").content.decode()
    assert '<span class="word time" title="时间">昨天</span>' in page
    assert '<span class="word aspect" title="点名方面: ' in page
    assert re.search(r'<span class="word judging" title="表达评价">[^<]*慢', page)
    legend = re.search(r'<p class="legend.*?</p>', page, re.S)
    assert legend is not None
    assert ("时间" in legend.group(), "品牌或产品" in legend.group()) == (True, False), "what the text holds, no more"
    english = browse("lin", "en").get(f"/listen/voices/{ident}/").content.decode()
    assert '<span class="word aspect">Names the aspect</span>' in english


def test_what_was_read_before_is_shown_without_them(browse: Browse) -> None:
    ident = say("before", "服务员太慢了")
    columns = ("spans", "aspect_words", "aspect_spans", "brand_spans", "product_spans", "place_spans", "time_spans")
    emptied = ", ".join(f"{column} = NULL" for column in columns)
    open_lake().commit(lambda cursor: cursor.execute(f"UPDATE lake.main.mention SET {emptied}"))
    page = browse("zhou").get(f"/listen/voices/{ident}/").content.decode()
    assert '<span class="word ' not in page
    assert "服务员太慢了" in page
