"""Comparisons told by the language alone, with no name on the company's map. None was ever trained on."""

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import Name

COMPARISONS = [
    ("比星巴克好喝", "positive"),
    ("这家比那家好吃", "positive"),
    ("比上次差", "negative"),
    ("没有上次好", "negative"),
    ("不如以前", "negative"),
    ("跟隔壁那家差不多", None),
    ("比别家贵", "negative"),
    ("比想象中好", "positive"),
    ("和瑞幸一样难喝", "negative"),
    ("better than Starbucks", "positive"),
    ("worse than last time", "negative"),
    ("not as good as before", "negative"),
    ("as good as the one downtown", "positive"),
    ("better than expected", "positive"),
    ("cheaper than other stores", "positive"),
    ("I prefer Luckin to this place", "negative"),
    ("我更喜欢瑞幸", "negative"),
    ("比上次好", "positive"),
    ("比肯德基的鸡翅好吃多了", "positive"),
    ("味道比旁边那家店强", "positive"),
    ("服务比半年前差远了", "negative"),
    ("没有照片上好看", "negative"),
    ("口感还不如超市买的", "negative"),
    ("跟去年住的时候一样干净", "positive"),
    ("比同事推荐的那家便宜", "positive"),
    ("和图片上的完全一样", None),
    ("价格比网上高", "negative"),
    ("没有海底捞的服务好", "negative"),
    ("比预期的要大", None),
    ("屏幕比苹果的清晰", "positive"),
    ("人比我想的多", None),
    ("Way tastier than the burger at Five Guys", "positive"),
    ("Their pizza is worse than frozen pizza", "negative"),
    ("The room was smaller than it looked in the photos", None),
    ("Nowhere near as good as it used to be", "negative"),
    ("The service here is faster than at most cafes", "positive"),
    ("Not nearly as clean as the Hilton", "negative"),
    ("I like Costa better", "negative"),
    ("Just as friendly as on my last visit", "positive"),
    ("Prices are higher than at the supermarket", None),
    ("I would rather go to Subway", "negative"),
    ("No better than a fast food joint", "negative"),
    ("Cleaner than I expected", "positive"),
    ("Compared with Pizza Hut it is a bargain", "positive"),
]
NO_COMPARISONS = [
    "the best in town",
    "全城最好喝的",
    "比较好吃",
    "比较满意",
    "比如这款拿铁就很好喝",
    "性价比很高",
    "比赛日人很多",
    "对比色很好看",
    "I ordered online rather than wait",
    "We waited more than 30 minutes",
    "I am more than happy",
    "no later than Friday",
    "It took less than 10 minutes",
    "咖啡和奶的比例很好",
    "比预约时间晚了半小时",
    "better late than never",
    "他比谁都清楚",
    "小票上写着2比1",
    "快递比说好的晚了三天",
    "这款比较适合老人",
    "女儿比我还喜欢",
    "more than enough food",
    "It was more of a snack than a meal",
    "We stayed for more than a week",
    "Other than that it was fine",
    "They had no more than three tables",
    "sooner rather than later",
    "Couldn't be better",
]


@pytest.fixture(scope="module")
def cafe() -> Understander:
    return Understander(load("restaurant"))


@pytest.fixture(scope="module")
def mapped() -> Understander:
    names = [Name("own", "shanfeng", "山风"), Name("rival", "qingliu", "青柳"), Name("rival", "qingliu", "Qingliu")]
    return Understander(load("restaurant"), names=names)


def test_comparisons_are_told_by_the_language(cafe: Understander) -> None:
    found = cafe.annotate([text for text, _ in COMPARISONS]).documents.to_pylist()
    missed = [text for (text, _), row in zip(COMPARISONS, found, strict=True) if "comparison" not in row["intents"]]
    assert missed == []
    wrong = [text for (text, label), row in zip(COMPARISONS, found, strict=True) if label not in (None, row["label"])]
    assert wrong == []


def test_what_compares_nothing_is_no_comparison(cafe: Understander) -> None:
    """A superlative is plain praise: nothing is named that could come out worse."""
    found = cafe.annotate(NO_COMPARISONS).documents["intents"].to_pylist()
    assert [text for text, said in zip(NO_COMPARISONS, found, strict=True) if "comparison" in said] == []


@pytest.mark.parametrize(
    ("text", "after", "label", "told"),
    [
        ("比星巴克好喝", "comparison", "positive", "praise"),
        ("咖啡比别家贵", "comparison", "negative", "complaint"),
        ("worse than last time", "comparison", "negative", "complaint"),
        ("The coffee is better than Starbucks", "comparison", "positive", "praise"),
        ("咖啡比星巴克好喝吗？", "question", "neutral", None),
    ],
)
def test_a_mention_that_compares_is_after_a_comparison(
    cafe: Understander, text: str, after: str, label: str, told: str | None
) -> None:
    """Its text praises or complains all the same."""
    found = cafe.annotate([text])
    assert {(one["intent"], one["label"]) for one in found.mentions.to_pylist()} == {(after, label)}
    (intents,) = found.documents["intents"].to_pylist()
    assert after in intents
    assert {"praise", "complaint"} & {*intents} == ({told} if told else set())


def test_a_threat_and_a_wish_weigh_more_than_a_comparison(cafe: Understander) -> None:
    threat, wish = cafe.annotate(["比星巴克难喝，再也不来了", "希望比上次快一点"]).documents["intents"].to_pylist()
    assert {"churn", "comparison", "complaint"} <= {*threat}
    assert "suggestion" in wish


@pytest.mark.parametrize(
    ("text", "against", "favours"),
    [
        ("比星巴克好喝", "others", "own"),
        ("没有瑞幸好喝", "others", "others"),
        ("星巴克没有你们好喝", "others", "own"),
        ("瑞幸比你们差", "others", "own"),
        ("别的酒店比这家好多了", "others", "others"),
        ("旁边的店比这好多了", "others", "others"),
        ("比别家贵", "others", "others"),
        ("比上次差", "before", "before"),
        ("不如以前了", "before", "before"),
        ("没有第一次的感觉好", "before", "before"),
        ("没有照片上好看", "expected", "expected"),
        ("比想象中好", "expected", "own"),
        ("我更喜欢瑞幸", "others", "others"),
        ("和瑞幸一样难喝", "others", None),
        ("worse than last time", "before", "before"),
        ("better than expected", "expected", "own"),
        ("better than Starbucks", "others", "own"),
        ("not as good as Starbucks", "others", "others"),
        ("as good as the one downtown", "others", None),
        ("cheaper than other stores", "others", "own"),
        ("I prefer Luckin to this place", "others", "others"),
        ("Better than your competition", "others", "own"),
    ],
)
def test_which_side_comes_out_better(cafe: Understander, text: str, against: str, favours: str | None) -> None:
    found = cafe.annotate([text]).mentions.to_pylist()
    assert {(one["against"], one["favours"]) for one in found} == {(against, favours)}


@pytest.mark.parametrize(
    ("text", "favours"), [("没有青柳好喝", "qingliu"), ("青柳比山风差", "own"), ("not as good as Qingliu", "qingliu")]
)
def test_a_brand_on_the_map_is_named_by_code(mapped: Understander, text: str, favours: str) -> None:
    found = mapped.annotate([text]).mentions.to_pylist()
    assert {(one["against"], one["favours"]) for one in found} == {("qingliu", favours)}


@pytest.mark.parametrize("text", ["迫不及待地打开了", "送的不及时", "来不及整理"])
def test_haste_is_no_comparison(cafe: Understander, text: str) -> None:
    assert all("comparison" not in one["figures"] for one in cafe.annotate([text]).mentions.to_pylist())


@pytest.mark.parametrize("text", ["还不如不买", "不如花这个钱买别的"])
def test_what_one_would_rather_have_done_blames_and_compares_nothing(cafe: Understander, text: str) -> None:
    (document,) = cafe.annotate([text]).documents.to_pylist()
    assert (document["label"], "comparison" in document["intents"]) == ("negative", False)


BETTER_ELSEWHERE = [
    "一样的豆子别家便宜一半",
    "同样的东西别家只要一半的钱",
    "同款别家才卖20",
    "隔壁便宜一半",
    "同样的菜隔壁便宜十块",
    "别家便宜",
    "其他店便宜很多",
    "外面便宜多了",
    "超市里便宜一半",
    "楼下超市便宜得多",
    "实体店更便宜",
    "half the price next door",
    "You can get the same thing for half the price next door",
    "It's cheaper next door",
    "Same coffee is cheaper elsewhere",
    "It's half the price on Amazon",
    "twice the price of the place next door",
]
BETTER_HERE = [
    "京东比超市便宜多了",
    "比别家便宜一半",
    "价格只有别家的一半",
    "只要隔壁一半的价钱",
    "肉的价位是别家的一半",
    "别家没有这么便宜",
    "别的店没有这么便宜",
    "比外面便宜多了",
    "别家更贵",
    "half the price of the place next door",
    "Half the price of Starbucks",
]
HERE_ALONE = [
    "the new one is way better",
    "The new menu is way better",
    "It is way better now",
    "Service is much better",
    "The coffee is way better",
    "The lasagna is much better",
    "This place does it better",
    "This Starbucks is way better",
    "Nobody does it better",
    "还是拿铁好喝",
    "还是这家好喝",
    "味道还是好吃",
    "这家海底捞好吃多了",
    "便宜一半，很划算",
    "在楼下超市买的，很便宜",
    "还是肯德基好吃",
    "火锅还是海底捞好吃",
    "KFC is better here",
    "Simply nobody does it better",
    "Singapore Airlines does it better every time, love flying with them",
]


@pytest.mark.parametrize(("texts", "label"), [(BETTER_ELSEWHERE, "negative"), (BETTER_HERE, "positive")])
def test_praise_of_another_shop_is_no_praise_of_ours(cafe: Understander, texts: list[str], label: str) -> None:
    found = cafe.annotate(texts)
    told = [(row["label"], "comparison" in row["intents"]) for row in found.documents.to_pylist()]
    assert [text for text, one in zip(texts, told, strict=True) if one != (label, True)] == []
    other = {"positive": "negative", "negative": "positive"}[label]
    assert [texts[one["row"]] for one in found.mentions.to_pylist() if one["label"] == other] == []


NOT_HELD_AGAINST = [
    ("量只有别家的一半", "negative"),
    ("流量只有别家的一半", "negative"),
    ("楼下商场只要3分钟", None),
    ("别家便宜我也不去", None),
    ("外面便宜多了也不去", None),
    ("Even though it is cheaper elsewhere I keep coming", None),
    ("You won't find it cheaper elsewhere", None),
    ("Bought for half the price on Amazon and it works perfectly", "positive"),
    ("They refunded half the price of my ticket", None),
    ("cancellation fee is half the price of the ticket", None),
    ("没有以前贵", "positive"),
    ("没有以前难吃了", "positive"),
]


@pytest.mark.parametrize(("text", "label"), NOT_HELD_AGAINST)
def test_who_buys_here_all_the_same_holds_nothing_against_us(cafe: Understander, text: str, label: str | None) -> None:
    """Nor does who speaks of something else than prices."""
    found = cafe.annotate([text])
    assert found.documents["label"][0].as_py() == label or label is None
    assert "others" not in found.mentions["favours"].to_pylist()


def test_praise_that_names_no_other_shop_stays_praise(cafe: Understander) -> None:
    found = cafe.annotate(HERE_ALONE).documents.to_pylist()
    told = [(row["label"], "comparison" in row["intents"]) for row in found]
    assert [text for text, one in zip(HERE_ALONE, told, strict=True) if one != ("positive", False)] == []


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("没有三年前好了", "brand"),
        ("没有三年前好", "brand"),
        ("没两年前好", "brand"),
        ("没有以前好了", "brand"),
        ("没以前好吃了", "taste"),
        ("没有从前好喝了", "taste"),
        ("味道没有三年前好了", "taste"),
        ("服务没有半年前好了", "staff"),
    ],
)
def test_what_was_better_years_ago_keeps_its_aspect(cafe: Understander, text: str, aspect: str) -> None:
    (found,) = cafe.annotate([text]).mentions.to_pylist()
    assert (found["aspect"], found["label"], found["against"]) == (aspect, "negative", "before")
