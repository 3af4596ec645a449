"""`zhiyin understand FILE`: a file of reviews to a file of mentions, and one of documents. Needs no home.

Row numbers count the rows of the file from 0, without the header; a row that cannot be read keeps its number and counts
as an empty text. Memory holds one batch, whatever the size of the file.
"""

import csv
import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.translation import gettext_lazy as _

from zhiyin.company.packs import Pack, load, names, read
from zhiyin.kit.errors import Invalid
from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.listen.imports.values import Fault
from zhiyin.understand.cores import annotate_all, cores
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import Name
from zhiyin.understand.text.tables import DOCUMENTS, MENTIONS

ROWS = 10_000
ENGLISH = ("review", "reviews", "text", "content", "comment", "feedback")
COLUMNS = (*ENGLISH, "评论", "评价", "评论内容", "评价内容", "内容", "反馈")
"""Looked for when no column is named."""
KNOWN = 20
"""Columns that a sentence names at most."""

Tell = Callable[[float, int], None]
"""Hears what share of the file is done, and how many rows."""


class BadTable(Invalid):
    code = "bad_table"


@dataclass(frozen=True)
class Done:
    rows: int
    mentions: int
    unread: tuple[int, ...] = ()
    """Lines of the file that could not be read."""


def annotate_file(
    file: Path,
    *,
    column: str | None = None,
    out: Path,
    documents: Path | None = None,
    pack: str = "generic",
    names: tuple[Name, ...] = (),
    workers: int | None = None,
    tell: Tell | None = None,
) -> Done:
    """`workers`: processes to read with; all cores unless said. What comes out is the same."""
    chosen_pack = find_pack(pack)
    if documents is not None and documents.resolve() == out.resolve():
        raise BadTable(_("Mentions and documents cannot both go to {file}; name two files."), file=out.name)
    reading = open_file(file, {"header": "yes", "blank": "keep"})
    chosen = column_of(column, reading.layout.columns, file)
    rows = mentions = 0
    unread: list[int] = []
    with ExitStack() as stack:
        opinions = stack.enter_context(writer(out, MENTIONS))
        wholes = stack.enter_context(writer(documents, DOCUMENTS)) if documents else None
        batches = (
            texts_of(batch.table[chosen], batch.lines.tolist(), noted(batch.faults, unread))
            for batch in reading.batches(ROWS)
        )
        for found in stack.enter_context(closing(annotate_all(batches, chosen_pack, workers or cores(), names))):
            opinions.write(_moved(found.mentions, rows))
            if wholes:
                wholes.write(_moved(found.documents, rows))
            rows += found.documents.num_rows
            mentions += found.mentions.num_rows
            if tell:
                tell(reading.share, rows)
    return Done(rows, mentions, tuple(unread))


def judge_file(
    file: Path,
    judge: Callable[[list[str | None]], pa.Table],
    schema: pa.Schema,
    *,
    column: str | None = None,
    out: Path,
    tell: Tell | None = None,
) -> Done:
    """What a model says of each text of a file, in tables of this schema whose `row` counts the texts given."""
    reading = open_file(file, {"header": "yes", "blank": "keep"})
    chosen = column_of(column, reading.layout.columns, file)
    rows = found = 0
    unread: list[int] = []
    with ExitStack() as stack:
        lines = stack.enter_context(writer(out, schema))
        for batch in reading.batches(ROWS):
            texts = texts_of(batch.table[chosen], batch.lines.tolist(), noted(batch.faults, unread))
            table = judge(texts)
            lines.write(_moved(table, rows))
            rows, found = rows + len(texts), found + table.num_rows
            if tell:
                tell(reading.share, rows)
    return Done(rows, found, tuple(unread))


def annotate_text(text: str, pack: str = "generic", names: tuple[Name, ...] = ()) -> str:
    """The mentions of one text as JSON."""
    found = Understander(find_pack(pack), names=names).annotate([text])
    return json.dumps(found.mentions.to_pylist(), ensure_ascii=False, indent=1)


def find_pack(name: str) -> Pack:
    """A pack by its name, or one's own as a YAML file."""
    return read(Path(name)) if name not in names() and name.endswith((".yaml", ".yml")) else load(name)


def column_of(given: str | None, columns: Sequence[str], file: Path) -> str:
    wanted = [given] if given else [name for name in columns if name.strip().lower() in COLUMNS]
    if len(wanted) == 1 and wanted[0] in columns:
        return wanted[0]
    known = ", ".join(_plain(column) for column in columns[:KNOWN] if column != "…")
    if given:
        sentence = _("{file} has no column “{column}”; it has: {known}.")
        raise BadTable(sentence, file=file.name, column=given, known=known)
    raise BadTable(
        _("Which column of {file} holds the texts? Say it with --column; it has: {known}."), file=file.name, known=known
    )


def _plain(column: str) -> str:
    """A name as a sentence may show it: random bytes have names too."""
    return "".join(sign if sign.isprintable() else "�" for sign in column[:60])


def noted(faults: Sequence[Fault], unread: list[int]) -> list[int]:
    """Lines that could not be read, kept in `unread` as well."""
    lines = [fault.line for fault in faults]
    unread += lines
    return lines


def texts_of(texts: pa.ChunkedArray, lines: list[int], faulty: list[int]) -> list[str | None]:
    """In the order of the file, with an empty text in the place of a row that could not be read."""
    listed: list[str | None] = texts.to_pylist()
    if not faulty:
        return listed
    placed = [*zip(lines, listed, strict=True), *((line, None) for line in faulty)]
    return [text for _, text in sorted(placed, key=lambda pair: pair[0])]


def _moved(table: pa.Table, rows: int) -> pa.Table:
    return table.set_column(0, "row", pc.add(table["row"], rows)) if rows else table


class Writer(ABC):
    """Writes beside the file and puts it in place when all is well: a broken run leaves the old file alone."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self.path, self.schema = path, schema
        self.part = path.with_name(f".{path.name}.part")

    @abstractmethod
    def write(self, table: pa.Table) -> None: ...

    @abstractmethod
    def open(self) -> None: ...

    @abstractmethod
    def close(self) -> None: ...

    def __enter__(self) -> Self:
        try:
            self.open()
        except OSError as error:
            raise BadTable(
                _("{file} cannot be written: {reason}. Name another place."), file=str(self.path), reason=error.strerror
            ) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, *_rest: object) -> None:
        self.close()
        if kind is None:
            self.part.replace(self.path)
        else:
            self.part.unlink(missing_ok=True)


class ParquetWriter(Writer):
    def open(self) -> None:
        self._file = pq.ParquetWriter(self.part, self.schema, compression="zstd")

    def write(self, table: pa.Table) -> None:
        self._file.write_table(table)

    def close(self) -> None:
        self._file.close()


class LinesWriter(Writer):
    _file: IO[str]

    def open(self) -> None:
        self._file = self.part.open("w", encoding="utf-8", newline="")

    def write(self, table: pa.Table) -> None:
        self._file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist())

    def close(self) -> None:
        self._file.close()


class CsvWriter(LinesWriter):
    """Lists are joined with “|”. A cell that a spreadsheet would take for a formula gets an apostrophe before it."""

    def open(self) -> None:
        super().open()
        csv.writer(self._file).writerow(self.schema.names)

    def write(self, table: pa.Table) -> None:
        csv.writer(self._file).writerows([_cell(row[name]) for name in self.schema.names] for row in table.to_pylist())


def _cell(value: Any) -> Any:
    text = "|".join(value) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


WRITERS: dict[str, type[Writer]] = {".parquet": ParquetWriter, ".jsonl": LinesWriter, ".csv": CsvWriter}


def writer(path: Path, schema: pa.Schema) -> Writer:
    if path.suffix.lower() not in WRITERS:
        raise BadTable(_("{file} cannot be written; end its name in .parquet, .jsonl or .csv."), file=path.name)
    return WRITERS[path.suffix.lower()](path, schema)
