"""Fact table `answer`: NPS of the relation, CSAT after the order, CES after service; some answers come with a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from zhiyin.demo.company import company
from zhiyin.demo.generate.calendar import DAYS, MINUTE, Flags, Floats, Ints
from zhiyin.demo.generate.commerce import ORDER_TOUCHPOINT, unit_codes
from zhiyin.demo.generate.experience import A, likelihood, stars
from zhiyin.demo.generate.feedback import take
from zhiyin.demo.generate.orders import CHANNELS, DELIVERY
from zhiyin.demo.generate.service import Talks
from zhiyin.demo.generate.tables import coded, compact, instants, table
from zhiyin.demo.generate.voices import Voices, fact_id, written
from zhiyin.demo.generate.world import World
from zhiyin.demo.text.pen import Opinion, Pen

SOURCE = "survey"
REASONS = ("taste", "price", "wait", "staff", "delivery", "app", "other")
ENDED_WELL, ENDED_BADLY = 4.35, 1.75
"""Satisfaction after service: remembered is how it ended, a recovered anger is answered like no anger."""


@dataclass(frozen=True)
class Wave:
    """Responses to one survey: who, when, about which attempt to order."""

    survey: str
    rows: Ints
    at: Ints
    unit: pa.Array
    channel: Any
    touchpoint: Any
    said: list[list[Opinion]]
    mood: Floats
    subject: str
    """What the keys in `about` are: order or conversation."""
    about: list[str]
    write_share: float

    @property
    def keys(self) -> list[str]:
        """The key of a response names what it is about, so that answers join orders and conversations."""
        return [f"{self.survey}:{key}" for key in self.about]


@dataclass(frozen=True)
class Asked:
    """One question to all of a wave: its scores, or its choices when it has no scale."""

    question: str
    instrument: str
    given: Any
    worst: float | None = None
    best: float | None = None
    touchpoint: Any = None


@dataclass(frozen=True)
class Responses:
    answers: list[pa.Table]
    texts: pa.Table


def relation(world: World, pen: Pen, n: int) -> Responses:
    rng = world.rng("relation")
    wave = _after_orders(world, rng, "relation", n, days=2.0, share=0.17)
    score = likelihood(rng, wave.mood, world.people.loyal[world.attempts.customer[wave.rows]])
    reason = [said[0][0] if said and said[0][0] in REASONS else "other" for said in wave.said]
    return _finished(world, rng, pen, wave, [Asked("nps", "nps", score, 0, 10), Asked("reason", "choice", reason)])


def after_order(world: World, pen: Pen, n: int) -> Responses:
    rng = world.rng("after order")
    wave = _after_orders(world, rng, "after-order", n, days=0.12, share=0.15)
    good = world.felt.good[wave.rows]
    delivery = world.attempts.channel[wave.rows] == DELIVERY
    slow = ~np.where(delivery, good[:, A["delivery"]], good[:, A["wait"]])
    speed = stars(rng, 4.5 - 2.2 * slow + rng.normal(0, 0.6, n))
    taste = stars(rng, 4.5 - 2.1 * ~good[:, A["taste"]] + rng.normal(0, 0.6, n))
    place = np.where(delivery, "delivery", "queue").tolist()
    asked = [
        Asked("csat", "csat", stars(rng, wave.mood), 1, 5),
        Asked("speed", "rating", speed, 1, 5, place),
        Asked("taste", "rating", taste, 1, 5, "product"),
    ]
    return _finished(world, rng, pen, wave, asked)


def after_service(world: World, pen: Pen, talks: Talks, share: float = 0.42) -> Responses:
    rng = world.rng("after service")
    some = np.flatnonzero(rng.random(len(talks.rows)) < share)
    well = talks.ended_well[some]
    mood = np.where(well, ENDED_WELL, ENDED_BADLY) + rng.normal(0, 0.7, len(some))
    wave = Wave(
        "after-service",
        talks.rows[some],
        talks.ended[some] + rng.integers(2, 180, len(some)) * MINUTE,
        coded(talks.queue[some], [unit.code for unit in company().of("queue")]),
        "phone",
        "support",
        [[("service", bool(one))] for one in well.tolist()],
        mood,
        "conversation",
        talks.keys.take(pa.array(some)).to_pylist(),
        0.2,
    )
    asked = [
        Asked("ces", "ces", stars(rng, mood, best=7), 1, 7),
        Asked("satisfied", "rating", stars(rng, mood), 1, 5),
        Asked("resolved", "choice", np.where(well, "yes", "no").tolist()),
    ]
    return _finished(world, rng, pen, wave, asked)


def _after_orders(world: World, rng: np.random.Generator, survey: str, n: int, days: float, share: float) -> Wave:
    early = world.attempts.day < DAYS - 6
    rows = take(rng, np.where(world.bought & early, 1.0, 0.0), n)
    some = world.attempts.where(rows)
    delay = np.minimum(rng.exponential(days * 1440, len(rows)) + 15, 5 * 1440) * MINUTE
    return Wave(
        survey,
        rows,
        some.delivered + delay.astype(np.int64),
        unit_codes(some),
        coded(some.channel, CHANNELS),
        coded(some.channel, ORDER_TOUCHPOINT) if survey == "after-order" else None,
        [world.said[row] for row in rows.tolist()],
        world.felt.satisfaction[rows],
        "order",
        world.keys.take(pa.array(rows)).to_pylist(),
        share,
    )


def _finished(world: World, rng: np.random.Generator, pen: Pen, wave: Wave, asked: Sequence[Asked]) -> Responses:
    """Everybody answers the first question, nine in ten each further one; the unhappy write more."""
    chance = wave.write_share * np.where(wave.mood < 3, 1.8, 0.85)
    writes = (rng.random(len(wave.rows)) < chance) & np.array([bool(said) for said in wave.said])
    texts = _texts(world, rng, pen, wave, writes)
    answers = []
    for number, one in enumerate(asked):
        answered = np.ones(len(wave.rows), dtype=bool) if number == 0 else rng.random(len(wave.rows)) < 0.9
        answers.append(_answers(world, wave, one, writes if number == 0 else None).filter(pa.array(answered)))
    return Responses(answers, texts)


def _answers(world: World, wave: Wave, asked: Asked, writes: Flags | None) -> pa.Table:
    keys = wave.keys
    text = None
    if writes is not None:
        text = [fact_id("feedback", SOURCE, key) if wrote else None for key, wrote in zip(keys, writes, strict=True)]
    scored = asked.best is not None
    columns = {
        "external_id": [f"{key}:{asked.question}" for key in keys],
        "at": instants(wave.at),
        "received_at": instants(wave.at),
        "source": SOURCE,
        "customer": coded(world.attempts.customer[wave.rows], world.people.ids),
        "unit": wave.unit,
        "brand": "shanfeng",
        "product": coded(world.attempts.line[wave.rows], [line.code for line in company().lines]),
        "touchpoint": asked.touchpoint if asked.touchpoint is not None else wave.touchpoint,
        "channel": wave.channel,
        "response": keys,
        "survey": wave.survey,
        "version": "1",
        "question": asked.question,
        "instrument": asked.instrument,
        "score": asked.given if scored else None,
        "scale_min": asked.worst,
        "scale_max": asked.best,
        "choice": None if scored else asked.given,
        "weight": 1.0,
        "feedback": text,
    }
    return table("answer", columns)


def _texts(world: World, rng: np.random.Generator, pen: Pen, wave: Wave, writes: Flags) -> pa.Table:
    some = np.flatnonzero(writes)
    chosen, keys = pa.array(some), wave.keys
    channel = wave.channel if isinstance(wave.channel, str) else wave.channel.take(chosen).to_pylist()
    orders = world.attempts.where(wave.rows[some])
    voices = Voices(
        orders=orders,
        said=[wave.said[row] for row in some.tolist()],
        mood=wave.mood[some],
        at=wave.at[some],
        kind="survey",
        source=SOURCE,
        channel=channel,
        unit=wave.unit.take(chosen).to_pylist(),
        customer=[world.people.ids[one] for one in orders.customer.tolist()],
        attributes=[compact({wave.subject: wave.about[row]}) for row in some.tolist()],
        rated=False,
    )
    return written(rng, pen, voices).append_column("external_id", pa.array([keys[row] for row in some.tolist()]))
