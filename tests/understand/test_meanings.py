"""Finding voices by what they mean: two languages, one reader's sight, in step with the facts."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from zhiyin.kit.time import Period
from zhiyin.understand.meanings import actions, queries, rules, shelf
from zhiyin.understand.meanings.values import Sought
from zhiyin.understand.pipeline.actions import annotate
from zhiyin.understand.text.vectors import load, signs, unit
from zhiyin.warehouse.engines import Lake, open_facts
from zhiyin.warehouse.loading import append, undo
from zhiyin.warehouse.reader import Reader

AT = datetime(2026, 9, 1, tzinfo=UTC)
ALL = Reader.of_task("tests")
EAST = Reader("he", units=frozenset({"east-01"}), own_brands=frozenset({"ours"}))

SAID = (
    ("退款一直没有到账，客服也不回复", "east-01", "ours"),
    ("The refund never arrived and support does not answer", "north-01", "ours"),
    ("早餐很丰富，种类很多", "east-01", "ours"),
    ("Breakfast was great with a lot of choice", "north-01", "ours"),
    ("申请退款三天了，钱还没有退回来", None, "rival"),
    ("房间很干净，床很舒服", "north-01", "ours"),
    ("电池不耐用，一天要充两次电", "east-01", "ours"),
    (None, "east-01", "ours"),
)


def say(texts: Sequence[tuple[str | None, str | None, str | None]], batch: str, first: int = 0) -> None:
    rows = [
        {"source": "tests", "external_id": f"{first + n}", "at": AT + timedelta(hours=first + n), "text": text,
         "unit": unit, "brand": brand, "kind": "review", "language": "zh"}
        for n, (text, unit, brand) in enumerate(texts)
    ]  # fmt: skip
    append("feedback", pa.Table.from_pylist(rows), batch=batch)


@pytest.fixture
def home(lake: Lake, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A shelf of its own."""
    folder = tmp_path / "meanings"
    folder.mkdir()
    monkeypatch.setattr(queries, "folder", lambda: folder)
    queries._stand.cache_clear()
    yield folder
    queries._stand.cache_clear()


def found(reader: Reader, text: str = "", **asked: object) -> list[str]:
    near = queries.search(Sought(text, **asked), reader)  # type: ignore[arg-type]  # each test names what it asks
    texts = {
        row["id"]: row["text"]
        for row in open_facts(ALL).sql("SELECT id::VARCHAR AS id, text FROM feedback").to_pylist()
    }
    return [texts[one.id] for one in near]


def test_meaning_is_found_across_languages(home: Path) -> None:
    say(SAID, "b")
    assert actions.refresh() == 7
    assert actions.refresh() == 0
    assert set(found(ALL, "my refund has not come")[:3]) == {SAID[0][0], SAID[1][0], SAID[4][0]}
    assert set(found(ALL, "早餐的种类")[:2]) == {SAID[2][0], SAID[3][0]}
    assert found(ALL, "") == []
    assert found(ALL, "😀😀") == []


def test_scores_fall_and_stay_within_bounds(home: Path) -> None:
    say(SAID, "b")
    actions.refresh()
    scores = [near.score for near in queries.search(Sought("退款没有到账"), ALL)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1.001 for score in scores)


def test_nobody_finds_what_they_may_not_read(home: Path) -> None:
    """The one voice of their unit is the first they find, however many of others lie nearer."""
    say([("退款没有到账，还没退回来", "north-01", "ours")] * 200, "b", 100)
    say(SAID, "b")
    actions.refresh()
    assert set(found(EAST, "refund", limit=3)) <= {SAID[0][0], SAID[2][0], SAID[4][0], SAID[6][0]}
    assert found(EAST, "退款没有到账", limit=2) == [SAID[0][0], SAID[4][0]]
    assert found(Reader("masked", units=None, masks=frozenset({"text"})), "refund") == []
    assert found(Reader("nobody"), "refund") == []


def test_the_rule_of_sight_is_the_one_of_the_facts(home: Path) -> None:
    readers = (
        ALL, EAST, Reader("a", units=frozenset({"east-01"})), Reader("b"),
        Reader("c", units=frozenset({"east-01"}), sees_public=False, own_brands=frozenset({"ours"})),
    )  # fmt: skip
    pairs = [(u, b) for u in (None, "east-01", "north-01") for b in (None, "ours", "rival")]
    say([("很好", u, b) for u, b in pairs], "b")
    for reader in readers:
        rows = open_facts(reader).sql("SELECT unit, brand FROM feedback").to_pylist()
        assert {(r["unit"], r["brand"]) for r in rows} == {pair for pair in pairs if reader.sees(*pair)}


def test_filters_narrow_the_search_itself(home: Path) -> None:
    say(SAID, "b")
    actions.refresh()
    assert found(ALL, "refund", where={"unit": ["north-01"]}, limit=1) == [SAID[1][0]]
    assert found(ALL, "refund", where={"unit": [""]}) == [SAID[4][0]]
    assert found(ALL, "refund", period=Period(AT + timedelta(hours=4), AT + timedelta(hours=5))) == [SAID[4][0]]


def test_what_was_asked_of_a_shelf_is_answered_for_that_shelf(home: Path) -> None:
    """It grows about once a second while it is built; a question keeps to the one it began with."""
    say(SAID, "b")
    actions.refresh()
    annotate()
    sought = Sought("早餐", where={"label": ["positive"]})
    begun, facts = queries.stand(), open_facts(ALL, zone="UTC")
    say([("早餐很好吃", "east-01", "ours")] * 30, "more", 100)
    annotate()
    actions.refresh()
    grown = queries.stand()
    assert len(grown) > len(begun)
    for standing in (grown, begun, grown):
        assert len(queries.allowed(standing, sought, ALL, facts)) == len(standing)
    assert queries.coverage(ALL, begun).waiting == 30


def test_more_like_this_leaves_out_the_voice_itself(home: Path) -> None:
    say(SAID, "b")
    actions.refresh()
    ident = open_facts(ALL).sql("SELECT id::VARCHAR AS id FROM feedback WHERE external_id = '0'").to_pylist()[0]["id"]
    assert set(found(ALL, like=ident, limit=2)) == {SAID[1][0], SAID[4][0]}
    hidden = open_facts(ALL).sql("SELECT id::VARCHAR AS id FROM feedback WHERE external_id = '1'").to_pylist()[0]["id"]
    assert found(EAST, like=hidden) == []


def test_an_undone_import_takes_its_meanings_along(home: Path) -> None:
    say(SAID[:4], "first")
    actions.refresh()
    say(SAID[4:], "second", 10)
    assert actions.refresh() == 3
    undo("first")
    assert SAID[0][0] not in found(ALL, "退款")
    actions.refresh()
    assert len(queries.stand()) == 3
    assert queries.coverage(ALL).waiting == 0
    say(SAID[:4], "first")
    assert queries.coverage(ALL).waiting == 4
    assert actions.refresh() == 4


def test_a_voice_brought_anew_stands_as_it_was_brought(home: Path) -> None:
    say(SAID[:4], "first")
    actions.refresh()
    undo("first")
    say([("送货太慢，等了三天", "north-01", "ours"), *SAID[1:4]], "second")
    actions.refresh()
    assert len(queries.stand()) == 4
    assert SAID[2][0] in found(EAST, "早餐")
    near = queries.search(Sought("送货太慢", limit=9), EAST)
    assert len(near) == 1, "the voice that went north is theirs no more"
    assert queries.coverage(EAST).waiting == queries.coverage(ALL).waiting == 0
    assert found(ALL, "送货太慢", limit=1) == ["送货太慢，等了三天"], "and it is found by what it says now"


def test_a_writer_that_died_leaves_nothing_half_done(home: Path) -> None:
    say(SAID[:4], "b")
    actions.refresh()
    state = (home / shelf.STATE).read_text()
    say(SAID[4:], "b", 10)
    actions.refresh()
    (home / shelf.STATE).write_text(state)  # as if it had died before the last move
    queries._stand.cache_clear()
    assert actions.refresh() == 3
    assert len(queries.stand()) == len(set(queries.stand().keys.tolist())) == 7
    (home / shelf.STATE).write_text("{ not json")
    queries._stand.cache_clear()
    assert actions.refresh() == 7


def test_signs_find_what_is_nearest() -> None:
    rng = np.random.default_rng(1)
    rows = unit(rng.normal(size=(20_000, load().width)).astype(np.float32))
    query = unit(rows[7:8] + 0.4 * unit(rng.normal(size=(1, load().width)).astype(np.float32)))[0]
    places, scores = rules.nearest(signs(rows), rules.packed(rows), query, 10)
    exact = np.argsort(-(rows @ query))[:10]
    assert places[0] == exact[0] == 7
    assert scores[0] == pytest.approx(float(rows[7] @ query), abs=0.01)
    odd = np.arange(len(rows)) % 2 == 1
    assert (rules.nearest(signs(rows), rules.packed(rows), query, 10, odd)[0] % 2 == 1).all()


def test_any_text_has_a_meaning_or_none() -> None:
    texts = ["", None, "，。！", "\0\0", "a" * 50_000, "𠀀𠀁", "\ud800", "👍", "ｄｅｌｉｖｅｒｙ 物流", "物流delivery"]
    rows = load().embed(texts)
    assert np.isfinite(rows).all()
    assert np.allclose(np.sort(np.unique(np.round(np.linalg.norm(rows, axis=1), 3))), [0, 1])
    for n, text in enumerate(texts):
        assert np.allclose(load().embed([text])[0], rows[n], atol=1e-6)


def test_keys_are_found_among_those_that_stand() -> None:
    ids = np.random.default_rng(0).integers(0, 256, (500, 16), dtype=np.uint8)
    whole = np.zeros(400, dtype=np.int64)
    rows = whole.reshape(-1, 1)
    place, stamp = whole.astype(np.uint32), whole.astype(np.uint64)
    standing = shelf.Shelf(ids[:400], whole, place, stamp, rows, rows.astype(np.int8))
    wanted = np.r_[7, 399, 450, 3, 3]
    assert np.flatnonzero(standing.among(shelf.keys(ids[wanted]))).tolist() == [3, 7, 399], "450 does not stand here"
    assert not standing.among(shelf.keys(ids[400:])).any()
    assert not standing.among(shelf.keys(ids[:0])).any()
