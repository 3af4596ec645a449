"""A chain of four stores and a delivery kitchen whose two months are known exactly in distribution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import md5
from uuid import UUID

import numpy as np
import pyarrow as pa

from zhiyin.kit.time import Period
from zhiyin.warehouse.loading import Part, append_all
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
    parts: dict[str, list[pa.Table]] = {}
    for number, month in enumerate(months):
        for name, table in _tables(random, number, month).items():
            parts.setdefault(name, []).append(table)
    append_all([Part(name, pa.concat_tables(tables)) for name, tables in parts.items()], batch="b")


def _tables(random: np.random.Generator, number: int, month: Month) -> dict[str, pa.Table]:
    n = month.answers
    unit = random.choice(STORES, n, p=list(month.shares))
    happy = random.random(n) < np.array([month.happy.get(u, 0.5) for u in unit])
    slow = random.random(n) < np.array([month.complaints.get(u, 0.1) for u in unit])
    score = np.where(slow, 2, np.where(happy, 10, random.choice([8, 3], n))).astype(float)
    text = np.where(slow, "配送太慢了", "味道不错")
    keys = [f"{number}-{i}" for i in range(n)]
    ids = [str(UUID(md5(f"feedback\x1ftests\x1f{key}".encode()).hexdigest())) for key in keys]
    common = {
        "source": ["tests"] * n,
        "at": [month.period.start + timedelta(seconds=float(s)) for s in random.uniform(0, 28 * 86400, n)],
        "unit": unit,
        "channel": np.where(unit == "kitchen", "delivery", "store"),
        "touchpoint": np.where(unit == "kitchen", "rider", "counter"),
        "brand": ["ours"] * n,
    }
    understood = {
        **common, "external_id": ids, "feedback": ids, "polarity": np.where(slow, -0.9, 0.8),
        "label": np.where(slow, "negative", "positive"), "confidence": [0.9] * n,
    }  # fmt: skip
    return {
        "feedback": pa.table({**common, "external_id": keys, "kind": ["survey"] * n, "text": text}),
        "answer": pa.table({
            **common, "external_id": keys, "response": keys, "instrument": ["nps"] * n, "score": score,
            "scale_min": [0.0] * n, "scale_max": [10.0] * n, "weight": [1.0] * n, "feedback": ids,
        }),
        "document": pa.table({**understood, "mentions": [1] * n}),
        "mention": pa.table(
            {**understood, "aspect": np.where(slow, "delivery_speed", "taste"), "clause": text}
        ),
    }  # fmt: skip
