"""What looks personal and is not: headlines, labels, numbers of orders. What is masked in error is lost for good."""

import pyarrow as pa
import pytest

from zhiyin.listen.masking import hide, mask


@pytest.mark.parametrize(
    "said",
    [
        "My order number 2345678901 never came",
        "Ticket number: 2345678901",
        "serial number 3456789012, tracking number 4152223333",
        "model number 2345678901, Reference number 4152223333",
        "my flight number is 4152223333, booking number is 4152223333",
        "订单 number 2345678901, member number 2345678901",
        "Order number 415-222-3333, parcel number 234-567-8901",
        "confirmation number: 6502223333, item number (415) 222-3333",
    ],
)
def test_numbers_of_orders_tickets_and_goods_stay(said: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [said]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("my number is 4152223333", "my number is ****3333"),
        ("Contact number: 4152223333", "Contact number: ****3333"),
        ("my phone number 4152223333", "my phone number ****3333"),
        ("电话 number 4152223333", "电话 number ****3333"),
        ("order late, call me at 4152223333", "order late, call me at ****3333"),
        ("order number 8812, my cell is 415-222-3333", "order number 8812, my cell is ****3333"),
    ],
)
def test_numbers_of_people_are_masked_beside_them(said: str, kept: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [kept]


@pytest.mark.parametrize(
    "said",
    [
        "Great Food here.",
        "Too far. Amazing Views here.",
        "Free Wifi here.",
        "No Complaints here.",
        "Hong Kong here, it rains",
        "Golden Beach here, and Ocean View here.",
        "Thanks, Great Food",
        "Thanks, Golden Dragon",
        "Regards, Happy Customer",
        "Kind regards\nHappy Customer",
        "Kind regards\nThe Whole Family",
        "Best regards, Loyal Diamond Member",
        "Yours sincerely, Disappointed Traveller",
        "Regards, Happy Customer, 5 stars",
        "Great.\nBest\nBreakfast Ever",
        "Lovely.\nLove\nLondon",
        "Thanks\nMarriott",
        "Cheers\nLondon",
        "Nice. — Highly Recommended",
        "Good. — Five Stars",
        "Good. — Golden Dragon",
        "Thanks, John Lewis",
    ],
)
def test_headlines_and_greetings_in_capitals_sign_nothing(said: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [said]


@pytest.mark.parametrize(
    "said",
    [
        "Contact: Front Desk",
        "Attention: Wet Floor",
        "Attention: Bed Bugs",
        "Attn: Hotel Manager",
        "Booked under Corporate Rate",
        "Order under Prime Now",
        "The table was booked under Happy Hour",
        "Customer: Cold Food, order late",
        "Customer: Cold Food, order 4471 late",
        "Booked in the name of Hotel Management",
        "Booked under the name of Hilton Garden Inn",
        "Passenger: TAXI/UBER area",
        "Pax: DELAYED/CANCELLED",
        "Passenger: Delayed Flight",
        "Recipient: Golden Dragon",
        "I'm Super Disappointed.",
        "I am Extremely Unhappy.",
        "I'm Frequent Flyer, and tired",
        "This is Front Desk calling",
        "This is Customer Service speaking",
        "I am Still in room 302",
        "This is Burger King calling",
        "The plate: 12 INCH PIZZA",
        "plate 10 OZ12, registration: 2024 FALL, registration: FALL 2024",
        "Suite 5, 100 Park Avenue is where the restaurant stands",
    ],
)
def test_labels_and_feelings_in_capitals_name_nobody(said: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [said]


@pytest.mark.parametrize(
    "said",
    [
        "服务太好了！\n金鼎轩",
        "味道不错。\n江南居",
        "很好吃。——安康",
        "很好吃。——常来",
        "能来是我的。——荣幸",
        "谢谢你们！——祝好",
        "乘客 安静",
        "乘客 成群",
        "乘客 强壮",
        "乘客 舒畅，旅客 文明，车主 高大",
        "患者：康复",
        "患者：高血压，乘客：安检慢",
        "姓名：英文",
        "姓名：全拼",
        "姓名：中文拼音",
        "入住人：成人2",
        "车主：吉利",
        "车主：路虎，车主：江铃",
        "您好，这边是方太",
        "您好，这边是华润",
    ],
)
def test_chinese_labels_shops_and_wishes_name_nobody(said: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [said]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Laura Bauer here, still no answer.", "** here, still no answer."),
        ("Kind regards,\nPeter Novak", "Kind regards,\n**"),
        ("Kind regards, Katie Long", "Kind regards, **"),
        ("Thanks, Teresa", "Thanks, **"),
        ("Kind regards, Mr Achterberg", "Kind regards, Mr **"),
        ("Best regards, Tunde Bakare, 4152223333", "Best regards, **, 4152223333"),
        ("Too late. Cheers\nSimon", "Too late. Cheers\n**"),
        ("Nice. — Martha Klein", "Nice. — **"),
        ("Contact: Tunde Bakare, phone 4152223333", "Contact: **, phone ****3333"),
        ("Contact name: Tunde Bakare", "Contact name: **"),
        ("Booked in the name of Tunde Bakare", "Booked in the name of **"),
        ("Booked under Martha Klein", "Booked under **"),
        ("Passenger: NOVAK/PETER, seat 4A", "Passenger: **, seat 4A"),
        ("Passenger: BAKARE/TUNDE MR, seat 4A", "Passenger: **, seat 4A"),
        ("I'm Martha Klein, and I waited", "I'm **, and I waited"),
        ("I'm Tunde Bakare, room 412", "I'm **, room 412"),
        ("This is Tunde Bakare speaking", "This is ** speaking"),
        ("my plate is KT21 ABC, registration number 7ABC123", "my plate is *****, registration number *****"),
        ("——祁雪松", "——祁雪松"),
        ("太慢了。——祁雪松", "太慢了。——**"),
        ("乘客：祁雪松，乘客祁雪松", "乘客：**，乘客**"),
        ("患者 祁雪松", "患者 祁雪松"),
    ],
)
def test_a_known_given_name_or_two_cues_tell_a_name(said: str, kept: str) -> None:
    assert mask(pa.array([said])).to_pylist() == [kept]
    assert hide(kept) == kept


def test_long_texts_of_capitals_and_quarters_take_time_in_proportion() -> None:
    for part in (
        "Kind regards, Anna ",
        "Contact: Aa Bb ",
        "Thanks\nAnna ",
        "Pax: A/A",
        "order number 2",
        "阳光花园1期1号楼301",
    ):
        hide(part * (50_000 // len(part)))
    hide("阳光花园" * 20_000 + "1期1号楼301")
