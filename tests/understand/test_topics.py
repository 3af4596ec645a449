"""What surfaces that no aspect covers: planted among other talk, it is found; unplanted, it stays silent."""

from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from tests.cast import Cast

from zhiyin.kit.errors import Forbidden, Invalid
from zhiyin.kit.time import Period
from zhiyin.stats.differences import Verdict
from zhiyin.understand.pipeline.actions import annotate
from zhiyin.understand.text.vectors import load
from zhiyin.understand.topics import actions, rules
from zhiyin.understand.topics.models import KnownTopic
from zhiyin.understand.topics.queries import emerging
from zhiyin.understand.topics.values import Known, Said
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


def test_praise_and_what_is_said_of_anything_are_no_topics() -> None:
    said_often = (
        "五星好评",
        "同事推荐的",
        "还行吧一般般",
        "心情都好了",
        "希望改进",
        "five stars",
        "highly recommended",
    )
    now = said([said_often[n % 7] for n in range(140)])
    assert rules.topics(now, [], 140, 0, load()) == []


def test_phrases_that_became_an_aspect_are_gone_at_once() -> None:
    now = said([f"{TALK[n % 4]}，wheelchair ramp is missing" for n in range(20)])
    found = rules.topics(now, [], 20, 0, load(), {"wheelchair ramp", "wheelchair", "ramp"})
    assert not any("ramp" in phrase for topic in found for phrase in topic.phrases)


@pytest.mark.django_db
def test_a_topic_is_known_again_and_may_be_dismissed(lake: Lake, cast: Cast) -> None:
    period, before = Period(AT, AT + timedelta(days=9)), Period(AT - timedelta(days=9), AT)
    reader = Reader.of_task("tests")

    def bring(texts: list[str], batch: str) -> None:
        rows = [{"source": "t", "external_id": f"{batch}{n}", "at": AT + timedelta(hours=n), "text": text}
                for n, text in enumerate(texts)]  # fmt: skip
        append("feedback", pa.Table.from_pylist(rows), batch=batch)
        annotate()

    bring(["母婴室没有护理台"] * 12, "a")
    first = emerging(period, before, {}, reader).topics[0]
    assert actions.remember(AT + timedelta(days=9)) == 1
    bring(["护理台一直锁着"] * 30, "b")
    again = emerging(period, before, {}, reader).topics
    same = [one for one in again if one.since]
    assert [one.code for one in same] == [first.code]
    with pytest.raises(Forbidden):
        actions.dismiss(cast.actor("wang"), same[0].phrases, now=AT)
    with pytest.raises(Invalid):
        actions.dismiss(cast.actor("zhou"), [" "], now=AT)
    gone = actions.dismiss(cast.actor("zhou"), same[0].phrases, now=AT)
    assert gone.code == first.code
    assert all(one.code != first.code for one in emerging(period, before, {}, reader).topics)
    actions.remember(AT + timedelta(days=9))
    assert KnownTopic.objects.get(code=first.code).dismissed
    actions.recall(cast.actor("zhou"), first.code)
    assert any(one.code == first.code for one in emerging(period, before, {}, reader).topics)


def test_known_again_by_its_phrases() -> None:
    known = [Known("k", ("充电", "充电桩"), AT), Known("d", ("同事",), AT, dismissed=True)]
    for phrases, code in ((("充电桩", "排队充电"), "k"), (("电车", "充电"), "k"), (("母婴室", "同事", "台"), None)):
        found = rules.recognised(phrases, known)
        assert (found.code if found else None) == code
    assert rules.recognised([], known) is None


def test_what_one_does_and_how_it_is_are_no_topics() -> None:
    """Told by use: 省去 stands before 了, 美观 behind 很, 网速 before 也不错; the segmenter calls two of them nouns."""
    lines = ("省去了麻烦", "很美观", "太漂亮", "提升了不少", "网速也不错", "希望多开几家", "握感很好", "充电桩坏了")
    found = rules.topics(said([lines[n % 8] for n in range(80)]), [], 80, 0, load())
    names = {phrase for topic in found for phrase in topic.phrases}
    assert {"网速", "握感", "充电桩"} <= names
    assert not {"省去", "美观", "提升", "太漂亮", "多开"} & names


def test_links_handles_and_verbs_of_tweets_are_no_topics() -> None:
    lines = (
        "@SouthwestAir I had to fly via Newark https://t.co/abc",
        "they has cancelled it &amp; I fly from Newark",
        "thanks for adding the passbook http://t.co/x [微笑]",
        "my passbook is in Newark, yes they fix it",
    )
    found = rules.topics(said([lines[n % 4] for n in range(40)]), [], 40, 0, load())
    names = {phrase for topic in found for phrase in topic.phrases}
    assert {"newark", "passbook"} <= names
    assert not {"southwestair", "http", "t.co", "amp", "has", "had", "they", "yes", "fly", "fix", "微笑"} & names


def test_a_topic_keeps_its_code_from_day_to_day() -> None:
    lines = ("网速也不错", "网速太慢", "握感很好", "充电桩坏了", "省去了麻烦", "路过进来看看")
    many = said([lines[n * 7 % 6] for n in range(120)])
    today, tomorrow = (rules.topics(many[first : first + 100], [], 100, 0, load()) for first in (0, 10))
    assert {topic.code for topic in today} == {topic.code for topic in tomorrow}


def test_a_thing_is_one_topic_in_both_languages() -> None:
    """充电宝 and power bank tell little of each other by their words; 电池 and battery do. A voice counts once."""
    both = "充电宝总是没电，the power bank is empty"
    lines = ("充电宝总是没电", "the power bank is broken", "电池坏了", "my battery is empty", both, *TALK)
    now = said([lines[n % 9] for n in range(180)])
    found = rules.topics(now, [], 180, 0, load())
    joined = next(topic for topic in found if "充电宝" in topic.phrases)
    assert "power bank" in joined.phrases
    assert joined.n == 60, "20 in each language and 20 that say both"
    battery = next(topic for topic in found if "电池" in topic.phrases)
    assert "battery" in battery.phrases
    assert joined.code != battery.code
    for language, lead in (("zh", "充电宝"), ("en", "power bank")):
        shown = next(topic for topic in rules.spoken_first(found, language) if topic.code == joined.code)
        assert shown.phrases[0] == lead


def test_what_means_something_else_stays_apart() -> None:
    lines = (
        "停车位不够",
        "the breakfast is late",
        "母婴室锁着",
        "the gate is far",
        "雨伞不见了",
        "my wheelchair is gone",
    )
    found = rules.topics(said([lines[n % 6] for n in range(120)]), [], 120, 0, load())
    assert found
    for topic in found:
        assert len({rules.spoken_in(phrase) for phrase in topic.phrases}) == 1


def test_a_joined_topic_is_known_again_whichever_language_leads() -> None:
    lines = ("充电宝总是没电", "the power bank is broken", *TALK)
    many, few = (said([lines[0 if n % 10 < k else 1] if n % 2 else TALK[n % 4] for n in range(200)]) for k in (7, 3))
    days = [
        next(one for one in rules.topics(day, [], 200, 0, load()) if "充电宝" in one.phrases) for day in (many, few)
    ]
    known = Known(days[0].code, days[0].phrases, AT)
    assert rules.recognised(days[1].phrases, [known]) == known
    assert {one.code for one in rules.remembered([days[1]], [known])} == {days[0].code}


def test_the_list_of_mates_names_each_thing_in_both_languages() -> None:
    for chinese, english in rules.mated().items():
        assert rules.spoken_in(chinese) == "zh"
        assert english
        assert all(rules.spoken_in(phrase) == "en" and phrase == phrase.lower() for phrase in english)


def test_a_thing_is_one_topic_whichever_phrase_of_it_is_in_the_list() -> None:
    said = {"共享充电宝": set(range(10)), "充电宝": set(range(8)), "power bank": set(range(20, 26))}
    assert [set(group) for group in rules.grouped(said, load())] == [set(said)]


def test_what_means_two_things_joins_nothing() -> None:
    """面膜 is a face mask as well, and shops are outlets."""
    said = {english for some in rules.mated().values() for english in some}
    assert not said & {"outlet", "socket", "deposit", "mask", "face mask", "points", "service fee", "lounge", "manual"}
    assert "toilet seat" not in rules.mated().get("马桶", [])
