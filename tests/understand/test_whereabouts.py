"""Times and places: dates in both languages, and what a sentence named before an opinion of it."""

from typing import Any

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import Name

NAMES = [Name("place", "hongqiao", "虹桥店"), Name("place", "xuhui", "徐汇店")]


@pytest.fixture(scope="module")
def cafe() -> Understander:
    return Understander(load("restaurant"), names=NAMES)


def told(cafe: Understander, text: str, aspect: str) -> tuple[list[str], list[str]]:
    """Of the one mention whose own words name the aspect."""
    found: list[dict[str, Any]] = [
        one
        for one in cafe.annotate([text]).mentions.to_pylist()
        if one["aspect"] == aspect and "context" not in one["figures"]
    ]
    assert len(found) == 1
    return found[0]["times"], found[0]["places"]


@pytest.mark.parametrize(
    ("text", "times", "places"),
    [
        ("上周六在虹桥店，等了一个小时，服务员态度很差。", ["上周六"], ["hongqiao"]),
        ("2024年5月1日在虹桥店，服务员态度很差", ["2024年5月1日"], ["hongqiao"]),
        ("周末在上海机场，咖啡很好喝，但是服务员态度很差", ["周末"], ["上海", "机场"]),
        ("Last night, at the airport, the staff were rude.", ["Last night"], ["airport"]),
        # a clause that names its own keeps to that
        ("昨天在虹桥店，咖啡很好喝，今天在徐汇店，服务员态度很差", ["今天"], ["xuhui"]),
        ("昨天在虹桥店，咖啡很好喝，今天服务员态度很差", ["今天"], ["hongqiao"]),
        # another sentence, another time, another place, or only compared, wished and asked
        ("昨天在虹桥店。服务员态度很差", [], []),
        ("去年办的会员卡，现在服务员态度很差", [], []),
        ("虹桥店的咖啡很好喝，别的店服务员态度很差", [], []),
        ("咖啡比去年难喝，服务员态度很差", [], []),
        ("离火车站很近，服务员态度很差", [], []),
        ("去机场的话很方便，服务员态度很差", [], []),
        ("希望周末早点开门，服务员态度很差", [], []),
        ("周末开门吗，服务员态度很差", [], []),
        ("服务员态度很差，咖啡是昨天在虹桥店买的", [], []),
    ],
)
def test_a_sentence_keeps_when_and_where_it_was(
    cafe: Understander, text: str, times: list[str], places: list[str]
) -> None:
    assert told(cafe, text, "staff") == (times, places)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("On March 3rd the staff were rude", ["March 3rd"]),
        ("The staff were rude in January", ["January"]),
        ("On 3 May 2024 the staff were rude", ["3 May 2024"]),
        ("The staff were rude on Dec 25", ["Dec 25"]),
        ("The staff were rude on Dec. 25", ["Dec. 25"]),
        ("The staff were rude on the 3rd of August", ["3rd of August"]),
        ("The staff were rude in May", ["May"]),
        ("Booked on March 3 for May 5, but the staff were rude", ["March 3", "May 5"]),
        ("On March 3rd, 2024, the staff were rude", ["March 3rd, 2024"]),
        ("The staff were rude on June 5, 2024", ["June 5, 2024"]),
        ("The staff were rude yesterday in March 2024", ["March 2024", "yesterday"]),
        ("Since last December the staff were rude", ["December"]),
        ("Last Friday the staff were rude", ["Last Friday"]),
        # words that months are besides, and numbers that are no days
        ("The staff march in and are rude", []),
        ("The staff may be rude", []),
        ("I may say the staff were rude", []),
        ("The state it is in may be bad and the staff were rude", []),
        ("The top 3 may differ but the staff were rude", []),
        ("Our server April was there and the staff were rude", []),
    ],
)
def test_english_dates_are_times(cafe: Understander, text: str, times: list[str]) -> None:
    assert told(cafe, text, "staff")[0] == times
