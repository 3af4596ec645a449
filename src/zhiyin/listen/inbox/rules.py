"""Arrivals to facts."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from zhiyin.listen.imports.converting.language import language_of
from zhiyin.listen.masking import mask, mask_json, veiled

TABLES = {"feedback": "feedback", "orders": "order", "events": "event"}
PLACES = ("unit", "brand", "product", "touchpoint", "channel")
OWN = {
    "feedback": ("kind", "text", "title", "language", "rating", "rating_scale", "attributes"),
    "orders": ("amount", "currency", "status", "items", "promised_at", "delivered_at"),
    "events": ("name", "session", "anonymous", "properties"),
}
NUMBERS = ("rating", "rating_scale", "amount")
INSTANTS = ("at", "received_at", "promised_at", "delivered_at")
WORDS = ("text", "title", "name", "session", "anonymous")
OBJECTS = ("attributes", "items", "properties")
"""Columns in which customers' phone numbers and the like are masked."""

Row = dict[str, Any]


def people(payloads: Sequence[Row], *, records: bool = False) -> pa.Table:
    """Who they are from, for `customers.identity`; of `records` of customers all that is known of them."""
    columns: dict[str, pa.Array] = {"key": pa.array([row.get("customer") for row in payloads], pa.string())}
    for name in ("name", "phone", "email", "address", "city"):
        columns[name] = pa.array([(row.get("person") or {}).get(name) for row in payloads], pa.string())
    if records:
        columns["tier"] = pa.array([row.get("tier") for row in payloads], pa.string())
        joined = [datetime.fromisoformat(at) if (at := row.get("joined_at")) else None for row in payloads]
        columns["joined_at"] = pa.array(joined, pa.timestamp("us", "UTC"))
        columns["attributes"] = pa.array([_json(row.get("attributes")) for row in payloads], pa.string())
    return pa.table(columns)


def veil(payload: Row) -> Row:
    """Without what is personal in words and objects; who it is from stays for the customers' records."""
    personal = {name: veiled(payload[name]) for name in (*WORDS, *OBJECTS) if payload.get(name)}
    return payload | personal


def facts(kind: str, rows: Sequence[Row], customers: pa.Array, unmasked: frozenset[str] = frozenset()) -> pa.Table:
    """`rows` are payloads with source, external_id and received_at added. Masked here too: what waited at an
    upgrade was taken in by code that masked less."""
    names = ("source", "external_id", "at", "received_at", *PLACES, *OWN[kind])
    kept = pa.array([row.get("source") in unmasked for row in rows], pa.bool_())
    columns = {name: _column(name, rows, kept) for name in names}
    if kind == "feedback":
        found = language_of(pc.coalesce(columns["text"], columns["title"]))
        columns["language"] = pc.coalesce(columns["language"], found)
    return pa.table(columns | {"customer": customers})


def _column(name: str, rows: Sequence[Row], kept: pa.Array) -> pa.Array:
    values = [row.get(name) for row in rows]
    if name in NUMBERS:
        return pa.array(values, pa.float64())
    if name in INSTANTS:
        return pa.array(
            [datetime.fromisoformat(value) if value else None for value in values], pa.timestamp("us", "UTC")
        )
    if name in OBJECTS:
        given = pa.array([_json(value) for value in values], pa.string())
        return pc.if_else(kept, given, mask_json(given))
    texts = pa.array(values, pa.string())
    return pc.if_else(kept, texts, mask(texts)) if name in WORDS else texts


def _json(value: object) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None
