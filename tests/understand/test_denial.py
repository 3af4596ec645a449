"""What is denied from further off than a negator stands, and what only looks denied. None was ever trained on."""

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text import shipped
from zhiyin.understand.text.annotate import Understander

DENIED_PRAISE = [
    "I don't think the food is good",
    "I don't think the staff are friendly",
    "I wouldn't call it tasty",
    "None of the staff were friendly",
    "Nobody was helpful",
    "No one was friendly",
    "Neither the food nor the service was good",
    "nothing was good",
    "hardly anyone was polite",
    "nobody fixed it",
    "I do not think the coffee is fresh",
    "I didn't think the cake was tasty",
    "I didn't find it delicious",
    "I couldn't say the table was clean",
    "I wouldn't say the burger was delicious",
    "None of the dishes were tasty",
    "None of the waiters was polite",
    "Nobody was friendly",
    "Nobody seemed happy to help",
    "No one cared",
    "Nobody came to take our order",
    "Neither the coffee nor the cake was fresh",
    "The food was neither fresh nor tasty",
    "Nothing about this place is good",
    "Nothing here is worth the price",
    "Hardly anything was good",
    "barely anyone was helpful",
    "Don't expect the staff to be friendly",
    "I have yet to find a friendly waiter here",
    "Not one dish was good",
    "Not everyone was friendly",
    "There was no one friendly",
    "Nobody solved my problem",
    "They never fixed it",
    "I don't feel the price is reasonable",
    "我不认为服务好",
    "我不觉得好吃",
    "没觉得哪里好",
    "谈不上好吃",
    "说不上好",
    "算不上干净",
    "没人管",
    "一个好吃的都没有",
    "没有一个服务员态度好",
    "没一样好吃的",
    "我不认为味道好",
    "我不觉得服务员热情",
    "不觉得哪里好吃",
    "没感觉好吃",
    "也没觉得有多新鲜",
    "看不出哪里好",
    "谈不上干净",
    "实在说不上好吃",
    "算不得好吃",
    "味道算不上好",
    "没人理我们",
    "根本没人管",
    "没人解决问题",
    "一个热情的都没有",
    "一样好吃的都没有",
    "没有一道菜好吃",
    "没有一个服务员热情",
    "没一个好吃的",
    "没一个服务员热情",
    "没有哪道菜好吃",
    "没什么好吃的",
    "一点都感觉不到好吃",
    "不能说好吃",
    "谁都不热情",
    "菜没有几个好吃的",
]
DENIED_BLAME = [
    "I don't think it could be better",
    "I can't say enough good things",
    "I can't fault the staff",
    "nobody can beat their coffee",
    "nothing but praise",
    "nothing to complain about",
    "no one was rude",
    "I don't think I've had better coffee",
    "couldn't be happier",
    "can't recommend enough",
    "I don't think I have ever had better service",
    "I can't say anything bad about the food",
    "I can't think of anything bad to say",
    "No one was unfriendly",
    "None of the dishes were bad",
    "Nothing was bad",
    "Nothing beats their coffee",
    "Nobody does it better",
    "nothing compares to their cake",
    "I have nothing but good things to say",
    "You can't beat the price",
    "can't stop eating their cake, so delicious",
    "I couldn't recommend it more",
    "couldn't fault anything",
    "I can't praise the staff enough",
    "Nobody was rude and the food was great",
    "I don't think I'll ever go anywhere else, I love it",
    "没有哪家比得上",
    "没有一家比得上这家",
    "没有哪家比这家好吃",
    "没有一道菜不好吃",
    "没有一样不好吃",
    "没一个菜难吃",
    "没有哪里不好",
    "没有什么不满意的",
    "没有人不喜欢",
]
MILD = [
    "I don't think it's bad",
    "I don't think the food is terrible",
    "I wouldn't call it expensive",
    "I can't say it was bad",
    "没有一个不好吃的",
    "没有人不满意",
    "我不认为哪里不好",
    "我不觉得难吃",
    "我不认为服务差",
    "谈不上难吃",
    "说不上差",
    "没有一个难吃的",
    "我不觉得哪里差",
    "没感觉贵",
]
MORE_PRAISE = [
    "not only clean but also quiet",
    "not just cheap but tasty",
    "不仅干净而且安静",
    "不但好吃还便宜",
    "不但干净而且安静",
    "Not only delicious but also cheap",
    "The food is not only fresh but tasty",
    "Not only is it clean, it is quiet",
    "It's not just tasty, it's healthy and cheap",
    "not simply good but excellent",
    "The coffee is not just fresh, but also affordable",
    "not only is the coffee good, but the cake is delicious",
    "It's not only cheap, it's good",
    "不仅好吃而且便宜",
    "不光好喝还便宜",
    "不仅仅是干净，而且很安静",
    "不止好吃，价格还实惠",
    "不但便宜，还好吃",
    "不仅服务好，而且上菜快",
    "不但新鲜，而且分量足",
]
MORE_BLAME = [
    "not only dirty but also noisy",
    "不仅脏而且吵",
    "不但难吃还贵",
    "Not only was the food cold, the waiter was rude",
    "The place is not only dirty but also expensive",
    "Not only is it overpriced, it is awful",
    "not only did they lose my order, they were rude",
    "不仅难吃而且贵",
    "不光慢还态度差",
    "不但不新鲜，而且还贵",
    "不仅态度差而且上菜慢",
    "不单难喝，还贵",
]
MISSPELT = {
    "excellant coffe": "excellent coffee",
    "definately recomend this place": "definitely recommend this place",
    "terible servise": "terrible service",
    "delicous cake": "delicious cake",
    "freindly staf": "friendly staff",
    "horible food": "horrible food",
    "dissapointed": "disappointed",
    "very dissapointing": "very disappointing",
    "great resturant": "great restaurant",
    "awsome": "awesome",
    "realy bad coffee": "really bad coffee",
    "delecious coffee": "delicious coffee",
    "wonderfull staff": "wonderful staff",
    "beutiful decor": "beautiful decor",
    "proffesional and freindly staff": "professional and friendly staff",
    "very tastey cake": "very tasty cake",
    "resonable price": "reasonable price",
    "great atmosfere": "great atmosphere",
    "unfreindly staff": "unfriendly staff",
    "not freindly staf": "not friendly staff",
    "expencive": "expensive",
    "overprised": "overpriced",
    "poor custumer service": "poor customer service",
    "tastless": "tasteless",
    "slow delivary": "slow delivery",
}


@pytest.fixture(scope="module")
def restaurant() -> Understander:
    return Understander(load("restaurant"))


def judged(restaurant: Understander, texts: list[str]) -> dict[str, set[str]]:
    """Of each text, its own label and those of its mentions, neutral mentions left out."""
    found = restaurant.annotate(texts)
    labels = {text: {label} for text, label in zip(texts, found.documents["label"].to_pylist(), strict=True)}
    for mention in found.mentions.to_pylist():
        if mention["label"] != "neutral":
            labels[texts[mention["row"]]].add(mention["label"])
    return labels


@pytest.mark.parametrize(
    ("texts", "label"),
    [
        (DENIED_PRAISE, "negative"),
        (DENIED_BLAME, "positive"),
        (MORE_PRAISE, "positive"),
        (MORE_BLAME, "negative"),
    ],
)
def test_denied_from_further_off(restaurant: Understander, texts: list[str], label: str) -> None:
    assert {text: labels for text, labels in judged(restaurant, texts).items() if labels != {label}} == {}


def test_blame_that_is_doubted_is_none(restaurant: Understander) -> None:
    assert {text: labels for text, labels in judged(restaurant, MILD).items() if "negative" in labels} == {}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Nobody cleaned the dirty table", "negative"),
        ("Nobody apologised for the bad food", "negative"),
        ("No one told us the kitchen was slow", "negative"),
        ("No one was at the counter and everyone was rude", "negative"),
        ("None of us knew how bad the service was", "negative"),
        ("I doubt the worst waiter in town cares", "negative"),
        ("I don't think they care how rude their staff are", "negative"),
        ("没有一个月就坏了", "negative"),
        ("Nobody was rude and the food was great", "positive"),
        ("I can't say the coffee was good enough", "negative"),
        ("Nothing about the menu was friendly or fresh", "negative"),
        ("不觉得好吃，环境倒是很好", "positive"),
    ],
)
def test_only_what_is_denied_is_turned(restaurant: Understander, text: str, label: str) -> None:
    assert restaurant.annotate([text]).mentions["label"].to_pylist()[-1] == label


def test_whoever_is_earlier_than_you_is_somebody_else(restaurant: Understander) -> None:
    found = restaurant.annotate(["都比你早到", "味道都比你想象的好"])
    assert found.documents["label"].to_pylist() == ["negative", "positive"]
    assert found.mentions["label"].to_pylist() == ["negative", "positive"]


def test_misspelt_words_are_heard_as_the_words_they_are(restaurant: Understander) -> None:
    wrong, right = (restaurant.annotate(list(some)) for some in (MISSPELT, MISSPELT.values()))
    assert wrong.documents["label"].to_pylist() == right.documents["label"].to_pylist()
    heard, meant = (
        {(one["row"], one["aspect"], one["label"]) for one in found.mentions.to_pylist()} for found in (wrong, right)
    )
    assert heard == meant


def test_a_misspelling_is_listed_once_and_is_no_listed_word() -> None:
    listed = shipped.words(shipped.HERE / "misspellings.yaml")
    slips = [slip for some in listed.values() for slip in some]
    assert sorted({*slips}) == sorted(slips)
    assert not {*slips} & {*listed}


SPOTLESS = [
    "没有一点焦苦味",
    "没有一丝异味",
    "一点苦味都没有",
    "没有一丁点腥味",
    "一点腥味也没有",
    "没有半点怪味",
    "一丝油腻感都没有",
    "喝不出一点苦味",
    "完全没有苦味",
    "肉没有一点膻味",
    "没有一点点苦味",
    "房间里没有一丝烟味",
    "一点噪音都没有",
    "不但没有异味，还很香",
    "老板一点架子都没有",
    "not a hint of bitterness",
    "no bitterness at all",
    "without a trace of bitterness",
    "not the slightest bitterness",
    "There wasn't a hint of bitterness in the coffee",
    "not a speck of dust",
    "not a trace of grease",
    "No dust, no mold",
]
WANTING = [
    "没有一点香味",
    "没有一丝咖啡味",
    "一点甜味都没有",
    "一点辣味都没有",
    "一点新鲜感都没有",
    "没有一点热情",
    "一点微笑都没有",
    "没有一丝笑容",
    "连一点歉意都没有",
    "有霉味",
    "竟然有毛发",
    "里面有虫子",
    "灰尘也没人扫",
    "没有蚊帐",
    "not a hint of flavour",
    "not a trace of salmon",
    "There was a hair in my soup",
    "no hair dryer in the room",
]


@pytest.mark.parametrize(("texts", "label"), [(SPOTLESS, "positive"), (WANTING, "negative")])
def test_what_is_bad_by_itself_and_not_there_is_praise(restaurant: Understander, texts: list[str], label: str) -> None:
    assert {text: labels for text, labels in judged(restaurant, texts).items() if labels != {label}} == {}


def test_smoke_that_is_nowhere_is_no_danger() -> None:
    (document,) = Understander(load("hotel")).annotate(["No hint of smoke in the room"]).documents.to_pylist()
    assert (document["label"], document["intents"]) == ("positive", ["praise"])


@pytest.mark.parametrize("text", ["没有异味就好了", "希望没有烟味", "会不会有异味？"])
def test_who_only_wishes_it_away_praises_nothing(restaurant: Understander, text: str) -> None:
    assert restaurant.annotate([text]).documents["label"].to_pylist() == ["neutral"]
