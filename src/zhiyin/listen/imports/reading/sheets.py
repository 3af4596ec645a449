"""xlsx (and the older xls), first sheet unless told otherwise."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.base import ROWS, Reading, pack, tidy
from zhiyin.listen.imports.reading.bounds import check
from zhiyin.listen.imports.reading.texts import has_header
from zhiyin.listen.imports.values import Batch, Fault, Layout


class SheetReading(Reading):
    def __init__(self, path: Path, options: Mapping[str, str]) -> None:
        check(path)
        try:
            book = CalamineWorkbook.from_path(path)
        except (CalamineError, OSError, ValueError) as error:
            raise BadFile(_("{file} is no readable Excel file: open and save it again."), file=path.name) from error
        name = options.get("sheet") or next(iter(book.sheet_names), "")
        if name not in book.sheet_names:
            known = ", ".join(book.sheet_names)
            raise BadFile(_("{file} has no sheet {sheet}; it has: {known}."), file=path.name, sheet=name, known=known)
        try:
            self.sheet: CalamineSheet = book.get_sheet_by_name(name)
        except CalamineError as error:
            raise BadFile(_("{file} is no readable Excel file: open and save it again."), file=path.name) from error
        top = [[shown(cell) for cell in row] for _n, row in zip(range(50), self._rows(), strict=False)]
        top = [row for row in top if any(row)]
        if not top:
            raise BadFile(_("{file} is empty."), file=path.name)
        header = options["header"] == "yes" if "header" in options else has_header(top)
        names = top[0] if header else [""] * len(top[0])
        self.layout = Layout("xlsx", tidy(names), header=header, sheet=name)
        self.done = 0

    def _rows(self) -> Iterator[list[object]]:
        yield from self.sheet.iter_rows()  # type: ignore[misc]  # calamine leaves it untyped

    @property
    def share(self) -> float:
        return self.done / max(self.sheet.height, 1)

    def batches(self, size: int = ROWS) -> Iterator[Batch]:
        rows: list[list[str]] = []
        lines: list[int] = []
        head, offset = self.layout.header, (self.sheet.start or (0, 0))[0]
        for self.done, row in enumerate(self._rows(), 1):  # noqa: B020  the loop variable is the progress
            cells = [shown(cell) for cell in row]
            if not any(cells):
                continue
            if head:
                head = False
                continue
            rows.append(cells)
            lines.append(offset + self.done)
            if len(rows) == size:
                yield self._pack(rows, lines)
                rows, lines = [], []
        if rows:
            yield self._pack(rows, lines)

    def _pack(self, rows: list[list[str]], lines: list[int]) -> Batch:
        faults: list[Fault] = []
        return pack(self.layout.columns, rows, lines, faults)


def shown(cell: object) -> str:
    """A cell as text: whole numbers without a point, dates in ISO form."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell) if cell is not None else ""
