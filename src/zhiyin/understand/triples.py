"""`zhiyin triples FILE`: a file of reviews to a file of who is praised or blamed for what. Needs no home."""

from contextlib import ExitStack
from pathlib import Path

import pyarrow.compute as pc

from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.understand.files import ROWS, Done, Tell, column_of, noted, texts_of, writer
from zhiyin.understand.text import triples


def label_file(file: Path, *, column: str | None = None, out: Path, tell: Tell | None = None) -> Done:
    """One row a triple; rows of the file count from 0. Memory holds one batch."""
    labeller = triples.load()
    reading = open_file(file, {"header": "yes", "blank": "keep"})
    chosen = column_of(column, reading.layout.columns, file)
    rows = found = 0
    unread: list[int] = []
    with ExitStack() as stack:
        lines = stack.enter_context(writer(out, triples.TABLE))
        for batch in reading.batches(ROWS):
            texts = texts_of(batch.table[chosen], batch.lines.tolist(), noted(batch.faults, unread))
            table = labeller.judge(texts)
            lines.write(table.set_column(0, "row", pc.add(table["row"], rows)))
            rows, found = rows + len(texts), found + table.num_rows
            if tell:
                tell(reading.share, rows)
    return Done(rows, found, tuple(unread))
