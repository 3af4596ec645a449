"""The columns of one batch under the names of fields, and which rows turn out bad."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiyin.listen.imports.converting import cells, dates
from zhiyin.listen.imports.mapping.fields import Sort, fields_of
from zhiyin.listen.imports.values import Batch, Fault, Plan
from zhiyin.listen.masking import mask, mask_json

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
AHEAD_S = 86_400
"""Clocks and time zones differ by up to a day; what is dated later than that is in the future."""

Mask = np.ndarray[Any, np.dtype[np.bool_]]


class Rows:
    """One batch. Each field is read once; the first thing wrong with a row is what it is put aside for."""

    def __init__(self, batch: Batch, plan: Plan, now: datetime) -> None:
        self.batch = batch
        self.plan = plan
        self.now = now
        self.size = batch.table.num_rows
        self.good: Mask = np.ones(self.size, bool)
        self.faults: list[Fault] = list(batch.faults)
        self.sorts = {name: field.sort for name, field in fields_of(plan.kind).items()}

    def flag(self, bad: Mask, reason: str, column: str) -> None:
        for n in np.flatnonzero(bad & self.good).tolist():
            cells_of = tuple(column[n].as_py() or "" for column in self.batch.table.columns)
            value = str(self.batch.table[column][n].as_py() or "") if column in self.batch.table.column_names else ""
            self.faults.append(Fault(int(self.batch.lines[n]), reason, column, value[:200], cells_of))
        self.good &= ~bad

    def raw(self, field: str) -> pa.Array | None:
        """The cells of a field as text, its one value for all rows, or None."""
        if (column := self.plan.fields.get(field)) is not None:
            return self.batch.table[column].combine_chunks()
        if (value := self.plan.values.get(field)) is not None:
            return pa.array([value] * self.size, pa.string())
        return None

    def nothing(self, type_: pa.DataType | None = None) -> pa.Array:
        return pa.nulls(self.size, type_ or pa.string())

    def code(self, field: str) -> pa.Array:
        """Short text such as a brand; 17850.0 in an id column is 17850."""
        raw = self.raw(field)
        if raw is None:
            return self.nothing()
        return cells.keys(raw) if self.sorts.get(field) is Sort.KEY else cells.clear(raw)

    def words(self, field: str) -> pa.Array:
        """What somebody wrote: trimmed, what is personal in it masked."""
        raw = self.raw(field)
        return self.nothing() if raw is None else self.veil(cells.clear(raw, cells.VOID))

    def label(self, field: str) -> pa.Array:
        """Short text that somebody's program wrote, and may have put a phone number into."""
        return self.veil(self.code(field))

    def veil(self, values: pa.Array, *, objects: bool = False) -> pa.Array:
        """Without what is personal, unless this source is to be kept as it is."""
        if not self.plan.masked:
            return values
        return mask_json(values) if objects else mask(values)

    def number(self, field: str) -> pa.Array:
        raw = self.raw(field)
        if raw is None:
            return self.nothing(pa.float64())
        # Ratings and amounts repeat: reading each spelling once takes a quarter of the time.
        spellings = raw.dictionary_encode()
        plain = cells.clear(spellings.dictionary)
        filled = pc.take(plain, spellings.indices)
        parsed = pc.take(cells.numbers(plain, self.plan.decimal), spellings.indices)
        self.flag(_lost(filled, parsed), "number", self.plan.fields.get(field, field))
        return parsed

    def instant(self, field: str, *, past: bool = True) -> pa.Array:
        raw = self.raw(field)
        if raw is None:
            return self.nothing(pa.timestamp("us", "UTC"))
        filled = cells.clear(raw)
        form = self.plan.dates.get(field) or dates.find_form(filled)[0] or "ymd"
        parsed = dates.parse(filled, form, ZoneInfo(self.plan.zone))
        column = self.plan.fields.get(field, field)
        self.flag(_lost(filled, parsed), "date", column)
        stamps = pc.fill_null(pc.cast(parsed, pa.int64()), _micros(EARLIEST)).to_numpy(zero_copy_only=False)
        self.flag(stamps < _micros(EARLIEST), "early", column)
        self.flag(stamps >= _micros(LATEST), "late", column)
        if past:
            self.flag(stamps > _micros(self.now) + AHEAD_S * 1_000_000, "future", column)
        return parsed

    def need(self, values: pa.Array, field: str) -> None:
        self.flag(np.asarray(pc.is_null(values)), "missing", self.plan.fields.get(field, field))

    def stay_within(self) -> None:
        """Rows of units that are not the business of who brings them are put aside, as the API refuses them."""
        if self.plan.within is None:
            return
        known = pc.is_in(self.code("unit"), pa.array(self.plan.within, pa.string()))
        self.flag(~np.asarray(known), "unit", self.plan.fields.get("unit", "unit"))

    def at(self) -> pa.Array:
        """When it happened; the moment of import where the file does not know."""
        if "at" not in self.plan.fields and "at" not in self.plan.values:
            return pa.array([self.now] * self.size, pa.timestamp("us", "UTC"))
        values = self.instant("at")
        self.need(values, "at")
        return values

    def person(self) -> pa.Table:
        """What the row says about who the customer is."""
        columns = {"key": self.code("customer")}
        for name in ("name", "phone", "email", "address", "city"):
            if f"customer.{name}" in self.plan.fields:
                columns[name] = self.code(f"customer.{name}")
        return pa.table(columns)


def _lost(filled: pa.Array, parsed: pa.Array) -> Mask:
    return np.asarray(pc.and_(pc.is_valid(filled), pc.is_null(parsed)))


def _micros(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000
