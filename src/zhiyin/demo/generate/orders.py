"""Orders: who bought what, where, how long they waited, which delivery was late, and who came back less after it."""

from dataclasses import dataclass, fields, replace

import numpy as np

from zhiyin.demo.company import company
from zhiyin.demo.generate.calendar import DAYS, MINUTE, Flags, Floats, Ints, clock, day_of, day_weights, during, hour_of
from zhiyin.demo.generate.people import People, store_city
from zhiyin.demo.truth import DELIVERY_SHARE, LATE_COSTS, ORDER_AHEAD, PAYMENT_STEP, SLOW_DELIVERY

STORE, APP, DELIVERY = 0, 1, 2
CHANNELS = ("store", "app", "delivery")
LINE_SHARE = {
    "classic": 0.34,
    "signature": 0.22,
    "coldbrew": 0.13,
    "pourover": 0.10,
    "tea": 0.10,
    "bakery": 0.08,
    "beans": 0.03,
}
RELEASES = ((0, "5.0.0"), (93, "5.1.0"), (156, "5.2.0"), (177, "5.2.1"), (275, "5.3.0"))
"""First day (from `FIRST_DAY`) of each app version; the marks of the company say the same days."""


@dataclass(frozen=True)
class Orders:
    """One element per order, in order of time."""

    customer: Ints
    at: Ints
    channel: Ints
    store: Ints
    """Index of the store that makes it."""
    city: Ints
    line: Ints
    item: Ints
    quantity: Ints
    amount: Floats
    wait: Floats
    """Minutes from ordering to pick-up, or to leaving the store."""
    promised: Ints
    delivered: Ints
    late: Flags
    version: Ints
    android: Flags
    pay_failed: Flags
    lost: Flags
    """Payment failed and the customer gave up: a session, no order."""

    @property
    def day(self) -> Ints:
        return day_of(self.at)

    def __len__(self) -> int:
        return len(self.at)

    def where(self, keep: Flags | Ints) -> "Orders":
        return replace(self, **{field.name: getattr(self, field.name)[keep] for field in fields(self)})

    @property
    def treated(self) -> Flags:
        """Made in a store with the order-ahead process, after it began; deliveries do not queue."""
        ahead = among(self.store, ORDER_AHEAD.units) & during(self.day, ORDER_AHEAD)
        return np.asarray(ahead & (self.channel != DELIVERY))

    @property
    def slowed(self) -> Flags:
        """Delivered by the new courier in Chengdu."""
        chengdu = [unit.code for unit in company().of("city")].index("chengdu")
        return np.asarray((self.channel == DELIVERY) & (self.city == chengdu) & during(self.day, SLOW_DELIVERY))


def among(store: Ints, codes: tuple[str, ...]) -> Flags:
    stores = [unit.code for unit in company().of("store")]
    return np.isin(store, [stores.index(code) for code in codes])


def orders(rng: np.random.Generator, people: People, n: int) -> Orders:
    """About `n` attempts; those lost at the payment step are among them, marked."""
    customer, at = _visits(rng, people, n)
    day = day_of(at)
    channel = _channel(rng, people, customer, day)
    store = _store(rng, people, customer)
    city = people.city[customer]
    line, item, quantity, amount = _basket(rng, len(at))
    failed, lost, version, android = _payment(rng, people, customer, day, channel)
    busy = np.isin(hour_of(at), (8, 9, 13, 15))
    wait = rng.lognormal(np.log(9.0), 0.5, len(at)) * np.where(busy, 1.2, 1.0)
    found = Orders(
        customer,
        at,
        channel,
        store,
        city,
        line,
        item,
        quantity,
        amount,
        wait,
        at,
        at,
        lost,
        version,
        android,
        failed,
        lost,
    )
    wait = np.where(found.treated, wait * ORDER_AHEAD.size["wait"], wait)
    found = replace(found, wait=wait)
    return _less_after_late(rng, _deliver(rng, found))


def _visits(rng: np.random.Generator, people: People, n: int) -> tuple[Ints, Ints]:
    """Customers by appetite, each on a busy day after joining."""
    past = np.concatenate(([0.0], np.cumsum(day_weights())))
    past /= past[-1]
    begin = past[np.clip(people.joined, 0, DAYS)]
    share = people.rate * (1 - begin)
    customer = rng.choice(len(share), n, p=share / share.sum())
    moment = begin[customer] + rng.random(n) * (1 - begin[customer])
    day = np.clip(np.searchsorted(past, moment, side="right") - 1, 0, DAYS - 1)
    at = clock(rng, day)
    order = np.argsort(at, kind="stable")
    return customer[order].astype(np.int64), at[order]


def _channel(rng: np.random.Generator, people: People, customer: Ints, day: Ints) -> Ints:
    first, last = DELIVERY_SHARE.size["first"], DELIVERY_SHARE.size["last"]
    share = first + (last - first) * day / (DAYS - 1)
    # 1.18 makes up for the spread of tastes, which pulls an average of logistic shares towards one half.
    logit = 1.18 * np.log(share / (1 - share)) + people.likes_delivery[customer]
    delivery = rng.random(len(day)) < 1 / (1 + np.exp(-logit))
    app = rng.random(len(day)) < 1 / (1 + np.exp(-people.likes_app[customer]))
    return np.where(delivery, DELIVERY, np.where(app, APP, STORE)).astype(np.int64)


def _store(rng: np.random.Generator, people: People, customer: Ints) -> Ints:
    """Mostly the home store, sometimes another one of the city."""
    cities = store_city()
    store = people.home[customer].copy()
    stray = rng.random(len(customer)) < 0.2
    for city in range(cities.max() + 1):
        here = stray & (people.city[customer] == city)
        store[here] = rng.choice(np.flatnonzero(cities == city), here.sum())
    return store


def _basket(rng: np.random.Generator, n: int) -> tuple[Ints, Ints, Ints, Floats]:
    items, lines = company().items, [line.code for line in company().lines]
    line = rng.choice(len(lines), n, p=[LINE_SHARE[code] for code in lines]).astype(np.int64)
    item = np.zeros(n, dtype=np.int64)
    for number, code in enumerate(lines):
        here = line == number
        item[here] = rng.choice([i for i, row in enumerate(items) if row.line == code], here.sum())
    quantity = rng.choice((1, 2, 3, 4), n, p=(0.62, 0.25, 0.08, 0.05)).astype(np.int64)
    price = np.array([row.price for row in items])[item] * quantity
    off = rng.choice((1.0, 0.88, 0.8), n, p=(0.6, 0.25, 0.15))
    return line, item, quantity, np.round(price * off, 1)


def _payment(
    rng: np.random.Generator, people: People, customer: Ints, day: Ints, channel: Ints
) -> tuple[Flags, Flags, Ints, Flags]:
    newest = np.searchsorted([first for first, _ in RELEASES], day, side="right") - 1
    # One in eight stays a version behind, but nobody on 5.2.0 once 5.2.1 is out: that update was forced.
    behind = (rng.random(len(day)) < 0.12) & (newest > 0) & (newest != 3)
    version = newest - behind
    android = people.android[customer]
    broken = android & (version == 2) & during(day, PAYMENT_STEP)
    chance = np.where(broken, PAYMENT_STEP.size["after"], PAYMENT_STEP.size["before"])
    failed = (rng.random(len(day)) < chance) & (channel != STORE)
    lost = failed & (rng.random(len(day)) < PAYMENT_STEP.size["lost"])
    return failed, lost, version, android


def _deliver(rng: np.random.Generator, found: Orders) -> Orders:
    n = len(found)
    delivery = (found.channel == DELIVERY) & ~found.lost
    late = delivery & (
        rng.random(n) < np.where(found.slowed, SLOW_DELIVERY.size["after"], SLOW_DELIVERY.size["before"])
    )
    promise = found.at + rng.choice((30, 35, 40, 45), n) * MINUTE
    over = 5 + rng.exponential(SLOW_DELIVERY.size["minutes"], n)
    gap = np.where(late, over, -np.minimum(rng.gamma(2.0, 4.0, n), 22))
    delivered = np.where(delivery, promise + gap * MINUTE, found.at + found.wait * MINUTE)
    return replace(found, promised=promise, delivered=delivered.astype(np.int64), late=late)


def _less_after_late(rng: np.random.Generator, found: Orders) -> Orders:
    """Drops later orders of those who had a late delivery before: it costs repeat purchases."""
    first = np.full(found.customer.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, found.customer[found.late], found.at[found.late])
    after = found.at > first[found.customer]
    return found.where(~after | (rng.random(len(found)) < LATE_COSTS.size["orders"]))
