"""Fact tables `order` and `event`."""

import numpy as np
import pyarrow as pa

from zhiyin.demo.company import company
from zhiyin.demo.generate.calendar import SECOND, Flags, Ints, clock
from zhiyin.demo.generate.orders import CHANNELS, DELIVERY, RELEASES, STORE, Orders
from zhiyin.demo.generate.people import People
from zhiyin.demo.generate.tables import coded, compact, instants, numbered, table

METHODS = ("wechat_pay", "alipay", "card")
STEPS = (
    "open",
    "view_item",
    "view_item",
    "view_item",
    "add_cart",
    "checkout",
    "pay",
    "pay_failed",
    "pay",
    "order_placed",
)
STEP_TOUCHPOINT = {
    "open": "app_order", "view_item": "app_order", "add_cart": "app_order", "checkout": "app_order", "pay": "payment",
    "pay_failed": "payment", "order_placed": "app_order",
}  # fmt: skip
ORDER_TOUCHPOINT = ("counter", "app_order", "delivery")


def unit_codes(orders: Orders) -> pa.Array:
    """The store; for deliveries the delivery team of the city, which is accountable for them."""
    stores = [unit.code for unit in company().of("store")]
    teams = [unit.code for unit in company().of("team")]
    return coded(np.where(orders.channel == DELIVERY, len(stores) + orders.city, orders.store), stores + teams)


def order_keys(count: int) -> pa.Array:
    return numbered("O", np.arange(1, count + 1))


def order_table(rng: np.random.Generator, people: People, orders: Orders) -> pa.Table:
    n, items = len(orders), company().items
    delivery = orders.channel == DELIVERY
    draw = rng.random(n)
    status = np.where(draw < 0.012, 2, np.where(draw < 0.018, 1, 0))
    arrived = (status != 2) & (~delivery | (status != 2))
    lines = [compact({"item": row.code, "name": row.zh, "line": row.line, "price": row.price}) for row in items]
    basket = [
        f'[{lines[item][:-1]},"quantity":{count}}}]'
        for item, count in zip(orders.item.tolist(), orders.quantity.tolist(), strict=True)
    ]
    return table(
        "order",
        {
            "external_id": order_keys(n),
            "at": instants(orders.at),
            "received_at": instants(orders.at + 2 * SECOND),
            "source": "pos",
            "customer": coded(orders.customer, people.ids),
            "unit": unit_codes(orders),
            "brand": "shanfeng",
            "product": coded(orders.line, [line.code for line in company().lines]),
            "touchpoint": coded(orders.channel, ORDER_TOUCHPOINT),
            "channel": coded(orders.channel, CHANNELS),
            "amount": orders.amount,
            "currency": company().currency,
            "status": coded(status, ("delivered", "returned", "cancelled")),
            "items": basket,
            "promised_at": instants(orders.promised, delivery),
            "delivered_at": instants(orders.delivered, arrived),
        },
    )


def event_table(rng: np.random.Generator, people: People, attempts: Orders, browsing: int) -> pa.Table:
    """Sessions that bought, sessions lost at the payment step, and `browsing` sessions that only looked."""
    bought = attempts.where(attempts.channel != STORE)
    some = rng.choice(len(bought), browsing)
    look = bought.where(some)
    start = np.concatenate((bought.at, clock(rng, look.day)))
    customer = np.concatenate((bought.customer, np.where(rng.random(browsing) < 0.25, -1, look.customer)))
    android = np.concatenate((bought.android, look.android))
    version = np.concatenate((bought.version, look.version))
    line = np.concatenate((bought.line, look.line))
    item = np.concatenate((bought.item, look.item))
    done = _steps(rng, bought, browsing)
    session, step = np.nonzero(done)
    second = np.cumsum(rng.integers(3, 40, done.shape), axis=1)
    # `at` of an order is the moment it was placed, so the session runs up to it.
    at = start[session] - (second[:, -1][session] - second[session, step]) * SECOND
    order = np.lexsort((step, session, at))
    session, step, at = session[order], step[order], at[order]
    return table(
        "event",
        {
            "external_id": numbered("E", np.arange(1, len(at) + 1)),
            "at": instants(at),
            "received_at": instants(at + SECOND),
            "source": "app",
            "customer": coded(customer[session], people.ids),
            "unit": "app",
            "brand": "shanfeng",
            "product": coded(np.where(step == 0, -1, line[session]), [line.code for line in company().lines]),
            "touchpoint": coded(step, [STEP_TOUCHPOINT[name] for name in STEPS]),
            "channel": "app",
            "name": coded(step, STEPS),
            "session": numbered("S", session),
            "anonymous": numbered(
                "device", np.where(customer < 0, 900_000 + np.arange(len(customer)), customer)[session]
            ),
            "properties": _properties(rng, android[session], version[session], step, item[session]),
        },
    )


def _steps(rng: np.random.Generator, bought: Orders, browsing: int) -> Flags:
    """Sessions by `STEPS`: which were taken."""
    n = len(bought)
    done = np.zeros((n + browsing, len(STEPS)), dtype=bool)
    done[:, 0] = True
    done[:, 1] = True
    done[:n, 2] = rng.random(n) < 0.35
    done[:n, 4:7] = True
    done[:n, 7] = bought.pay_failed
    done[:n, 8] = bought.pay_failed & ~bought.lost
    done[:n, 9] = ~bought.lost
    done[n:, 1] = rng.random(browsing) < 0.8
    done[n:, 2] = done[n:, 1] & (rng.random(browsing) < 0.4)
    done[n:, 4] = done[n:, 1] & (rng.random(browsing) < 0.22)
    done[n:, 5] = done[n:, 4] & (rng.random(browsing) < 0.4)
    return done


def _properties(rng: np.random.Generator, android: Flags, version: Ints, step: Ints, item: Ints) -> pa.Array:
    """Every combination is written once and looked up: 450,000 JSON texts would take seconds."""
    versions, items = [name for _, name in RELEASES], [row.code for row in company().items]
    extra: list[dict[str, str]] = [{}, *({"item": code} for code in items), *({"method": name} for name in METHODS)]
    pays = np.isin(step, [n for n, name in enumerate(STEPS) if name.startswith("pay")])
    shows = np.isin(step, [n for n, name in enumerate(STEPS) if name in ("view_item", "add_cart")])
    method = 1 + len(items) + rng.choice(len(METHODS), len(step), p=(0.6, 0.32, 0.08))
    more = np.where(pays, method, np.where(shows, 1 + item, 0))
    words = [
        compact({"platform": platform, "app_version": name, **rest})
        for platform in ("ios", "android")
        for name in versions
        for rest in extra
    ]
    return coded((android * len(versions) + version) * len(extra) + more, words)
