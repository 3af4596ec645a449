"""Who speaks up without being asked: reviews, comments, complaints, posts, and the customers of rivals."""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from zhiyin.demo.company import company
from zhiyin.demo.generate.calendar import DAYS, LATE_HOURS, MINUTE, Floats, Ints, clock, during, nth
from zhiyin.demo.generate.commerce import unit_codes
from zhiyin.demo.generate.experience import ASPECTS, BAD, CONTENT, HURT, MENTIONED, A, Experience, choose
from zhiyin.demo.generate.orders import DELIVERY, STORE, Orders
from zhiyin.demo.generate.tables import compact
from zhiyin.demo.generate.voices import Voices, written
from zhiyin.demo.generate.world import World
from zhiyin.demo.text.pen import Opinion, Pen
from zhiyin.demo.truth import HYGIENE_INCIDENT, POUR_OVER, RIVAL_PRICES

APP_TOPICS = {"app": 3.0, "payment": 0.5, "coupon": 0.9, "menu": 0.2}
STREET = "review_site"


def take(rng: np.random.Generator, weight: Floats, n: int) -> Ints:
    """`n` different rows, by weight, in order of time (Gumbel top-k)."""
    with np.errstate(divide="ignore"):
        rank = np.log(weight) + rng.gumbel(size=len(weight))
    possible = min(n, int((weight > 0).sum()))
    return np.sort(np.argpartition(-rank, possible - 1)[:possible])


def later(rng: np.random.Generator, at: Ints, hours: float) -> Ints:
    """Some time after, but within the twelve months."""
    delay = (rng.exponential(hours * 60, len(at)) + 5) * MINUTE
    end = clock(rng, np.full(len(at), DAYS - 1), LATE_HOURS)
    return np.minimum(at + delay.astype(np.int64), np.maximum(end, at + MINUTE))


def reviews(world: World, pen: Pen, n: int) -> list[pa.Table]:
    """Of pick-up orders: half in the app under the customer's name, half on a review site, mostly anonymous."""
    rng = world.rng("reviews")
    rows = take(rng, np.where(world.bought & (world.attempts.channel != DELIVERY), 1.0, 0.0), n)
    site = rng.random(len(rows)) < 0.55
    return [
        written(rng, pen, _about(world, rows[~site], "review", "app", "app", rng)),
        written(rng, pen, _about(world, rows[site], "review", STREET, STREET, rng, known=0.35)),
    ]


def delivery_comments(world: World, pen: Pen, n: int) -> pa.Table:
    rng = world.rng("delivery comments")
    weight = np.where(world.bought & (world.attempts.channel == DELIVERY), 1 + 0.5 * world.attempts.late, 0.0)
    voices = _about(world, take(rng, weight, n), "comment", "delivery-platform", "delivery", rng)
    return written(rng, pen, replace(voices, opening="open_delivery", touchpoint=lambda said: "delivery"))


def complaints(world: World, pen: Pen, n: int) -> pa.Table:
    """The unhappiest, and those whose payment failed."""
    rng = world.rng("complaints")
    mood, failed = world.felt.satisfaction, world.attempts.pay_failed
    weight = np.where(world.bought, np.exp(-2.2 * (mood - 3)), 0.0) * (mood < 2.9) + 1.6 * failed
    rows = take(rng, weight, n)
    voices = _about(world, rows, "complaint", "hotline", "phone", rng)
    angry = [_only_bad(said) or [("service", False)] for said in voices.said]
    low = np.minimum(voices.mood, 2.3)
    return written(rng, pen, replace(voices, said=angry, mood=low, opening="open_complaint", rated=False))


def app_comments(world: World, pen: Pen, n: int) -> pa.Table:
    rng = world.rng("app comments")
    failed = world.attempts.pay_failed
    rows = take(rng, np.where(world.attempts.channel != STORE, np.where(failed, 5.0, 1.0), 0.0), n)
    some, felt = world.attempts.where(rows), world.felt.where(rows)
    weight = np.tile([APP_TOPICS.get(aspect, 0.0) for aspect in ASPECTS], (len(rows), 1))
    weight[some.pay_failed, A["payment"]] = 8.0
    said = choose(rng, weight, felt.good)
    bad = np.array([sum(not good for _, good in row) for row in said])
    mood = 4.7 - 1.3 * bad + rng.normal(0, 0.5, len(rows))
    system = np.where(some.android, "android", "ios").tolist()
    voices = replace(
        _about(world, rows, "comment", "app-store", "app", rng),
        said=said, mood=mood, unit="app", opening="open_app",
        attributes=[compact({"platform": one}) for one in system],
    )  # fmt: skip
    return written(rng, pen, voices)


def posts(world: World, pen: Pen, n: int) -> pa.Table:
    rng = world.rng("posts")
    rows = take(rng, np.where(world.bought & (world.attempts.channel != DELIVERY), 1.0, 0.0), n)
    voices = _about(world, rows, "post", "social", "social", rng, known=0.0)
    return written(rng, pen, replace(voices, opening="open_social", rated=False))


def rivals(world: World, pen: Pen, brand: str, n: int) -> list[pa.Table]:
    """Voices about a rival: the same world, its own experience; nobody there is our customer."""
    rng = world.rng(brand)
    pour = world.attempts.line == _line("pourover")
    # Qingliu is known for its pour-over, so people write about it more.
    weight = np.where(pour & (brand == "qingliu"), 3.0, 1.0)
    sample = world.attempts.where(take(rng, weight, n))
    felt = _rival_experience(rng, sample, brand)
    pickup = np.tile([MENTIONED["pickup"].get(aspect, 0.0) for aspect in ASPECTS], (n, 1))
    pickup[:, A["delivery"]] = 0.5
    said = choose(rng, pickup * (1 + 0.8 * ~felt.good), felt.good)
    social = rng.random(n) < 0.3
    tables = []
    for here, kind, source in ((~social, "review", STREET), (social, "post", "social")):
        some = np.flatnonzero(here)
        voices = Voices(
            orders=sample.where(some), said=[said[row] for row in some], mood=felt.satisfaction[some],
            at=later(rng, sample.at[some], 20), kind=kind, source=source, channel=source, unit=None, customer=None,
            attributes=[None] * len(some), brand=brand, rated=kind == "review",
            opening="open" if kind == "review" else "open_social",
        )  # fmt: skip
        tables.append(written(rng, pen, voices))
    return tables


def _rival_experience(rng: np.random.Generator, sample: Orders, brand: str) -> Experience:
    n = len(sample)
    share = dict(BAD, wait=0.32)
    bad = rng.random((n, len(ASPECTS))) < np.array([share[aspect] for aspect in ASPECTS])
    if brand == "qingliu":
        pour = sample.line == _line("pourover")
        bad[pour, A["taste"]] = rng.random(pour.sum()) > POUR_OVER.size["taste_rival"]
        bad[pour, A["price"]] = rng.random(pour.sum()) > POUR_OVER.size["price_rival"]
    else:
        good = np.where(during(sample.day, RIVAL_PRICES), RIVAL_PRICES.size["after"], RIVAL_PRICES.size["before"])
        bad[:, A["price"]] = rng.random(n) > good
    hurt = np.array([HURT[aspect] if aspect in MENTIONED["pickup"] else 0.0 for aspect in ASPECTS])
    return Experience(~bad, CONTENT - bad @ hurt + rng.normal(0, 0.6, n))


def _line(code: str) -> int:
    return [line.code for line in company().lines].index(code)


def incident(world: World, pen: Pen) -> pa.Table:
    """Food safety at one store on one day."""
    rng = world.rng("incident")
    stores = [unit.code for unit in company().of("store")]
    here = world.bought & (world.attempts.store == stores.index(HYGIENE_INCIDENT.units[0]))
    here &= world.attempts.channel != DELIVERY
    near = np.abs(world.attempts.day - nth(HYGIENE_INCIDENT.first))
    rows = np.argsort(np.where(here, near, 10_000), kind="stable")[: int(HYGIENE_INCIDENT.size["voices"])]
    voices = _about(world, np.sort(rows), "complaint", "hotline", "phone", rng)
    also = ((), (("clean", False),), (("staff", False),), (("service", False),))
    said: list[list[Opinion]] = [[("safety", False), *also[int(pick)]] for pick in rng.integers(0, 4, len(rows))]
    day = nth(HYGIENE_INCIDENT.first) + (rng.random(len(rows)) < 0.4)
    voices = replace(
        voices,
        said=said,
        mood=np.full(len(rows), 1.2),
        rated=False,
        attributes=[None] * len(rows),
        opening="open_complaint",
        at=np.sort(clock(rng, day.astype(np.int64))),
    )
    return written(rng, pen, voices)


def _about(
    world: World, rows: Ints, kind: str, source: str, channel: str, rng: np.random.Generator, known: float = 1.0
) -> Voices:
    """Voices about these attempts to order, saying what was lived there."""
    some = world.attempts.where(rows)
    anonymous = rng.random(len(rows)) >= known
    customer = [
        None if hidden else world.people.ids[one] for one, hidden in zip(some.customer.tolist(), anonymous, strict=True)
    ]
    linked = [
        compact({"order": key}) if key and not hidden else None
        for key, hidden in zip(world.keys.take(pa.array(rows)).to_pylist(), anonymous, strict=True)
    ]
    return Voices(
        orders=some, said=[world.said[row] for row in rows.tolist()], mood=world.felt.satisfaction[rows],
        at=later(rng, some.delivered, 8 if kind != "complaint" else 3), kind=kind, source=source, channel=channel,
        unit=unit_codes(some), customer=customer, attributes=linked,
    )  # fmt: skip


def _only_bad(said: list[Opinion]) -> list[Opinion]:
    return [one for one in said if not one[1]]
