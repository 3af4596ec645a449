"""Append facts, each exactly once by (source, external_id).

The incoming rows are staged in DuckDB first, outside any lock. Then, alone among writers and in one transaction, those
whose id is not there yet are inserted. A retry, a second import of the same file, or a second process with the same
rows finds the ids and adds nothing.
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


def append(table: str, rows: Rows, *, batch: str, lake: Lake | None = None) -> Appended:
    return append_all([Part(table, rows)], batch=batch, lake=lake)[0]


def append_all(parts: Sequence[Part], *, batch: str, lake: Lake | None = None) -> list[Appended]:
    """All parts in one transaction: a reader sees all of them or none."""
    lake = lake or open_lake()
    staging = lake.cursor()
    staged = [(part, *_stage(staging, part)) for part in parts]
    # A cursor's temporary tables are its own, so the transaction runs on the staging cursor itself.
    try:
        return lake.commit(lambda cursor: _transfer(cursor, staged, batch), on=staging)
    finally:
        for _, name, _ in staged:
            patiently(lambda name=name: staging.execute(f'DROP TABLE IF EXISTS temp."{name}"'))  # type: ignore[misc]
        staging.close()


def _stage(cursor: Connection, part: Part) -> tuple[str, int]:
    table = FACTS[part.table]
    name = f"staged_{uuid4().hex}"
    relation = _relation(cursor, part.rows)
    given = [column[0] for column in cursor.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()]
    unknown = set(given) - set(table.names)
    missing = set(REQUIRED) - set(given)
    if unknown or missing:
        raise ValueError(f"{part.table}: unknown columns {sorted(unknown)}, missing columns {sorted(missing)}")
    # A RecordBatchReader can be read only once, and DESCRIBE above reads nothing but its schema.
    chosen = ", ".join(
        f'CAST("{column.name}" AS {column.type}) AS "{column.name}"'
        for column in table.columns
        if column.name in given and column.name not in ("id", "batch")
    )
    cursor.execute(
        f'CREATE TEMP TABLE "{name}" AS SELECT {_identity(table)} AS id, {chosen} FROM {relation}',
    )
    total, keyed, dated = cursor.execute(f'SELECT count(*), count(id), count("at") FROM "{name}"').fetchone() or (
        0,
        0,
        0,
    )
    if total != keyed or total != dated:
        raise ValueError(f"{part.table}: every row needs source, external_id and at")
    return name, int(total)


def _relation(cursor: Connection, rows: Rows) -> str:
    if isinstance(rows, pa.Table | pa.RecordBatchReader):
        cursor.register("incoming", rows)
        return "incoming"
    files = ", ".join("'" + str(path).replace("'", "''") + "'" for path in rows)
    return f"read_parquet([{files}], union_by_name = true)"


def _identity(table: FactTable) -> str:
    return f'CAST(md5(\'{table.name}\' || chr(31) || "source" || chr(31) || "external_id") AS UUID)'


def _transfer(cursor: Connection, staged: Sequence[tuple[Part, str, int]], batch: str) -> list[Appended]:
    for part, _name, _ in staged:
        if part.replacing:
            # Of all parts that replace by this column: a feedback that has lost its mentions is only in the documents.
            values = " UNION ALL ".join(
                f'SELECT "{part.replacing}" FROM "{name}"'
                for other, name, _ in staged
                if other.replacing == part.replacing
            )
            cursor.execute(f'DELETE FROM lake.main."{part.table}" WHERE "{part.replacing}" IN ({values})')
    return [Appended(added := _insert(cursor, part, name, batch), total - added) for part, name, total in staged]


def _insert(cursor: Connection, part: Part, name: str, batch: str) -> int:
    table = FACTS[part.table]
    there = {row[0] for row in cursor.execute(f'DESCRIBE "{name}"').fetchall()}
    source = f'"{name}" AS new'
    owner = "?"
    parameters = [batch]
    if table.parent:
        source += f' JOIN lake.main."{table.parent}" AS parent ON new."{table.parent}" = parent.id'
        owner, parameters = 'parent."batch"', []
    columns = {column: f'new."{column}"' for column in table.names if column in there}
    columns["batch"] = owner
    columns["received_at"] = 'coalesce(new."received_at", now())' if "received_at" in there else "now()"
    names = ", ".join(f'"{column}"' for column in columns)
    row = cursor.execute(
        f"""
        INSERT INTO lake.main."{table.name}" ({names})
        SELECT {", ".join(columns.values())} FROM {source}
        WHERE NOT EXISTS (SELECT 1 FROM lake.main."{table.name}" AS known WHERE known.id = new.id)
        QUALIFY row_number() OVER (PARTITION BY new.id ORDER BY new."at") = 1
        """,
        parameters,
    ).fetchone()
    return int(row[0]) if row else 0
