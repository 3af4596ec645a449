"""A few sentences a pack that a reader would not argue about. None stands in a data set."""

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

SENTENCES = {
    "hotel": [
        ("早餐种类很丰富", {"breakfast": "positive"}),
        ("隔音太差", {"noise": "negative"}),
        ("前台办理入住很快", {"front_desk": "positive"}),
        ("马桶堵了，淋浴也没有热水", {"bathroom": "negative"}),
        ("床很舒服，就是房间小了点", {"bed": "positive", "room": "negative"}),
        ("离地铁很近，出行方便", {"location": "positive"}),
        ("房间很干净", {"cleanliness": "positive"}),
        ("性价比很高", {"price": "positive"}),
        ("The bed was comfortable but the wifi was slow", {"bed": "positive", "wifi": "negative"}),
    ],
    "auto": [
        ("油耗有点高", {"fuel": "negative"}),
        ("动力充沛，超车很轻松", {"power": "positive"}),
        ("后排空间宽敞", {"space": "positive"}),
        ("内饰塑料感太强", {"interior": "negative"}),
        ("刹车偏软", {"brakes": "negative"}),
        ("烧机油", {"oil_burning": "negative"}),
        ("The engine is weak", {"power": "negative"}),
    ],
    "tourism": [
        ("风景优美，空气清新", {"scenery": "positive"}),
        ("取票很方便", {"ticketing": "positive"}),
        ("过山车超级刺激", {"rides": "positive"}),
        ("人太多了", {"crowd": "negative"}),
        ("厕所又脏又臭", {"hygiene": "negative"}),
        ("马戏表演非常精彩", {"shows": "positive"}),
        ("里面的东西太贵", {"food": "negative"}),
        ("The view is breathtaking", {"scenery": "positive"}),
    ],
    "bank": [
        ("手续费太高了", {"fees": "negative"}),
        ("手机银行老是闪退", {"app": "negative"}),
        ("柜员很耐心", {"staff": "positive"}),
        ("转账秒到账", {"transfer": "positive"}),
        ("信用卡额度太低", {"credit_card": "negative"}),
        ("The ATM swallowed my card", {"cash": "negative"}),
        ("My top up failed", {"top_up": "negative"}),
    ],
    "telecom": [
        ("地下室完全没有信号", {"signal": "negative"}),
        ("宽带天天掉线", {"broadband": "negative"}),
        ("莫名扣费，话费乱扣", {"bill": "negative"}),
        ("套餐很划算", {"data_plan": "positive"}),
        ("客服互相推诿", {"support": "negative"}),
        ("安装师傅很专业", {"installation": "positive"}),
        ("No signal in my house", {"signal": "negative"}),
    ],
    "government": [
        ("开发商延期交房", {"housing": "negative"}),
        ("晚上施工扰民，无法休息", {"noise": "negative"}),
        ("路面坑坑洼洼", {"roads": "negative"}),
        ("公交车班次太少", {"transport": "negative"}),
        ("公司拖欠工资", {"work": "negative"}),
        ("学校有偿补课", {"education": "negative"}),
        ("多次投诉无人处理", {"response": "negative"}),
        ("The bus is always late", {"transport": "negative"}),
    ],
    "ecommerce": [
        ("物流很快，包装完好", {"delivery_speed": "positive", "packaging": "positive"}),
        ("屏幕清晰，电池不耐用", {"screen": "positive", "battery": "negative"}),
        ("苹果烂了好几个", {"freshness": "negative"}),
    ],
    "airline": [
        ("航班延误了三个小时", {"late_flight": "negative"}),
        ("My bag is lost", {"lost_luggage": "negative"}),
        ("空姐很热情", {"flight_attendant": "positive"}),
    ],
    "generic": [
        ("价格太贵了", {"price": "negative"}),
        ("The staff are friendly", {"service": "positive"}),
    ],
}


@pytest.mark.parametrize("pack", sorted(SENTENCES))
def test_sentences(pack: str) -> None:
    understander = Understander(load(pack))
    for text, wanted in SENTENCES[pack]:
        mentions = understander.annotate([text]).mentions.to_pylist()
        assert {row["aspect"]: row["label"] for row in mentions if row["aspect"]} == wanted, text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("点了付款一点反应都没有", "negative"),
        ("微信支付点了没反应", "negative"),
        ("支付宝支付调不起来", "negative"),
        ("付款页面卡住了", "negative"),
        ("付款卡住不动", "negative"),
        ("一到付款就闪退", "negative"),
        ("支付转圈圈", "negative"),
        ("余额付不了", "negative"),
        ("付款顺畅", "positive"),
        ("支付流程很顺", "positive"),
        ("支付方式齐全", "positive"),
        ("支付方式多", "positive"),
    ],
)
@pytest.mark.parametrize("pack", ["restaurant", "generic", "bank"])
def test_paying_works_or_does_not(pack: str, text: str, label: str) -> None:
    said = Understander(load(pack)).annotate([text]).mentions.to_pylist()
    assert {one["label"] for one in said if one["aspect"] in ("payment", "app")} == {label}


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        # a generation of the network is coverage where it is missing, speed where it is slow, a plan to move to
        ("小区里没有4G", "signal"),
        ("手机老是跳到2G", "signal"),
        ("4G太慢了", "mobile_data"),
        ("The 4G is slow here", "mobile_data"),
        ("升级4G还要换套餐，真麻烦", "data_plan"),
        # what fails tells the network, whichever it is
        ("联通联不通", "network"),
        ("微博总是发不出去", "mobile_data"),
        ("收不到短信验证码", "calls"),
        # what one is charged for without having asked
        ("没有授权就给我开通了", "bill"),
        ("My credit limit was cut to zero", "bill"),
        ("天天收到诈骗短信", "privacy"),
        ("光缆被挖断了", "repair"),
        ("10010的电话也不接", "support"),
        ("手机没货", "device"),
        # who comes may install or repair
        ("师傅态度很好", "service"),
        ("安装师傅态度很好", "installation"),
        ("维修师傅态度很好", "repair"),
        ("前台人员很热情", "shop"),
    ],
)
def test_operators_words_land_where_readers_file_them(text: str, aspect: str) -> None:
    said = Understander(load("telecom")).annotate([text]).mentions.to_pylist()
    assert aspect in {one["aspect"] for one in said if one["label"] != "neutral"}


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("这套餐真坑爹", "data_plan"),
        ("套餐全是霸王条款", "data_plan"),
        ("宽带又坏了", "broadband"),
        ("逼着我换号", "number"),
        ("逼着我换套餐", "data_plan"),
        ("宽带速度达不到一百兆", "broadband"),
        ("不能取消套餐", "data_plan"),
    ],
)
def test_anger_is_about_what_it_stands_beside(text: str, aspect: str) -> None:
    """Words that say how bad it is name nothing."""
    said = Understander(load("telecom")).annotate([text]).mentions.to_pylist()
    assert [(one["aspect"], one["label"]) for one in said] == [(aspect, "negative")]
