"""What a workbook would unpack to, counted before it is opened: its reader holds all cells in memory."""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile

UNPACKED = 2 * 1024**3
INFLATION = 200
SMALL = 64 * 1024**2
"""Unpacked, it harms nobody, however well it was packed."""
PARTS = 20_000
CELLS = 50_000_000
"""Of the rectangle around all that is filled, and of shared strings; a cell takes some 30 bytes."""

_BLOCK = 1024**2
_ENTRY = b"PK\1\2"
_ROW = re.compile(rb"<(?:[\w\x80-\xff.-]+:)?row(?=[\s/>])")
_ROW_AT = re.compile(rb"<(?:[\w\x80-\xff.-]+:)?row\s(?:[^<]*?\s)?r\s*=\s*[\"']\s*(\d+)")
_CELL = re.compile(rb"<(?:[\w\x80-\xff.-]+:)?c(?=[\s/>])")
_CELL_AT = re.compile(
    rb"<(?:[\w\x80-\xff.-]+:)?c\s(?:[^<]*?\s)?r\s*=\s*[\"']\s*([A-Za-z]+)(\d+)\s*[\"']"
    rb"((?:\s+[\w:]+\s*=\s*\"[^\"<>]*\")*\s*/>)?"
)
_USUAL_ROW = re.compile(rb'<row r="(\d{1,7})"')
_USUAL_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
_STRING = re.compile(rb"<(?:[\w\x80-\xff.-]+:)?si(?=[\s/>])")


def check(path: Path) -> None:
    """Raises one sentence where it holds more than a reader of workbooks can bear."""
    if path.suffix.lower() == ".xls":
        return  # no zip
    if _entries(path) > PARTS:
        raise BadFile(_("{file} is packed from more than {most} parts: save it as csv."), file=path.name, most=PARTS)
    try:
        with zipfile.ZipFile(path) as parts:
            entries = parts.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, struct.error) as error:
        # all that zipfile raises where a list of parts is damaged or of a kind it does not know
        raise _unreadable(path) from error
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        raise _unreadable(path)
    most = min(UNPACKED, max(SMALL, path.stat().st_size * INFLATION))
    if sum(entry.file_size for entry in entries) > most:
        raise _swollen(path)
    with path.open("rb") as file:
        for entry in entries:
            most -= _unpacked(path, file, entry, most)


def _entries(path: Path) -> int:
    """Counted by their mark, since to list them takes a hundred times their size."""
    found, rest = 0, b""
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found += (rest + block).count(_ENTRY)
            rest = block[-3:]
    return found


def _unpacked(path: Path, file: BinaryIO, entry: zipfile.ZipInfo, most: int) -> int:
    """How long a part really is: what it tells of itself may be less. Its cells are counted on the way, and once more
    with care where they are not written as all programs write them, or seem too many."""
    size, usual = 0, _Usual()
    for block in _blocks(file, entry):
        size += len(block)
        if size > most:
            raise _swollen(path)
        usual.see(block)
    if usual.few:
        return size
    sheet = _Sheet()
    for block in _blocks(file, entry):
        sheet.see(block)
        if sheet.cells > CELLS or sheet.strings > CELLS:
            raise BadFile(
                _("{file} spans more than {most} cells: delete what stands far outside, or save it as csv."),
                file=path.name, most=CELLS,
            )  # fmt: skip
    return size


def _blocks(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """What is packed in it, to its true end. Damaged data is left to the reader, which says so."""
    file.seek(entry.header_offset)
    head = file.read(30)
    if len(head) < 30:
        return
    file.seek(sum(struct.unpack("<HH", head[26:])), 1)
    left = entry.compress_size
    opened = zlib.decompressobj(-15)
    while left > 0 and (packed := file.read(min(left, 64 * 1024))):
        left -= len(packed)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        try:
            while packed:
                yield opened.decompress(packed, _BLOCK)
                packed = opened.unconsumed_tail
        except zlib.error:
            return


class _Usual:
    """The rectangle around all cells of a part, filled or not, where every row and cell tells its place first. `_Sheet`
    takes four times as long, twice the time of reading."""

    def __init__(self) -> None:
        self.few = True
        self.rows = self.strings = 0
        self.columns: set[bytes] = set()
        self.rest = b""

    def see(self, block: bytes) -> None:
        if not self.few:
            return
        data = self.rest + block
        end = data.rfind(b"<")
        if end < 0 or len(data) - end >= _BLOCK:
            self.few = b"<" not in data
            return
        data, self.rest = data[:end], data[end:]
        rows, cells = _USUAL_ROW.findall(data), _USUAL_CELL.findall(data)
        other = sum(map(data.count, (b"<col", b"<cond", b"<cf")))
        self.few = data.count(b"<row") == len(rows) and data.count(b"<c") == len(cells) + other
        self.few &= not any(prefixed in data for prefixed in (b":c", b":r", b":si"))
        self.strings += data.count(b"<si")
        self.columns |= {column for column, _row in cells}
        self.rows = max(self.rows, *map(int, rows), *map(int, {row for _column, row in cells}), 0)
        columns = max(map(_column, self.columns), default=0)
        self.few &= max(self.rows * columns, self.strings) <= CELLS


class _Sheet:
    """The rectangle around the filled cells of a part, as far as it was seen; rows and cells need not tell where they
    stand."""

    def __init__(self) -> None:
        self.rows = self.columns = self.strings = 0
        self.row = 0
        """Cells of the last row that do not tell their place."""
        self.rest = b""

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def see(self, block: bytes) -> None:
        data = self.rest + block
        # What the last tag of the block says ends in the next one; none says it in a million characters.
        end = data.rfind(b"<") if b"<" in data else len(data)
        if len(data) - end >= _BLOCK:
            if _CELL.match(data, end) or _ROW.match(data, end):
                self.rows, self.columns = 1, CELLS + 1
            end = len(data)
        data, self.rest = data[:end], data[end:]
        self.strings += len(_STRING.findall(data))
        told = _ROW_AT.findall(data)
        cells = _CELL_AT.findall(data)
        filled = [(column, row) for column, row, empty in cells if not empty]
        last = map(_row, [*told, *{row for _column, row in filled}])
        self.rows = max(self.rows, *last, 0) + len(_ROW.findall(data)) - len(told)
        self.columns = max(self.columns, *map(_column, {column for column, _row in filled}), 0)
        if len(cells) < len(_CELL.findall(data)):
            self._count(data)

    def _count(self, data: bytes) -> None:
        for n, row in enumerate(_ROW.split(data)):
            self.row = (0 if n else self.row) + len(_CELL.findall(row)) - len(_CELL_AT.findall(row))
            self.columns = max(self.columns, self.row)


def _row(digits: bytes) -> int:
    # No workbook has a row of twenty digits, and Python reads none of thousands.
    return int(digits.lstrip(b"0")[:20] or b"0")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def _unreadable(path: Path) -> BadFile:
    return BadFile(_("{file} is no readable Excel file: open and save it again."), file=path.name)


def _swollen(path: Path) -> BadFile:
    return BadFile(_("{file} unpacks to far more than its size allows: save it as csv."), file=path.name)
