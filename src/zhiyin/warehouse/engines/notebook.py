"""Facts bound to an engine, for notebooks: `.to_pandas()` works on them. The owner of the home sees everything."""

from functools import cache

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from zhiyin.warehouse.engines.lake import open_lake
from zhiyin.warehouse.schema import FACTS


@cache
def _engine() -> Backend:
    return ibis.duckdb.from_connection(open_lake().cursor())


def bound(name: str) -> ir.Table:
    if name not in FACTS:
        raise KeyError(f"no fact table {name!r}; there are {', '.join(FACTS)}")
    return _engine().table(name, database=("lake", "main"))
