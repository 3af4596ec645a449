"""One writer at a time.

DuckLake lets two appends run side by side, so both could find the same external_id missing and both add it. Writers
therefore queue; readers never wait. The lock dies with its process: nothing to clean up after `kill -9`.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# "zhiyin lake" in ASCII, cut to 63 bits: one advisory key for all installations of a database server is enough,
# because advisory locks are per database.
ADVISORY_KEY = 0x7A68697969_6C616B


@contextmanager
def write_lock(catalog: str) -> Iterator[None]:
    if catalog.startswith("sqlite:///"):
        with _file_lock(Path(catalog.removeprefix("sqlite:///") + ".lock")):
            yield
    else:
        with psycopg.connect(catalog, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (ADVISORY_KEY,))
            yield  # closing the session releases it


@contextmanager
def _file_lock(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
