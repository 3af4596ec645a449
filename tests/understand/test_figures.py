"""Figures of speech, slips and faces, and what a mention tells beside its polarity. None was ever trained on."""

from typing import Any

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.codes import encode
from zhiyin.understand.text.lexicon import Name

NAMES = [
    Name("own", "shanfeng", "山风"),
    Name("own", "shanfeng", "Shanfeng"),
    Name("rival", "qingliu", "青柳"),
    Name("rival", "qingliu", "Qingliu"),
    Name("product", "latte", "生椰拿铁"),
]
WHOLES = [
    # said in words of the other sign
    ("端上来就是温的 一点都不热", "negative"),
    ("一点都不贵", "positive"),
    ("一点也不新鲜", "negative"),
    ("没什么可挑剔的", "positive"),
    ("无可挑剔", "positive"),
    ("挑不出毛病", "positive"),
    ("No complaints at all", "positive"),
    ("Can't fault the service", "positive"),
    # comparison
    ("比青柳好喝", "positive"),
    ("青柳比你们好喝", "negative"),
    ("山风比青柳好喝", "positive"),
    ("隔壁的都比你们好喝", "negative"),
    ("不如以前好喝", "negative"),
    ("没有隔壁那家好喝", "negative"),
    ("味道不比青柳差", "positive"),
    ("比想象中差", "negative"),
    ("更喜欢青柳", "negative"),
    ("Much better than Qingliu", "positive"),
    ("Qingliu is better than this place", "negative"),
    ("Worse than last time", "negative"),
    ("Not as good as before", "negative"),
    ("I prefer Qingliu", "negative"),
    # regret and irony
    ("早知道就不买了", "negative"),
    ("呵呵，服务真好", "negative"),
    ("真是“好”服务", "negative"),
    ("态度好得很呢", "negative"),
    ("等了两个小时，效率真高啊", "negative"),
    ("味道真好[怒]", "negative"),
    ("Great job losing my bag", "negative"),
    ("Thanks for nothing", "negative"),
    ("这也叫咖啡？", "negative"),
    # slips, repeats, faces
    ("灰常好吃", "positive"),
    ("态度即差", "negative"),
    ("肥肠好", "positive"),
    ("真的8错", "positive"),
    ("服务员無語", "negative"),
    ("好好好好吃", "positive"),
    ("sooooo goooood", "positive"),
    ("味道不错^_^", "positive"),
    ("等了一个小时T_T", "negative"),
    # negation of what is listed with 有, of longer words, of the highest degree
    ("没有异味", "positive"),
    ("没有任何异味", "positive"),
    ("没有什么问题", "positive"),
    ("从来没有失望过", "positive"),
    ("不是很干净", "negative"),
    ("没有比这更差的了", "negative"),
    ("不能再好了", "positive"),
    ("不怎么样", "negative"),
    ("一点毛病没有", "positive"),
    ("不会推荐给朋友", "negative"),
    ("风味喝不出来", "negative"),
    ("Anything but friendly", "negative"),
    ("I have never had a worse meal", "negative"),
    ("I have never had a better meal", "positive"),
    ("The waiter couldn't have been nicer", "positive"),
    ("Without a doubt the best", "positive"),
    ("呵呵，这就是你们的五星服务", "negative"),
    ("Not bad at all", "positive"),
    ("Never been disappointed", "positive"),
    ("No wait at all", "positive"),
    ("I would not hesitate to come back", "positive"),
    ("Not as good as Starbucks", "negative"),
    # short and plain
    ("下单两分钟搞定", "positive"),
    ("客服秒回", "positive"),
    ("好吃死了", "positive"),
    ("半小时才上菜", "negative"),
    # of somebody else
    ("青柳更好喝", "negative"),
    ("以前更好喝", "negative"),
    ("Qingliu is cheaper", "negative"),
    ("青柳没有你们好喝", "positive"),
    # asked or supposed
    ("好吃吗？", "neutral"),
    ("好吃不好吃？", "neutral"),
    ("好吃的话下次再来", "neutral"),
    ("希望下次服务好一点", "neutral"),
    ("I wish the staff were friendlier", "neutral"),
    ("Great, another two-hour delay", "negative"),
]


@pytest.fixture(scope="module")
def cafe() -> Understander:
    return Understander(load("restaurant"), names=NAMES)


def mentions(cafe: Understander, text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cafe.annotate([text]).mentions.to_pylist()
    return found


def test_wholes(cafe: Understander) -> None:
    said = cafe.annotate([text for text, _ in WHOLES]).documents["label"].to_pylist()
    assert [(text, label) for (text, wanted), label in zip(WHOLES, said, strict=True) if label != wanted] == []


@pytest.mark.parametrize(
    ("text", "against", "favours"),
    [
        ("山风比青柳好喝", "qingliu", "own"),
        ("青柳比你们好喝", "qingliu", "qingliu"),
        ("比以前难喝", "before", "before"),
        ("比上次好喝", "before", "own"),
        ("没有隔壁那家好喝", "others", "others"),
        ("比想象中好喝", "expected", "own"),
        ("Qingliu is better than this place", "qingliu", "qingliu"),
    ],
)
def test_what_is_compared_and_what_comes_out_better(cafe: Understander, text: str, against: str, favours: str) -> None:
    mention = mentions(cafe, text)[0]
    assert (mention["against"], mention["favours"]) == (against, favours)
    assert "comparison" in mention["figures"]


def test_opinions_agree_with_their_text(cafe: Understander) -> None:
    """One clause, one judgement: what the list of opinions says of it is what the text's own label says. A wish names a
    lack, and is no complaint."""
    sentences = [text for text, _ in WHOLES]
    found = cafe.annotate(sentences)
    labels = found.documents["label"].to_pylist()
    apart = {
        (sentences[mention["row"]], mention["label"])
        for mention in found.mentions.to_pylist()
        if mention["label"] not in ("neutral", labels[mention["row"]]) and not mention["need"]
    }
    assert apart == set()


@pytest.mark.parametrize(
    "text",
    [
        "从来没失望过",
        "一直在这家买，没失望过",
        "没有让我失望",
        "手机没有任何问题",
        "一点毛病都没有",
        "爱死了",
        "no waiting at all",
    ],
)
def test_what_denies_a_fault_is_praise(cafe: Understander, text: str) -> None:
    found = cafe.annotate([text])
    assert found.documents["label"].to_pylist() == ["positive"]
    assert "negative" not in found.mentions["label"].to_pylist()


def test_what_was_only_believed_blames_nobody(cafe: Understander) -> None:
    assert [one["label"] for one in mentions(cafe, "本来以为会很差，结果很惊喜")] == ["positive"]


@pytest.mark.parametrize("text", ["性价比很高", "味道比较好", "比如拿铁很好喝"])
def test_no_comparison_in_longer_words(cafe: Understander, text: str) -> None:
    for mention in mentions(cafe, text):
        assert mention["figures"] == []
        assert mention["label"] == "positive"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("要是能早点开门就好了", "time"),
        ("如果再便宜一点，就完美了", "value"),
        ("希望服务能热情一点", "respect"),
        ("希望能多一些选择", "choice"),
        ("If only the coffee were cheaper", "value"),
    ],
)
def test_a_wish_is_a_need_and_no_praise(cafe: Understander, text: str, want: str) -> None:
    (mention,) = [mention for mention in mentions(cafe, text) if mention["need"]]
    assert (mention["need_kind"], mention["want"], mention["intent"]) == ("explicit", want, "suggestion")
    assert mention["label"] != "positive"
    assert cafe.annotate([text]).documents["intents"][0].as_py() == ["suggestion"]


def test_good_wishes_are_praise(cafe: Understander) -> None:
    assert all(mention["need"] is None for mention in mentions(cafe, "味道很好，希望越来越好"))


@pytest.mark.parametrize("text", ["好吃吗？", "咖啡好喝吗", "Is the coffee good?"])
def test_a_question_praises_nobody(cafe: Understander, text: str) -> None:
    assert all(mention["intent"] == "question" for mention in mentions(cafe, text))
    assert "praise" not in cafe.annotate([text]).documents["intents"][0].as_py()


def test_a_complaint_may_ask_why(cafe: Understander) -> None:
    assert mentions(cafe, "怎么这么慢？")[0]["label"] == "negative"


def test_an_implicit_need_has_its_want(cafe: Understander) -> None:
    mention = mentions(cafe, "排队太久了")[0]
    assert (mention["need"], mention["need_kind"], mention["want"]) == (None, "implicit", "time")


@pytest.mark.parametrize(
    ("text", "effort"),
    [
        ("跑了三趟才退款", "high"),
        ("打了五次电话没人理", "high"),
        ("I had to call three times", "high"),
        ("很方便，一键下单", "low"),
        ("买了三次都很好喝", None),
    ],
)
def test_effort(cafe: Understander, text: str, effort: str | None) -> None:
    assert cafe.annotate([text]).documents["effort"][0].as_py() == effort


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("环境很舒服", "comfort"),
        ("摆盘很精致，很喜欢", "appreciation"),
        ("味道太惊艳了", "admiration"),
        ("味道让人回味无穷", "savour"),
        ("一点都不舒服", None),
    ],
)
def test_ladder(cafe: Understander, text: str, step: str | None) -> None:
    assert cafe.annotate([text]).documents["ladder"][0].as_py() == step


def test_names_times_and_places(cafe: Understander) -> None:
    mention = mentions(cafe, "昨天在上海机场买的生椰拿铁很难喝，青柳好多了")[0]
    assert (mention["products"], mention["times"], mention["places"]) == (["latte"], ["昨天"], ["上海", "机场"])
    assert cafe.annotate(["青柳好多了"]).documents["brands"].to_pylist() == [["qingliu"]]


def test_themes(cafe: Understander) -> None:
    found = {row["aspect"]: row for row in mentions(cafe, "味道很好，价格太贵，店员很热情，配送太慢")}
    assert {aspect: row["dimension"] for aspect, row in found.items()} == {
        "taste": "product",
        "price": "price",
        "staff": "service",
        "delivery_speed": "convenience",
    }
    assert {aspect: row["experience"] for aspect, row in found.items()} == {
        "taste": "sense",
        "price": "think",
        "staff": "feel",
        "delivery_speed": "act",
    }


def test_spans_are_those_of_the_words(cafe: Understander) -> None:
    for text in ("灰常好吃，但是态度即差(*^▽^*)", "<p>服務　態度很差</p>", "The latte was cold T_T"):
        for mention in mentions(cafe, text):
            spans = [tuple(map(int, span.split("-"))) for span in mention["spans"]]
            assert list(dict.fromkeys(text[start:end] for start, end in spans)) == mention["words"]


@pytest.mark.parametrize(
    ("text", "read", "spans"),
    [
        ("好(≧▽≦)吃", "好😊吃", [(0, 1), (1, 6), (6, 7)]),
        ("灰常好", "非常好", [(0, 1), (1, 2), (2, 3)]),
        ("好[强]", "好👍", [(0, 1), (1, 4)]),
        ("实木有味", "实木有味", [(0, 1), (1, 2), (2, 3), (3, 4)]),
        ("原因:(1)", "原因:(1)", [(n, n + 1) for n in range(6)]),
        ("尺寸[大]", "尺寸[大]", [(n, n + 1) for n in range(5)]),
    ],
)
def test_slips_and_faces_lead_back(text: str, read: str, spans: list[tuple[int, int]]) -> None:
    batch = encode([text])
    places = range(batch.starts[0], batch.ends[0])
    assert "".join(chr(batch.codes[place]) for place in places) == read
    assert [batch.span(place, place + 1) for place in places] == spans


def test_faces_leave_the_language_alone(cafe: Understander) -> None:
    texts = ["等了一个小时T_T", "好吃(。・ω・。)ﾉ", "XD"]
    assert cafe.annotate(texts).documents["language"].to_pylist()[:2] == ["zh", "zh"]


@pytest.mark.parametrize(
    "text",
    ["服务 (๑•̀ㅂ•́)و✧", "味道 (ㄒoㄒ)", "ʕ•ᴥ•ʔ 很满意", "味道(；´д｀)", "味道இ௰இ", "好喝(´・ж・`)", "好喝 ヾ(๑╹ヮ╹๑)ﾉ"],
)
def test_letters_of_a_face_are_no_language(cafe: Understander, text: str) -> None:
    assert cafe.annotate([text]).documents["language"].to_pylist() == ["zh"]


@pytest.mark.parametrize("text", ["맛있어요 咖啡", "とても美味しいです", "очень вкусно", "อร่อยมาก 好吃"])
def test_foreign_words_are_another_language(cafe: Understander, text: str) -> None:
    assert cafe.annotate([text]).documents["language"].to_pylist() == ["other"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2024年5月1日买的咖啡很难喝", ["2024年5月1日"]),
        ("3月5号点的外卖送错了", ["3月5号"]),
        ("三月五號晚上的咖啡很难喝", ["三月五號", "晚上"]),
        ("2024年5月的咖啡很难喝", ["2024年5月"]),
        ("The coffee was cold on 5/1/2024", ["5/1/2024"]),
        ("2024-05-01的订单很慢", ["2024-05-01"]),
        ("一月一次，咖啡很难喝", []),
        ("咖啡1/2都很难喝", []),
    ],
)
def test_dates_are_times(cafe: Understander, text: str, dates: list[str]) -> None:
    assert mentions(cafe, text)[-1]["times"] == dates


@pytest.mark.parametrize(
    ("text", "aspect", "label"),
    [
        ("除了服务，其他都好", "staff", "negative"),
        ("除了服务其他都很差", "staff", "positive"),
        ("其他都好，除了服务", "staff", "negative"),
        ("除了价格都很满意", "price", "negative"),
        ("除了味道好，没有优点", "taste", "positive"),
        ("除了停车不方便，其他都很满意", "location", "negative"),
        ("除了味道好，服务也不错", "taste", "positive"),
        ("除了味道好，服务也不错", "staff", "positive"),
        ("除了咖啡，还有蛋糕也好吃", "taste", "positive"),
        ("除了价格，味道很好", "price", "neutral"),
        ("Everything except the service was great", "staff", "negative"),
        ("Apart from the service, everything was great", "staff", "negative"),
        ("The food was great except for the price", "price", "negative"),
        ("Nothing was good except the coffee", "product", "positive"),
        ("Everything was great apart from the price", "price", "negative"),
        ("除了位置没有优点", "location", "positive"),
        ("除了便宜一无是处", "price", "positive"),
        ("Aside from the price I have no complaints", "price", "negative"),
    ],
)
def test_what_is_left_out_of_praise_is_blamed(cafe: Understander, text: str, aspect: str, label: str) -> None:
    assert [one["label"] for one in mentions(cafe, text) if one["aspect"] == aspect] == [label]


@pytest.mark.parametrize(
    ("text", "excepted", "rest"),
    [
        ("Apart from the price everything was great", "Apart from the price", "positive"),
        ("Other than the coffee everything was awful", "Other than the coffee", "negative"),
        ("Nothing good apart from the location", "apart from the location", "negative"),
        ("Apart from the location nothing was good", "Apart from the location", "negative"),
        ("Besides the parking, all good", "Besides the parking", "positive"),
        ("Aside from the music we loved it", "Aside from the music", "positive"),
        ("Everything was lovely other than the service", "other than the service", "positive"),
        ("除价格外都很满意", "除价格外", "positive"),
        ("除了价格其他都好", "除了价格", "positive"),
        ("除了有点吵别的都满意", "除了有点吵", "positive"),
    ],
)
def test_an_exception_leaves_the_rest_as_it_is(cafe: Understander, text: str, excepted: str, rest: str) -> None:
    found = {one["clause"].strip(): one["label"] for one in mentions(cafe, text)}
    other = {"positive": "negative", "negative": "positive"}[rest]
    assert found.pop(excepted) == other
    assert [*found.values()] == [rest]
    assert cafe.annotate([text]).documents["label"].to_pylist() == [rest]


def test_an_exception_is_not_the_whole(cafe: Understander) -> None:
    texts = ["除了服务，其他都好", "除了味道好，没有优点"]
    assert cafe.annotate(texts).documents["label"].to_pylist() == ["positive", "negative"]


@pytest.mark.parametrize("text", ["山风不如青柳", "青柳比你们好喝", "I prefer Qingliu"])
def test_a_document_that_compares_with_others_says_so(cafe: Understander, text: str) -> None:
    """Its mentions, too; that it complains is said of the text."""
    assert {"comparison", "complaint"} <= {*cafe.annotate([text]).documents["intents"][0].as_py()}
    assert (mentions(cafe, text)[0]["intent"], mentions(cafe, text)[0]["label"]) == ("comparison", "negative")


@pytest.mark.parametrize(
    ("text", "favours"),
    [
        ("星巴克比你们好喝", "others"),
        ("比你家好吃", "others"),
        ("Starbucks is better than you", "others"),
        ("Better than yours", "others"),
        ("星巴克比你们难喝", "own"),
        ("星巴克没有你们好喝", "own"),
        ("比你们以前好喝", "own"),
        ("Better than you expect", "own"),
    ],
)
def test_whoever_is_better_than_you_is_somebody_else(cafe: Understander, text: str, favours: str) -> None:
    (mention,) = mentions(cafe, text)
    assert (mention["label"], mention["favours"]) == ("positive" if favours == "own" else "negative", favours)


@pytest.mark.parametrize(
    "text",
    [
        "Would be lovely to have outdoor seating",
        "I'd love more vegan options",
        "想要大一点的份量",
        "再大份一点就完美了",
        "要是再便宜点就好了",
    ],
)
def test_who_longs_for_something_has_not_got_it(cafe: Understander, text: str) -> None:
    assert [(one["need"], one["intent"]) for one in mentions(cafe, text)] == [(text, "suggestion")]
    assert "positive" not in [one["label"] for one in mentions(cafe, text)]
    document = cafe.annotate([text]).documents.to_pylist()[0]
    assert (document["label"], document["intents"]) == ("neutral", ["suggestion"])


@pytest.mark.parametrize("text", ["I'd love to come back", "I'd love to come back for more", "想要的都有", "想要再来"])
def test_who_has_it_needs_nothing(cafe: Understander, text: str) -> None:
    assert [one["need"] for one in mentions(cafe, text)] in ([], [None])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("They never disappoint", "positive"),
        ("never disappointed", "positive"),
        ("has never let me down", "positive"),
        ("They let me down", "negative"),
    ],
)
def test_who_never_lets_down_is_praised(cafe: Understander, text: str, label: str) -> None:
    assert [one["label"] for one in mentions(cafe, text)] == [label]
    assert cafe.annotate([text]).documents["label"].to_pylist() == [label]
