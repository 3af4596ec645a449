"""The rows that were put aside, as a file to mend and import again."""

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from django.utils.translation import gettext as _

from zhiyin.listen.imports.errors import REASONS
from zhiyin.listen.imports.values import Fault

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Rejects:
    """Written beside its place and moved there when complete."""

    def __init__(self, path: Path, columns: tuple[str, ...]) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self.part = path.with_suffix(".part")
        # With a mark, so that Excel reads the Chinese in it.
        self.file = self.part.open("w", encoding="utf-8-sig", newline="")
        self.writer = csv.writer(self.file)
        self.writer.writerow([_("line"), _("column"), _("value"), _("reason"), *columns])

    def add(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self.counts[fault.reason] += 1
            row = (str(fault.line), fault.column, fault.value, str(REASONS[fault.reason]), *fault.cells)
            self.writer.writerow([safe(cell) for cell in row])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.file.close()
        if kind is None and self.counts:
            self.part.replace(self.path)
        else:
            self.part.unlink(missing_ok=True)


def safe(cell: str) -> str:
    """A spreadsheet must not take a customer's text for a formula; numbers stay numbers."""
    bare = cell.lstrip(" ")  # cut off by spreadsheets before they look for a formula
    number = cell[:1] in ("+", "-") and cell[1:].replace(".", "", 1).isdigit()
    return f"'{cell}" if bare.startswith(FORMULA) and not number else cell
