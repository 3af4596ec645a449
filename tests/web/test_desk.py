"""Every page: behind a sign-in, for the roles that may, in both languages, with nothing hostile let through."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from tests.cast import PASSWORD, Cast
from tests.web.hostile import HOSTILE

from zhiyin.understand.meanings import actions as meanings
from zhiyin.understand.meanings import queries as meaning
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

Browse = Callable[..., Client]

PAGES = (
    "/", "/listen/voices/", "/understand/aspects/", "/understand/topics/", "/understand/concepts/",
    "/understand/groups/",
    "/measure/indicators/", "/measure/indicators/nps/",
    "/measure/journey/", "/measure/indicators/nps/records/", "/measure/rivals/", "/explain/findings/", "/explain/nps/",
    "/verify/", "/customers/",
    "/customers/c3/", "/settings/", "/settings/users/", "/settings/keys/", "/settings/audit/", "/find?q=nps",
    "/overview/critical/", "/explain/first/",
)  # fmt: skip


def test_pages_need_a_sign_in(db: None) -> None:
    for page in PAGES:
        answer = Client().get(page)
        assert answer.status_code == 302, page
        assert answer.headers["Location"].startswith("/sign-in?next=/")


def test_every_page_stands_in_both_languages(browse: Browse) -> None:
    for language in ("zh-hans", "en"):
        client = browse("lin", language)
        for page in PAGES:
            answer = client.get(page)
            assert answer.status_code == 200, page
            policy = answer.headers["Content-Security-Policy"]
            assert "script-src 'self';" in policy
            assert "unsafe-inline" not in policy.split("style-src-attr")[0]
            if "html" in answer.headers["Content-Type"]:
                assert not re.search(r"<script(?![^>]*(src=|application/json))|\son\w+=", answer.content.decode())


LEFT = {
    "NPS",
    "CSAT",
    "CES",
    "API",
    "CSV",
    "XLSX",
    "SVG",
    "PNG",
    "EN",
    "Ctrl",
    "Enter",
    "Esc",
    "K",
    "Zhiyin",
    "Python",
    "DuckDB",
}


def test_chinese_pages_speak_chinese(browse: Browse) -> None:
    """No sentence of the frame or a page stays English: at most names, codes and units do."""
    client = browse("lin")
    for page in PAGES:
        if page.startswith(("/find", "/settings/audit")):
            continue  # no page; the words of machines
        text = re.sub(r"<(script|style|code|title)[^>]*>.*?</\1>", " ", client.get(page).content.decode(), flags=re.S)
        text = re.sub(r"<[^>]+>", "\n", text)
        english = [line.strip() for line in text.splitlines() if re.search(r"[A-Za-z]{3,} [a-z]{2,} ?[a-z]*", line)]
        assert [line for line in english if not set(re.findall(r"[A-Za-z]+", line)) <= LEFT] == [], page


def test_roles_see_what_they_may(browse: Browse) -> None:
    expected = {
        "lin": {"/settings/users/": 200, "/listen/voices/": 200, "/": 200},
        "zhou": {"/settings/users/": 403, "/settings/audit/": 403, "/listen/voices/": 200, "/explain/nps/": 200},
        "chen": {"/settings/keys/": 403, "/listen/voices/": 200, "/customers/": 200},
        "he": {"/listen/voices/": 403, "/customers/": 403, "/measure/indicators/nps/records/": 403, "/": 200},
    }
    for name, pages in expected.items():
        client = browse(name)
        assert {page: client.get(page).status_code for page in pages} == pages, name


def test_navigation_offers_only_what_is_allowed(browse: Browse) -> None:
    assert 'href="/listen/voices/"' in browse("zhou").get("/verify/").content.decode()
    assert "/listen/voices/" not in browse("he").get("/verify/").content.decode()


def test_units_confine_what_is_seen(browse: Browse) -> None:
    address = "/listen/voices/?from=2026-09-01&to=2026-10-31"
    whole = browse("zhou").get(f"{address}&q=第1次&brand=*").content.decode()
    east = browse("chen").get(f"{address}&q=第2次").content.decode()
    assert "第1次" in whole
    assert "第2次" in east
    assert 'data-href="/listen/voices/' not in browse("chen").get(f"{address}&q=第1次").content.decode()


def test_hostile_words_are_shown_as_words(browse: Browse) -> None:
    client = browse("zhou")
    page = client.get("/listen/voices/?from=2026-10-20&to=2026-10-31").content.decode()
    assert "&lt;script&gt;" in page
    assert HOSTILE not in page
    assert "<img src=x" not in client.get('/listen/voices/?q="><img src=x>').content.decode()


def test_a_voice_opens_beside_the_list(browse: Browse) -> None:
    facts = open_facts(Reader.of_task("tests"))
    ident = facts.sql("SELECT CAST(id AS VARCHAR) AS id FROM feedback WHERE external_id = 'v58'").to_pylist()[0]["id"]
    client = browse("zhou")
    whole = client.get(f"/listen/voices/{ident}/")
    beside = client.get(f"/listen/voices/{ident}/", headers={"HX-Request": "true", "HX-Target": "side"})
    assert b"<html" in whole.content
    assert b"<html" not in beside.content
    assert b"&lt;script&gt;" in beside.content
    assert client.get("/listen/voices/no-such-voice/").status_code == 404


def test_voices_come_page_by_page(browse: Browse) -> None:
    client = browse("lin")
    first = client.get("/listen/voices/?from=2026-09-01&to=2026-10-31&brand=*").content.decode()
    link = re.search(r'hx-get="([^"]*after=[^"]*)"', first)
    assert link
    rest = client.get(link[1].replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()
    seen = [set(re.findall(r'data-href="([^"?]*)', html)) for html in (first, rest)]
    assert len(seen[0] | seen[1]) == 60
    assert not seen[0] & seen[1]


def test_bad_addresses_get_a_sentence(browse: Browse) -> None:
    client = browse("lin")
    for bad in ("?from=never", "?against=x", "?from=2026-02-02&to=2026-01-01", "?unit=" + "x" * 3000):
        answer = client.get("/" + bad)
        assert answer.status_code == 422
        assert 'class="nav"' in answer.content.decode()


def test_failures_of_a_part_arrive_as_a_toast(browse: Browse) -> None:
    answer = browse("lin").get("/?from=never", headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert b"<html" not in answer.content


def test_unknown_pages_say_so(browse: Browse) -> None:
    answer = browse("lin").get("/no/such/page/")
    assert answer.status_code == 404


def test_exports_need_the_permission_and_disarm_formulas(browse: Browse) -> None:
    client = browse("zhou")
    lines = b"".join(client.get("/listen/voices/?as=csv&from=2026-09-01&to=2026-10-31"))  # type: ignore[arg-type]  # a streaming answer yields bytes
    assert "'=1+1 第" in lines.decode()
    assert browse("he").get("/?as=csv").status_code == 403


def test_sign_in_and_out(world: Cast) -> None:
    client = Client()
    assert client.post("/sign-in", {"username": "linlan", "password": "wrong"}).status_code == 422
    answer = client.post("/sign-in", {"username": "linlan", "password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
    assert client.get("/verify/").status_code == 200
    client.post("/sign-out")
    assert client.get("/verify/").status_code == 302


def test_language_is_kept(browse: Browse) -> None:
    client = browse("lin")
    client.post("/language", {"language": "en", "next": "/verify/"})
    assert "What helped" in client.get("/verify/").content.decode()


def test_administrator_makes_and_stops_a_user(browse: Browse, world: Cast) -> None:
    client = browse("lin")
    made = client.post("/settings/users/", {"username": "new", "role": "analyst", "language": "en"})
    assert made.status_code == 200
    assert b"<code>" in made.content
    person = type(world.lin).objects.get(username="new")
    client.post(f"/settings/users/{person.pk}/deactivate/")
    person.refresh_from_db()
    assert not person.is_active
    assert client.post(f"/settings/users/{world.lin.pk}/deactivate/").status_code == 409
    assert browse("zhou").post("/settings/users/", {"username": "other", "role": "administrator"}).status_code == 403


def test_palette_finds_pages_and_indicators(browse: Browse) -> None:
    hits = browse("lin").get("/find?q=nps").json()["hits"]
    assert any(hit["href"].startswith("/measure/indicators/nps/") for hit in hits)
    assert all(hit["href"].startswith("/") for hit in hits)


def test_voices_by_meaning(browse: Browse) -> None:
    """Placed, found by another language, and only by those who may read them."""
    meanings.refresh()
    page = (
        browse("zhou")
        .get("/listen/voices/?by=meaning&q=slow+delivery&brand=*&from=2026-09-01&to=2026-11-30")
        .content.decode()
    )
    assert "配送太慢了" in page
    assert "含义最相近的 50 条" in page
    narrow = (
        browse("chen")
        .get("/listen/voices/?by=meaning&q=slow+delivery&brand=*&from=2026-09-01&to=2026-11-30")
        .content.decode()
    )
    assert "含义最相近的" in narrow
    assert "第1次" not in narrow
    ident = re.findall(r'data-href="/listen/voices/([0-9a-f-]{36})/', page)[0]
    assert "相似的声音" in browse("zhou").get(f"/listen/voices/{ident}/").content.decode()


def test_an_unknown_address_answers_in_the_language_of_who_asks(browse: Browse) -> None:
    """Whatever the browser prefers: no view is found that would have asked."""
    for language, said in (("zh-hans", "此地址"), ("en", "no page at this address")):
        answer = browse("lin", language).get("/understand/nothing/", headers={"accept-language": "fr, en, zh"})
        assert answer.status_code == 404
        assert said in answer.content.decode()


def test_groups_by_meaning_open_all_their_voices(browse: Browse) -> None:
    """Every figure leads to the voices that it counts; nobody else's are among them."""
    meanings.refresh()
    span = "from=2026-09-01&to=2026-11-30"
    for language, said in (("zh-hans", "条声音按含义分组"), ("en", "voices grouped by what they mean")):
        page = browse("zhou", language).get(f"/understand/groups/?{span}&groups=2").content.decode()
        assert said in page
        found = re.findall(r'<a class="n" href="(/understand/groups/voices/[^"]+)"[^>]*>n ([\d,]+)</a>', page)
        assert found
    client = browse("zhou")
    for href, n in found:
        seen: set[str] = set()
        link = href.replace("&amp;", "&")
        while link:
            part = client.get(link, headers={"HX-Request": "true"}).content.decode()
            seen |= set(re.findall(r'data-href="/listen/voices/([0-9a-f-]{36})', part))
            more = re.search(r'hx-get="([^"]+)"', part)
            link = more[1].replace("&amp;", "&") if more else ""
        assert len(seen) == int(n)
    narrow = browse("chen").get(f"/understand/groups/?{span}&brand=*").content.decode()
    assert "30 条声音" in narrow, "those of the east"
    assert browse("he").get("/understand/groups/").status_code == 403
    assert client.get(f"/understand/groups/voices/?{span}&of=none").status_code == 200
    assert client.get(f"/understand/groups/voices/?{span}&of=gone").status_code == 404
    for count in ("99", "1", "x", "-3"):
        assert client.get(f"/understand/groups/?{span}&groups={count}").status_code == 422
    assert b"mean sentiment" in b"".join(
        browse("lin", "en").get(f"/understand/groups/?{span}&as=csv").streaming_content
    )


def test_groups_tell_that_voices_wait_to_be_placed(
    browse: Browse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is placed: that is not the same as nothing said."""
    monkeypatch.setattr(meaning, "folder", lambda: tmp_path)
    both = (("zh-hans", "还在处理中", "没有人说"), ("en", "still being placed", "Nobody said anything"))
    for language, said, wrong in both:
        page = browse("zhou", language).get("/understand/groups/?from=2026-09-01&to=2026-11-30").content.decode()
        assert said in page
        assert wrong not in page
