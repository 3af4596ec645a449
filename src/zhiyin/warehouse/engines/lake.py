"""The lake: DuckLake tables (Parquet files and a SQL catalog) through one DuckDB instance a process."""

import random
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar
from urllib.parse import unquote, urlsplit

import duckdb
import pyarrow as pa
from django.conf import settings
from duckdb.func import ARROW

from zhiyin.warehouse.engines.extensions import extension
from zhiyin.warehouse.engines.locks import write_lock
from zhiyin.warehouse.schema import FACTS

T = TypeVar("T")
Connection = duckdb.DuckDBPyConnection

# SQLite catalogs answer "database is locked" when a reader meets a commit. Four processes writing at once stalled for
# up to 12 s in our measurements, so a minute of patience is plenty.
PATIENCE_S = 60.0
TRANSIENT = ("locked", "Failed to commit", "conflict", "could not serialize", "Failed to query most recent snapshot")
JOURNAL, CATALOG = "META_JOURNAL_MODE 'WAL'", "__ducklake_metadata_lake"

Words = Callable[[pa.Array], pa.Array]
_taught: dict[str, Words] = {}


def teach(name: str, function: Words) -> None:
    """A function of texts that queries may use, of a stage that stands above us; taught before the lake is opened."""
    _taught[name] = function


class Lake:
    """Open it with `open_lake()`; cursors are cheap and belong to one thread."""

    def __init__(self, catalog: str, data: str, temporary: Path, memory: str) -> None:
        self.catalog = catalog
        self.data = data
        self._root = duckdb.connect(
            config={"memory_limit": memory, "temp_directory": str(temporary), "preserve_insertion_order": "false"}
        )
        for name, function in _taught.items():
            self._root.create_function(name, function, ["VARCHAR"], "DOUBLE", type=ARROW)
        postgres = catalog.startswith("postgres")
        for name in ("ducklake", "postgres_scanner" if postgres else "sqlite_scanner"):
            self._root.execute(f"LOAD '{extension(name)}'")
        if not data.startswith("s3://"):
            Path(data).mkdir(parents=True, exist_ok=True)
        if not postgres:
            Path(catalog.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
        with write_lock(catalog):
            patiently(lambda: self._root.execute(self._attach("lake", *([] if postgres else [JOURNAL]))))
            grown = patiently(lambda: _attempt(self._root, self._declare))
            if grown:
                # Rows that the catalog holds for a table as it was are moved before anybody reads them: whoever has
                # looked at them there fails for good once an hour's compaction takes that place away.
                patiently(lambda: self._root.execute("CALL ducklake_flush_inlined_data('lake')").fetchall())
        self._ready_to_read(postgres)

    def _attach(self, name: str, *more: str) -> str:
        # The catalog remembers the folder it was made with; a home that was moved or restored says where it is now.
        options = [f"DATA_PATH '{_quoted(self.data)}'", "OVERRIDE_DATA_PATH true", "DATA_INLINING_ROW_LIMIT 1000"]
        if self.catalog.startswith("postgres"):
            target = f"postgres:{_libpq(self.catalog)}"
        else:
            target = f"sqlite:{self.catalog.removeprefix('sqlite:///')}"
            options += ["META_BUSY_TIMEOUT 20000"]
        return f"ATTACH 'ducklake:{_quoted(target)}' AS {name} ({', '.join([*options, *more])})"

    def _declare(self, root: Connection) -> bool:
        """Create what is missing; whether a table that was there gained a column. Columns are only ever added: an old
        lake opens with a newer Zhiyin."""
        there = root.execute(
            "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = 'lake' GROUP BY 1"
        ).fetchall()
        known = {table: set(columns) for table, columns in there}
        if all(set(table.names) <= known.get(table.name, set()) for table in FACTS.values()):
            return False
        grown = False
        for table in FACTS.values():
            if table.name not in known:
                body = ", ".join(f'"{column.name}" {column.type}' for column in table.columns)
                root.execute(f'CREATE TABLE IF NOT EXISTS lake.main."{table.name}" ({body})')
            for column in table.columns:
                if column.name not in known.get(table.name, set(table.names)):
                    root.execute(f'ALTER TABLE lake.main."{table.name}" ADD COLUMN "{column.name}" {column.type}')
                    grown = True
        return grown

    def _ready_to_read(self, postgres: bool) -> None:
        """Attach the same lake a second time as `facts`, which nobody can write to: what is read is read there.

        DuckDB opens and closes an SQLite connection for every transaction and scan of the catalog, and an SQLite that
        finds it locked sleeps a whole second (its build knows no shorter sleep): 7 of 24 pages waited so. Who closes a
        connection that may write locks the catalog for a moment; who opens it while nobody else has it open locks it
        to set up its log. So read through connections that cannot write, and keep one open as long as we live. The
        transaction it is kept by reads no table: it pins no old state of the catalog.
        """
        patiently(lambda: self._root.execute(self._attach("facts", "READ_ONLY true")))
        if not postgres:
            self._keeper = self._root.cursor()
            self._keeper.execute("BEGIN")
            patiently(lambda: self._keeper.execute(f"FROM sqlite_query('{CATALOG}', 'SELECT 1')").fetchall())

    def cursor(self) -> Connection:
        return self._root.cursor()

    def snapshot(self) -> int:
        """Grows with every committed write: the version of everything read so far."""
        row = patiently(lambda: self.cursor().execute("FROM facts.current_snapshot()").fetchone())
        return int(row[0]) if row else 0

    def commit(self, work: Callable[[Connection], T], *, on: Connection | None = None) -> T:
        """Run `work` in one transaction, alone among writers; tried again when the catalog was busy.

        `on` is the cursor to use when `work` needs its temporary tables.
        """
        cursor = on or self.cursor()
        with write_lock(self.catalog):
            return patiently(lambda: _attempt(cursor, work))

    def close(self) -> None:
        self._root.close()


def patiently(work: Callable[[], T]) -> T:
    """Repeat `work` while the catalog says it is busy."""
    deadline = time.monotonic() + PATIENCE_S
    pause = 0.01
    while True:
        try:
            return work()
        except duckdb.Error as error:
            if not any(sign in str(error) for sign in TRANSIENT) or time.monotonic() > deadline:
                raise
        time.sleep(pause * (1 + random.random()))  # noqa: S311  spreads retries, guards nothing
        pause = min(pause * 2, 1.0)


def _attempt(cursor: Connection, work: Callable[[Connection], T]) -> T:
    cursor.execute("BEGIN")
    try:
        result = work(cursor)
        cursor.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.TransactionException):  # a COMMIT that failed has ended the transaction already
            cursor.execute("ROLLBACK")
        raise
    return result


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def _libpq(url: str) -> str:
    """A postgres URL as the key=value string that DuckDB's scanner takes."""
    parts = urlsplit(url)
    pairs = {
        "dbname": unquote(parts.path.lstrip("/")),
        "host": parts.hostname,
        "port": parts.port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
    for pair in parts.query.split("&"):
        key, _, value = pair.partition("=")
        pairs[key] = unquote(value)
    return " ".join(f"{key}={value}" for key, value in pairs.items() if key and value)


_opening = Lock()


def open_lake() -> Lake:
    """The lake of this installation; one DuckDB instance a process."""
    with _opening:
        return _lake()


@cache
def _lake() -> Lake:
    home = settings.HOME
    return Lake(home.lake_catalog, home.lake, home.folder("tmp"), home.setting("memory", "3GB"))


def forget_lake() -> None:
    """Close it, so that the next `open_lake()` looks again: after a restore, and between tests."""
    with _opening:
        if _lake.cache_info().currsize:
            _lake().close()
        _lake.cache_clear()
