"""A file to Parquet files of facts, a batch of rows at a time."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq

from zhiyin.listen.imports.converting.facts import Converter, Resolve
from zhiyin.listen.imports.converting.language import language_of
from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.listen.imports.running.folding import ORDERS, SPOKEN, TURNS, fold
from zhiyin.listen.imports.running.rejects import Rejects
from zhiyin.listen.imports.values import Plan

MARK = "staged.json"
Progress = Callable[[float, int], None]
"""Told the share of the file read and the rows so far; raises to stop."""


@dataclass
class Staged:
    rows: int = 0
    rejected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    tables: dict[str, list[str]] = field(default_factory=dict)
    """Parquet files by fact table."""
    counts: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of_file(cls, path: Path) -> Self:
        return cls(**json.loads(path.read_text("utf-8")))


def stage(
    file: Path, plan: Plan, folder: Path, rejects: Path, *, now: datetime, resolve: Resolve, progress: Progress
) -> Staged:
    """Everything the file holds, as facts on disk. Done once: a second call finds the mark and returns at once."""
    if (folder / MARK).exists():
        return Staged.of_file(folder / MARK)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    reading = open_file(file, plan.options)
    converter = Converter(plan, reading.layout.columns, now, resolve)
    staged = Staged()
    with Rejects(rejects, reading.layout.columns) as aside:
        for n, batch in enumerate(reading.batches()):
            converted = converter.convert(batch)
            aside.add(converted.faults)
            staged.rows += converted.rows
            for name, table in converted.tables.items():
                if name == "customer":
                    resolve(table)
                    continue
                pq.write_table(table, folder / f"{name}-{n:06}.parquet", compression="lz4")
            progress(reading.share, staged.rows)
        staged.reasons = dict(Counter(aside.counts))
        staged.rejected = aside.counts.total()
    _collect(staged, plan, folder)
    part = folder / f"{MARK}.part"
    part.write_text(json.dumps(asdict(staged)), "utf-8")
    part.replace(folder / MARK)
    return staged


def _collect(staged: Staged, plan: Plan, folder: Path) -> None:
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*-*.parquet")):
        files.setdefault(path.name.rpartition("-")[0], []).append(path)
    if plan.kind == "orders" and plan.lines:
        files = fold(folder, {"order": ORDERS}, "order")
    if plan.kind == "conversations":
        files = fold(folder, {"turn": TURNS, "feedback": SPOKEN}, "turn")
        for path in files.get("feedback", ()):
            table = pq.read_table(path)
            pq.write_table(table.append_column("language", language_of(_flat(table["text"]))), path)
    staged.tables = {name: [str(path) for path in paths] for name, paths in files.items()}
    staged.counts = {name: sum(pq.read_metadata(path).num_rows for path in paths) for name, paths in files.items()}


def _flat(column: pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks()
