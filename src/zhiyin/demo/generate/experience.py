"""What each order felt like: good or bad in every aspect, and the satisfaction that follows from it.

Surveys, reviews and complaints about an order all read this one experience; that is why X-data joins O-data.
"""

from dataclasses import dataclass, fields, replace

import numpy as np

from zhiyin.demo.company import company
from zhiyin.demo.generate.calendar import Flags, Floats, Ints
from zhiyin.demo.generate.orders import DELIVERY, STORE, Orders
from zhiyin.demo.generate.people import People
from zhiyin.demo.truth import ORDER_AHEAD, POUR_OVER, SLOW_DELIVERY

ASPECTS = (
    "taste", "price", "wait", "staff", "space", "clean", "menu",
    "delivery", "packaging", "app", "payment", "coupon", "service",
)  # fmt: skip
A = {aspect: number for number, aspect in enumerate(ASPECTS)}

BAD = {
    "taste": 0.15, "price": 0.40, "wait": 0.0, "staff": 0.14, "space": 0.16, "clean": 0.12, "menu": 0.2,
    "delivery": 0.07, "packaging": 0.26, "app": 0.34, "payment": 0.3, "coupon": 0.42, "service": 0.5,
}  # fmt: skip
"""Share of bad experiences where nothing special happens. `wait` follows from the minutes."""
LATE_BAD = 0.94
HURT = {
    "taste": 0.95, "price": 0.4, "wait": 0.7, "staff": 0.6, "space": 0.25, "clean": 0.4, "menu": 0.2,
    "delivery": 1.6, "packaging": 0.5, "app": 0.2, "payment": 0.3, "coupon": 0.15, "service": 0.0,
}  # fmt: skip
"""What a bad experience costs, in points of satisfaction (1..5)."""
CONTENT = 5.1
"""Satisfaction when nothing is bad."""
DELIVERY_PENALTY = 0.5
"""A drink from a bag is not a drink in the store; with packaging and lateness it makes the gap of `DELIVERY_SHARE`."""
ORDER_AHEAD_EXTRA = 0.15
"""Beyond the shorter wait, so that the whole is the size of `ORDER_AHEAD`."""
MENTIONED = {
    "pickup": {
        "taste": 3.2, "price": 1.5, "wait": 1.5, "staff": 1.2, "space": 1.2, "clean": 0.5, "menu": 0.7, "app": 0.25,
        "coupon": 0.3,
    },
    "delivery": {
        "taste": 2.4, "price": 1.1, "delivery": 3.2, "packaging": 1.2, "menu": 0.3, "app": 0.2, "coupon": 0.3,
    },
}  # fmt: skip
"""Relative weight of an aspect among the things people write about."""


@dataclass(frozen=True)
class Experience:
    good: Flags
    """Orders by aspects."""
    satisfaction: Floats
    """Latent, about 1..5."""

    def where(self, keep: Flags | Ints) -> "Experience":
        return replace(self, **{field.name: getattr(self, field.name)[keep] for field in fields(self)})


def lived(rng: np.random.Generator, people: People, orders: Orders) -> Experience:
    n, pickup = len(orders), orders.channel != DELIVERY
    bad = rng.random((n, len(ASPECTS))) < np.array([BAD[aspect] for aspect in ASPECTS])
    pour = orders.line == [line.code for line in company().lines].index("pourover")
    bad[pour, A["taste"]] = rng.random(pour.sum()) > POUR_OVER.size["taste_ours"]
    bad[pour, A["price"]] = rng.random(pour.sum()) > POUR_OVER.size["price_ours"]
    felt = orders.wait * rng.lognormal(0, 0.2, n)
    patience = np.quantile(felt[pickup & ~orders.treated], 1 - ORDER_AHEAD.size["before"])
    bad[:, A["wait"]] = pickup & (felt > patience)
    slowed = orders.slowed
    bad[slowed, A["delivery"]] = rng.random(slowed.sum()) < SLOW_DELIVERY.size["unhappy"]
    bad[orders.late, A["delivery"]] = rng.random(orders.late.sum()) < LATE_BAD
    bad[~pickup] &= _of_channel("delivery")
    bad[pickup] &= _of_channel("pickup")
    bad[:, A["payment"]] = orders.pay_failed
    satisfaction = (
        CONTENT
        - bad @ np.array([HURT[aspect] for aspect in ASPECTS])
        - DELIVERY_PENALTY * ~pickup
        + ORDER_AHEAD_EXTRA * orders.treated
        + 0.3 * people.loyal[orders.customer]
        + rng.normal(0, 0.55, n)
    )
    return Experience(~bad, satisfaction)


def _of_channel(kind: str) -> Flags:
    return np.array([aspect in MENTIONED[kind] for aspect in ASPECTS])


def said(rng: np.random.Generator, orders: Orders, felt: Experience) -> list[list[tuple[str, bool]]]:
    """The aspects each of these customers writes about, worst hurts first in likelihood."""
    weight = np.zeros(felt.good.shape)
    for kind, here in (("delivery", orders.channel == DELIVERY), ("pickup", orders.channel != DELIVERY)):
        row = np.array([MENTIONED[kind].get(aspect, 0.0) for aspect in ASPECTS])
        weight[here] = row
    hurt = np.array([HURT[aspect] for aspect in ASPECTS])
    weight *= 1 + 1.8 * ~felt.good * hurt
    weight[:, A["payment"]] = np.where(orders.pay_failed, 2.0, 0.0)
    weight[orders.channel == STORE, A["app"]] = 0
    return choose(rng, weight, felt.good)


def choose(rng: np.random.Generator, weight: Floats, good: Flags) -> list[list[tuple[str, bool]]]:
    """One to five aspects a row, without repetition, by weight (Gumbel top-k)."""
    n = len(weight)
    with np.errstate(divide="ignore"):
        rank = np.log(weight) + rng.gumbel(size=weight.shape)
    best = np.argsort(-rank, axis=1)[:, :5]
    count = rng.choice((1, 2, 3, 4, 5), n, p=(0.2, 0.36, 0.26, 0.13, 0.05))
    rows = []
    for row, top, k in zip(range(n), best.tolist(), count.tolist(), strict=True):
        rows.append([(ASPECTS[a], bool(good[row, a])) for a in top[:k] if weight[row, a] > 0])
    return rows


def stars(rng: np.random.Generator, satisfaction: Floats, best: int = 5) -> Floats:
    """The answer on a 1..`best` scale."""
    position = (satisfaction - 1) / 4 * (best - 1) + 1
    return np.clip(np.round(position + rng.normal(0, 0.2 * (best - 1) / 4, len(position))), 1, best)


def likelihood(rng: np.random.Generator, satisfaction: Floats, loyal: Floats) -> Floats:
    """How likely to recommend, 0..10: satisfaction with the last order and attachment to the brand."""
    score = 2.45 * (satisfaction + 0.25 * loyal + rng.normal(0, 0.35, len(loyal))) - 1.55
    return np.clip(np.round(score), 0, 10)
