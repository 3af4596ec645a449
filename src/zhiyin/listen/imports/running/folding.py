"""Put together what stands in several rows: the lines of an order, the turns of a conversation.

The rows may stand anywhere in the file, so this runs over the staged Parquet, in DuckDB, which goes to disk when a
conversation log is larger than memory.
"""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

MEMORY = "256MB"
SHARE = 50_000
"""Rows folded at a time. Joining texts is the one thing DuckDB does not take to disk: 540,000 order lines at once
needed more than the memory above."""
PLACES = "unit, brand, touchpoint, channel"

ORDERS = """
SELECT source, external_id, min("at") AS "at", min(customer) AS customer,
       any_value(unit) AS unit, any_value(brand) AS brand, any_value(touchpoint) AS touchpoint,
       any_value(channel) AS channel, CASE WHEN count(DISTINCT product) = 1 THEN min(product) END AS product,
       sum(amount) AS amount, any_value(currency) AS currency, any_value(status) AS status,
       '[' || string_agg(items, ',' ORDER BY line) || ']' AS items,
       max(promised_at) AS promised_at, max(delivered_at) AS delivered_at
FROM rows GROUP BY source, external_id
"""
TURNS = """
SELECT * EXCLUDE (line, place, kind) REPLACE (conversation || ':' || place AS external_id, place AS n)
FROM (
    SELECT *, row_number() OVER (PARTITION BY conversation ORDER BY n NULLS LAST, line) AS place FROM rows
)
"""
SPOKEN = """
SELECT source, conversation AS external_id, min("at") AS "at", min(customer) AS customer,
       any_value(unit) AS unit, any_value(brand) AS brand, any_value(product) AS product,
       any_value(touchpoint) AS touchpoint, any_value(channel) AS channel, any_value(kind) AS kind,
       string_agg(text, chr(10) ORDER BY n NULLS LAST, line) AS text
FROM rows WHERE speaker = 'customer' GROUP BY source, conversation
"""


def fold(folder: Path, statements: Mapping[str, str], table: str) -> dict[str, list[Path]]:
    """Run each statement over the staged files of `table`; the results by the table they are for."""
    files = [str(path) for path in sorted(folder.glob(f"{table}-*.parquet"))]
    if not files:
        return {}
    made: dict[str, list[Path]] = {name: [] for name in statements}
    total = sum(pq.read_metadata(file).num_rows for file in files)
    shares = total // SHARE + 1
    with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(folder / "tmp"), "threads": 2}) as engine:
        engine.read_parquet(files, union_by_name=True).create_view("staged")
        for share in range(shares):
            engine.sql(f"CREATE OR REPLACE VIEW rows AS FROM staged WHERE hash(external_id) % {shares} = {share}")
            for name, statement in statements.items():
                target = folder / f"folded-{name}-{share:04}.parquet"
                engine.sql(statement).write_parquet(str(target))
                made[name].append(target)
    return made
