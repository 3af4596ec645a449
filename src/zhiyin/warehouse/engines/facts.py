"""Facts as one reader may see them. Fails closed: an unscoped table cannot be obtained from here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property, lru_cache, partial
from types import MappingProxyType
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa
from django.conf import settings

from zhiyin.kit.memory import remembered
from zhiyin.warehouse.engines.abreast import abreast
from zhiyin.warehouse.engines.lake import Lake, open_lake, patiently
from zhiyin.warehouse.engines.timing import asking
from zhiyin.warehouse.reader import Reader
from zhiyin.warehouse.schema import FACTS, Type

IBIS_TYPES = {
    Type.ID: "uuid",
    Type.TEXT: "string",
    Type.WHOLE: "int64",
    Type.NUMBER: "float64",
    Type.FLAG: "boolean",
    Type.INSTANT: "timestamp('UTC', 6)",
    Type.WORDS: "array<string>",
}
WORD = re.compile(r"[A-Za-z_]+")


class Facts:
    def __init__(self, reader: Reader, lake: Lake, zone: str) -> None:
        self.reader = reader
        self.lake = lake
        self.zone = zone

    def table(self, name: str) -> ir.Table:
        """The rows of fact table `name` that the reader may see, as an Ibis expression."""
        return guarded(name, self.reader)

    def arrow(self, expression: ir.Expr) -> pa.Table:
        """Run an expression built on `table()`. Days, weeks and months are those of the company's time zone."""
        return self._run(compiled(expression), None)

    def planned(self, plan: str, **instants: datetime) -> pa.Table:
        """Run what `compiled()` gave for this reader, with a value for each `instant()` in it."""
        return self._run(plan, None, instants)

    def sql(self, query: str, parameters: Sequence[object] | Mapping[str, object] | None = None) -> pa.Table:
        """Run SQL over the guarded tables, for what Ibis cannot say well. Values are bound, never pasted in."""
        named = set(WORD.findall(query))
        nameless = replace(self.reader, name="")
        tables = [f'"{name}" AS ({_guarded_sql(name, nameless)})' for name in FACTS if name in named]
        body = query.strip()
        recursive = body.upper().startswith("WITH ")
        glue = ", " + body[5:] if recursive else " " + body
        return self._run("WITH " + ", ".join(tables) + glue if tables else body, parameters)

    def together(self, *asked: tuple[str, Mapping[str, object]]) -> list[pa.Table]:
        """Several of `sql()` at once."""
        return abreast([partial(self.sql, query, parameters) for query, parameters in asked])

    @cached_property
    def snapshot(self) -> int:
        """Version of the facts when this was first asked; open facts anew for every request."""
        return _snapshot(self.lake)

    def _run(self, sql: str, parameters: Any, instants: Mapping[str, datetime] = MappingProxyType({})) -> pa.Table:
        cursor = self.lake.cursor()
        try:
            cursor.execute(f"SET SESSION TimeZone = '{self.zone}'")
            for name, value in instants.items():
                cursor.execute(f"SET VARIABLE {name} = ?::TIMESTAMPTZ", [value])
            with asking():
                return patiently(lambda: cursor.execute(sql, parameters).to_arrow_table())
        finally:
            cursor.close()


@remembered
def _snapshot(lake: Lake) -> int:
    """All that is on one page is of one version, and asking takes 5 ms."""
    return lake.snapshot()


def open_facts(reader: Reader, *, lake: Lake | None = None, zone: str | None = None) -> Facts:
    return Facts(reader, lake or open_lake(), zone or settings.TIME_ZONE)


@ibis.udf.scalar.builtin(name="getvariable", signature=(("string",), "timestamp('UTC', 6)"))  # type: ignore[untyped-decorator]  # ibis leaves it untyped
def instant(key: str) -> datetime:  # type: ignore[empty-body]  # DuckDB runs it
    """An instant that a plan leaves open. DuckDB sees a constant, so it still skips files outside the period."""


def compiled(expression: ir.Expr) -> str:
    """The SQL of an expression. Ibis takes about 60 ms for an indicator, three times as long as DuckDB takes to
    answer: keep the result of what is asked often."""
    return str(ibis.to_sql(expression, dialect="duckdb", pretty=False))


@lru_cache(maxsize=1024)
def _guarded_sql(name: str, reader: Reader) -> str:
    return compiled(guarded(name, reader))


@lru_cache(maxsize=1024)
def guarded(name: str, reader: Reader) -> ir.Table:
    schema = {column.name: IBIS_TYPES[column.type] for column in FACTS[name].columns}
    table = ibis.table(schema, name=name, catalog="facts", database="main")
    if reader.units is not None:
        visible = table["unit"].isin(sorted(reader.units)) if reader.units else ibis.literal(False)
        if reader.sees_public:
            ours = table["brand"].isin(sorted(reader.own_brands)) if reader.own_brands else ibis.literal(True)
            visible = visible | (table["unit"].isnull() & table["brand"].notnull() & ~ours)
        table = table.filter(visible)
    masked = {name: ibis.null(table[name].type()).name(name) for name in reader.masks if name in table.columns}
    return table.mutate(**masked) if masked else table
