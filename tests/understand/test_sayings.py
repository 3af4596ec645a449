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
SWIFT = [
    ("restaurant", "到了直接拿走"),
    ("restaurant", "到店就能取"),
    ("restaurant", "直接就取走了"),
    ("restaurant", "下单十分钟就拿到了"),
    ("restaurant", "五分钟就上菜了"),
    ("restaurant", "不到十分钟就上齐了"),
    ("restaurant", "没怎么等位就吃上了"),
    ("restaurant", "没等多久就吃上了"),
    ("restaurant", "没排队就进去了"),
    ("restaurant", "几乎没等"),
    ("restaurant", "No queue at all"),
    ("restaurant", "No line at all"),
    ("restaurant", "there was no queue"),
    ("restaurant", "Didn't have to wait"),
    ("restaurant", "hardly any wait"),
    ("restaurant", "no waiting"),
    ("hotel", "Check-in took less than a minute"),
    ("hotel", "Check in took two minutes"),
    ("hotel", "a minute to check in"),
    ("hotel", "三分钟就办好入住了"),
    ("hotel", "办入住只花了一分钟"),
    ("airline", "No queue at security"),
    ("airline", "过安检没排队"),
    ("airline", "Boarding took less than ten minutes"),
    ("airline", "十分钟就登机了"),
]
STAY = [
    ("restaurant", "Please never change!"),
    ("restaurant", "Don't ever change"),
    ("restaurant", "Never change!"),
    ("restaurant", "don't change a thing"),
    ("restaurant", "Please don't change anything"),
    ("restaurant", "keep doing what you're doing"),
    ("restaurant", "Stay just the way you are"),
    ("restaurant", "千万别变"),
    ("restaurant", "千万不要变"),
    ("restaurant", "一直这样下去"),
    ("restaurant", "就这样一直做下去"),
    ("restaurant", "希望永远不变"),
    ("restaurant", "千万别换厨师"),
    ("restaurant", "千万别涨价"),
]
LOATH_TO_LEAVE = [
    ("hotel", "Wish we could have stayed longer"),
    ("hotel", "I wish I could have stayed longer"),
    ("hotel", "I wish we could stay longer"),
    ("hotel", "We wished we had booked longer"),
    ("hotel", "Wish I lived closer"),
    ("hotel", "didn't want to leave"),
    ("hotel", "真想多住几天"),
    ("hotel", "好想再多住几天"),
    ("hotel", "真想再住一晚"),
    ("hotel", "要是能多住几天就好了"),
    ("hotel", "舍不得走"),
    ("hotel", "真不想走"),
]
SCORNED = [
    ("restaurant", "好吃个屁"),
    ("restaurant", "好个鬼"),
    ("restaurant", "便宜个屁"),
    ("restaurant", "新鲜个鬼"),
    ("restaurant", "划算个毛线"),
    ("restaurant", "好喝个锤子"),
    ("restaurant", "好吃你个头"),
    ("restaurant", "nice my ass"),
    ("restaurant", '"fresh" my ass'),
    ("restaurant", "Friendly my arse"),
    ("restaurant", "quick my foot"),
    ("hotel", "干净个屁"),
    ("hotel", "安静个鬼"),
]
UNSCORNED = ["服务好个个热情", "好个性的店", "好吃个不停", "好漂亮的毛线"]
ORDINARY = [
    "没什么特别的",
    "没什么特别",
    "没啥特别的",
    "味道没什么特别的",
    "没有什么特别之处",
    "没什么特色",
    "没什么亮点",
    "平平无奇",
    "nothing special",
    "Nothing special about this place",
    "It was nothing out of the ordinary",
    "nothing to write home about",
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


@pytest.mark.parametrize(("pack", "text"), [*SWIFT, *STAY, *LOATH_TO_LEAVE])
def test_no_wait_no_change_and_no_leave_are_praise(pack: str, text: str) -> None:
    found = _understander(pack).annotate([text])
    (document,) = found.documents.to_pylist()
    assert (document["label"], "complaint" in document["intents"]) == ("positive", False)
    assert "negative" not in found.mentions["label"].to_pylist()
    assert {*found.mentions["need"].to_pylist()} <= {None}


def test_the_wait_that_there_was_not_is_about_waiting() -> None:
    found = _understander("restaurant").annotate(["没排队就进去了", "No queue at all"]).mentions.to_pylist()
    assert [(one["aspect"], one["label"]) for one in found] == [("waiting", "positive")] * 2


@pytest.mark.parametrize(
    "text",
    [
        "下单一小时才拿到",
        "等了一个小时才吃上",
        "Took less than ten minutes to fall apart",
        "broke in less than a minute",
        "no waiting area",
        "不到十分钟就凉了",
        "We weren't seated right away",
        "I thought we didn't have to wait",
        "一打开就吃到了头发",
        "三十分钟就上了一个菜",
        "只用了几分钟就没电了",
        "it took less than five minutes for them to refuse my refund",
        "别人没排队就先上菜，太不公平",
        "no waiting staff on the floor",
        "You can't eat here without waiting an hour",
        "太远了不想走了",
        "等得都不想走了",
        "宣传没有套路",
        "这样下去，迟早关门",
        "再这样下去就没人来了",
        "They don't change the sheets",
        "一直这样，难吃",
    ],
)
def test_a_wait_a_breakage_and_bad_habits_are_blame(text: str) -> None:
    assert _document("restaurant", text)["label"] == "negative"


@pytest.mark.parametrize(("pack", "text"), SCORNED)
def test_scorn_turns_what_is_praised(pack: str, text: str) -> None:
    found = _understander(pack).annotate([text])
    (document,) = found.documents.to_pylist()
    assert (document["label"], "praise" in document["intents"]) == ("negative", False)
    assert {*found.mentions["label"].to_pylist()} <= {"negative"}


@pytest.mark.parametrize("text", UNSCORNED)
def test_words_that_look_like_scorn(text: str) -> None:
    assert _document("restaurant", text)["label"] == "positive"


@pytest.mark.parametrize("text", ORDINARY)
def test_what_is_nothing_special_makes_nobody_angry(text: str) -> None:
    found = _understander("restaurant").annotate([text])
    (document,) = found.documents.to_pylist()
    assert document["label"] != "positive"
    assert document["polarity"] > -0.5
    assert "anger" not in {document["emotion"], *found.mentions["emotion"].to_pylist()}


@pytest.mark.parametrize("text", ["没什么特别要抱怨的", "没什么特别不好的", "没啥特别难吃的"])
def test_nothing_special_to_complain_about_is_praise(text: str) -> None:
    assert _document("restaurant", text)["label"] == "positive"
