"""Arrow tables in the declared fact schema; columns that say nothing are left out."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiyin.demo.generate.calendar import Ints
from zhiyin.warehouse.schema import FACTS, Type

ARROW = {
    Type.ID: pa.string(),
    Type.TEXT: pa.string(),
    Type.WHOLE: pa.int64(),
    Type.NUMBER: pa.float64(),
    Type.FLAG: pa.bool_(),
    Type.INSTANT: pa.timestamp("us", tz="UTC"),
    Type.WORDS: pa.list_(pa.string()),
}


def table(name: str, columns: Mapping[str, Any]) -> pa.Table:
    """`columns` may hold Arrow arrays, NumPy arrays, lists, or one value for all rows."""
    fact = FACTS[name]
    length = len(columns["external_id"])
    arrays = {column: _array(value, ARROW[fact.column(column).type], length) for column, value in columns.items()}
    return pa.table({column: arrays[column] for column in fact.names if column in arrays})


def _array(value: Any, kind: pa.DataType, length: int) -> pa.Array:
    if value is None or isinstance(value, str | float | int):
        return pa.repeat(pa.scalar(value, kind), length) if value is not None else pa.nulls(length, kind)
    if isinstance(value, np.ndarray) and pa.types.is_timestamp(kind):
        return pa.array(value).cast(pa.timestamp("us")).cast(kind)
    made = value if isinstance(value, pa.Array | pa.ChunkedArray) else pa.array(value)
    return made.cast(kind) if made.type != kind else made


def coded(index: Ints, words: Sequence[str | None]) -> pa.Array:
    """The word of each index; a negative index is null."""
    where = pa.array(index, mask=index < 0)
    return pa.array(words, pa.string()).take(where)


def numbered(prefix: str, numbers: Ints) -> pa.Array:
    """`O-000012`: keys that never depend on anything but the position."""
    return pc.binary_join_element_wise(prefix, pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 6, "0"), "-")


def instants(value: Ints, present: Any = None) -> pa.Array:
    mask = None if present is None else ~np.asarray(present)
    return pa.array(value, mask=mask).cast(pa.timestamp("us")).cast(pa.timestamp("us", tz=str(UTC)))


def compact(value: Mapping[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
