"""Any table as a file. Cells come from customers, so none may be run as a formula by a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from zhiyin.kit.errors import Invalid

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the local code page and Chinese turns into noise."""
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_XLSX_ROWS = 1_048_575
LONGEST_CELL = 32_767

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]


def download(form: str, name: str, head: Sequence[object], rows: Iterable[Row]) -> HttpResponseBase:
    """`form` is csv or xlsx; `name` becomes the file's name."""
    titles = [str(title) for title in head]
    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(_csv(titles, rows), content_type="text/csv; charset=utf-8")
    elif form == "xlsx":
        response = HttpResponse(_xlsx(titles, rows), content_type=XLSX)
    else:
        raise Invalid(_("There is no download as “{form}”. Choose csv or xlsx."), form=form[:20])
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"zhiyin.{form}\"; filename*=UTF-8''{quote(name)}.{form}"
    )
    return response


class _Echo:
    """What `csv.writer` writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def _csv(head: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BOM + writer.writerow([_harmless(cell) for cell in head])
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in row])


def _harmless(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, int | float):
        return cell
    if isinstance(cell, datetime):
        text = _local(cell).isoformat(" ", "seconds")
    else:
        text = cell.isoformat() if isinstance(cell, date) else str(cell)
    # Leading blanks are cut off by spreadsheets before they look for a formula.
    return f"'{text}" if text.lstrip(" ").startswith(RISKY) else text


def _xlsx(head: Sequence[str], rows: Iterable[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Zhiyin")
    sheet.freeze_panes = "A2"
    sheet.append([_typed(sheet, cell) for cell in head])
    for n, row in enumerate(rows):
        if n >= MOST_XLSX_ROWS:
            raise Invalid(_("XLSX holds at most {most} rows. Download CSV instead."), most=MOST_XLSX_ROWS)
        sheet.append([_typed(sheet, cell) for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _local(moment: datetime) -> datetime:
    """As the pages show it. No spreadsheet knows time zones."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


def _typed(sheet: Any, cell: Any) -> Any:
    if isinstance(cell, datetime):
        cell = _local(cell)
    if isinstance(cell, str):
        cell = ILLEGAL_CHARACTERS_RE.sub("", cell)[:LONGEST_CELL]
    made = WriteOnlyCell(sheet, value=cell)
    if isinstance(cell, str):
        made.data_type = "s"  # otherwise "=1+1" would be taken for a formula
    return made
