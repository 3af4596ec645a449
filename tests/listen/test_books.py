"""Workbooks made to do harm are refused before they are opened; odd ones that are honest are read."""
# ruff: noqa: E501  XML as it stands in a file

import io
import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.utils import translation

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.opening import open_file

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def book(path: Path, parts: dict[str, bytes] | None = None) -> Path:
    """What openpyxl writes, with some parts replaced or added."""
    made, whole = io.BytesIO(), openpyxl.Workbook()
    sheet = whole.active
    assert sheet is not None
    for row in (["id", "text"], [1, "房间太吵"], [2, "早餐很好"]):
        sheet.append(row)
    whole.save(made)
    parts = parts or {}
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return path


def sheet(rows: str, dimension: str = "A1:B3") -> bytes:
    return f'<worksheet {MAIN}><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'.encode()


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def texts(path: Path) -> list[str]:
    return [one for batch in open_file(path).batches() for one in batch.table["text"].to_pylist()]


ROWS = f'<row r="1">{cell("A1", "id")}{cell("B1", "text")}</row><row r="2">{cell("A2", "1")}{cell("B2", "太吵")}</row>'
FAR = f'{ROWS}<row r="1048576">{cell("XFD1048576", "x")}</row>'
BARE = "<c><v>1</v></c>"
HARMFUL = {
    "one cell in the last corner": ({SHEET: sheet(FAR)}, "spans more than"),
    "a corner behind a name": ({SHEET: sheet(FAR).replace(b"<c ", b"<x:c ").replace(b'"XFD1048576"', b"'xfd1048576'")}, "spans more than"),
    "a corner behind a name that is not English": ({SHEET: sheet(FAR).replace(b"<c ", "<é:c ".encode())}, "spans more than"),
    "a row of five thousand digits": ({SHEET: sheet(FAR).replace(b'"1048576"', b'"' + b"9" * 5_000 + b'"')}, "spans more than"),
    "a cell of five thousand digits": ({SHEET: sheet(FAR).replace(b"XFD1048576", b"XFD" + b"0" * 5_000 + b"1048576")}, "spans more than"),
    "a corner behind far spaces": ({SHEET: sheet(FAR).replace(b"<c r=\"XFD", b"<c" + b" " * 3_000 + b'r = "XFD')}, "spans more than"),
    "cells that tell no place": ({SHEET: sheet(f'<row>{BARE * 20_000}</row><row r="1000000">{BARE}</row>')}, "spans more than"),
    "a corner behind something empty": ({SHEET: sheet(FAR).replace(b'r="XFD1048576"', b'r="XFD1048576" a="/>"')}, "spans more than"),
    "strings without end": ({STRINGS: b"<sst>" + b"<si/>" * 20_000_000 + b"</sst>"}, "unpacks to far more"),
    "blanks without end": ({SHEET: sheet(" " * 80_000_000)}, "unpacks to far more"),
    "a corner behind a megabyte of blanks": ({SHEET: sheet(FAR).replace(b"<c r=\"XFD", b"<c" + b" " * 3_000_000 + b'r="XFD')}, "spans more than"),
}  # fmt: skip


@pytest.mark.parametrize("harmful", HARMFUL)
def test_a_book_made_to_do_harm_gives_one_sentence(tmp_path: Path, harmful: str) -> None:
    parts, sentence = HARMFUL[harmful]
    path = book(tmp_path / "a.xlsx", parts)
    tracemalloc.start()
    with translation.override("en"), pytest.raises(BadFile, match=sentence) as caught:
        open_file(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(str(caught.value)) < 150
    assert most < 60_000_000


def test_a_million_parts_are_not_even_listed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    data = path.read_bytes()[:start]
    entry = b"PK\1\2" + bytes(24) + b"\1\0" + bytes(14) + b"\0\0"
    listed = (entry[:46] + b"x") * 1_000_000
    end = (
        b"PK\5\6"
        + bytes(4)
        + b"\xff\xff\xff\xff"
        + len(listed).to_bytes(4, "little")
        + start.to_bytes(4, "little")
        + b"\0\0"
    )
    path.write_bytes(data + listed + end)
    began = time.perf_counter()
    tracemalloc.start()
    with translation.override("en"), pytest.raises(BadFile, match="more than 20000 parts"):
        open_file(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10_000_000
    assert time.perf_counter() - began < 5


def test_a_part_that_tells_a_smaller_size_is_refused(tmp_path: Path) -> None:
    """Eighty megabytes that say they are a thousand bytes."""
    path = book(tmp_path / "a.xlsx", {SHEET: b" " * 80_000_000})
    path.write_bytes(path.read_bytes().replace((80_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")))
    with translation.override("en"), pytest.raises(BadFile, match="unpacks to far more"):
        open_file(path)


def test_an_absurd_dimension_and_empty_cells_far_away_do_no_harm(tmp_path: Path) -> None:
    """Programs write the one and styles leave the other; neither takes memory."""
    path = book(tmp_path / "a.xlsx", {SHEET: sheet(f'{ROWS}<row r="9"><c r="XFD9" s="0"/></row>', "A1:XFD1048576")})
    assert texts(path) == ["太吵"]


def test_cells_that_tell_no_place_are_read(tmp_path: Path) -> None:
    one = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = "".join(
        f"<row>{one.format(a)}{one.format(b)}</row>" for a, b in (("id", "text"), *((n, "吵") for n in range(20_000)))
    )
    assert len(texts(book(tmp_path / "a.xlsx", {SHEET: sheet(rows)}))) == 20_000


def test_a_long_and_wide_book_is_read(tmp_path: Path) -> None:
    whole = openpyxl.Workbook(write_only=True)
    made = whole.create_sheet()
    made.append(["id", "text", *(f"q{n}" for n in range(60))])
    for n in range(3_000):
        made.append([n, f"第{n}次来，房间太吵", *range(60)])
    whole.save(tmp_path / "a.xlsx")
    assert len(texts(tmp_path / "a.xlsx")) == 3_000
