"""Saying of a clause that it is this, or not this: it counts at once, is kept, and can be taken back."""

from datetime import timedelta

import numpy as np
import pytest
from django.db import connection
from tests.cast import Cast
from tests.understand.test_concepts import AT, LOUD, PILES, TALK, bring, heard
from tests.understand.test_judging_race import at_once

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.company.changes.queries import latest
from zhiyin.company.concepts.models import Concept
from zhiyin.kit.errors import Forbidden, Invalid, NotFound
from zhiyin.kit.time import Period
from zhiyin.understand.concepts import actions
from zhiyin.understand.concepts.previews import preview
from zhiyin.understand.concepts.values import Draft
from zhiyin.understand.pipeline import queries
from zhiyin.understand.pipeline.actions import annotate
from zhiyin.understand.text import likeness
from zhiyin.understand.text.vectors import load
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.reader import Reader

pytestmark = pytest.mark.django_db
CRYING = "小孩哭闹大声喧哗"
JUNE = Period(AT, AT + timedelta(days=30))
NOISE = Draft(name_zh="吵闹", examples=LOUD)
OTHERS = [f"{one}{other}" for one in TALK for other in TALK]


@pytest.fixture
def talk(lake: Lake) -> None:
    bring([f"{TALK[n % 10]}，{TALK[n // 10]}" for n in range(100)])


def test_what_is_not_this_is_heard_no_more(talk: None, cast: Cast) -> None:
    bring([CRYING, "隔壁桌小孩一直哭闹"], "b2")
    made = actions.add(cast.actor("zhou"), NOISE)
    annotate()
    assert heard(made.code) == [CRYING, "隔壁桌小孩一直哭闹"]
    before = queries.version()
    taught = actions.judge(cast.actor("zhou"), made.code, CRYING, belongs=False)
    assert taught.refused == [CRYING]
    annotate()
    assert heard(made.code) == ["隔壁桌小孩一直哭闹"]
    assert AuditEntry.objects.filter(verb="change", subject_type="company.concept").exists()
    change = latest(taught)
    assert change
    actions.undo(cast.actor("zhou"), change.pk, now=AT)
    assert queries.version() == before
    annotate()
    assert heard(made.code) == [CRYING, "隔壁桌小孩一直哭闹"]


def test_not_this_holds_against_its_own_words(lake: Lake, cast: Cast) -> None:
    bring(["充电桩又坏了", "充电桩太少了"])
    made = actions.add(cast.actor("zhou"), PILES)
    actions.judge(cast.actor("zhou"), made.code, "充电桩又坏了", belongs=False)
    annotate()
    assert heard(made.code) == ["充电桩太少了"]
    assert heard("") == []


def test_this_after_all(lake: Lake, cast: Cast) -> None:
    made = actions.add(cast.actor("zhou"), PILES)
    for belongs in (False, True):
        taught = actions.judge(cast.actor("zhou"), made.code, "充电 桩又坏了", belongs=belongs)
    assert (taught.examples, taught.refused) == (["充电 桩又坏了"], [])
    with pytest.raises(Invalid, match="充电桩太少"):
        actions.change(cast.actor("zhou"), made.code, Draft(name_zh="充电", words=("充电桩",), examples=("充电桩太少",),
                                                            refused=("充电桩太少 ",)))  # fmt: skip
    with pytest.raises(Invalid):
        actions.judge(cast.actor("zhou"), made.code, "长" * 501, belongs=False)


def test_who_may(lake: Lake, cast: Cast) -> None:
    made = actions.add(cast.actor("zhou"), PILES)
    for name in ("chen", "wang", "zhao", "he"):
        with pytest.raises(Forbidden):
            actions.judge(cast.actor(name), made.code, CRYING, belongs=True)
    with pytest.raises(NotFound):
        actions.judge(cast.actor("zhou"), "own_none", CRYING, belongs=True)


def test_a_preview_shows_what_is_nearly_it(talk: None, cast: Cast) -> None:
    bring([CRYING, "音乐声有点大", "音乐声有点大。"], "b2")
    reader = Reader.of_task("tests")
    found = preview(NOISE, "", JUNE, {}, reader)
    assert found.learned
    assert CRYING in {one.clause for one in found.caught}
    missed = [one.clause for one in found.missed]
    assert len(missed) == len(set(missed)), "the same twice teaches nothing"
    assert not set(missed) & {one.clause for one in found.caught}
    again = preview(Draft(examples=LOUD, refused=(CRYING,)), "", JUNE, {}, reader)
    assert CRYING not in {one.clause for one in (*again.caught, *again.missed)}
    taught = preview(Draft(examples=(*LOUD, missed[0])), "", JUNE, {}, reader)
    assert missed[0] in {one.clause for one in taught.caught}
    few = preview(Draft(examples=LOUD[:2]), "", JUNE, {}, reader)
    assert not few.learned
    assert not few.caught
    assert few.missed, "what is nearest is shown before there are five"


def test_judged_clauses_are_judged_so_whatever_was_learned() -> None:
    space, refused = load(), ("我妈妈特别喜欢大声聊天", LOUD[0] + "啊")
    learned = likeness.learn("own_x", LOUD, OTHERS, space, refused)
    assert learned
    assert (learned.over(space.embed(list(LOUD[1:]))) > 0).all()
    assert (learned.over(space.embed(list(refused))) <= 0).all()
    kept = likeness.unpack("own_x", likeness.pack(learned), space.width)
    assert kept.digest == learned.digest
    rows = space.embed(["有人大声吵闹", *LOUD, *refused, "", "plain English"])
    assert (kept.over(rows) == learned.over(rows)).all()
    alone = np.concatenate([learned.over(rows[k : k + 1]) for k in range(len(rows))])
    assert (alone > 0).tolist() == (learned.over(rows) > 0).tolist()


def test_what_was_kept_before_there_was_not_this_is_read() -> None:
    learned = likeness.learn("own_x", LOUD, OTHERS, load())
    assert learned
    old = np.concatenate([[learned.limit], learned.centre, learned.direction]).astype("<f4").tobytes()
    read = likeness.unpack("own_x", old, load().width)
    assert not len(read.points)
    assert read.limit == pytest.approx(learned.limit)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write at a time")
def test_of_two_who_judge_at_once_both_are_heard(lake: Lake, cast: Cast) -> None:
    made = actions.add(cast.actor("zhou"), PILES)
    said = at_once(
        lambda: actions.judge(cast.actor("zhou"), made.code, "充电桩又坏了", belongs=True),
        lambda: actions.judge(cast.actor("lin"), made.code, "手机充电", belongs=False),
        lambda: actions.judge(cast.actor("lin"), made.code, "充电桩太少", belongs=True),
    )
    assert said == ["done"] * 3
    record = Concept.objects.get()
    assert (sorted(record.examples), record.refused, record.version) == (
        ["充电桩又坏了", "充电桩太少"],
        ["手机充电"],
        4,
    )
