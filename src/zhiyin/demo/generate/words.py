"""What fills the slots of a text: the real item, the real minutes, the real store of that order."""

import numpy as np

from zhiyin.demo.company import company
from zhiyin.demo.generate.calendar import MINUTE
from zhiyin.demo.generate.orders import DELIVERY, RELEASES, Orders
from zhiyin.demo.text.pen import Pen

STAFF = ("小林", "阿杰", "小雨", "阿may", "可可", "小周", "阿宁", "小鹿")
AGENTS = ("小许", "小唐", "小袁", "小蒋", "小沈", "小杜")
CUP = {"bakery": "份", "beans": "包"}


def slots(pen: Pen, orders: Orders, language: str, brand: str) -> list[dict[str, str]]:
    """One mapping a row. Minutes are rounded like people round them."""
    items, stores = company().items, company().of("store")
    cities = {unit.code: unit for unit in company().of("city")}
    named = next(row for row in company().brands if row.code == brand)
    place = []
    for store in stores:
        city = cities[store.parent or ""]
        short = store.zh.removeprefix(city.zh) if brand == "shanfeng" else city.zh + "店"
        place.append(short if language == "zh" else store.en.removeprefix(city.en + " "))
    over = np.maximum(np.round((orders.delivered - orders.promised) / MINUTE), 10)
    took = np.round((orders.delivered - orders.at) / MINUTE)
    waited = np.maximum(np.round(orders.wait), 2)
    rows = []
    for item, store, wait, late, fast, delivery, version in zip(
        orders.item.tolist(), orders.store.tolist(), waited.tolist(), over.tolist(), took.tolist(),
        (orders.channel == DELIVERY).tolist(), orders.version.tolist(), strict=True,
    ):  # fmt: skip
        sold = items[item]
        rows.append(
            {
                "item": sold.zh if language == "zh" else sold.en.lower(),
                "cup": CUP.get(sold.line, "杯"),
                "price": f"{sold.price:g}",
                "cheap": f"{max(sold.price * 0.6, 8):.0f}",
                "store": place[store],
                "brand": named.zh if language == "zh" else named.en,
                "mins": f"{min(wait, 9):.0f}",
                "long": _spoken(max(wait, 12)),
                "late": _spoken(late),
                "fast": f"{fast:.0f}" if delivery else "20",
                "staff": pen.pick(STAFF),
                "agent": pen.pick(AGENTS),
                "tail": f"{int(pen.chance() * 9000) + 1000}",
                "version": RELEASES[version][1],
            }
        )
    return rows


def _spoken(minutes: float) -> str:
    """Long waits are told in fives."""
    return f"{minutes:.0f}" if minutes < 10 else f"{5 * round(minutes / 5):.0f}"


def lines(orders: Orders) -> list[str]:
    codes = [line.code for line in company().lines]
    return [codes[number] for number in orders.line.tolist()]
