"""Slices of the sample company as files to import: for tutorials, for tests, for trying `zhiyin import`."""

import csv
import gzip
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from zhiyin.demo.generate import Sample
from zhiyin.demo.generate.calendar import ZONE

HEADINGS = {
    "zh": {
        "external_id": "编号", "at": "时间", "customer": "客户编号", "unit": "门店", "brand": "品牌", "product": "产品",
        "touchpoint": "触点", "channel": "渠道", "kind": "类型", "text": "评价内容", "rating": "评分", "amount": "金额",
        "status": "状态", "promised_at": "承诺送达时间", "delivered_at": "实际送达时间", "conversation": "会话编号",
        "n": "序号", "speaker": "角色", "queue": "队列", "name": "事件", "session": "会话",
    },
    "en": {},
}  # fmt: skip
COLUMNS = {
    "feedback": ("external_id", "at", "customer", "unit", "brand", "product", "channel", "kind", "text", "rating"),
    "order": ("external_id", "at", "customer", "unit", "product", "channel", "amount", "status", "promised_at",
              "delivered_at"),
    "event": ("external_id", "at", "customer", "name", "session", "properties"),
    "turn": ("external_id", "at", "customer", "conversation", "n", "speaker", "queue", "text"),
}  # fmt: skip


def write(
    sample: Sample, table: str, path: Path, *, rows: int = 500, language: str = "zh", encoding: str = "utf-8"
) -> Path:
    """The first rows as csv, csv.gz, xlsx or jsonl, by the ending of `path`; times are local, as shops write them.

    `encoding` is for csv: utf-8, utf-8-sig or gb18030.
    """
    part = sample.tables[table].select(list(COLUMNS[table])).slice(0, rows)
    heads = [HEADINGS[language].get(name, name) for name in COLUMNS[table]]
    lines = [[_cell(value) for value in row.values()] for row in part.to_pylist()]
    ending = path.name.partition(".")[2]
    if ending == "xlsx":
        _write_sheet(path, heads, lines)
    elif ending == "jsonl":
        text = "".join(json.dumps(dict(zip(heads, line, strict=True)), ensure_ascii=False) + "\n" for line in lines)
        path.write_text(text, "utf-8")
    else:
        opener = gzip.open if ending == "csv.gz" else open
        with opener(path, "wt", encoding=encoding, newline="") as out:
            csv.writer(out).writerows([heads, *lines])
    return path


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M:%S}"
    return "" if value is None else value


def _write_sheet(path: Path, heads: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("反馈")
    sheet.append(list(heads))
    for line in lines:
        sheet.append(list(line))
    book.save(path)
