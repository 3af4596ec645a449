"""The whole sample company, generated once a session (about 7 s), as views of a DuckDB connection."""

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from zhiyin.demo.company import company
from zhiyin.demo.generate import Sample, generate
from zhiyin.demo.truth import ORDER_AHEAD, REFURBISHMENT

Ask = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def sample() -> Sample:
    return generate()


@pytest.fixture(scope="session")
def ask(sample: Sample) -> Ask:
    """Rows of a query; `t` is the local time, `month` the local month; `orders` is the table `order`."""
    connection = duckdb.connect()
    for name, table in sample.tables.items():
        connection.register(f"raw_{name}", table)
        view = "orders" if name == "order" else name
        connection.execute(
            f"CREATE VIEW {view} AS SELECT *, timezone('Asia/Shanghai', \"at\") AS t, "
            f"strftime(timezone('Asia/Shanghai', \"at\"), '%Y-%m') AS month FROM raw_{name}"
        )
    connection.execute("CREATE TABLE places (code VARCHAR, city VARCHAR, ahead BOOLEAN, refurbished BOOLEAN)")
    for unit in company().of("store"):
        row = [unit.code, unit.parent, unit.code in ORDER_AHEAD.units, unit.code in REFURBISHMENT.units]
        connection.execute("INSERT INTO places VALUES (?, ?, ?, ?)", row)

    def asked(query: str, *values: object) -> list[tuple[Any, ...]]:
        return connection.execute(query, values).fetchall()

    return asked
