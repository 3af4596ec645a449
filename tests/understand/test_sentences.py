"""Sentences a reader would not argue about. None stands in the training data."""

import pytest

import zhiyin
from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

OPINIONS = [
    ("拿铁很好喝", {"taste": "positive"}),
    ("咖啡不好喝，太贵了", {"taste": "negative", "price": "negative"}),
    ("一点都不难喝", {"taste": "positive"}),
    ("味道不错就是有点贵", {"taste": "positive", "price": "negative"}),
    ("虽然价格不便宜，但是味道真的很好", {"price": "negative", "taste": "positive"}),
    ("不但好吃而且便宜", {"taste": "positive", "price": "positive"}),
    ("味道、服务都很好", {"taste": "positive", "staff": "positive"}),
    ("服务员态度很差环境也不行", {"staff": "negative", "environment": "negative"}),
    ("店员很热情，可是桌子很脏", {"staff": "positive", "hygiene": "negative"}),
    ("外卖包装破了", {"delivery_packaging": "negative"}),
    ("客服态度很好", {"support": "positive"}),
    ("骑手很有礼貌", {"rider": "positive"}),
    ("送到的时候奶茶都洒了一半", {"delivery_packaging": "negative"}),
    ("配送超时了一个小时", {"delivery_speed": "negative"}),
    ("配送很快", {"delivery_speed": "positive"}),
    ("排队太久了", {"waiting": "negative"}),
    ("出餐很快", {"waiting": "positive"}),
    ("小程序老是闪退", {"app": "negative"}),
    ("支付失败还扣了钱", {"payment": "negative"}),
    ("积分清零了", {"membership": "negative"}),
    ("优惠券用不了", {"promotion": "negative"}),
    ("分量很足", {"portion": "positive"}),
    ("咖啡送来都凉了", {"temperature": "negative"}),
    ("备注了少糖，结果还是做错了", {"accuracy": "negative"}),
    ("不给退款", {"refund": "negative"}),
    ("店里很吵", {"environment": "negative"}),
    ("没有异味，很干净", {"taste": "positive", "hygiene": "positive"}),
    ("服务員，太慢了", {"staff": "negative"}),
    ("The latte was cold but the barista was very friendly.", {"temperature": "negative", "staff": "positive"}),
    ("Coffee is not good", {"product": "negative"}),
    ("Food and service were great", {"product": "positive", "staff": "positive"}),
    ("Great coffee, terrible service.", {"product": "positive", "staff": "negative"}),
    ("Great food, terrible service.", {"product": "positive", "staff": "negative"}),
    ("Delivery was not late at all", {"delivery_speed": "positive"}),
    ("The app keeps crashing", {"app": "negative"}),
    ("Overpriced and tasteless", {"price": "negative", "taste": "negative"}),
    ("The staff are friendly and the place is clean", {"staff": "positive", "environment": "positive"}),
    ("Although the queue was long, the cake was delicious", {"waiting": "negative", "taste": "positive"}),
]
WHOLES = [
    ("非常满意，下次还会再来", "positive"),
    ("东西很好，物流也快，推荐购买", "positive"),
    ("手感很好，做工精细", "positive"),
    ("宝贝收到了，很喜欢", "positive"),
    ("房间干净整洁，前台热情", "positive"),
    ("质量太差了，用了两天就坏了", "negative"),
    ("客服不理人，垃圾店铺", "negative"),
    ("等了两个小时才送到，菜都凉了", "negative"),
    ("再也不会买了，失望透顶", "negative"),
    ("跟图片完全不一样，上当了", "negative"),
    ("房间有霉味，隔音很差", "negative"),
    ("I love this place, the food is amazing", "positive"),
    ("Thank you for the great service!", "positive"),
    # lack and excess in words that praise otherwise
    ("The coffee was sour and thin", "negative"),
    ("Coupons never work", "negative"),
    ("The coupon doesn't work", "negative"),
    ("There is room for improvement", "negative"),
    ("The service leaves much to be desired", "negative"),
    ("The service leaves nothing to be desired", "positive"),
    ("Service could be better", "negative"),
    ("The food could have been better", "negative"),
    ("Too many pop-ups", "negative"),
    # a bad thing denied, a feeling denied, a time outdone
    ("没有那种糖精味", "positive"),
    ("没有别的毛病", "positive"),
    ("没有难过", "positive"),
    ("比预计早到了十几分钟", "positive"),
    ("The delivery arrived 10 minutes earlier than expected", "positive"),
    ("Would love to come again", "positive"),
    ("除了贵没有缺点", "positive"),
    # and the same words where they say something else
    ("So sad to leave this wonderful place", "positive"),
    ("Too much food to finish, great value", "positive"),
    ("It is not as advertised", "negative"),
    ("Not too much ice, just right", "positive"),
    ("The fees have gone up, it is too expensive", "negative"),
    ("Best flight ever, the crew was wonderful", "positive"),
    ("Worst airline ever, you lost my bag", "negative"),
    ("My flight was cancelled and nobody helped me", "negative"),
    ("Two hours on hold and no answer. Unacceptable.", "negative"),
    ("The food was terrible and the waiter was rude", "negative"),
    ("请问几点关门？", "neutral"),
    ("What time does the store open?", "neutral"),
]


@pytest.fixture(scope="module")
def restaurant() -> Understander:
    return Understander(load("restaurant"))


@pytest.mark.parametrize(("text", "wanted"), OPINIONS)
def test_opinions(restaurant: Understander, text: str, wanted: dict[str, str]) -> None:
    found = {row["aspect"]: row["label"] for row in restaurant.annotate([text]).mentions.to_pylist() if row["aspect"]}
    assert found == wanted


def test_wholes(restaurant: Understander) -> None:
    said = restaurant.annotate([text for text, _ in WHOLES]).documents["label"].to_pylist()
    wrong = [(text, label) for (text, wanted), label in zip(WHOLES, said, strict=True) if label != wanted]
    assert not wrong


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("吃了拉肚子", "safety"),
        ("我要打12315投诉你们", "legal"),
        ("我要发小红书曝光这家店", "media"),
        ("太难喝了，再也不来了", "churn"),
        ("希望多放点糖", "suggestion"),
        ("要是能早点开门就好了", "suggestion"),
        ("被开水烫伤了", "safety"),
        ("菜里有玻璃划破嘴", "safety"),
        ("以后去别家吃了", "churn"),
        ("I will cancel my membership", "churn"),
        ("I will call the news", "media"),
        ("I got food poisoning", "safety"),
        ("I will never come back", "churn"),
        ("I wish you had more seats", "suggestion"),
        ("When does the shop close?", "question"),
    ],
)
def test_intents(restaurant: Understander, text: str, intent: str) -> None:
    found = restaurant.annotate([text])
    assert intent in found.documents["intents"][0].as_py()


@pytest.mark.parametrize("text", ["被开水烫伤了", "不小心烫伤了手", "菜里有玻璃划破嘴"])
def test_harm_is_never_praise(restaurant: Understander, text: str) -> None:
    found = restaurant.annotate([text]).mentions.to_pylist()
    assert {(one["label"], one["intent"]) for one in found} == {("negative", "safety")}


def test_a_clause_may_threaten_twice(restaurant: Understander) -> None:
    found = restaurant.annotate(["我要打12315投诉并曝光到媒体"]).documents["intents"][0].as_py()
    assert {"legal", "media"} <= {*found}


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("再不退款我就去法院告你们，也会找媒体曝光", {"legal", "media"}),
        ("再不退款我就去法院告你们也会找媒体曝光", {"legal", "media"}),
        ("吃了拉肚子要找律师，发到网上，再也不来了", {"safety", "legal", "media", "churn"}),
        ("I got food poisoning and will sue you, call the news and cancel my membership",
         {"safety", "legal", "media", "churn"}),
    ],
)  # fmt: skip
def test_a_document_lists_all_that_is_urgent(restaurant: Understander, text: str, intents: set[str]) -> None:
    assert intents <= {*restaurant.annotate([text]).documents["intents"][0].as_py()}


@pytest.mark.parametrize(
    "text",
    [
        "没有被烫伤",
        "用了没有过敏",
        "吃完没有拉肚子",
        "没有发现异物",
        "也没有拉肚子",
        "没有发霉，也没有过期",
        "大家都没有过敏",
        "一点都没发霉",
        "一点也没有拉肚子",
        "I did not get food poisoning",
        "No allergic reaction",
        "I never got sick after eating here",
    ],
)
def test_harm_that_is_denied_is_none(restaurant: Understander, text: str) -> None:
    found = restaurant.annotate([text])
    assert "safety" not in found.documents["intents"][0].as_py()
    assert found.documents["label"].to_pylist() == ["positive"]


@pytest.mark.parametrize("text", ["没有过敏" * 1_000 + "拉肚子", "There was no hospital in town", "不难过" * 1_000])
def test_what_denies_no_harm_stays_and_takes_no_longer(restaurant: Understander, text: str) -> None:
    found = restaurant.annotate([text])
    assert ("safety" in found.documents["intents"][0].as_py()) is ("难过" not in text)


@pytest.mark.parametrize("text", ["一点也没有难吃", "咖啡一点都没有难喝"])
def test_one_negation_told_strongly_is_one(restaurant: Understander, text: str) -> None:
    assert "negative" not in restaurant.annotate([text]).mentions["label"].to_pylist()


@pytest.mark.parametrize(
    "text",
    [
        "没有过敏提示",
        "幸好没有烫伤",
        "不是没有异物",
        "没熟吃了拉肚子",
        "没人管，我拉肚子",
        "No warning, food poisoning",
    ],
)
def test_harm_beside_a_negation_is_harm(restaurant: Understander, text: str) -> None:
    assert "safety" in restaurant.annotate([text]).documents["intents"][0].as_py()


def test_need_quotes_the_clause(restaurant: Understander) -> None:
    rows = restaurant.annotate(["味道可以，希望包装改进一下"]).mentions.to_pylist()
    assert [row["need"] for row in rows if row["need"]] == ["希望包装改进一下"]


def test_words_and_intensity(restaurant: Understander) -> None:
    mild, wild = restaurant.annotate(["服务有点差", "服务简直太差了，气死我了"]).mentions.to_pylist()[:2]
    assert mild["words"] == ["差"]
    assert mild["intensity"] < wild["intensity"]


def test_what_is_left_out_is_apart_without_a_comma(restaurant: Understander) -> None:
    found = restaurant.annotate(["除了贵没有缺点"]).mentions.to_pylist()
    assert [one["label"] for one in found] == ["negative", "positive"]
    # of the rest as a whole, or of nothing in particular
    assert (found[0]["aspect"], found[1]["aspect"] in (None, restaurant.pack.whole)) == ("price", True)


@pytest.mark.parametrize("text", ["Would love to come again", "We would love to return", "I'd love to come back soon"])
def test_to_come_again_is_no_wish(restaurant: Understander, text: str) -> None:
    found = restaurant.annotate([text])
    assert found.documents["intents"].to_pylist() == [["praise"]]
    assert {one["need"] for one in found.mentions.to_pylist()} <= {None}


def test_languages(restaurant: Understander) -> None:
    texts = [
        "很好喝",
        "very good coffee",
        "这家的cold brew和flat white都very good",
        "Produto chegou com atraso",
        "美味しいです",
        "123",
        "这台iPhone真的很不错",
    ]
    wanted = ["zh", "en", "mixed", "other", "other", "other", "zh"]
    assert restaurant.annotate(texts).documents["language"].to_pylist() == wanted


def test_library() -> None:
    found = zhiyin.understand(["物流太慢了，不过客服态度很好"])
    assert list(zip(found["aspect"].to_pylist(), found["label"].to_pylist(), strict=True)) == [
        ("delivery", "negative"),
        ("support", "positive"),
    ]


def test_headings_of_a_form_are_no_opinions() -> None:
    """Shops ask for 待机时间： and 屏幕音效：; a heading left empty says nothing, a filled one names what follows."""
    shop = Understander(load("ecommerce"))
    found = shop.annotate(["屏幕音效：很清晰\n待机时间：待机时间超长\n外形外观："]).mentions.to_pylist()
    assert [(one["aspect"], one["label"]) for one in found] == [("camera_sound", "positive"), ("battery", "positive")]


@pytest.mark.parametrize("text", ["不高兴", "我很不高兴", "吃得不开心", "等得很不愉快"])
def test_a_feeling_that_is_denied_is_blame(restaurant: Understander, text: str) -> None:
    found = restaurant.annotate([text])
    assert found.documents["label"].to_pylist() == ["negative"]
    assert {one["label"] for one in found.mentions.to_pylist()} <= {"negative"}


@pytest.mark.parametrize(
    "text",
    [
        "29块一杯贵了",
        "这个价贵了点",
        "贵了",
        "卖38贵了",
        "价格贵了些",
        "35一杯真的贵了",
        "咖啡贵了点",
        "涨价了，贵了不少",
    ],
)
def test_too_dear_by_a_little_is_blame(restaurant: Understander, text: str) -> None:
    found = restaurant.annotate([text])
    assert found.documents["label"].to_pylist() == ["negative"]
    assert "positive" not in found.mentions["label"].to_pylist()


def test_not_dear_any_more_is_praise(restaurant: Understander) -> None:
    assert restaurant.annotate(["不贵了", "一点都不贵"]).documents["label"].to_pylist() == ["positive"] * 2


@pytest.mark.parametrize("text", ["住了两晚", "我只住一晚", "通过携程订了两晚", "每晚睡前"])
def test_a_night_is_not_late(text: str) -> None:
    found = Understander(load("hotel")).annotate([text]).mentions.to_pylist()
    assert [one["words"] for one in found if "晚" in one["words"]] == []
