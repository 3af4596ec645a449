"""Files as people have them are read without being asked how."""
# ruff: noqa: DTZ001  a file knows no time zone

import gzip
import random
import tempfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.listen.listen_files import lines, table, write

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading import blocks, texts
from zhiyin.listen.imports.reading.base import Reading
from zhiyin.listen.imports.reading.opening import open_file

REVIEWS = [["日期", "评论", "评分"], ["2026-05-01", "很好，下次还来", "5"], ["2026-05-02", "物流太慢；客服不理人", "1"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = write(tmp_path / "a.csv", REVIEWS * 3, encoding=encoding, delimiter=delimiter)
    cells = table(path)
    assert cells.column_names == REVIEWS[0]
    assert cells["评论"][0].as_py() == "很好，下次还来"


def test_an_encoding_that_only_shows_late_is_found(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "text"],
        *([n, "fine " * 20] for n in range(5000)),
        [9999, "物流太慢，客服不理人"],
    ]
    assert table(write(tmp_path / "a.csv", rows, encoding="gb18030"))["text"][-1].as_py() == "物流太慢，客服不理人"


def test_a_file_without_header_is_recognised(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [["1", "很好"], ["2", "不好"]])
    assert table(path).to_pydict() == {"column 1": ["1", "2"], "column 2": ["很好", "不好"]}


def test_double_empty_and_padded_names_become_different(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [["a", "a", "", "NETPRO  "], ["x", "y", "z", "w"]])
    assert table(path).column_names == ["a", "a (2)", "column 3", "NETPRO"]


def test_lines_are_counted_in_the_file_not_in_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,text\n1,"two\nlines"\n\n2,ok\n', "utf-8")
    (batch,) = open_file(path).batches()
    assert batch.lines.tolist() == [2, 5]


def test_broken_rows_are_put_aside_and_the_others_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id,text\n1,好\n2,好,多,余\n3\n4,\x00空字节\n5,".encode() + b"\xff\xfe" + "坏\n6,好,,\n".encode())
    (batch,) = open_file(path, {"encoding": "utf-8"}).batches()
    assert batch.table["id"].to_pylist() == ["1", "4", "6"]
    assert batch.table["text"][1].as_py() == "空字节"
    assert sorted((fault.line, fault.reason) for fault in batch.faults) == [
        (3, "ragged"),
        (4, "ragged"),
        (6, "encoding"),
    ]


def test_a_field_of_50_megabytes_costs_one_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n1,ok\n2," + "x" * 50_000_000 + "\n3,ok\n", "utf-8")
    batches = list(open_file(path).batches())
    assert [key for batch in batches for key in batch.table["id"].to_pylist()] == ["1", "3"]
    assert [(fault.line, fault.reason) for batch in batches for fault in batch.faults] == [(3, "overlong")]


def test_a_missing_quote_does_not_swallow_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = "2,ok ok ok ok ok ok ok ok ok\n"
    path.write_text('id,text\n1,"never closed\n' + row * 50_000, "utf-8")
    read = sum(batch.table.num_rows for batch in open_file(path).batches())
    assert read > 10_000


ENCODINGS = ["utf-8", "utf-8-sig", "gb18030"]
PIECES = ["a", "好", "1", '"', '""', ",", ",", "\n", "\n", "\r\n", "\r", " ", '"x,\ny"', "b,c\n", 'd,"e"\n', "\ufeff"]


@given(
    st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.booleans()
)
def test_the_quick_way_reads_what_the_slow_way_reads(pieces: list[str], encoding: str, keep: bool) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "a.csv")
        path.write_bytes(("id,text\n" + "".join(pieces)).encode(encoding) + b"\n\xff,2\n"[: len(pieces) % 3 * 4])
        patch.setattr(blocks, "BLOCK", 24)
        options = {"encoding": encoding, "delimiter": ",", "header": "yes", **({"blank": "keep"} if keep else {})}
        quick = _read(open_file(path, options))
        patch.setattr(texts, "readable", lambda *_: False)
        assert quick == _read(open_file(path, options))


def _read(reading: Reading) -> tuple[list[tuple[object, ...]], list[tuple[int, str]]]:
    rows: list[tuple[object, ...]] = []
    faults: list[tuple[int, str]] = []
    for batch in reading.batches(3):
        assert batch.table.num_rows <= 3
        rows += zip(batch.lines.tolist(), *(column.to_pylist() for column in batch.table.columns), strict=True)
        faults += [(fault.line, fault.reason) for fault in batch.faults]
    return rows, sorted(faults)


def test_xlsx_keeps_dates_and_whole_numbers(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["订单号", "时间", "金额"],
        [1001, datetime(2026, 5, 1, 9, 30), 12.5],
        [1002, datetime(2026, 5, 2), 3.0],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert table(tmp_path / "a.xlsx").to_pydict() == {
        "订单号": ["1001", "1002"],
        "时间": ["2026-05-01 09:30:00", "2026-05-02"],
        "金额": ["12.5", "3"],
    }


def test_jsonl_with_keys_that_come_late_and_broken_lines(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", [{"id": 1, "text": "好"}] * 1000 + [{"id": 2, "city": "杭州"}])
    path.write_text(path.read_text("utf-8") + "\n{broken", "utf-8")
    batches = list(open_file(path).batches())
    assert batches[-1].table["…"][-1].as_py() == '{"city": "杭州"}'
    assert [(fault.line, fault.reason) for fault in batches[-1].faults] == [(1002, "syntax")]


def test_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": [1, 2], "at": [datetime(2026, 5, 1), None]}), tmp_path / "a.parquet")
    assert table(tmp_path / "a.parquet")["at"].to_pylist() == ["2026-05-01 00:00:00.000000", None]


def test_files_that_cannot_be_read_say_so_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "FREE", 1_000_000)
    whole = tmp_path / "whole.csv.gz"
    write(whole, [["text"], *([f"好 {n}"] for n in range(20_000))])
    book = openpyxl.Workbook()
    book.save(tmp_path / "whole.xlsx")
    pq.write_table(pa.table({"id": list(range(10_000))}), tmp_path / "whole.parquet")
    for name in ("csv.gz", "xlsx", "parquet"):
        data = (tmp_path / f"whole.{name}").read_bytes()
        (tmp_path / f"cut.{name}").write_bytes(data[: len(data) // 2])
    (tmp_path / "empty.csv").touch()
    (tmp_path / "blank.csv").write_text("\n\n \n")
    (tmp_path / "noise.csv").write_bytes(random.Random(1).randbytes(100_000))
    (tmp_path / "renamed.csv").write_bytes((tmp_path / "whole.xlsx").read_bytes())
    (tmp_path / "a.pdf").write_text("x")
    (tmp_path / "array.json").write_text('[{"id": 1}, ')
    with gzip.open(tmp_path / "bomb.csv.gz", "wb") as out:
        out.write(b"0" * 30_000_000)
    for name in (
        "cut.csv.gz",
        "cut.xlsx",
        "cut.parquet",
        "empty.csv",
        "blank.csv",
        "noise.csv",
        "renamed.csv",
        "a.pdf",
        "array.json",
        "bomb.csv.gz",
        ".",
        "gone.csv",
    ):
        with pytest.raises(BadFile) as caught:
            list(open_file(tmp_path / name).batches())
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 200
