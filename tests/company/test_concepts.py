"""The company's own aspects over its pack: what their words may be, and who is told what."""

from datetime import UTC, datetime

import pytest
from tests.company.cast import BOSS, VIEWER

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.company import actions, packs
from zhiyin.company.changes.queries import latest
from zhiyin.company.concepts import queries, rules
from zhiyin.company.concepts.models import Concept, Held
from zhiyin.company.concepts.values import Idea
from zhiyin.company.packs import Name
from zhiyin.kit.errors import Conflict, Forbidden, Invalid

NOW = datetime(2026, 7, 1, tzinfo=UTC)
PACK = packs.load("restaurant")


def idea(code: str, *words: str, **more: str) -> Idea:
    return Idea(code, Name(code, code), words=words, **more)


def make(code: str, *words: str, **more: object) -> Concept:
    made = actions.create(BOSS, "concept", code=code, name_zh=code, words=list(words), **more)
    assert isinstance(made, Concept)
    return made


def test_a_pack_without_own_words_stays_as_it_is() -> None:
    assert rules.extended(PACK, ()) is PACK


def test_new_aspects_and_more_words() -> None:
    found = rules.extended(PACK, (idea("own_pile", "充电桩"), idea("own_more", "等骑手", extends="rider")))
    assert found.aspect("own_pile").synonyms == ("充电桩",)
    assert found.aspect("rider").synonyms[-1] == "等骑手"
    assert [one.code for one in found.aspects][:-1] == [one.code for one in PACK.aspects]


def test_what_no_longer_fits_another_pack_is_left_out() -> None:
    word = PACK.aspect("rider").synonyms[0]
    odd = (idea("own_a", word, "充电桩", parent="gone"), idea("own_b", "母婴室", extends="gone"),
           idea("own_c", "停车券", parent="own_d"), idea("own_d", "停车场券", parent="own_c"))  # fmt: skip
    found = rules.extended(PACK, odd)
    assert found.aspect("own_a").synonyms == ("充电桩",)
    assert [found.aspect(code).parent for code in ("own_a", "own_b", "own_c", "own_d")] == [None] * 4


def test_codes_are_readable_where_the_name_is() -> None:
    assert rules.new_code("EV charging!", set()) == "own_ev_charging"
    assert rules.new_code("EV charging", {"own_ev_charging"}) == "own_ev_charging_2"
    assert rules.new_code("充电桩", set()) == rules.new_code("充电桩", set()) != rules.new_code("母婴室", set())


@pytest.mark.django_db
def test_a_word_stands_for_one_thing() -> None:
    actions.configure(BOSS, pack="restaurant")
    word = PACK.aspect("rider").synonyms[0]
    with pytest.raises(Invalid, match=word):
        make("own_a", word)
    made = make("own_a", "充电桩", "充电桩", " ")
    assert made.words == ["充电桩"]
    with pytest.raises(Invalid, match="充电桩"):
        make("own_b", "充电桩")
    for bad in (["慢"], ["？！"], ["很" * 41], [{"no": "text"}], "充电"):
        with pytest.raises(Invalid):
            actions.create(BOSS, "concept", code="own_c", name_zh="c", words=bad)
    for fault in ({"words": []}, {"name_zh": ""}, {"extends": "gone"}, {"parent": "own_c"}, {"touchpoint": "gone"}):
        with pytest.raises(Invalid):
            actions.create(BOSS, "concept", **{"code": "own_c", "name_zh": "c", "words": ["车位"]} | fault)
    with pytest.raises(Invalid, match="Rider"):
        make("own_d", "骑手小哥", name_en=PACK.aspect("rider").name.en)


@pytest.mark.django_db
def test_of_two_who_add_a_word_at_once_the_second_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make("own_a", "充电桩")
    monkeypatch.setattr(queries, "_taken", lambda *some: {})  # neither saw the other's when it was checked
    with pytest.raises(Conflict, match="own_b"):
        make("own_b", "充 电 桩".replace(" ", ""))
    assert [one.code for one in Concept.objects.all()] == ["own_a"]


@pytest.mark.django_db
def test_taken_back_and_forth() -> None:
    made = make("own_a", "充电桩", name_en="Charging")
    first = latest(made)
    assert first
    assert "own_a" in queries.aspect_names()
    actions.undo(BOSS, first.pk, now=NOW)
    assert queries.pack() == packs.load("generic")
    assert not Held.objects.exists()
    assert "own_a" not in queries.aspect_names()
    assert queries.aspect_names(retired=True)["own_a"], "facts may carry its code for a while"
    make("own_b", "充电桩")
    with pytest.raises(Invalid, match="充电桩"):
        actions.restore(BOSS, "concept", "own_a")
    assert AuditEntry.objects.filter(verb="undo").exists()


@pytest.mark.django_db
def test_who_may() -> None:
    with pytest.raises(Forbidden):
        actions.create(VIEWER, "concept", code="own_a", name_zh="a", words=["充电桩"])
