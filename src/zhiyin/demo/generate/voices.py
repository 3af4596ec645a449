"""From what was lived to what is written: rows of the fact table `feedback`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import md5
from typing import Any
from uuid import UUID

import numpy as np
import pyarrow as pa

from zhiyin.demo.generate.calendar import Floats, Ints
from zhiyin.demo.generate.experience import stars
from zhiyin.demo.generate.orders import Orders
from zhiyin.demo.generate.tables import instants, table
from zhiyin.demo.generate.words import lines, slots
from zhiyin.demo.text.pen import Brief, Opinion, Pen

ENGLISH_SHARE = 0.06
NOTHING_SAID = 0.035
"""Texts without an opinion."""
TOUCHPOINT = {
    "taste": "product", "price": "product", "menu": "product", "safety": "product",
    "wait": "queue", "staff": "counter", "space": "store", "clean": "store",
    "delivery": "delivery", "packaging": "delivery",
    "app": "app_order", "payment": "payment", "coupon": "membership", "service": "support",
}  # fmt: skip


@dataclass(frozen=True)
class Voices:
    """Who speaks, in the order of `orders`; the other columns are one value, or one a row."""

    orders: Orders
    said: list[list[Opinion]]
    mood: Floats
    at: Ints
    kind: str
    source: str
    channel: Any
    unit: Any
    customer: Any
    attributes: list[str | None]
    opening: str = "open"
    brand: str = "shanfeng"
    rated: bool = True
    touchpoint: Callable[[list[Opinion]], str] = field(default=lambda said: TOUCHPOINT[said[0][0]])


def written(rng: np.random.Generator, pen: Pen, voices: Voices) -> pa.Table:
    """`external_id` is left to `numbered_voices`, which sees all of them."""
    n = len(voices.orders)
    english = rng.random(n) < ENGLISH_SHARE
    silent = rng.random(n) < NOTHING_SAID
    extra = rng.choice(("", "suggestion", "question"), n, p=(0.91, 0.06, 0.03)).tolist()
    chinese = slots(pen, voices.orders, "zh", voices.brand)
    foreign = slots(pen, voices.orders, "en", voices.brand)
    mood = told(voices.mood, voices.said)
    texts = []
    for row, line in enumerate(lines(voices.orders)):
        brief = Brief(
            opinions=() if silent[row] and voices.kind != "complaint" else voices.said[row],
            slots=foreign[row] if english[row] else chinese[row],
            opening=voices.opening,
            language="en" if english[row] else "zh",
            line=line,
            mood=float(mood[row]),
            extra=extra[row],
        )
        texts.append(pen.write(brief))
    rating = stars(rng, mood) if voices.rated else None
    return pa.table(
        {
            "at": instants(voices.at),
            "source": pa.repeat(voices.source, n),
            "customer": _column(voices.customer, n),
            "unit": _column(voices.unit, n),
            "brand": pa.repeat(voices.brand, n),
            "product": pa.array(lines(voices.orders)),
            "touchpoint": pa.array([voices.touchpoint(said) for said in voices.said]),
            "channel": _column(voices.channel, n),
            "kind": pa.repeat(voices.kind, n),
            "text": pa.array(texts),
            "language": pa.array(np.where(english, "en", "zh").tolist()),
            "rating": pa.nulls(n, pa.float64()) if rating is None else pa.array(rating),
            "rating_scale": pa.nulls(n, pa.float64()) if rating is None else pa.repeat(5.0, n),
            "attributes": pa.array(voices.attributes, pa.string()),
        }
    )


def told(mood: Floats, said: list[list[Opinion]]) -> Floats:
    """Who writes explains the stars: no praise alone under one star, no complaint alone under five."""
    praise = np.array([bool(one) and all(good for _, good in one) for one in said])
    blame = np.array([bool(one) and not any(good for _, good in one) for one in said])
    return np.where(praise, np.maximum(mood, 3.7), np.where(blame, np.minimum(mood, 3.3), mood))


def _column(value: Any, n: int) -> pa.Array:
    if value is None:
        return pa.nulls(n, pa.string())
    return pa.repeat(value, n) if isinstance(value, str) else pa.array(value, pa.string())


def numbered_voices(parts: list[pa.Table], rng: np.random.Generator) -> pa.Table:
    """All voices in order of time, with keys."""
    whole = pa.concat_tables(parts).combine_chunks().sort_by("at")
    n = len(whole)
    lag = rng.integers(1, 3600, n) * 1_000_000
    moments = whole["at"].combine_chunks().cast(pa.int64()).to_numpy()
    columns: dict[str, Any] = {name: whole[name].combine_chunks() for name in whole.column_names}
    given = columns.pop("external_id", pa.nulls(n, pa.string())).to_pylist()
    columns["external_id"] = pa.array([key or f"V-{number:06d}" for number, key in enumerate(given, 1)])
    columns["received_at"] = instants(moments + lag)
    return table("feedback", columns)


def fact_id(name: str, source: str, key: str) -> str:
    """The id that loading gives this fact, so that an answer can point at its text."""
    return str(UUID(md5(f"{name}\x1f{source}\x1f{key}".encode(), usedforsecurity=False).hexdigest()))
