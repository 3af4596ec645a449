"""Set words of praise and blame whose single words say something else, and advice to others. None was trained on."""

from functools import cache
from typing import Any

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

PRAISE = [
    ("restaurant", "Could not be happier with our meal"),
    ("restaurant", "I couldnt be happier"),
    ("hotel", "Could not ask for more"),
    ("hotel", "You can not go wrong here"),
    ("hotel", "Don't hesitate to book"),
    ("hotel", "you won't regret it"),
    ("hotel", "Do not hesitate to stay here"),
    ("restaurant", "What more could you ask for?"),
    ("ecommerce", "My daughter can't stop playing with it"),
    ("ecommerce", "I regret not buying this sooner"),
    ("ecommerce", "should have bought this years ago"),
    ("telecom", "Agent fixed my issue in five minutes"),
    ("telecom", "never had a problem"),
    ("airline", "I'm never flying with anyone else"),
    ("restaurant", "I'd rather eat here than anywhere else"),
    ("restaurant", "I prefer this place to Starbucks"),
    ("restaurant", "强烈建议大家来试试"),
    ("restaurant", "Everyone should come here at least once"),
    ("restaurant", "You should try the lasagne"),
    ("hotel", "挑不出一点毛病"),
    ("ecommerce", "Not a waste of money at all"),
    ("hotel", "没有噪音"),
    ("telecom", "高铁上也不断线"),
]
BLAME = [
    ("restaurant", "Less than impressed"),
    ("restaurant", "The food was less than fresh"),
    ("restaurant", "Food was average at best"),
    ("ecommerce", "Feels cheap"),
    ("ecommerce", "it looks cheap"),
    ("restaurant", "If I could give zero stars I would"),
    ("restaurant", "I expected more for the price"),
    ("hotel", "We expected better from a Hilton"),
    ("telecom", "在地下室一格信号都没有"),
    ("restaurant", "Would it kill them to smile?"),
    ("restaurant", "You should be ashamed"),
    ("restaurant", "Nobody should have to wait that long"),
    ("restaurant", "笑一下会死吗？"),
]
UNASKED = ["怎么说呢，很失望", "质量不怎么样", "没怎么排队", "一碗面卖48块，抢钱呢"]


@cache
def _understander(pack: str) -> Understander:
    return Understander(load(pack))


def _document(pack: str, text: str) -> dict[str, Any]:
    (document,) = _understander(pack).annotate([text]).documents.to_pylist()
    return dict(document)


@pytest.mark.parametrize(("pack", "text"), PRAISE)
def test_set_words_of_praise(pack: str, text: str) -> None:
    document = _document(pack, text)
    assert document["label"] == "positive"
    assert not {"complaint", "churn"} & {*document["intents"]}


@pytest.mark.parametrize(("pack", "text"), BLAME)
def test_set_words_of_blame(pack: str, text: str) -> None:
    document = _document(pack, text)
    assert document["label"] == "negative"
    assert "complaint" in document["intents"]
    assert "praise" not in document["intents"]


@pytest.mark.parametrize("text", ["You should try harder", "You should try to be nicer", "你们应该试试别的做法"])
def test_advice_to_us_is_no_praise(text: str) -> None:
    assert _document("restaurant", text)["label"] != "positive"


@pytest.mark.parametrize("text", UNASKED)
def test_no_question_in_words_of_questions(text: str) -> None:
    assert "question" not in _document("restaurant", text)["intents"]


def test_the_wait_is_blamed_that_nobody_can_believe() -> None:
    told = _understander("restaurant").annotate(["Can't believe we had to wait an hour"])
    assert told.mentions["label"].to_pylist() == ["negative"]


def test_what_to_do_is_a_wish_and_no_blame() -> None:
    document = _document("restaurant", "You should open earlier on weekends")
    assert (document["label"], document["intents"]) == ("neutral", ["suggestion"])


def test_couldnt_be_happier_is_joy() -> None:
    assert _document("restaurant", "We couldn't be happier")["emotion"] == "joy"
    assert _document("restaurant", "We could not be happier with the meal")["emotion"] == "joy"


@pytest.mark.parametrize("text", ["能不能在房间里放个加湿器", "能不能配一把雨伞？"])
def test_what_is_asked_for_in_the_room_is_a_wish(text: str) -> None:
    document = _document("hotel", text)
    assert (document["label"], document["intents"]) == ("neutral", ["suggestion"])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I don't think I'll come back", "churn"),
        ("I doubt we will be back", "churn"),
        ("Closing all my accounts tomorrow", "churn"),
    ],
)
def test_who_leaves_says_so(text: str, intent: str) -> None:
    assert intent in _document("restaurant", text)["intents"]


@pytest.mark.parametrize(
    ("pack", "text"),
    [
        ("hotel", "附近有派出所，晚上出门很安全"),
        ("hotel", "The room smelled of smoke"),
        ("ecommerce", "积分过期了"),
        ("restaurant", "优惠券过期了不能用"),
    ],
)
def test_no_threat_and_no_harm(pack: str, text: str) -> None:
    assert not {"legal", "safety"} & {*_document(pack, text)["intents"]}
