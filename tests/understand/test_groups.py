"""Groups by meaning: planted subjects come apart, two languages come together, and a few more voices change little."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.understand.groups import naming, queries, rules
from zhiyin.understand.groups.values import Grouped
from zhiyin.understand.meanings import actions as meanings
from zhiyin.understand.meanings import queries as shelves
from zhiyin.understand.meanings.values import Sought
from zhiyin.understand.pipeline.actions import annotate
from zhiyin.understand.text.vectors import load, unit
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.loading import append, undo
from zhiyin.warehouse.reader import Reader

AT = datetime(2026, 9, 1, tzinfo=UTC)
ALL = Reader.of_task("tests")
EAST = Reader("he", units=frozenset({"east-01"}), own_brands=frozenset({"ours"}))

SUBJECTS = {
    "refund": (("退款一直没有到账", "申请退款三天了还没退", "退款太慢了，钱没退回来", "什么时候退款到账"),
               ("the refund never arrived", "still waiting for my refund", "refund is too slow", "where is my refund")),
    "breakfast": (("早餐很丰富", "早餐种类很多，好吃", "早餐的面包和牛奶不错", "早餐品种太少"),
                  ("breakfast was great", "lots of choice at breakfast", "breakfast bread and milk", "poor breakfast")),
    "battery": (("电池不耐用", "电池一天要充两次电", "充电太慢，电池差", "电池续航很好"),
                ("battery does not last", "battery drains fast", "battery life is great", "battery is slow to charge")),
}  # fmt: skip


def say(n: int, batch: str = "b", unit: str = "east-01", *, place: bool = True) -> None:
    """So many voices of each subject, half of them English."""
    rows = [
        {"source": batch, "external_id": f"{subject}{k}", "at": AT + timedelta(hours=k), "unit": unit, "brand": "ours",
         "text": f"{said[k % 2][k // 2 % 4]} {k}", "language": ("zh", "en")[k % 2], "kind": "review"}
        for subject, said in SUBJECTS.items() for k in range(n)
    ]  # fmt: skip
    append("feedback", pa.Table.from_pylist(rows), batch=batch)
    if place:
        meanings.refresh()


@pytest.fixture
def home(lake: Lake, db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A shelf of its own."""
    folder = tmp_path / "meanings"
    folder.mkdir()
    monkeypatch.setattr(shelves, "folder", lambda: folder)
    shelves._stand.cache_clear()
    yield folder
    shelves._stand.cache_clear()


def subjects(found: Grouped) -> list[str]:
    """Of each group, the subject that its examples are about."""

    def of(text: str) -> str:
        return next(name for name, said in SUBJECTS.items() if text.rsplit(" ", 1)[0] in (*said[0], *said[1]))

    return ["/".join(sorted({of(one.text) for one in group.examples})) for group in found.groups]


def test_subjects_come_apart_and_languages_together(home: Path) -> None:
    say(40)
    found = queries.grouped(Sought(), ALL, wanted=3)
    assert sorted(subjects(found)) == sorted(SUBJECTS)
    assert found.n == found.total == sum(group.n for group in found.groups) + len(found.alone) == 120
    for group in found.groups:
        assert dict(group.languages)["zh"] >= 15
        assert dict(group.languages)["en"] >= 15
        assert {one.text.isascii() for one in group.examples} == {True, False}
        assert group.share.low < group.share.value == group.n / 120 < group.share.high
        assert [one.score for one in group.voices] == sorted((one.score for one in group.voices), reverse=True)


def test_names_tell_what_it_is_the_readers_language_first(home: Path) -> None:
    say(40)
    for language, wanted in (("zh", {"退款", "早餐", "电池"}), ("en", {"refund", "breakfast", "battery"})):
        found = queries.grouped(Sought(), ALL, language=language, wanted=3)
        assert {next(iter(wanted & set(group.phrases)), group.phrases) for group in found.groups} == wanted
        assert all(naming.spoken_in(group.phrases[0]) == language for group in found.groups)


def test_readers_get_groups_of_what_they_may_see(home: Path) -> None:
    say(20)
    say(30, "other", unit="north-01")
    assert queries.grouped(Sought(), ALL).n == 150
    mine = queries.grouped(Sought(), EAST)
    assert mine.n == mine.total == 60
    assert queries.grouped(Sought(), Reader("masked", units=None, masks=frozenset({"text"}))).n == 0
    assert queries.grouped(Sought(), Reader("nobody")).n == 0


def test_filters_narrow_what_is_grouped(home: Path) -> None:
    say(40)
    annotate()
    english = queries.grouped(Sought(where={"language": ["en"]}), ALL)
    assert english.n == 60
    assert all(group.languages == (("en", group.n),) for group in english.groups)
    week = Period(AT, AT + timedelta(hours=10))
    assert queries.grouped(Sought(period=week), ALL).n == 30
    assert queries.grouped(Sought(words=("退款",)), ALL).n == 20
    bad = queries.grouped(Sought(where={"label": ["negative"]}), ALL)
    assert 0 < bad.n < 120
    assert all(group.valence and group.valence.high < 0.5 for group in bad.groups)


def test_what_is_taken_back_is_not_counted(home: Path) -> None:
    say(20)
    say(20, "second")
    assert queries.grouped(Sought(), ALL).n == 120
    undo("second")
    assert queries.grouped(Sought(), ALL).n == 60, "though the shelf still holds it"


def test_what_is_not_placed_yet_is_told(home: Path) -> None:
    assert queries.grouped(Sought(), ALL).waiting == 0
    say(20)
    say(10, "second", place=False)
    found = queries.grouped(Sought(), ALL)
    assert (found.n, found.total, found.waiting) == (60, 60, 30)
    meanings.refresh()
    found = queries.grouped(Sought(), ALL)
    assert (found.n, found.waiting) == (90, 0)


def test_a_phrase_repeats_another_by_whole_words() -> None:
    assert naming._apart(["art", "start", "pen", "open"]) == ["art", "start", "pen", "open"]
    assert naming._apart(["refund", "refunds", "refund policy", "退款", "退款慢"]) == ["refund", "退款"]


def test_as_many_as_asked_for_and_no_nonsense(home: Path) -> None:
    say(40)
    assert len(queries.grouped(Sought(), ALL, wanted=2).groups) == 2
    for count in (1, 41, 10**9):
        with pytest.raises(Invalid):
            queries.grouped(Sought(), ALL, wanted=count)


def test_few_voices_make_no_group(home: Path) -> None:
    assert queries.grouped(Sought(), ALL).n == 0
    say(2)
    found = queries.grouped(Sought(), ALL)
    assert not found.groups
    assert found.n == len(found.alone) == 6


def cloud(n: int, groups: int = 6, seed: int = 0, spread: float = 0.6) -> tuple[rules.Numbers, rules.Labels]:
    rng = np.random.default_rng(seed)
    middles = unit(rng.normal(size=(groups, load().width)).astype(np.float32))
    label = rng.integers(0, groups, n)
    noise = unit(rng.normal(size=(n, load().width)).astype(np.float32))
    return unit(middles[label] + spread * noise), label


def test_planted_clouds_are_found() -> None:
    rows, label = cloud(1_200)
    found = rules.partition(rows, 6)
    assert found.count == 6
    inside = found.label >= 0
    assert adjusted_rand_score(label[inside], found.label[inside]) > 0.99
    assert inside.mean() > 0.9


def test_a_few_more_voices_move_little() -> None:
    rows, _label = cloud(1_000, 9, spread=1.0)
    some = np.random.default_rng(3).random(len(rows)) > 0.05
    one, other = rules.partition(rows), rules.partition(rows[some])
    assert adjusted_rand_score(one.label[some], other.label) > 0.85


def test_how_many_is_told_by_what_comes_again() -> None:
    ten, twenty = (rules.partition(cloud(1_500, groups, spread=0.5)[0]) for groups in (10, 20))
    assert (ten.count, twenty.count) == (10, 20)
    assert min(ten.agreement, twenty.agreement) > 0.85
    noise = rules.partition(unit(np.random.default_rng(0).normal(size=(400, 256)).astype(np.float32)))
    assert noise.agreement < 0.6
    assert noise.count <= 5


@settings(max_examples=25)
@given(st.integers(0, 60), st.integers(0, 40), st.integers(0, 99))
def test_any_rows_any_number(n: int, wanted: int, seed: int) -> None:
    rows = unit(np.random.default_rng(seed).normal(size=(n, 64)).round(1).astype(np.float32))
    rows[::7] = 0
    found, again = (rules.partition(rows.copy(), wanted) for _time in range(2))
    assert np.array_equal(found.label, again.label)
    assert (found.label[::7] == -1).all()
    sizes = np.bincount(found.label[found.label >= 0], minlength=found.count)
    assert (sizes >= rules.SMALLEST).all()
    assert list(sizes) == sorted(sizes, reverse=True)
    assert np.isfinite(found.near).all()


def test_alike_rows_are_no_trouble() -> None:
    rows = np.repeat(cloud(2, 2)[0], 50, axis=0)
    found = rules.partition(rows)
    assert set(found.label[:50]) != set(found.label[50:]) or found.count == 0
    rules.partition(np.repeat(rows[:1], 30, axis=0))


def test_the_order_in_which_voices_come_changes_nothing(home: Path) -> None:
    def brought(batches: Sequence[str]) -> list[tuple[object, ...]]:
        for batch in batches:
            say(15, batch)
        found = queries.grouped(Sought(), ALL)
        for batch in batches:
            undo(batch)
        meanings.refresh()
        return [(group.code, group.phrases, group.n) for group in found.groups]

    assert brought(["one", "two", "three"]) == brought(["three", "one", "two"])


def test_agreement_is_the_adjusted_rand_index() -> None:
    rng = np.random.default_rng(5)
    for _time in range(20):
        one, other = rng.integers(0, 5, 80), rng.integers(0, 3, 80)
        assert rules.agreement(one, other) == pytest.approx(adjusted_rand_score(one, other))
        assert rules.agreement(one, one) == 1
