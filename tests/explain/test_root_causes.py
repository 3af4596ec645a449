import pytest
from django.utils import translation
from tests.cast import SYSTEM
from tests.explain.world import JUNE, MAY, READER, Month, fill

from zhiyin.company import actions
from zhiyin.explain.root_causes.queries import explain
from zhiyin.explain.root_causes.values import Contribution, Explanation
from zhiyin.explain.root_causes.voices import voices
from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.stats.differences import Verdict
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.reader import Reader

pytestmark = pytest.mark.django_db


def part(found: Explanation, dimension: str, key: str | None) -> Contribution:
    split = found.split(dimension)
    assert split is not None
    return next(one for one in split.contributions if one.key == key)


def test_worse_than_before(lake: Lake) -> None:
    fill(Month(MAY), Month(JUNE, complaints={"kitchen": 0.6}))
    found = explain("nps", JUNE, MAY, READER)
    assert found.change.verdict == Verdict.CHANGED
    assert found.change.value is not None
    kitchen = part(found, "unit", "kitchen")
    assert kitchen.rate.verdict == Verdict.CHANGED
    assert kitchen.mix.verdict == Verdict.UNCLEAR
    assert kitchen.rate.value == pytest.approx(found.change.value, abs=4)
    assert found.split("unit").contributions[0] is kitchen  # type: ignore[union-attr]  # a split that is missing fails the test
    others = [one for one in found.split("unit").contributions if one.key != "kitchen"]  # type: ignore[union-attr]  # a split that is missing fails the test
    assert all(one.rate.verdict == Verdict.UNCLEAR for one in others)
    assert part(found, "channel", "delivery").both.verdict == Verdict.CHANGED
    speed = part(found, "aspect", "delivery_speed")
    assert speed.both.verdict == Verdict.CHANGED
    assert speed.share_after > speed.share_before + 0.05
    assert speed.mix.value < 0
    assert found.top[0].both.value < 0


def test_more_of_them(lake: Lake) -> None:
    gloomy = {"kitchen": 0.1}
    fill(
        Month(MAY, happy=gloomy, shares=(0.225, 0.225, 0.225, 0.225, 0.1)),
        Month(JUNE, happy=gloomy, shares=(0.125, 0.125, 0.125, 0.125, 0.5)),
        seed=3,
    )
    found = explain("nps", JUNE, MAY, READER, dimensions=["channel"])
    delivery = part(found, "channel", "delivery")
    assert delivery.mix.verdict == Verdict.CHANGED
    assert delivery.rate.verdict == Verdict.UNCLEAR
    assert abs(delivery.mix.value) > 3 * abs(delivery.rate.value)


def test_parts_sum_to_the_change(lake: Lake) -> None:
    fill(Month(MAY, answers=400), Month(JUNE, answers=500, complaints={"s1": 0.5}, shares=(0.1, 0.2, 0.3, 0.4, 0.0)))
    for slug in ("nps", "net_sentiment", "text_sentiment", "mention_volume", "voice_volume"):
        found = explain(slug, JUNE, MAY, READER)
        for split in found.splits:
            if not split.overlapping:
                total = sum(one.both.value for one in split.contributions)
                assert total == pytest.approx(found.change.value), (slug, split.dimension)


def test_silent_where_nothing_changed(lake: Lake) -> None:
    fill(Month(MAY), Month(JUNE), seed=11)
    for slug in ("nps", "net_sentiment"):
        found = explain(slug, JUNE, MAY, READER)
        assert found.change.verdict == Verdict.UNCLEAR
        assert found.top == ()


def test_too_few_is_said(lake: Lake) -> None:
    fill(Month(MAY, answers=7), Month(JUNE, answers=6))
    found = explain("nps", JUNE, MAY, READER)
    assert found.change.verdict == Verdict.TOO_FEW
    assert found.top == ()


def test_nothing_there_at_all(lake: Lake) -> None:
    found = explain("nps", JUNE, MAY, READER)
    assert found.change.value is None
    assert found.splits == ()


def test_filters_and_units_of_units(lake: Lake) -> None:
    actions.create(SYSTEM, "unit", code="west", kind="region")
    for code in ("s1", "s2"):
        actions.create(SYSTEM, "unit", code=code, kind="store", parent="west")
    fill(Month(MAY, answers=600), Month(JUNE, answers=600))
    found = explain("nps", JUNE, MAY, READER, where={"unit": "west"}, dimensions=["unit"])
    assert {one.key for one in found.split("unit").contributions} == {"s1", "s2"}  # type: ignore[union-attr]  # a split that is missing fails the test
    region = explain("nps", JUNE, MAY, READER, dimensions=["unit:region"])
    assert {one.key for one in region.split("unit:region").contributions} == {"west", None}  # type: ignore[union-attr]  # a split that is missing fails the test
    said = voices(JUNE, READER, group=("unit:region", "west"), praise=True, limit=500)
    assert {voice.unit for voice in said} == {"s1", "s2"}


def test_what_cannot_be_split_is_said(lake: Lake) -> None:
    with translation.override("en"), pytest.raises(Invalid, match="cannot be split") as problem:
        explain("first_response_time", JUNE, MAY, READER)
    with translation.override("zh-hans"):
        assert "拆分" in str(problem.value)
    with pytest.raises(Invalid, match="weather"):
        explain("nps", JUNE, MAY, READER, dimensions=["weather"])


def test_voices_say_it(lake: Lake) -> None:
    fill(Month(JUNE, answers=200, complaints={"kitchen": 0.5}))
    said = voices(JUNE, READER, group=("aspect", "delivery_speed"), where={"unit": "kitchen"}, limit=5)
    assert len(said) == 5
    assert all(voice.clause == "配送太慢了" and voice.unit == "kitchen" and voice.polarity < 0 for voice in said)
    assert all("味道" in (voice.text or "") for voice in voices(JUNE, READER, praise=True))
    masked = Reader("m", None, frozenset({"text", "clause"}))
    assert {voice.text for voice in voices(JUNE, masked)} == {None}
    assert voices(Period(MAY.start, MAY.start), READER) == ()


def test_a_reader_sees_only_their_units(lake: Lake) -> None:
    fill(Month(MAY, answers=300), Month(JUNE, answers=300))
    reader = Reader("chen", frozenset({"s1", "s2"}))
    found = explain("nps", JUNE, MAY, reader)
    assert {one.key for one in found.split("unit").contributions} == {"s1", "s2"}  # type: ignore[union-attr]  # a split that is missing fails the test
    assert {voice.unit for voice in voices(JUNE, reader)} <= {"s1", "s2"}
