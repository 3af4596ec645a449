"""Threats to leave, to sue and to tell; harm; and the same words where they threaten nobody. None was trained on."""

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import URGENT

THREATS = [
    ("I'll tell the newspapers", "media"),
    ("I will post this on Twitter", "media"),
    ("I will post this on TikTok", "media"),
    ("going to the press", "media"),
    ("the media will hear about this", "media"),
    ("我要曝光你们", "media"),
    ("发到小红书上让大家看看", "media"),
    ("再不解决我就找记者", "media"),
    ("上抖音曝光", "media"),
    ("微博见", "media"),
    ("I'll sue", "legal"),
    ("see you in court", "legal"),
    ("You will hear from my lawyer", "legal"),
    ("I'll report you to trading standards", "legal"),
    ("打12315", "legal"),
    ("我要找消协", "legal"),
    ("准备起诉", "legal"),
    ("等着收律师函吧", "legal"),
    ("去工商局投诉你们", "legal"),
    ("never coming back", "churn"),
    ("I'm cancelling my membership", "churn"),
    ("I'm switching to Luckin", "churn"),
    ("我要销户", "churn"),
    ("下个月转网", "churn"),
    ("退会员", "churn"),
    ("再也不来了", "churn"),
    ("以后去瑞幸了", "churn"),
    ("吃完食物中毒了", "safety"),
    ("喝完拉肚子", "safety"),
    ("充电器起火了", "safety"),
    ("洗澡时触电了", "safety"),
    ("I got food poisoning", "safety"),
    ("The charger caught fire", "safety"),
    ("I had an allergic reaction", "safety"),
    ("汤里有玻璃渣", "safety"),
    ("我会把聊天记录发到朋友圈和抖音", "media"),
    ("再不退款就网上曝光", "media"),
    ("已经联系了电视台", "media"),
    ("Expect to see this on the evening news", "media"),
    ("I'm going to put this all over Facebook", "media"),
    ("不行就法庭上见", "legal"),
    ("我已经向市场监管局举报", "legal"),
    ("I have contacted my solicitor", "legal"),
    ("We will take legal action", "legal"),
    ("保留追究法律责任的权利", "legal"),
    ("已经换到别的健身房了", "churn"),
    ("号码准备携号转网", "churn"),
    ("I've cancelled my subscription", "churn"),
    ("We will take our business elsewhere", "churn"),
    ("卡退了，不会再续费", "churn"),
    ("This was my last visit", "churn"),
    ("米饭里吃出一颗钉子", "safety"),
    ("孩子喝了以后又吐又拉", "safety"),
    ("被楼梯绊倒骨折了", "safety"),
    ("My son choked on a plastic piece", "safety"),
    ("The wire sparked and shocked me", "safety"),
]
NO_THREATS = [
    "小红书上看到推荐来的",
    "saw it on TikTok",
    "featured in the newspapers",
    "抖音买的券",
    "律师推荐的",
    "my lawyer friend loves it",
    "没有拉肚子",
    "I won't sue",
    "没打算起诉",
    "We never got food poisoning here",
    "跟着小红书攻略来的",
    "The hotel was in a TV show",
    "Local news had recommended it",
    "在微博抽奖中的",
    "刷抖音刷到的",
    "法院旁边的店",
    "The courtyard is near the court house",
    "同事是律师，很喜欢这里",
    "会员卡办得很快",
    "I will never go anywhere else",
    "再也不用排队了",
    "不用担心拉肚子",
    "My wife works in a hospital",
    "火锅一点就着火力很旺",
]


@pytest.fixture(scope="module")
def cafe() -> Understander:
    return Understander(load("restaurant"))


def test_threats_and_harm_are_told(cafe: Understander) -> None:
    found = cafe.annotate([text for text, _ in THREATS]).documents["intents"].to_pylist()
    told = [[intent for intent in said if intent in URGENT] for said in found]
    assert [(text, said) for (text, intent), said in zip(THREATS, told, strict=True) if said != [intent]] == []


def test_the_same_words_may_threaten_nobody(cafe: Understander) -> None:
    found = cafe.annotate(NO_THREATS).documents["intents"].to_pylist()
    assert [(text, said) for text, said in zip(NO_THREATS, found, strict=True) if {*said} & {*URGENT}] == []


@pytest.mark.parametrize("text", ["再也不去别家了", "Never going anywhere else for coffee", "再也不用排队了"])
def test_who_leaves_all_others_stays(cafe: Understander, text: str) -> None:
    (document,) = cafe.annotate([text]).documents.to_pylist()
    assert document["label"] == "positive"
    assert "churn" not in document["intents"]
