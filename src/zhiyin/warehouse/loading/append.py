"""Append facts, each exactly once by (source, external_id).

The incoming rows are staged first, outside any lock: tables and streams in a temporary table, Parquet files where they
are. Then, alone among writers and in one transaction, those whose id is not there yet are inserted. A retry, a second
import of the same file, or a second process with the same rows finds the ids and adds nothing.

Which rows are new is decided on their ids alone, 32 bytes a row, which DuckDB takes to disk when memory runs short; the
rows themselves only stream past.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from uuid import uuid4

import pyarrow as pa

from zhiyin.warehouse.engines.lake import Connection, Lake, open_lake, patiently
from zhiyin.warehouse.schema import FACTS, FactTable

Rows: TypeAlias = pa.Table | pa.RecordBatchReader | Sequence[Path]
REQUIRED = ("source", "external_id", "at")
NAMED = 50
"""Sources that are named when known ids are looked up, so that files of other sources are passed over."""


@dataclass(frozen=True)
class Appended:
    added: int
    known: int
    """Rows left out: already there, twice in the input, or without the parent they were derived from."""


@dataclass(frozen=True)
class Part:
    table: str
    rows: Rows
    replacing: str = ""
    """Name of a column: rows of the table with a value there that any part replacing by it holds are deleted first
    (annotating anew)."""


@dataclass(frozen=True)
class Staged:
    part: Part
    name: str
    """Of the temporary table with id and spot of one row for each id; those of rows and choices are named after it."""
    rows: str
    """The incoming rows as a relation: declared columns, and spot, which tells them apart."""
    columns: tuple[str, ...]
    total: int
    sources: tuple[str, ...]
    """Empty when there are too many to name."""

    @property
    def table(self) -> FactTable:
        return FACTS[self.part.table]


def append(table: str, rows: Rows, *, batch: str, lake: Lake | None = None) -> Appended:
    return append_all([Part(table, rows)], batch=batch, lake=lake)[0]


def append_all(parts: Sequence[Part], *, batch: str, lake: Lake | None = None) -> list[Appended]:
    """All parts in one transaction: a reader sees all of them or none."""
    lake = lake or open_lake()
    # A cursor's temporary tables are its own, so the transaction runs on the staging cursor itself.
    cursor = lake.cursor()
    names = [f"staged_{uuid4().hex}" for _ in parts]
    try:
        staged = [_stage(cursor, part, name) for part, name in zip(parts, names, strict=True)]
        return lake.commit(lambda cursor: _transfer(cursor, staged, batch), on=cursor)
    finally:
        for name in (f"{name}{part}" for name in names for part in ("", "_rows", "_new")):
            patiently(lambda name=name: cursor.execute(f'DROP TABLE IF EXISTS temp."{name}"'))  # type: ignore[misc]  # mypy infers no lambda with a default
        cursor.close()


def _stage(cursor: Connection, part: Part, name: str) -> Staged:
    table = FACTS[part.table]
    columns, rows = _relation(cursor, part, name)
    parent = f', "{table.parent}"' if table.parent else ""
    cursor.execute(f'CREATE TEMP TABLE "{name}" AS SELECT {_identity(table)} AS id, spot, "at"{parent} FROM {rows}')
    total, keyed, dated = _numbers(cursor, f'SELECT count(*), count(id), count("at") FROM "{name}"')
    if total != keyed or total != dated:
        raise ValueError(f"{part.table}: every row needs source, external_id and at")
    (again,) = _numbers(
        cursor, f'SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM "{name}" GROUP BY id HAVING n > 1)'
    )
    if again:
        cursor.execute(
            f'DELETE FROM "{name}" WHERE spot IN (SELECT spot FROM "{name}" '
            'QUALIFY row_number() OVER (PARTITION BY id ORDER BY "at", spot) > 1)'
        )
    found = cursor.execute(f"SELECT DISTINCT source FROM {rows} LIMIT {NAMED + 1}").fetchall()
    sources = tuple(row[0] for row in found) if len(found) <= NAMED else ()
    return Staged(part, name, rows, columns, total, sources)


def _relation(cursor: Connection, part: Part, name: str) -> tuple[tuple[str, ...], str]:
    table = FACTS[part.table]
    if arrow := isinstance(part.rows, pa.Table | pa.RecordBatchReader):
        cursor.register("incoming", part.rows)
        source, spot = "incoming", ""
    else:
        files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in part.rows)
        source = f"read_parquet([{files}], union_by_name = true)"
        spot = "(file_index::BIGINT << 40) | file_row_number AS spot, "
    # A RecordBatchReader can be read only once, and this reads nothing but its schema.
    given = {column[0] for column in cursor.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()}
    unknown, missing = given - set(table.names), set(REQUIRED) - given
    if unknown or missing:
        raise ValueError(f"{part.table}: unknown columns {sorted(unknown)}, missing columns {sorted(missing)}")
    columns = [column for column in table.columns if column.name in given and column.name not in ("id", "batch")]
    cast = ", ".join(f'CAST("{column.name}" AS {column.type}) AS "{column.name}"' for column in columns)
    relation = f"(SELECT {spot}{cast} FROM {source})"
    if arrow:
        cursor.execute(f'CREATE TEMP TABLE "{name}_rows" AS FROM {relation}')
        cursor.unregister("incoming")
        relation = f'(SELECT rowid AS spot, * FROM temp."{name}_rows")'
    return tuple(column.name for column in columns), relation


def _identity(table: FactTable) -> str:
    return f'CAST(md5(\'{table.name}\' || chr(31) || "source" || chr(31) || "external_id") AS UUID)'


def _transfer(cursor: Connection, staged: Sequence[Staged], batch: str) -> list[Appended]:
    for one in staged:
        if by := one.part.replacing:
            # Of all parts that replace by this column: a feedback that has lost its mentions is only in the documents.
            values = " UNION ALL ".join(f'SELECT "{by}" FROM {it.rows}' for it in staged if it.part.replacing == by)
            cursor.execute(f'DELETE FROM lake.main."{one.part.table}" WHERE "{by}" IN ({values})')
    return [Appended(added := _insert(cursor, one, batch), one.total - added) for one in staged]


def _insert(cursor: Connection, one: Staged, batch: str) -> int:
    table = one.table
    count = _choose(cursor, one, batch)
    columns = {name: f'new."{name}"' for name in one.columns}
    columns["received_at"] = 'coalesce(new."received_at", now())' if "received_at" in columns else "now()"
    if count == one.total and not table.parent:
        # A first import, the usual case: every row goes in, and nothing has to be looked up while they stream past.
        columns |= {"id": _identity(table), "batch": "$batch"}
        join, parameters = "", {"batch": batch}
    else:
        columns |= {"id": "chosen.id", "batch": "chosen.batch"}
        join, parameters = f'JOIN "{one.name}_new" AS chosen USING (spot)', {}
    names = ", ".join(f'"{column}"' for column in columns)
    if count:
        cursor.execute(
            f'INSERT INTO lake.main."{table.name}" ({names}) '
            f"SELECT {', '.join(columns.values())} FROM {one.rows} AS new {join}",
            parameters,
        )
    return count


def _choose(cursor: Connection, one: Staged, batch: str) -> int:
    """Which of the staged rows the lake lacks, and the batch that each belongs to."""
    table = one.table
    where, owner, parent = "", "$batch", ""
    parameters: dict[str, object] = {"batch": batch}
    if one.sources:
        where, parameters["sources"] = 'WHERE "source" IN (SELECT unnest($sources))', list(one.sources)
    if table.parent:
        owner, parameters = 'parent."batch"', {k: v for k, v in parameters.items() if k != "batch"}
        parent = f'JOIN lake.main."{table.parent}" AS parent ON staged."{table.parent}" = parent.id'
    (count,) = _numbers(
        cursor,
        f'''
        CREATE OR REPLACE TEMP TABLE "{one.name}_new" AS
        SELECT staged.id, staged.spot, {owner} AS "batch" FROM "{one.name}" AS staged {parent}
        ANTI JOIN (SELECT id FROM lake.main."{table.name}" {where}) AS known ON staged.id = known.id
        ''',
        parameters,
    )
    return count


def _numbers(cursor: Connection, sql: str, parameters: object = None) -> tuple[int, ...]:
    return tuple(int(value) for value in cursor.execute(sql, parameters).fetchone() or ())
