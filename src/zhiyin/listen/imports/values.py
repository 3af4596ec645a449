"""What crosses the border of an import: how a file is laid out, what its columns mean, what was wrong with it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

import numpy as np
import pyarrow as pa

KINDS = ("feedback", "orders", "events", "conversations", "customers", "answers")


@dataclass(frozen=True)
class Layout:
    """How a file is built, as found or as told."""

    format: str
    columns: tuple[str, ...]
    encoding: str = ""
    delimiter: str = ""
    header: bool = True
    sheet: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one row."""

    line: int
    reason: str
    column: str = ""
    value: str = ""
    cells: tuple[str, ...] = ()


@dataclass
class Batch:
    """Rows as text, exactly as the file has them; a cell that is not there is null."""

    lines: np.ndarray[Any, np.dtype[np.int64]]
    table: pa.Table
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Question:
    """One column of a wide survey file."""

    column: str
    code: str
    instrument: str = ""
    low: float | None = None
    high: float | None = None
    blanks: tuple[str, ...] = ()
    touchpoint: str = ""


@dataclass(frozen=True)
class Guess:
    """Why a column was taken for a field: `sure` is 0..1."""

    column: str
    field: str
    sure: float


@dataclass(frozen=True)
class Plan:
    """Everything needed to turn rows into facts; kept with the import as JSON."""

    kind: str
    source: str
    fields: Mapping[str, str] = field(default_factory=dict)
    """Field to column."""
    values: Mapping[str, str] = field(default_factory=dict)
    """Field to one value for all rows."""
    questions: tuple[Question, ...] = ()
    dates: Mapping[str, str] = field(default_factory=dict)
    """Field to the order of its date: ymd, dmy, mdy, excel, seconds, milliseconds."""
    zone: str = "Asia/Shanghai"
    decimal: str = "."
    withheld: tuple[str, ...] = ()
    """Unmapped columns that hold personal data: kept out of the facts."""
    lines: bool = False
    """Orders only: one row is one line of an order, not the order."""
    people: str = ""
    """Whose customer numbers these are; empty means the company's own."""
    speakers: Mapping[str, str] = field(default_factory=dict)
    """Conversations only: who is customer, agent or bot, by name in small letters."""
    within: tuple[str, ...] | None = None
    """Units that rows may belong to; None: any, and none. Set when an import starts, by who starts it."""
    masked: bool = True
    """Whether personal data in words are masked; the settings name the sources that are kept as they are."""
    options: Mapping[str, str] = field(default_factory=dict)
    """How to read the file where finding out went wrong: encoding, delimiter, header, sheet."""

    def kept(self, columns: tuple[str, ...]) -> list[str]:
        """Columns that stay with the fact as attributes."""
        used = set(self.fields.values()) | set(self.withheld) | {question.column for question in self.questions}
        return [column for column in columns if column not in used]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, data: Mapping[str, Any]) -> Self:
        questions = tuple(Question(**{**item, "blanks": tuple(item["blanks"])}) for item in data["questions"])
        within = tuple(units) if (units := data.get("within")) is not None else None
        return cls(**{**data, "questions": questions, "withheld": tuple(data["withheld"]), "within": within})


@dataclass(frozen=True)
class Found:
    """What looking at the first rows brought."""

    layout: Layout
    plan: Plan
    guesses: tuple[Guess, ...]
    notes: tuple[str, ...]
    """Sentences about what was assumed, to be read before confirming."""
    sample: tuple[dict[str, str], ...]


@dataclass
class Counts:
    rows: int = 0
    added: int = 0
    known: int = 0
    rejected: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
