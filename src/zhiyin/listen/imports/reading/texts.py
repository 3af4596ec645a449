"""csv, tsv and txt, plain or gzipped.

Python's own csv module reads them: it gives exact line numbers, goes on after a broken row, and takes any encoding.
Where a file is well formed, as most are in most places, `blocks` does the same in a fifth of the time.
"""

import csv
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.base import ROWS, WEIGHT, Reading, pack, tidy
from zhiyin.listen.imports.reading.blocks import blocks, ends, parse, readable
from zhiyin.listen.imports.reading.encoding import guess
from zhiyin.listen.imports.values import Batch, Fault, Layout

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CELL = 1_000_000
"""Characters a cell may have. A missing closing quote would otherwise swallow the rest of the file."""
LINE = 16_000_000
SAMPLE = 262_144
DELIMITERS = ",\t;|"
INFLATION = 300
"""A gzip that grows by more than this is no table: csv grows 4 to 40 times."""
BINARY = 0.03
"""Share of control characters beyond which a file is no text; chance bytes have 0.1, pictures and archives as many."""
FREE = 256 * 1024 * 1024


class Bytes(io.RawIOBase):
    """The file's bytes, unzipped where needed, that knows how far it is and stops at a zip bomb."""

    def __init__(self, path: Path) -> None:
        self.raw = path.open("rb")
        self.size = max(path.stat().st_size, 1)
        self.zipped = path.suffix.lower() == ".gz"
        self.stream: IO[bytes] = gzip.GzipFile(fileobj=self.raw) if self.zipped else self.raw  # type: ignore[assignment]  # a GzipFile is no IO[bytes] to typeshed
        self.name = path.name
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        try:
            data = self.stream.read(len(view))
        except (EOFError, OSError, zlib.error) as error:
            raise BadFile(_("{file} is a damaged or incomplete gzip file: fetch it again."), file=self.name) from error
        view[: len(data)] = data
        self.given += len(data)
        if self.zipped and self.given > max(FREE, self.size * INFLATION):
            raise BadFile(
                _("{file} unpacks to far more than its size allows: unpack it yourself first."), file=self.name
            )
        return len(data)

    @property
    def share(self) -> float:
        return min(self.raw.tell() / self.size, 1.0) if not self.raw.closed else 1.0

    def close(self) -> None:
        self.stream.close()
        self.raw.close()
        super().close()


class Lines:
    """Lines with their numbers; a line longer than `LINE` is skipped and remembered."""

    def __init__(self, text: IO[str], number: int = 0) -> None:
        self.text = text
        self.number = number
        self.length = 0
        self.skipped: list[int] = []

    def __iter__(self) -> Iterator[str]:
        read = self.text.readline
        while line := read(LINE):
            self.number += 1
            self.length += len(line)
            if len(line) == LINE and not line.endswith(("\n", "\r")):
                while (rest := read(LINE)) and not rest.endswith(("\n", "\r")):
                    pass
                self.skipped.append(self.number)
                continue
            yield line.replace("\0", "") if "\0" in line else line


class Chained(io.RawIOBase):
    """What was read already, and then the rest."""

    def __init__(self, start: bytes, rest: io.BufferedIOBase) -> None:
        self.start = io.BytesIO(start)
        self.rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        return self.start.readinto(view) or self.rest.readinto(view)


class TextReading(Reading):
    def __init__(self, path: Path, options: Mapping[str, str]) -> None:
        self.path = path
        self.bytes: Bytes | None = None
        self.keeps_blank = options.get("blank") == "keep"
        sample = _sample(path)
        if not sample.strip(b"\0\r\n\t \xef\xbb\xbf\xff\xfe"):
            raise BadFile(_("{file} is empty."), file=path.name)
        encoding = options.get("encoding") or guess(sample)
        try:
            head = sample.decode(encoding, "replace").replace("\0", "")
        except LookupError as error:
            raise BadFile(_("{encoding} is no encoding that is known here."), encoding=encoding) from error
        if controls(head) > BINARY:
            message = _("{file} holds no text but a program's own bytes. Save the table there as csv or xlsx.")
            raise BadFile(message, file=path.name)
        delimiter = {"tab": "\t", "\\t": "\t"}.get(options.get("delimiter", ""), options.get("delimiter", ""))
        delimiter = delimiter or find_delimiter(head)
        rows = _rows(head, delimiter)
        if not rows:
            raise BadFile(_("{file} is empty."), file=path.name)
        header = options["header"] == "yes" if "header" in options else has_header(rows)
        names = rows[0] if header else [""] * len(rows[0])
        self.layout = Layout("csv", tidy(names), encoding, delimiter, header)

    @property
    def share(self) -> float:
        return self.bytes.share if self.bytes else 0.0

    def batches(self, size: int = ROWS) -> Iterator[Batch]:
        csv.field_size_limit(CELL)
        layout = self.layout
        self.line, self.head = 0, layout.header
        with Bytes(self.path) as raw:
            self.bytes = raw
            stream: io.BufferedReader = io.BufferedReader(raw, 1 << 20)
            if not readable(layout.encoding, layout.delimiter):
                yield from self._slowly(_text(stream, layout.encoding), size)
                return
            for data, whole in blocks(stream, layout.delimiter):
                if whole and (batches := self._quickly(data, size)) is not None:
                    yield from batches
                else:
                    parts = io.BytesIO(data) if whole else Chained(data, stream)
                    # A mark is one only where the file begins.
                    encoding = layout.encoding.removesuffix("-sig") if self.line else layout.encoding
                    yield from self._slowly(_text(parts, encoding), size)

    def _quickly(self, data: bytes, size: int) -> Iterator[Batch] | None:
        layout = self.layout
        try:
            plain = data if layout.encoding.startswith("utf-8") else data.decode(layout.encoding).encode()
        except UnicodeDecodeError:
            return None
        read = parse(
            plain, layout.columns, layout.delimiter, head=self.head, longest=CELL, blank=self.keeps_blank
        )  # fmt: skip
        if read is None:
            return None
        table, lines = read
        lines += self.line + 1
        self.line, self.head = self.line + ends(data), False
        parts = -(-table.num_rows // size)
        edges = [table.num_rows * part // max(parts, 1) for part in range(parts + 1)]
        return (Batch(lines[low:high], table.slice(low, high - low)) for low, high in pairwise(edges))

    def _slowly(self, text: IO[str], size: int) -> Iterator[Batch]:
        lines = Lines(text, self.line)
        reader = csv.reader(lines, delimiter=self.layout.delimiter)
        columns, width = self.layout.columns, len(self.layout.columns)
        rows: list[list[str]] = []
        numbers: list[int] = []
        faults: list[Fault] = []
        full = WEIGHT
        while True:
            start = lines.number + 1
            try:
                row = next(reader)
            except StopIteration:
                break
            except csv.Error:
                faults.append(Fault(start, "overlong"))
                continue
            if not row or (not any(row) and not self.keeps_blank):
                continue
            if self.head:
                self.head = False
                continue
            if len(row) != width and not _fit(row, width):
                faults.append(Fault(start, "ragged", value=f"{len(row)} ≠ {width}", cells=tuple(row[:width])))
                continue
            rows.append(row)
            numbers.append(start)
            if len(rows) == size or lines.length > full:
                yield pack(columns, rows, numbers, faults)
                rows, numbers, faults = [], [], []
                full = lines.length + WEIGHT
        self.line = lines.number
        faults += [Fault(number, "overlong") for number in lines.skipped]
        if rows or faults:
            yield pack(columns, rows, numbers, faults)


def _fit(row: list[str], width: int) -> bool:
    """Spreadsheets write empty cells at the end of a row, or leave them away."""
    if len(row) > width and not any(row[width:]):
        del row[width:]
        return True
    return False


def controls(head: str) -> float:
    """Share of control characters other than blanks, ends of lines and of files."""
    return sum(1 for sign in head if sign < " " and sign not in "\t\n\v\f\r\x1a") / max(len(head), 1)


def _sample(path: Path) -> bytes:
    """The first bytes, and the first that are not ASCII when those come later."""
    with Bytes(path) as raw:
        head = _take(raw, SAMPLE)
        if not head.isascii() or len(head) < SAMPLE:
            return head
        for _block in range(400):
            block = _take(raw, SAMPLE)
            if not block:
                break
            if not block.isascii():
                cut = head.rfind(b"\n")
                line = block.find(b"\n")
                return head[: cut + 1] + (block[line + 1 :] if line >= 0 else block)
    return head


def _take(raw: Bytes, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size and (part := raw.read(size - len(parts))):
        parts += part
    return bytes(parts)


def _text(stream: io.BytesIO | io.RawIOBase | io.BufferedReader, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        io.BufferedReader(stream, 1 << 20) if isinstance(stream, io.RawIOBase) else stream,
        encoding=encoding,
        # Only ASCII-based encodings can carry a broken byte through to the row it stands in.
        errors="replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape",
        newline="",
    )


def _rows(head: str, delimiter: str, most: int = 200) -> list[list[str]]:
    csv.field_size_limit(CELL)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    while len(rows) < most:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            continue
        if any(row):
            rows.append(row)
    # The sample may end inside a row.
    return rows if len(rows) < 3 or len(rows) == most else rows[:-1]


def find_delimiter(head: str) -> str:
    """The one that gives the most rows the same number of cells, more than one."""
    best, score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in _rows(head, delimiter))
        if not widths:
            continue
        width, times = widths.most_common(1)[0]
        # A header speaks louder than rows: text columns are full of commas.
        first = len(_rows(head, delimiter, 1)[0])
        agreement = times / widths.total() + (0.5 if first == width else 0)
        if width > 1 and agreement + 0.01 * min(width, 20) > score:
            best, score = delimiter, agreement + 0.01 * min(width, 20)
    return best


DATUM = re.compile(r"^\s*[-+¥$€]?\d[\d\s.,:/年月日TZ+-]*%?\s*$")


def has_header(rows: list[list[str]]) -> bool:
    """Names are short and are no numbers or dates; data below them differ."""
    first = rows[0]
    if any(DATUM.match(cell) or len(cell) > 80 for cell in first):
        # Survey tools export question texts as names: long, but without a number among them.
        return not any(DATUM.match(cell) for cell in first) and len(first) > 1
    if len(rows) == 1 or first in rows[1:]:
        return True  # files put together one after another repeat their header
    for column, name in enumerate(first):
        below = [row[column] for row in rows[1:] if column < len(row) and row[column]]
        if below and name in below and len(set(below)) > 1:
            return False
    return True
