"""Fact table `turn`: conversations with the four service queues, and how those that began in anger ended."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zhiyin.demo.company import company
from zhiyin.demo.generate.calendar import DAYS, MINUTE, SECOND, Flags, Floats, Ints, clock
from zhiyin.demo.generate.feedback import take
from zhiyin.demo.generate.orders import DELIVERY
from zhiyin.demo.generate.tables import coded, instants, numbered, table
from zhiyin.demo.generate.words import slots
from zhiyin.demo.generate.world import World
from zhiyin.demo.text.pen import Pen
from zhiyin.demo.text.phrases import phrases
from zhiyin.demo.truth import ANGER_RECOVERED

QUEUES = ("queue-delivery", "queue-payment", "queue-member", "queue-store")
SHARE = (0.34, 0.2, 0.22, 0.24)
ANGRY = (0.5, 0.5, 0.12, 0.33)
RECOVERED = tuple(ANGER_RECOVERED.size[key] for key in ("recovered", "not_recovered", "other", "other"))
CALM_ENDS_WELL = 0.92
FIRST_RESPONSE_S = (20.0, 75.0, 32.0, 36.0)
"""Median seconds until a person answers, by queue."""


@dataclass(frozen=True)
class Talks:
    """One element per conversation, in order of time."""

    rows: Ints
    """The attempt to order it is about."""
    queue: Ints
    began: Ints
    answered: Ints
    ended: Ints
    angry: Flags
    ended_well: Flags

    @property
    def keys(self) -> pa.Array:
        return numbered("T", np.arange(1, len(self.rows) + 1))


def talks(world: World, n: int) -> Talks:
    rng = world.rng("talks")
    rows, queue = _subjects(world, rng, n)
    some = world.attempts.where(rows)
    wait = rng.exponential(50, n) + 4
    began = np.where(queue == QUEUES.index("queue-delivery"), some.promised, some.delivered) + (wait * MINUTE).astype(
        np.int64
    )
    member = queue == QUEUES.index("queue-member")
    began[member] = clock(rng, np.minimum(some.day + 2, DAYS - 1))[member]
    began = np.minimum(began, clock(rng, np.full(n, DAYS - 1)))
    order = np.argsort(began, kind="stable")
    rows, queue, began = rows[order], queue[order], began[order]
    angry = rng.random(n) < np.array(ANGRY)[queue]
    well = rng.random(n) < np.where(angry, np.array(RECOVERED)[queue], CALM_ENDS_WELL)
    seconds = rng.lognormal(np.log(np.array(FIRST_RESPONSE_S)[queue]), 0.7)
    answered = began + (seconds * SECOND).astype(np.int64)
    ended = answered + (rng.gamma(3.0, 2.0, n) * MINUTE).astype(np.int64) + MINUTE
    return Talks(rows, queue, began, answered, ended, angry, well)


def _subjects(world: World, rng: np.random.Generator, n: int) -> tuple[Ints, Ints]:
    """What people get in touch about: late deliveries, failed payments, bad visits, membership."""
    attempts, unhappy = world.attempts, np.exp(-0.8 * (world.felt.satisfaction - 3))
    delivery = attempts.channel == DELIVERY
    weights = (
        (world.bought & delivery) * (0.08 + 1.0 * attempts.late) * unhappy,
        attempts.pay_failed.astype(np.float64),
        world.bought.astype(np.float64),
        (world.bought & ~delivery) * unhappy,
    )
    counts = [round(n * share) for share in SHARE]
    counts[-1] += n - sum(counts)
    rows = [take(rng, weight, count) for weight, count in zip(weights, counts, strict=True)]
    queue = np.repeat(np.arange(len(QUEUES)), counts)
    return np.concatenate(rows), queue


def turn_table(world: World, pen: Pen, found: Talks) -> pa.Table:
    rng = world.rng("turns")
    some = world.attempts.where(found.rows)
    said = slots(pen, some, "zh", "shanfeng")
    talk: list[int] = []
    place: list[int] = []
    speaker: list[str] = []
    text: list[str] = []
    share: list[float] = []
    for number, (queue, angry, well) in enumerate(
        zip(found.queue.tolist(), found.angry.tolist(), found.ended_well.tolist(), strict=True)
    ):
        script = _script(pen, QUEUES[queue], angry, well)
        for n, (who, section) in enumerate(script, 1):
            talk.append(number)
            place.append(n)
            speaker.append(who)
            text.append(pen.say(section, said[number]))
            # -1: before a person answered; then evenly up to the end.
            share.append(-1.0 if n <= 2 else (n - 3) / max(len(script) - 3, 1))
    at = _moments(found, np.array(talk), np.array(place), np.array(share))
    agents = rng.integers(1, 9, len(found.rows))[np.array(talk)] + 10 * found.queue[np.array(talk)]
    index = np.array(talk)
    queues = [unit.code for unit in company().of("queue")]
    return table(
        "turn",
        {
            "external_id": [f"T-{one + 1:06d}-{n}" for one, n in zip(talk, place, strict=True)],
            "at": instants(at),
            "received_at": instants(at),
            "source": "chat",
            "customer": coded(some.customer[index], world.people.ids),
            "unit": coded(found.queue[index], queues),
            "brand": "shanfeng",
            "touchpoint": "support",
            "channel": "app",
            "conversation": found.keys.take(pa.array(index)),
            "n": place,
            "speaker": speaker,
            "agent": coded(np.where(np.array(speaker) == "agent", agents, -1), [f"agent-{n:02d}" for n in range(50)]),
            "queue": coded(found.queue[index], queues),
            "text": text,
        },
    )


def _script(pen: Pen, queue: str, angry: bool, well: bool) -> list[tuple[str, str]]:
    mood = "angry" if angry else "calm"
    turns = [("customer", f"opening {queue} {mood}"), ("bot", "bot"), ("agent", "agent ask")]
    turns.append(("customer", "customer push" if angry else "customer reply"))
    if angry and pen.chance() < 0.35:
        turns += [("agent", "agent ask"), ("customer", "customer push")]
    own = f"agent remedy {queue}"
    remedy = own if own in phrases("zh") else "agent remedy"
    if not angry and queue == "queue-member":
        remedy = "agent answer"
    turns.append(("agent", remedy if well else "agent empty"))
    turns.append(("customer", ("customer won" if angry else "customer thanks") if well else "customer lost"))
    return turns


def _moments(found: Talks, talk: Ints, place: Ints, share: Floats) -> Ints:
    between = found.ended[talk] - found.answered[talk]
    early = found.began[talk] + (place - 1) * 2 * SECOND
    return np.where(share < 0, early, found.answered[talk] + (share * between).astype(np.int64))
