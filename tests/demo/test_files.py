"""Slices written as files hold what the tables hold."""

import csv
import gzip
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from zhiyin.demo.files import write
from zhiyin.demo.generate import Sample, generate


@pytest.fixture(scope="module")
def small() -> Sample:
    return generate(3, 0.03)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv(small: Sample, tmp_path: Path, encoding: str) -> None:
    path = write(small, "feedback", tmp_path / "reviews.csv", rows=200, encoding=encoding)
    with path.open(encoding=encoding, newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 200
    assert [row["评价内容"] for row in rows] == small.tables["feedback"]["text"].to_pylist()[:200]
    assert rows[0]["时间"].startswith("2025-11-01 ")


def test_gzip(small: Sample, tmp_path: Path) -> None:
    path = write(small, "turn", tmp_path / "talks.csv.gz", rows=10, language="en")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        assert next(csv.reader(lines))[0] == "external_id"


def test_sheet(small: Sample, tmp_path: Path) -> None:
    path = write(small, "order", tmp_path / "orders.xlsx", rows=20)
    rows = list(load_workbook(path, read_only=True).worksheets[0].values)
    assert len(rows) == 21
    assert rows[0][0] == "编号"


def test_lines(small: Sample, tmp_path: Path) -> None:
    path = write(small, "event", tmp_path / "events.jsonl", rows=5)
    assert all("事件" in json.loads(line) for line in path.read_text("utf-8").splitlines())
