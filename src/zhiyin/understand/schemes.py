"""`zhiyin categories FILE`: a file of reviews to a file of what each speaks of in a fixed scheme. Needs no home."""

from contextlib import ExitStack
from pathlib import Path

import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid
from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.understand.files import ROWS, Done, Tell, column_of, noted, texts_of, writer
from zhiyin.understand.text import categories


class UnknownScheme(Invalid):
    code = "unknown_scheme"


def find_scheme(name: str) -> categories.Scheme:
    if name not in categories.SCHEMES:
        known = ", ".join(categories.SCHEMES)
        raise UnknownScheme(_("There is no scheme “{name}”; choose one of: {known}."), name=name, known=known)
    return categories.load(name)


def categorise_file(file: Path, *, scheme: str, column: str | None = None, out: Path, tell: Tell | None = None) -> Done:
    """One row a category of a text; rows of the file count from 0. Memory holds one batch."""
    judging = find_scheme(scheme)
    reading = open_file(file, {"header": "yes", "blank": "keep"})
    chosen = column_of(column, reading.layout.columns, file)
    rows = found = 0
    unread: list[int] = []
    with ExitStack() as stack:
        lines = stack.enter_context(writer(out, categories.TABLE))
        for batch in reading.batches(ROWS):
            texts = texts_of(batch.table[chosen], batch.lines.tolist(), noted(batch.faults, unread))
            table = judging.judge(texts)
            lines.write(table.set_column(0, "row", pc.add(table["row"], rows)))
            rows, found = rows + len(texts), found + table.num_rows
            if tell:
                tell(reading.share, rows)
    return Done(rows, found, tuple(unread))
