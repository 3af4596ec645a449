"""jsonl, or one JSON array; plain or gzipped. Keys are columns."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.base import ROWS, WEIGHT, Reading, pack
from zhiyin.listen.imports.reading.texts import Bytes, Lines
from zhiyin.listen.imports.values import Batch, Fault, Layout

ARRAY = 256 * 1024 * 1024
"""Bytes of one JSON array that are read into memory; jsonl has no such limit."""
REST = "…"
"""The column for keys that the first rows did not have."""
TURNS = ("turns", "messages", "dialog", "dialogue", "utterances", "对话", "消息")


class ObjectReading(Reading):
    def __init__(self, path: Path, options: Mapping[str, str]) -> None:
        self.path = path
        self.bytes: Bytes | None = None
        self.encoding = options.get("encoding") or "utf-8-sig"
        with Bytes(path) as raw:
            start = raw.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
        if not start:
            raise BadFile(_("{file} is empty."), file=path.name)
        self.array = start.startswith(b"[")
        columns: dict[str, None] = {}
        for _line, item in islice(self._objects(), 1000):
            if isinstance(item, dict):
                columns.update(dict.fromkeys(item))
        if not columns:
            raise BadFile(_("{file} holds no JSON objects: one object per line is expected."), file=path.name)
        self.layout = Layout("jsonl", (*columns, REST), self.encoding)

    @property
    def share(self) -> float:
        return self.bytes.share if self.bytes else 0.0

    def batches(self, size: int = ROWS) -> Iterator[Batch]:
        columns = self.layout.columns[:-1]
        known = frozenset(columns)
        rows: list[list[str | None]] = []
        lines: list[int] = []
        faults: list[Fault] = []
        weight = 0
        for line, item in self._objects():
            if not isinstance(item, dict):
                faults.append(Fault(line, "syntax", value=str(item)[:200]))
                continue
            rest = {key: value for key, value in item.items() if key not in known}
            rows.append([_cell(item.get(column)) for column in columns] + [_cell(rest or None)])
            lines.append(line)
            weight += sum(len(cell) for cell in rows[-1] if cell)
            if len(rows) == size or weight > WEIGHT:
                yield pack(self.layout.columns, rows, lines, faults)
                rows, lines, faults, weight = [], [], [], 0
        if rows or faults:
            yield pack(self.layout.columns, rows, lines, faults)

    def _objects(self) -> Iterator[tuple[int, Any]]:
        with Bytes(self.path) as raw:
            self.bytes = raw
            parsed = self._array(raw) if self.array else self._lines(raw)
            for line, item in parsed:
                for part in _turns(item):
                    yield line, part

    def _lines(self, raw: Bytes) -> Iterator[tuple[int, Any]]:
        text = io.TextIOWrapper(io.BufferedReader(raw, 1 << 20), encoding=self.encoding, errors="surrogateescape")
        lines = Lines(text)
        for line in lines:
            if line.strip():
                yield lines.number, _parse(line)

    def _array(self, raw: Bytes) -> Iterator[tuple[int, Any]]:
        data = bytearray()
        while block := raw.read(1 << 20):
            data += block
            if len(data) > ARRAY:
                raise BadFile(_("{file} is one large JSON array: save it as jsonl."), file=self.path.name)
        try:
            items = json.loads(data.decode(self.encoding))
        except ValueError as error:
            raise BadFile(
                _("{file} is no complete JSON: {error}"), file=self.path.name, error=str(error)[:200]
            ) from error
        yield from enumerate(items, 1)


def _parse(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return line


def _turns(item: Any) -> Iterable[Any]:
    """A conversation kept as one object with a list of turns becomes one row a turn."""
    if not isinstance(item, dict):
        return (item,)
    inside = next((key for key in TURNS if _holds(item.get(key))), None)
    if inside is None:
        return (item,)
    # Lists beside the turns are notes about the whole conversation; repeating them in each turn helps nobody.
    outer = {key: value for key, value in item.items() if key != inside and not isinstance(value, list | dict)}
    return [outer | {"n": n} | turn for n, turn in enumerate(item[inside], 1)]


def _holds(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, dict) for part in value)


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
