"""Files for the tests, and a short way to read and import them."""

import csv
import gzip
import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from zhiyin.accounts.values import Actor
from zhiyin.listen.imports import actions
from zhiyin.listen.imports.converting.facts import Converted, Converter
from zhiyin.listen.imports.mapping.guessing import look
from zhiyin.listen.imports.mapping.spec import pairs
from zhiyin.listen.imports.models import Import
from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.listen.imports.values import Found
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TASK = Actor.of_task("tests")


def write(path: Path, rows: Sequence[Sequence[object]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    data = text.getvalue().encode(encoding)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def lines(path: Path, items: Sequence[object]) -> Path:
    path.write_text("\n".join(json.dumps(item, ensure_ascii=False) for item in items), "utf-8")
    return path


def table(path: Path) -> pa.Table:
    """All cells of a file."""
    return pa.concat_tables(batch.table for batch in open_file(path).batches())


def found(path: Path, kind: str, maps: Sequence[str] = (), settings: Sequence[str] = ()) -> Found:
    told, given = pairs(maps, "--map"), pairs(settings, "--set")
    reading = open_file(path, given)
    return look(reading, kind, "test", now=NOW, zone="Asia/Shanghai", maps=told, settings=given)


def convert(path: Path, kind: str, maps: Sequence[str] = (), settings: Sequence[str] = ()) -> Converted:
    """The first batch as facts; customers are their own keys."""
    seen = found(path, kind, maps, settings)
    reading = open_file(path, seen.plan.options)
    converter = Converter(seen.plan, seen.layout.columns, NOW, lambda people: people["key"].combine_chunks())
    return converter.convert(next(reading.batches()))


def bring(path: Path, kind: str, maps: Sequence[str] = (), settings: Sequence[str] = (), source: str = "") -> Import:
    """Import for good."""
    seen = actions.find_out(path, kind, source, maps=pairs(maps, "--map"), settings=pairs(settings, "--set"))
    record = actions.start(TASK, actions.register(TASK, path), seen.plan, background=False)
    return actions.run(record.pk)


def facts(name: str, columns: str = "*") -> list[dict[str, Any]]:
    """What is in the lake, in the order of its ids at the source."""
    query = f'SELECT {columns} FROM "{name}" ORDER BY external_id'
    rows: list[dict[str, Any]] = open_facts(Reader.of_task("tests")).sql(query).to_pylist()
    return rows
