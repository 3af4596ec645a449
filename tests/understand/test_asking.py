"""Wishes, requests, questions and good wishes: what they ask for, and that they judge nothing by themselves."""

from typing import Any

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

NEEDS = [
    "要是便宜点就好了",
    "能不能快一点？",
    "希望多开几家店",
    "建议增加座位",
    "可以再便宜点",
    "要是再大一点就好了",
    "再甜一点就更好了",
    "能不能早点发货？",
    "希望早日开到我们这边",
    "最好能提供充电宝",
    "如果能刷卡就更方便了",
    "能否增加晚上的班次？",
    "建议你们出个小份的",
    "可以考虑加个停车场",
    "请把音乐关小一点",
    "hope they fix the shower",
    "please add more seats",
    "could you open earlier?",
    "would be nice if it were warmer",
    "wish it was bigger",
    "could we get more towels?",
    "I wish there were more vegetarian options",
    "would be nice to have free wifi",
    "please consider opening on Sundays",
    "I suggest adding a ramp at the entrance",
    "I'd like to see more outlets",
    "please make the app available in Chinese",
    "hoping for a later checkout",
]
LACKS = [
    ("could be cheaper", "value"),
    ("could be cleaner", "safety"),
    ("could have been warmer", "comfort"),
    ("should be cleaner", "safety"),
    ("portions could be bigger", "value"),
    ("Service could be better", "respect"),
]
QUESTIONS = [
    "能不能开发票？",
    "请问几点开门？",
    "有没有无糖的？",
    "可以带宠物吗？",
    "多久能到？",
    "周末营业吗？",
    "会员怎么办理？",
    "尺码偏大还是偏小？",
    "房间有窗户吗？",
    "房间吵吗？",
    "do you have oat milk?",
    "is parking free?",
    "how do I reset my password?",
    "can I bring my dog?",
    "does it come with a charger?",
    "is there a gym in the hotel?",
    "how long does delivery take?",
]
REPROACHES = [
    "服务这么差，能不能管管？",
    "你们到底能不能按时送？",
    "能不能别再骗人了！",
    "谁会再来？",
    "这也叫咖啡？",
    "都几点了，能不能快点送？",
    "就不能好好打扫一下吗？",
    "你们还有没有良心？",
    "凭什么不给退？",
    "希望你们早日倒闭",
    "why is it always so dirty?",
    "can you please stop lying to customers?",
    "is it too much to ask for a clean room?",
    "why does it take three weeks to get a refund?",
]
GOOD_WISHES = [
    "希望越来越好",
    "祝生意兴隆",
    "期待下次",
    "祝你们越做越好",
    "希望下次还能来",
    "希望能一直保持",
    "keep it up",
    "hope to come back soon",
    "hope to see you again",
    "keep up the good work",
    "hope you guys stay in business",
]
PRAISED = [
    "很好吃，要是再便宜点就好了",
    "房间不错，能不能加个衣架？",
    "味道很赞，希望多开几家店",
    "质量不错，建议出个大号的",
    "love the coffee, please open earlier",
    "Nice staff. Could you add more vegan options?",
]


@pytest.fixture(scope="module", params=["generic", "restaurant", "hotel"])
def understander(request: pytest.FixtureRequest) -> Understander:
    return Understander(load(request.param))


def told(understander: Understander, text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    found = understander.annotate([text])
    return found.documents.to_pylist()[0], found.mentions.to_pylist()


def feelings(document: dict[str, Any], mentions: list[dict[str, Any]]) -> set[str | None]:
    return {document["emotion"], *(mention["emotion"] for mention in mentions)}


@pytest.mark.parametrize("text", NEEDS)
def test_a_wish_is_a_need_and_judges_nothing(understander: Understander, text: str) -> None:
    document, mentions = told(understander, text)
    assert (document["label"], document["intents"]) == ("neutral", ["suggestion"])
    assert feelings(document, mentions) == {None}
    assert [mention["need"] for mention in mentions] == [text.rstrip("？?")] * len(mentions)
    assert mentions
    assert "positive" not in [mention["label"] for mention in mentions]


@pytest.mark.parametrize(("text", "want"), LACKS)
def test_what_could_be_better_is_a_need_with_its_want(understander: Understander, text: str, want: str) -> None:
    """Who says so has found it wanting: the label may blame, the intent is to have it mended."""
    document, mentions = told(understander, text)
    assert document["label"] != "positive"
    assert document["intents"] == ["suggestion"]
    assert {(mention["need_kind"], mention["want"]) for mention in mentions} == {("explicit", want)}


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_judges_nothing(understander: Understander, text: str) -> None:
    document, mentions = told(understander, text)
    assert (document["label"], document["intents"]) == ("neutral", ["question"])
    assert feelings(document, mentions) == {None}
    assert {(mention["label"], mention["need"]) for mention in mentions} <= {("neutral", None)}


@pytest.mark.parametrize("text", REPROACHES)
def test_a_reproach_that_asks_is_a_complaint(understander: Understander, text: str) -> None:
    document, mentions = told(understander, text)
    assert document["label"] == "negative"
    assert "complaint" in document["intents"]
    assert "joy" not in feelings(document, mentions)


@pytest.mark.parametrize("text", GOOD_WISHES)
def test_good_wishes_ask_for_nothing(understander: Understander, text: str) -> None:
    document, mentions = told(understander, text)
    assert document["label"] != "negative"
    assert not {"suggestion", "complaint"} & {*document["intents"]}
    assert {mention["need"] for mention in mentions} <= {None}


@pytest.mark.parametrize("text", PRAISED)
def test_praise_beside_a_wish_stays_praise(understander: Understander, text: str) -> None:
    document, mentions = told(understander, text)
    assert document["label"] == "positive"
    assert {"praise", "suggestion"} <= {*document["intents"]}
    assert any(mention["need"] for mention in mentions)


def test_praise_beside_a_question_stays_praise(understander: Understander) -> None:
    document, _mentions = told(understander, "客服很耐心，请问什么时候发货？")
    assert (document["label"], document["intents"]) == ("positive", ["praise", "question"])


@pytest.mark.parametrize(
    ("text", "label"),
    [("强烈建议别买", "negative"), ("希望多开几家店😊", "positive"), ("请问，真是垃圾吗，气死我了", "negative")],
)
def test_who_judges_too_is_heard(understander: Understander, text: str, label: str) -> None:
    assert told(understander, text)[0]["label"] == label


@pytest.mark.parametrize("text", ["没法让人满意", "质量不好，怎么不好吃"])
def test_words_of_asking_hide_no_negation(understander: Understander, text: str) -> None:
    assert told(understander, text)[0]["label"] == "negative"


WISHED_FOR = [
    "A kettle in the room would be great",
    "It would be nice to have a kettle",
    "It would have been nice to have a kettle",
    "A later checkout would be lovely",
    "More towels would be great",
    "Free parking would be a nice touch",
    "A bathrobe would have been nice",
    "要是有个烧水壶就好了",
    "房间里有个烧水壶就更好了",
    "能有个电吹风就好了",
]
ANSWERED = [
    ("Would I stay again? Absolutely!", "positive"),
    ("Would I recommend it? Yes!", "positive"),
    ("Would I go back? In a heartbeat", "positive"),
    ("Would we return? Definitely.", "positive"),
    ("Will I be back? You bet!", "positive"),
    ("会再来吗？当然！", "positive"),
    ("会推荐吗？必须的", "positive"),
    ("下次还来吗？肯定来", "positive"),
    ("Would I stay again? No!", "negative"),
    ("Would I recommend it? Absolutely not", "negative"),
    ("Would I go back? Never", "negative"),
    ("Will I be back? I doubt it.", "negative"),
    ("会再来吗？不会！", "negative"),
    ("会再来吗？绝对不会", "negative"),
]


@pytest.fixture(scope="module")
def hotel() -> Understander:
    return Understander(load("hotel"))


@pytest.mark.parametrize("text", WISHED_FOR)
def test_what_would_be_nice_is_a_wish(hotel: Understander, text: str) -> None:
    document, mentions = told(hotel, text)
    assert (document["label"], document["intents"]) == ("neutral", ["suggestion"])
    assert mentions
    assert all(mention["need"] and mention["label"] != "positive" for mention in mentions)


@pytest.mark.parametrize("text", ["This would be great for families", "This place is perfect for a long weekend"])
def test_what_would_be_nice_for_somebody_is_praise(hotel: Understander, text: str) -> None:
    assert told(hotel, text)[0]["label"] == "positive"


@pytest.mark.parametrize(("text", "label"), ANSWERED)
def test_a_question_that_one_answers_oneself_judges(hotel: Understander, text: str, label: str) -> None:
    document, mentions = told(hotel, text)
    assert (document["label"], "question" in document["intents"]) == (label, False)
    assert {mention["label"] for mention in mentions} <= {label}


@pytest.mark.parametrize("text", ["会推荐吗？看情况", "Would I need a car?"])
def test_a_question_left_open_judges_nothing(hotel: Understander, text: str) -> None:
    document, mentions = told(hotel, text)
    assert {document["label"], *(one["label"] for one in mentions)} == {"neutral"}
