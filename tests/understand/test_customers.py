"""What customers of five trades write, read aspect by aspect. None stands in the training data."""

from functools import cache

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Annotations, Understander

SAID = [
    ("restaurant", "叫号叫错了，服务员也没个道歉", {("accuracy", "negative"), ("staff", "negative")}),
    ("restaurant", "小龙虾个头挺大，就是蒜蓉放得太多，齁得慌",
     {("portion", "positive"), ("portion", "negative"), ("taste", "negative")}),
    ("restaurant", "外卖送来汤全撒了，打电话给客服半天没人接",
     {("delivery_packaging", "negative"), ("support", "negative")}),
    ("restaurant", "排骨炖得软烂入味，就是上菜等了好半天", {("taste", "positive"), ("waiting", "negative")}),
    ("restaurant", "店里音乐太吵", {("environment", "negative")}),
    ("restaurant", "Portions have shrunk but the prices keep going up",
     {("portion", "negative"), ("price", "negative")}),
    ("restaurant", "The server was attentive", {("staff", "positive")}),
    ("ecommerce", "退货还要自己出运费", {("returns", "negative")}),
    ("ecommerce", "鞋子穿着有点磨脚，不过款式我特别喜欢", {("size_fit", "negative"), ("appearance", "positive")}),
    ("ecommerce", "快递小哥特别负责，下雨天还送上楼", {("courier", "positive")}),
    ("ecommerce", "包装很严实，一点磕碰都没有", {("packaging", "positive")}),
    ("ecommerce", "充电宝用了一个月就充不进电了，客服一直踢皮球",
     {("battery", "negative"), ("service", "negative")}),
    ("ecommerce", "The zipper broke on the second day", {("quality", "negative")}),
    ("ecommerce", "Shipping took three weeks and the box was crushed",
     {("delivery_speed", "negative"), ("packaging", "negative")}),
    ("ecommerce", "Fits true to size, the fabric is soft and it washes well",
     {("size_fit", "positive"), ("fabric", "positive")}),
    ("bank", "没有乱收费，工作人员很耐心", {("fees", "positive"), ("staff", "positive")}),
    ("bank", "手机银行人脸识别老是通不过", {("identity", "negative")}),
    ("bank", "打客服一直转人工转不过去", {("support", "negative")}),
    ("bank", "The branch manager went out of her way", {("staff", "positive")}),
    ("bank", "I was charged a fee I never agreed to", {("fees", "negative")}),
    ("airline", "行李箱轮子给摔断了，赔偿流程又长又麻烦",
     {("damaged_luggage", "negative"), ("refund", "negative")}),
    ("airline", "空姐态度特别好", {("flight_attendant", "positive")}),
    ("airline", "My flight got delayed three times and we missed our connection", {("late_flight", "negative")}),
    ("airline", "Legroom was tight but the crew kept us smiling",
     {("seat", "negative"), ("flight_attendant", "positive")}),
    ("telecom", "套餐想降档比登天还难", {("data_plan", "negative")}),
    ("telecom", "宽带师傅上门很准时", {("repair", "positive")}),
    ("telecom", "宽带装好以后没断过网", {("broadband", "positive")}),
    ("telecom", "Set up was a breeze and the speed is exactly as advertised", {("broadband", "positive")}),
    ("telecom", "I was on hold for 45 minutes only to be hung up on", {("support", "negative")}),
    ("telecom", "The agent listened and solved my problem", {("support", "positive")}),
]  # fmt: skip


@cache
def understander(pack: str) -> Understander:
    return Understander(load(pack))


def read(pack: str, text: str) -> Annotations:
    return understander(pack).annotate([text])


@pytest.mark.parametrize(("pack", "text", "wanted"), SAID)
def test_each_aspect_is_heard(pack: str, text: str, wanted: set[tuple[str, str]]) -> None:
    assert {(one["aspect"], one["label"]) for one in read(pack, text).mentions.to_pylist()} == wanted


@pytest.mark.parametrize(
    ("pack", "text", "intent"),
    [
        ("restaurant", "Soggy fries, won't be ordering from here again", "churn"),
        ("restaurant", "奶茶里居然喝出一只苍蝇", "safety"),
        ("telecom", "My bill doubled, I want to leave this company", "churn"),
        ("bank", "再不处理我就投诉到银保监会", "legal"),
        ("telecom", "明天就打12300投诉到工信部", "legal"),
    ],
)
def test_what_is_urgent_is_heard(pack: str, text: str, intent: str) -> None:
    assert intent in read(pack, text).documents["intents"][0].as_py()


@pytest.mark.parametrize("text", ["一点磕碰都没有", "一点瑕疵也没有", "客服帮我解决了，没有推脱"])
def test_a_lack_of_what_is_bad_is_praise(text: str) -> None:
    assert read("ecommerce", text).documents["label"].to_pylist() == ["positive"]
