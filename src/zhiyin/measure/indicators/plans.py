"""The SQL of sums by group. Compiling takes longer than running, so every part of it is kept."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import ibis
import ibis.expr.types as ir

from zhiyin.kit.time import Period
from zhiyin.measure.indicators.bases import BASES, FIRST, LAST
from zhiyin.measure.indicators.values import Indicator
from zhiyin.warehouse.engines import compiled, guarded, instant
from zhiyin.warehouse.questions import GRAINS, Filters, matching
from zhiyin.warehouse.reader import Reader

TRUNCATE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
ROWS, PIECE, GROUPED = "rows_", "piece_", "grouped_"
Dimensions = tuple[str, ...]


def plan(
    reader: Reader,
    base: str,
    indicators: tuple[Indicator, ...],
    filters: Filters,
    groupings: Sequence[Dimensions],
    pieces: Sequence[Period],
) -> str:
    """One query for several groupings of the same rows: column `grouped_` says which, `piece_` which period.

    Four groupings by four queries take 2.5 times as long: each opens the lake and reads the rows anew.
    """
    sums = [_sums(base, indicators, grouping) for grouping in groupings]
    chosen = " ".join(
        f"WHEN \"at\" >= '{one.start.isoformat()}'::TIMESTAMPTZ AND \"at\" < '{one.end.isoformat()}'::TIMESTAMPTZ "
        f"THEN {number}" for number, one in enumerate(pieces)
    )  # fmt: skip
    # Only columns that are asked for: through a join or a sort DuckDB carries whatever was named.
    needed = dict.fromkeys(name for grouping in groupings for name in _columns(base, grouping))
    columns = ", ".join(f'"{name}"' for name in needed)
    taken = f"SELECT {columns}, CASE {chosen} END AS {PIECE} FROM ({_rows(reader, base, filters)})"
    rows = f"{taken} WHERE {PIECE} IS NOT NULL"
    kept = "MATERIALIZED" if len(groupings) > 1 else "NOT MATERIALIZED"
    union = " UNION ALL BY NAME ".join(f"SELECT *, {n} AS {GROUPED} FROM ({one})" for n, one in enumerate(sums))
    return f"WITH {ROWS} AS {kept} ({rows}) {union}"


@lru_cache(maxsize=512)
def _rows(reader: Reader, name: str, filters: Filters) -> str:
    base = BASES[name]
    # Words and names are counted, never handed on: who may read none of them still sees how often anger was won back.
    counting = replace(reader, masks=frozenset())
    rows = base.rows(lambda table: guarded(table, counting))
    rows = rows.filter((rows["at"] >= instant(FIRST)) & (rows["at"] < instant(LAST)))
    for column, accepted in filters:
        rows = rows.filter(matching(rows[column], accepted))
    return compiled(rows.select(*_columns(name, base.dimensions)))


@lru_cache(maxsize=1024)
def _sums(name: str, indicators: tuple[Indicator, ...], grouping: Dimensions) -> str:
    base = BASES[name]
    rows = _bare(name).select(*_columns(name, grouping), PIECE)
    grains = {grain: rows["at"].truncate(TRUNCATE[grain]).date() for grain in GRAINS if grain in grouping}
    rows = rows.mutate(**grains) if grains else rows
    keys = [*grouping, PIECE]
    rows = base.gather(rows, keys) if base.gather else rows
    parts = {f"{one.slug}.{part}": value for one in indicators for part, value in one.parts(rows).items()}
    return compiled(rows.group_by(keys).agg(**parts))


@lru_cache(maxsize=32)
def _bare(name: str) -> ir.Table:
    """The rows as a table that the query gives a name; who may see them was settled when they were taken."""
    rows = BASES[name].rows(lambda table: guarded(table, Reader.of_task("shape")))
    columns = _columns(name, BASES[name].dimensions)
    return ibis.table({column: rows[column].type() for column in columns} | {PIECE: "int32"}, name=ROWS)


def _columns(base: str, grouping: Dimensions) -> tuple[str, ...]:
    """What groups are made of; grains are made of `at`."""
    return tuple(dict.fromkeys(("at", *BASES[base].measures, *(name for name in grouping if name not in GRAINS))))
