"""What surfaces that no aspect covers: planted among other talk, it is found; unplanted, it stays silent."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest

from zhiyin.kit.time import Period
from zhiyin.stats.differences import Verdict
from zhiyin.understand.pipeline.actions import annotate
from zhiyin.understand.text.vectors import load
from zhiyin.understand.topics import rules
from zhiyin.understand.topics.queries import emerging
from zhiyin.understand.topics.values import Said
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.loading import append
from zhiyin.warehouse.reader import Reader

AT = datetime(2026, 9, 1, tzinfo=UTC)
TALK = ("今天陪朋友过来坐坐", "周末和家人一起来的", "路过进来看看", "同事推荐过来的")


def said(texts: list[str], first: int = 0) -> list[Said]:
    return [Said(str(first + n), AT + timedelta(hours=first + n), text) for n, text in enumerate(texts)]


def test_a_planted_topic_is_found_and_named() -> None:
    before = said([TALK[n % 4] for n in range(200)])
    now = said([TALK[n % 4] if n % 5 else f"{TALK[n % 4]}，充电桩又坏了" for n in range(200)], 200)
    found = rules.topics(now, before, 200, 200, load())
    assert any("充电" in phrase for phrase in found[0].phrases[:2])
    assert (found[0].n, found[0].n_before, found[0].verdict) == (40, 0, Verdict.CHANGED)
    assert found[0].low > 0.1
    assert all(one.verdict != Verdict.CHANGED for one in found[1:])
    assert all("充电桩" in one.text for one in found[0].examples)


def test_it_keeps_its_code_whatever_the_order() -> None:
    now = said([f"{TALK[n % 4]}，wheelchair ramp is missing" for n in range(20)])
    one, other = (rules.topics(texts, [], 20, 0, load()) for texts in (now, now[::-1]))
    assert [(t.code, t.phrases, t.n) for t in one] == [(t.code, t.phrases, t.n) for t in other]
    assert any(t.phrases[0] == "wheelchair ramp" for t in one)


def test_nothing_said_is_no_topic() -> None:
    assert rules.topics([], [], 0, 0, load()) == []
    assert rules.topics(said(["", "！！", "\0", "👍👍"] * 5), [], 20, 0, load()) == []


@pytest.mark.django_db
def test_topics_are_those_of_the_reader(lake: Lake) -> None:
    rows = [
        {"source": "t", "external_id": str(n), "at": AT + timedelta(hours=n), "unit": ("east-01", "north-01")[n % 2],
         "brand": "ours", "text": "母婴室一直锁着" if n % 2 else "停车场要绕一大圈"}
        for n in range(40)
    ]  # fmt: skip
    append("feedback", pa.Table.from_pylist(rows), batch="b")
    annotate()
    period, before = Period(AT, AT + timedelta(days=9)), Period(AT - timedelta(days=9), AT)

    def names(reader: Reader) -> str:
        return " ".join(name for topic in emerging(period, before, {}, reader).topics for name in topic.phrases)

    assert "母婴" in names(Reader.of_task("tests"))
    assert "母婴" not in names(Reader("he", units=frozenset({"east-01"}), own_brands=frozenset({"ours"})))
    assert names(Reader("masked", units=None, masks=frozenset({"text", "clause"}))) == ""
