"""What is personal inside words is masked, and nothing else."""

import json
from pathlib import Path

import pyarrow as pa
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast
from tests.listen.listen_files import TASK, bring, facts, write

from zhiyin.listen.inbox import actions as inbox
from zhiyin.listen.inbox.models import Arrival
from zhiyin.listen.masking import hide, mask, mask_json
from zhiyin.warehouse.engines import Lake


def test_phones_mails_and_identity_numbers_are_masked_inside_words() -> None:
    column = pa.array(
        ["打13812345678。", "a.b@mail.example.com", "证110101199003071234", "单号20190425138123456789012", None]
    )
    assert mask(column).to_pylist() == [
        "打138****5678。",
        "a***@mail.example.com",
        "证110101************",
        "单号20190425138123456789012",
        None,
    ]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("13812345678,13912345678 13712345678", "138****5678,139****5678 137****5678"),
        ("+8613812345678 / 0086 138-1234-5678", "+86138****5678 / 0086 138****5678"),
        ("座机 021-61234567，0755-8123456", "座机 021-****4567，0755-****3456"),
        ("call +1 415-555-2671 or (415) 555-2671 or 415-555-2671", "call +1 ****2671 or ****2671 or ****2671"),
        ("+44 20 7946 0958", "+44 ****0958"),
        ("2026-06-30 12:00，满100-20，共 12345678901 件", "2026-06-30 12:00，满100-20，共 12345678901 件"),
    ],
)
def test_numbers_side_by_side_and_in_their_spellings_are_masked(said: str, kept: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [kept]


def test_what_is_masked_stays_json() -> None:
    given = ['{"phone":13812345678,"n":3,"of":[{"证件":"110101199003071234","13912345678":"a@b.cn"}]}', '{"n":1}', None]
    masked = mask_json(pa.array(given)).to_pylist()
    assert [one and json.loads(one) for one in masked] == [
        {"phone": "138****5678", "n": 3, "of": [{"证件": "110101************", "139****5678": "a***@b.cn"}]},
        {"n": 1},
        None,
    ]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("手机１３８１２３４５６７８", "手机１３８****５６７８"),
        ("就是一三八，一二三四，五六七八", "就是一三八****五六七八"),
        ("身份证11010519491231002X", "身份证110105************"),
        ("卡6222 0212 3456 7890 128", "卡6222****0128"),
        ("退到4111-1111-1111-1111", "退到4111****1111"),
        ("粤BD12345充不了电，京A·12345也是", "粤B*****充不了电，京A*****也是"),
        ("寄到广东省深圳市南山区科技园路1号3栋502室", "寄到广东省深圳市南山区****"),
        ("我家在阳光小区3栋2单元501，电梯坏了", "我家在****，电梯坏了"),
        ("我叫王小明，我是李建国先生", "我叫**，我是*先生"),
        ("My name is John Smith, I live at 12 Baker Street", "My name is **, I live at ****"),
        ("加我微信 abc_12345，QQ：123456789", "加我微信 ****，QQ：****"),
        ("护照E12345678", "护照******"),
    ],
)
def test_each_kind_keeps_what_is_no_secret(said: str, kept: str) -> None:
    assert hide(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "订单20240611123456789还没发货，订单号13812345678",
        "订单编号4111111111111111，运单号SF1234567890123",
        "2024-06-11 12:30:45下单，￥1599-1999，满300-50",
        "客服400-820-8820，95588，12315",
        "条形码6901234567892，ISBN 9787111213826，型号RTX4090-24G",
        "我叫了外卖，我叫黄焖鸡米饭，我叫服务员，我是会员，我是老师",
        "酒店位于中山路88号，在人民路8号线出来，住3号楼502房间",
        "最新A12345固件，京东A级，微信支付失败，QQ2013版",
        "my name is not on the list, this is Great, @VirginAmerica thanks",
    ],
)
def test_orders_prices_dates_and_products_stay(said: str) -> None:
    assert hide(said) == said


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我叫张伟呢", "我叫**呢"),
        ("我叫李娜和我老公", "我叫**和我老公"),
        ("我叫陈晓东不开心", "我叫**不开心"),
        ("我叫王芳想退款", "我叫**想退款"),
        ("我叫张伟明天入住", "我叫**明天入住"),
        ("我叫刘洋投诉外卖", "我叫**投诉外卖"),
        ("我叫吴德应，今年四十", "我叫**，今年四十"),
        ("我叫 王 小 明", "我叫 **"),
        ("我叫小李", "我叫**"),
        ("我叫小李昨天来过", "我叫**昨天来过"),
        ("我叫思雨，是本地人", "我叫**，是本地人"),
        ("我叫王女士", "我叫*女士"),
        ("我叫欧阳先生", "我叫*先生"),
        ("我叫欧阳娜娜来投诉", "我叫**来投诉"),
        ("我叫肖战，订了房", "我叫**，订了房"),
        ("我叫陳小明，香港的", "我叫**，香港的"),
        ("我叫迪丽热巴", "我叫**"),
        ("我的名字叫古力娜扎", "我的名字叫**"),
        ("我叫阿依古丽想问", "我叫**想问"),
        ("我叫买买提·艾力想退款", "我叫**想退款"),
        ("我叫Tom", "我叫**"),
        ("我叫Tom Smith想退款", "我叫**想退款"),
        ("我的英文名叫lucy，来自杭州", "我的英文名叫**，来自杭州"),
        ("收货人张伟13812345678", "收货人**138****5678"),
        ("my name is john smith", "my name is **"),
        ("my name is john smith and I'm upset", "my name is ** and I'm upset"),
        ("my name is maria booked two nights", "my name is ** booked two nights"),
        ("My name is Mary O'Brien I'm upset", "My name is ** I'm upset"),
        ("My name is John F. Kennedy.", "My name is **."),
        ("MY NAME IS JOHN SMITH AND I WAIT", "MY NAME IS ** AND I WAIT"),
        ("my name is Mr. Brown, room 302", "my name is Mr. **, room 302"),
        ("my name is 王小明", "my name is **"),
        ("我和爱人住海淀区中关村大街27号", "我和爱人住海淀区****"),
    ],
)
def test_a_name_is_masked_and_not_the_words_behind_it(said: str, kept: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [kept]


@pytest.mark.parametrize(
    "said",
    [
        "我叫了外卖，我叫他等一下，我叫不出名字，我叫服务员过来，我叫车去机场",
        "我叫了三次都没人理，我叫客服退款，我叫小孩吃，我叫小二上菜，我叫停了",
        "我叫马上送来，我叫商家退款，我叫管家送水，我叫代驾，我叫高峰期的车",
        "我叫保洁，我叫保安过来，我叫小时工，我叫老板，我叫阿姨打扫，我叫司机，我叫程序员改",
        "我叫白粥，我叫牛排没熟，我叫石锅拌饭，我叫毛豆不新鲜，我叫江西米粉，我叫小龙虾，我叫小米的客服",
        "我叫Uber去机场，我叫KFC，我叫肯德基的早餐，我叫华莱士，我叫滴滴，我叫我老公来接，帮我叫金龙出租",
        "我的名字叫错了，我的名字是错的，我的名字叫什么你们都不知道",
        "my name is on the list, my name is wrong, my name is not on it, my name is Not listed",
        "my name is misspelled, my name is still missing, my name is being used, my name's not there",
        "MY NAME IS NOT ON THE LIST. my name is spelled wrong, my name is too long",
        "上次住中关村大街27号的如家酒店，住海淀区中关村大街27号的酒店",
    ],
)
def test_words_that_only_sound_like_a_name_stay(said: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [said]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("我是林晓峰，上个月办的卡", "我是**，上个月办的卡"),
        ("我是你们的老会员沈梦洁，积分没了", "我是你们的老会员**，积分没了"),
        ("本人陆志远，要求赔偿", "本人**，要求赔偿"),
        ("收款人：倪雪梅，金额300", "收款人：**，金额300"),
        ("投诉人 孟祥瑞，电话13812345678", "投诉人 **，电话138****5678"),
        ("报修人：鲍国庆联系电话13812345678", "报修人：**联系电话138****5678"),
        ("旅客申屠雨轩，行李破了", "旅客**，行李破了"),
        ("此致敬礼，陶春燕", "此致敬礼，**"),
        ("我叫阿不力孜·买买提江，订了两间", "我叫**，订了两间"),
        ("I'm Rachel Goodwin, the guest who called", "I'm **, the guest who called"),
        ("Rachel Goodwin here, still no answer.", "** here, still no answer."),
        ("Too slow. Kind regards, Paul O'Shea", "Too slow. Kind regards, **"),
        ("Too slow. Thanks, Paul Becker", "Too slow. Thanks, **"),
        ("Yours sincerely, Ann B. Lowe, ann@example.com", "Yours sincerely, **, a***@example.com"),
        ("Recipient: Yusuf Demir, second floor", "Recipient: **, second floor"),
        ("The booking is under Elena Petrova.", "The booking is under **."),
    ],
)
def test_a_name_is_masked_where_somebody_signs_or_fills_in_a_form(said: str, kept: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [kept]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("text me on 07700 900 123", "text me on 07700 ****123"),
        ("office 0113 496 0123, mobile 07700900456", "office 0113 ****0123, mobile 07700 ****456"),
        ("my cell is 4155550142", "my cell is ****0142"),
        ("家里电话0591 8352 441", "家里电话0591 ****2441"),
        ("发票发到１２３４５@qq.com", "发票发到１***@qq.com"),
        ("my social security number is 123-45-6789", "my social security number is ***-**-6789"),
        ("NI number AB 12 34 56 C", "NI number ******"),
        ("number plate KT21 ABC was clamped", "number plate ***** was clamped"),
        ("送到福州市鼓楼区五四路88号5-2-301", "送到福州市鼓楼区****"),
        ("师傅来了郑州市金水区花园路55号正弘大厦1602没敲门", "师傅来了郑州市金水区****没敲门"),
        ("取件地址：石家庄市长安区裕华东路9号院2幢乙单元301", "取件地址：石家庄市长安区****"),
        ("寄到贵阳市云岩区中华北路7号龙泉花园3期6栋12-4", "寄到贵阳市云岩区****"),
        ("Ship to Flat 2, 18 Rose Terrace, Bristol BS1 4QA please", "Ship to **** please"),
        ("We moved to 99 Oak Avenue, Suite 12, Austin, TX 78701 in May", "We moved to **** in May"),
    ],
)
def test_numbers_and_addresses_in_the_ways_of_other_places_are_masked(said: str, kept: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [kept]


@pytest.mark.parametrize(
    "said",
    [
        "我是高级会员，我是文学爱好者，我是金牌客户，本人于明天到店，我是安徽人，我是白金卡",
        "联系人不对，患者安全第一，乘客和司机都很好，户主同意了，名字文雅，姓名写错，收款人任何一位",
        "I'm Gold Elite, I am Not Happy and tired, This is Burger King from London",
        "Thanks, great service. Best, cheapest, fastest. Regards to the chef. Best Western here we come",
        "Thanks, JetBlue! Cheers, mate. Passenger: none. The order is under review.",
        "Customer: Hello There, it broke. Guest: Good Morning. Passenger: Yes.",
        "Contact: Email Us. Customer: Great Value, thanks",
        "I am The Best, and you know it. Thank You here.",
        "订单编号 8826 0713 5591 2216，order 5035550148, ref 020 7946 0419",
        "a plate of chicken wings 12, on a plate 20 minutes later, registration is open",
        "版本 0123-4567-8901 的说明，第3期6栋在建，1期2期都不错",
        "the hotel at 18 Rose Terrace, Bristol BS1 4QA is fine",
    ],
)
def test_forms_greetings_and_codes_that_name_nobody_stay(said: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [said]


@given(st.text(alphabet=st.characters() | st.sampled_from("0123456789１三八-@. 我叫王路号室粤B微信"), max_size=80))
def test_no_text_breaks_it_and_twice_is_once(text: str) -> None:
    once = hide(text)
    assert hide(once) == once
    assert mask(pa.array([text.encode("utf-8", "replace").decode()])).null_count == 0


def test_long_texts_take_time_in_proportion() -> None:
    for part in (
        "a",
        "1",
        "1 ",
        "一",
        "路1号",
        "我叫",
        "我叫王",
        "我叫·",
        "my name is ",
        "a b",
        "粤B1",
        "微信a",
        "@",
        "a@a.",
        "联系人",
        "我是王",
        "I am Aa ",
        "Thanks, Aa ",
        "1 Aa ",
        "Flat 1, ",
        "1234 ",
        "1栋2",
        "路1号一",
    ):
        hide(part * (100_000 // len(part)))


@pytest.mark.django_db
def test_files_and_calls_are_masked_unless_the_settings_name_the_source(
    tmp_path: Path, lake: Lake, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIYIN_UNMASKED", "inside, lab")
    said = "我叫王小明，电话13812345678"
    for source in ("inside", "outside"):
        path = write(tmp_path / f"{source}.csv", [["评论", "备注"], [said, said]])
        bring(path, "feedback")
        inbox.accept(TASK, "feedback", [{"source": source, "text": said, "attributes": {"note": said}}])
    waiting = {arrival.source: arrival.payload["text"] for arrival in Arrival.objects.all()}
    assert waiting == {"inside": said, "outside": "我叫**，电话138****5678"}
    inbox.load()
    found = {(row["source"], row["text"], json.loads(row["attributes"]).popitem()[1]) for row in facts("feedback")}
    assert found == {("inside", said, said), ("outside", hide(said), hide(said))}
    assert settings.HOME.setting("unmasked", "") == "inside, lab"
