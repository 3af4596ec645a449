"""A batch of rows to the facts they are.

Orders by line and conversations need rows that may stand anywhere in the file: they leave here with one more column,
`line`, and `running.folding` puts them together.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiyin.listen.imports.converting import keys
from zhiyin.listen.imports.converting.answers import answer_rows
from zhiyin.listen.imports.converting.attributes import encode, objects
from zhiyin.listen.imports.converting.language import language_of
from zhiyin.listen.imports.converting.rows import Rows
from zhiyin.listen.imports.reading.objects import REST
from zhiyin.listen.imports.reading.voices.speakers import role_of
from zhiyin.listen.imports.values import Batch, Fault, Plan

Resolve = Callable[[pa.Table], pa.Array]
"""Who the customers are: a table of key, name, phone … to their codes."""
PLACES = ("unit", "brand", "product", "touchpoint", "channel")


@dataclass
class Converted:
    rows: int
    tables: dict[str, pa.Table] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    """Rows put aside; of a wide survey, single answers put aside."""


class Converter:
    """Remembers the keys of one file from batch to batch."""

    def __init__(self, plan: Plan, columns: tuple[str, ...], now: datetime, resolve: Resolve) -> None:
        self.plan = plan
        self.columns = columns
        self.now = now
        self.resolve = resolve
        self.seen = keys.Seen()

    def convert(self, batch: Batch) -> Converted:
        rows = Rows(batch, self.plan, self.now)
        rows.stay_within()
        maker = getattr(self, f"_{self.plan.kind}")
        tables: dict[str, pa.Table] = maker(rows)
        count = rows.size + len(batch.faults)
        return Converted(count, {name: table for name, table in tables.items() if table.num_rows}, rows.faults)

    def _feedback(self, rows: Rows) -> dict[str, pa.Table]:
        text, title, rating = rows.words("text"), rows.words("title"), rows.number("rating")
        scale = rows.number("rating_scale")
        empty = pc.and_(pc.and_(pc.is_null(text), pc.is_null(title)), pc.is_null(rating))
        rows.flag(np.asarray(empty), "missing", self.plan.fields.get("text", "text"))
        outside = pc.or_(pc.less(rating, 0), pc.greater(rating, pc.fill_null(scale, float("inf"))))
        rows.flag(np.asarray(pc.fill_null(outside, False)), "scale", self.plan.fields.get("rating", "rating"))
        said_by = rows.code("speaker")
        ours = pc.is_in(pc.fill_null(said_by, ""), pa.array(["agent", "bot"]))
        rows.flag(np.asarray(ours), "ours", self.plan.fields.get("speaker", "speaker"))
        at, key = rows.at(), self._key(rows)
        kind = pc.fill_null(rows.code("kind"), "review")
        said = pc.fill_null(rows.code("language"), language_of(pc.coalesce(text, title)))
        own = {
            "kind": kind,
            "text": text,
            "language": said,
            "rating": rating,
            "rating_scale": pc.if_else(pc.is_null(rating), None, scale),
            "title": title,
            "attributes": self._rest(rows),
        }
        return {"feedback": self._finish(rows, at, key, own)}

    def _orders(self, rows: Rows) -> dict[str, pa.Table]:
        number = rows.code("external_id")
        rows.need(number, "external_id")
        at = rows.at()
        quantity, price, amount = rows.number("quantity"), rows.number("price"), rows.number("amount")
        promised, delivered = rows.instant("promised_at", past=False), rows.instant("delivered_at")
        if self.plan.lines:
            amount = pc.coalesce(amount, pc.multiply(pc.fill_null(quantity, 1.0), price))
        else:
            rows.flag(keys.repeats(number, self.seen), "repeated", self.plan.fields["external_id"])
        own = {
            "amount": amount,
            "currency": pc.utf8_upper(rows.code("currency")),
            "status": pc.utf8_lower(rows.code("status")),
            "items": self._items(rows, quantity, price),
            "promised_at": promised,
            "delivered_at": delivered,
        }
        if self.plan.lines:
            own["line"] = pa.array(rows.batch.lines)
        return {"order": self._finish(rows, at, number, own)}

    def _events(self, rows: Rows) -> dict[str, pa.Table]:
        name = rows.label("name")
        rows.need(name, "name")
        at, key = rows.at(), self._key(rows)
        own = {
            "name": name,
            "session": rows.label("session"),
            "anonymous": rows.label("anonymous"),
            "properties": self._rest(rows),
        }
        return {"event": self._finish(rows, at, key, own)}

    def _conversations(self, rows: Rows) -> dict[str, pa.Table]:
        conversation, text = rows.code("conversation"), rows.words("text")
        rows.need(conversation, "conversation")
        rows.need(text, "text")
        speaker = self._speaker(rows)
        rows.flag(np.asarray(pc.is_null(speaker)), "speaker", self.plan.fields.get("speaker", "speaker"))
        number, at, offset = rows.number("n"), rows.at(), rows.number("offset")
        later = pc.cast(pc.multiply(pc.fill_null(offset, 0.0), 1e6), pa.int64(), safe=False)
        at = pc.add(at, pc.cast(later, pa.duration("us")))
        own = {
            "conversation": conversation,
            "n": pc.cast(pc.round(number), pa.int64()),
            "speaker": speaker,
            "agent": rows.code("agent"),
            "queue": rows.code("queue"),
            "text": text,
            "kind": pc.fill_null(rows.code("kind"), "chat"),
            "line": pa.array(rows.batch.lines),
        }
        return {"turn": self._finish(rows, at, conversation, own)}

    def _speaker(self, rows: Rows) -> pa.Array:
        """Roles; names repeat, so each is looked up once."""
        said = rows.code("speaker").dictionary_encode()
        names = (name.casefold() for name in said.dictionary.to_pylist())
        told = self.plan.speakers
        known = pa.array([told.get(name) or role_of(name) or told.get("*") for name in names], pa.string())
        return pc.take(known, said.indices)

    def _customers(self, rows: Rows) -> dict[str, pa.Table]:
        person = rows.person()
        known = [column for column in ("key", "phone", "email") if column in person.column_names]
        rows.need(pc.coalesce(*[person[column].combine_chunks() for column in known]), "customer")
        joined = rows.instant("joined_at")
        table = person.append_column("joined_at", joined).append_column("tier", rows.code("tier"))
        table = table.append_column("attributes", self._rest(rows))
        return {"customer": table.filter(pa.array(rows.good))}

    def _answers(self, rows: Rows) -> dict[str, pa.Table]:
        response = rows.code("response")
        hashed = keys.of_rows(rows.batch.table, self.seen)
        at = rows.at()
        return answer_rows(rows, pc.coalesce(response, hashed), at, self.resolve(rows.person()))

    def _key(self, rows: Rows) -> pa.Array:
        """The id of the file's own, else a hash of the row."""
        if "external_id" not in self.plan.fields:
            return keys.of_rows(rows.batch.table, self.seen)
        key = rows.code("external_id")
        rows.need(key, "external_id")
        rows.flag(keys.repeats(key, self.seen), "repeated", self.plan.fields["external_id"])
        return key

    def _finish(self, rows: Rows, at: pa.Array, key: pa.Array, own: dict[str, pa.Array]) -> pa.Table:
        columns = {"source": pa.array([self.plan.source] * rows.size), "external_id": key, "at": at, **own}
        columns |= {place: rows.code(place) for place in PLACES}
        person, good = rows.person(), pa.array(rows.good)
        table = pa.table(columns).filter(good)
        return table.append_column("customer", self.resolve(person.filter(good)))

    def _rest(self, rows: Rows) -> pa.Array:
        """Unmapped columns as one JSON object, personal data in them masked."""
        names = self.plan.kept(self.columns)
        if not names:
            return rows.nothing()
        return objects(names, [_veiled(rows, name) for name in names])

    def _items(self, rows: Rows, quantity: pa.Array, price: pa.Array) -> pa.Array:
        """One line of an order as JSON, or what the file gives besides."""
        item = rows.words("item")
        if not self.plan.lines and item.null_count == len(item):
            return self._rest_items(rows)
        lines = []
        names = self.plan.kept(self.columns)
        rest = [_veiled(rows, name).to_pylist() for name in names]
        for n, (what, many, each) in enumerate(
            zip(item.to_pylist(), quantity.to_pylist(), price.to_pylist(), strict=True)
        ):
            line = {"item": what, "quantity": many, "price": each} | {k: v[n] for k, v in zip(names, rest, strict=True)}
            lines.append(encode({k: v for k, v in line.items() if v is not None and v != ""}))
        return pa.array(lines if self.plan.lines else [f"[{line}]" for line in lines], pa.string())

    def _rest_items(self, rows: Rows) -> pa.Array:
        rest = self._rest(rows)
        return pc.if_else(pc.is_null(rest), None, pc.binary_join_element_wise("[", pc.fill_null(rest, ""), "]", ""))


def _veiled(rows: Rows, column: str) -> pa.Array:
    """Keys that came late stand as one object in a column of their own."""
    values = rows.batch.table[column].combine_chunks()
    return rows.veil(values, objects=column == REST)
