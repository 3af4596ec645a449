"""What a fact table is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """Column types, as DuckDB spells them."""

    ID = "UUID"
    TEXT = "VARCHAR"
    WHOLE = "BIGINT"
    NUMBER = "DOUBLE"
    FLAG = "BOOLEAN"
    INSTANT = "TIMESTAMPTZ"
    WORDS = "VARCHAR[]"
    JSON = "VARCHAR"
    """JSON as text: DuckLake's SQLite catalog inlines VARCHAR, not JSON."""


@dataclass(frozen=True)
class Column:
    name: str
    type: Type
    meaning: str
    unit: str = ""
    personal: bool = False
    """May identify or quote a person: comes back empty for a reader who may not see personal data."""


@dataclass(frozen=True)
class FactTable:
    name: str
    grain: str
    own: tuple[Column, ...]
    parent: str = ""
    """The table its rows are derived from, named by a column of the same name: a row is only kept while its parent is
    there, and carries the parent's batch, so that undoing an import takes what was derived from it as well."""

    @property
    def columns(self) -> tuple[Column, ...]:
        return COMMON + self.own

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


COMMON = (
    Column("id", Type.ID, "MD5 of table, source and external_id, so that the same thing always has the same id"),
    Column("at", Type.INSTANT, "when it happened"),
    Column("received_at", Type.INSTANT, "when it reached us"),
    Column("source", Type.TEXT, "where it comes from: a file's declared source, a survey, an API client"),
    Column("external_id", Type.TEXT, "its key at the source; unique together with source"),
    Column("batch", Type.TEXT, "the append that brought it: undoing an import deletes its batch"),
    Column("customer", Type.TEXT, "customer id (a pseudonym: names and phones live in records), or null when unknown"),
    Column("unit", Type.TEXT, "code of the organisation unit it belongs to"),
    Column("brand", Type.TEXT, "code of the brand: ours or a rival's"),
    Column("product", Type.TEXT, "product or product line"),
    Column("touchpoint", Type.TEXT, "code of the touchpoint on the company map"),
    Column("channel", Type.TEXT, "how it reached us: app, store, web, phone, review_site, social"),
)
