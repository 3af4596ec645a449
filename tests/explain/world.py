"""A chain of four stores and a delivery kitchen whose two months are known exactly in distribution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa

from zhiyin.kit.time import Period
from zhiyin.warehouse.loading import append
from zhiyin.warehouse.reader import Reader

MAY = Period(datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))
JUNE = Period(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
READER = Reader.of_task("tests")
STORES = ("s1", "s2", "s3", "s4", "kitchen")


@dataclass(frozen=True)
class Month:
    period: Period
    answers: int = 3000
    shares: Sequence[float] = (0.2, 0.2, 0.2, 0.2, 0.2)
    happy: Mapping[str, float] = field(default_factory=dict)
    """Share of promoters where it is not 0.5."""
    complaints: Mapping[str, float] = field(default_factory=dict)
    """Of the aspect delivery_speed being spoken of badly, where it is not 0.1."""


def fill(*months: Month, seed: int = 1) -> None:
    random = np.random.default_rng(seed)
    for number, month in enumerate(months):
        _append(random, number, month)


def _append(random: np.random.Generator, number: int, month: Month) -> None:
    n = month.answers
    unit = random.choice(STORES, n, p=list(month.shares))
    channel = np.where(unit == "kitchen", "delivery", "store")
    at = [month.period.start + timedelta(seconds=float(s)) for s in random.uniform(0, 28 * 86400, n)]
    happy = random.random(n) < np.array([month.happy.get(u, 0.5) for u in unit])
    score = np.where(happy, 10, random.choice([8, 3], n))
    slow = random.random(n) < np.array([month.complaints.get(u, 0.1) for u in unit])
    score = np.where(slow, 2, score).astype(float)
    keys = [f"{number}-{i}" for i in range(n)]
    ids = _feedback(number, keys, at, unit, channel, slow)
    common = {"source": ["tests"] * n, "at": at, "unit": unit, "channel": channel, "brand": ["ours"] * n}
    append(
        "answer",
        pa.table({
            **common, "external_id": keys, "response": keys, "instrument": ["nps"] * n, "score": score,
            "scale_min": [0.0] * n, "scale_max": [10.0] * n, "weight": [1.0] * n, "feedback": ids,
        }),
        batch="b",
    )  # fmt: skip


def _feedback(
    number: int, keys: list[str], at: list[datetime], unit: np.ndarray, channel: np.ndarray, slow: np.ndarray
) -> list[str]:
    from zhiyin.warehouse.engines import open_facts

    n = len(keys)
    text = np.where(slow, "配送太慢了", "味道不错")
    common = {"source": ["tests"] * n, "at": at, "unit": unit, "channel": channel, "brand": ["ours"] * n}
    append("feedback", pa.table({**common, "external_id": keys, "kind": ["survey"] * n, "text": text}), batch="b")
    facts = open_facts(READER)
    rows = facts.sql("SELECT external_id, id FROM feedback").to_pylist()
    known = {row["external_id"]: str(row["id"]) for row in rows}
    ids = [known[key] for key in keys]
    label = np.where(slow, "negative", "positive")
    polarity = np.where(slow, -0.9, 0.8)
    understood = {**common, "external_id": ids, "feedback": ids, "polarity": polarity, "label": label,
                  "confidence": [0.9] * n}  # fmt: skip
    append("document", pa.table({**understood, "mentions": [1] * n}), batch="b")
    aspect = np.where(slow, "delivery_speed", "taste")
    append("mention", pa.table({**understood, "aspect": aspect, "clause": text, "intent": ["praise"] * n}), batch="b")
    return ids
