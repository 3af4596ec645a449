"""Announced in other ways: forms, signatures, passports and addresses as people write them."""

import pyarrow as pa
import pytest

from zhiyin.listen.masking import hide, mask


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("顾客祁雪松，发票没给", "顾客**，发票没给"),
        ("住客：祁雪松，两晚", "住客：**，两晚"),
        ("预约人丁若兰，改到周日", "预约人**，改到周日"),
        ("预约人是丁若兰，改到周日", "预约人是**，改到周日"),
        ("收件人窦国华，没收到", "收件人**，没收到"),
        ("签收人写的是蒋建军，查无此人", "签收人写的是**，查无此人"),
        ("联系人登记为韩晓梅，早换了", "联系人登记为**，早换了"),
        ("投保人叫苗春燕，保单找不到", "投保人叫**，保单找不到"),
        ("这边是梁思雨，昨天下的单", "这边是**，昨天下的单"),
        ("您好，这边是方洁，发票错了", "您好，这边是**，发票错了"),
        ("等了两周还没修好。——莫文婷", "等了两周还没修好。——**"),
        ("等了两周还没修好！\n莫文婷", "等了两周还没修好！\n**"),
        ("住客姓名Karma Lhamo，两晚", "住客姓名**，两晚"),
        ("姓名 LI XIAOMING，护照拼写有误", "姓名 **，护照拼写有误"),
        ("名字是帕提古丽·阿不都，输不进去", "名字是**，输不进去"),
        ("Still no refund.\nThanks,\nNadia", "Still no refund.\nThanks,\n**"),
        ("Still no refund. Best, Anna Bell", "Still no refund. Best, **"),
        ("Passenger: KOWALSKA/ANNA MRS, seat 4A", "Passenger: **, seat 4A"),
        ("Passenger: Omar Haddad, seat 4A", "Passenger: **, seat 4A"),
        ("Guest: Nora Lindqvist, room 412", "Guest: **, room 412"),
        ("We reserved under the name Okafor for eight", "We reserved under the name ** for eight"),
        ("Our table was booked under the name of Jean Moreau.", "Our table was booked under the name of **."),
    ],
)
def test_a_name_is_masked_where_a_form_or_a_signature_announces_it(said: str, kept: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [kept]


@pytest.mark.parametrize(
    "said",
    [
        "顾客高兴就好，顾客永远第一，顾客单独结账，顾客安全，老顾客常年光顾，顾客满意",
        "住客成群，会员金卡，预约人数太多，签收人写的是本人，联系人填错了，收件人写的不对",
        "这边是石景山，这边是高新区，您好，这边是客服，这里是常德，这边是老城区",
        "味道不错。——值得一试",
        "——高兴的一天。\n下次还来",
        "很好吃\n高性价比",
        "很好吃！\n石景山",
        "姓名拼音错了，姓名和证件不符，姓名ID不一致，姓名栏 OK，店名字是海底捞",
        "Thanks,\nTeam",
        "Thanks, JetBlue",
        "Thank you.\nAgain",
        "Passenger: NONE/UNKNOWN, Guest: Good Morning, room 12. Guest: Free Wifi, nice",
        "sold under the name of Golden Dragon, it trades under the name Acme",
        "booked under the name that I gave",
    ],
)
def test_what_stands_where_a_name_might_and_is_none_stays(said: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [said]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("护照号G61920475，拼写有误", "护照号******，拼写有误"),
        ("护照号码是 502938471", "护照号码是 ******"),
        ("Passport number 314159265 is not accepted", "Passport number ****** is not accepted"),
        ("my passport is C7X204918, it expires soon", "my passport is ******, it expires soon"),
        ("two rooms, passport KL730415", "two rooms, passport ******"),
        ("Passport no. 271828182 was typed wrong", "Passport no. ****** was typed wrong"),
        ("PASSPORT NUMBER: PA8802931", "PASSPORT NUMBER: ******"),
        ("发我 lihua at qq dot com", "发我 l*** at qq dot com"),
        ("email me: k.brandt (at) brandt-bau (dot) de", "email me: k*** (at) brandt-bau (dot) de"),
        ("my email is anna dot bell at proton dot me", "my email is a*** at proton dot me"),
        ("邮箱chenxi88艾特163点com", "邮箱c***艾特163点com"),
        ("绿牌粤AG30716充不了电", "绿牌粤A*****充不了电"),
        ("货车苏E50291A被罚", "货车苏E*****被罚"),
        ("my car MV21 KDA was towed", "my car ***** was towed"),
        ("13905-771-286，微信同号", "139****1286，微信同号"),
        ("电话139-05-77-1286", "电话139****1286"),
    ],
)
def test_passports_mails_plates_and_phones_in_other_spellings_are_masked(said: str, kept: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [kept]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("寄到重庆市南岸区学府大道19号附3号502", "寄到重庆市南岸区****"),
        ("重庆市南岸区学府大道19号附3号，水管爆了", "重庆市南岸区****，水管爆了"),
        ("我在师大新村31号604，灯坏了", "我在****，灯坏了"),
        ("厦门市湖里区台湾街288号1503，门锁坏了", "厦门市湖里区****，门锁坏了"),
        ("我住锦绣湾二期7号楼1502，放门口", "我住****，放门口"),
        ("送到碧桂园小镇9幢乙单元1201，保安知道", "送到****，保安知道"),
        ("西安市雁塔区高新路52号世纪大厦北楼2306，空调不冷", "西安市雁塔区****，空调不冷"),
        ("北京海淀芳华园三区107楼2门604，漏水", "北京海淀****，漏水"),
        ("地址改成苏州工业园区金鸡湖街18号创新园6栋", "地址改成苏州工业园区****"),
        ("寄回河南省周口市太康县老冢镇李家村西头第二家", "寄回河南省周口市太康县老冢镇****"),
        ("上门：广东省中山市石岐区莲峰街道兴中路6号海景苑C座903房", "上门：广东省中山市石岐区莲峰街道****"),
        ("天津市和平区南京路189号2幢6层，安装师傅没来", "天津市和平区****，安装师傅没来"),
        ("Send the cable to 17C Old Forge Lane, Cork", "Send the cable to ****, Cork"),
        ("The box was left at 640 Juniper St instead", "The box was left at **** instead"),
        ("They left it outside 12 Fern Close", "They left it outside ****"),
        ("We moved to 2100 W Adams Blvd #310, Chicago", "We moved to ****, Chicago"),
        ("Deliver to 8 Quarry Court please", "Deliver to **** please"),
        ("My address is P.O. Box 2290, Lusaka", "My address is ****, Lusaka"),
        ("Please collect it from PO Box 118", "Please collect it from ****"),
    ],
)
def test_addresses_as_people_write_them_are_masked(said: str, kept: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [kept]


@pytest.mark.parametrize(
    "said",
    [
        "中山路88号2019年开业，人民路100号300元一晚，新建巷4号100多户，这里有几十户，北京路5号200米",
        "我住3号楼502房间，住东区3号楼1204房间，酒店2期3号楼1204的房间",
        "东边是幸福里居住小区二期以及小学",
        "重庆市渝中区民生路235号附3号店，位于重庆市渝中区民生路235号附3号",
        "上海市徐汇区漕宝路1200号这家店，北京市朝阳区建国路88号商场",
        "村东头第三家饭店，我们住在村东头第三家民宿",
        "the store at 640 Juniper Street, turn left at 12 High Street, we ate at 8 Quarry Court",
        "return it to the shop at 5 Mill Lane, write to the company, PO Box 118",
        "send it to 220 Regent Street store",
        "I shop at amazon dot com, look at booking dot com, email me at work dot",
        "my passport was checked 20260315, passport control took 45 minutes, passport 2 days late",
        "护照20260315到期，护照复印件2份，订单号13905-771-286",
        "新款AG20518系列，my car 2019 RAV",
    ],
)
def test_shops_rooms_sites_and_dates_stay(said: str) -> None:
    assert hide(said) == said


def test_long_texts_of_the_new_kinds_take_time_in_proportion() -> None:
    for part in (
        "——",
        "\n王",
        "顾客",
        "签收人写的是",
        "a dot ",
        "a at ",
        "passport ",
        "路1号附",
        "期1号楼",
        "1栋1单元",
        "booked ",
        "P.O. Box ",
        "A/",
        "139-05-",
        "左" * 8,
    ):
        hide(part * (50_000 // len(part)))
