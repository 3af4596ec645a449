"""What an indicator is, and what comes back when one is asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from zhiyin.stats.decomposition import Side
from zhiyin.stats.differences import Verdict
from zhiyin.stats.values import Estimate
from zhiyin.warehouse.questions import Question

Arrays = Mapping[str, NDArray[np.float64]]
Key = str | None
Tables = Callable[[str], ir.Table]
"""Name of a fact table → the rows of it that the reader may see."""


class Unit(StrEnum):
    POINTS = "points"
    SHARE = "share"
    SCORE = "score"
    COUNT = "count"
    SECONDS = "seconds"
    DAYS = "days"


@dataclass(frozen=True)
class Base:
    """The facts that some indicators hang on. One base is one query, however many indicators are asked for."""

    name: str
    table: str
    dimensions: tuple[str, ...]
    """Columns one may group and filter by, besides the grains of time."""
    measures: tuple[str, ...]
    """Columns that the parts of its indicators are made of."""
    rows: Callable[[Tables], ir.Table]
    """Prepared rows: `at`, the dimensions and the measures."""
    within: tuple[str, ...] = ()
    """Dimensions in which the rows behind one independent thing differ: the mentions of a text in their aspect."""
    gather: Callable[[ir.Table, list[str]], ir.Table] | None = None
    """Sum up the independent thing behind several rows (a text with several mentions) within the keys given."""
    wider: "Base | None" = None
    """The same rows with more dimensions, which cost a join and are had only when one of them is asked for."""

    @property
    def known(self) -> tuple[str, ...]:
        """All dimensions that can be asked for."""
        return self.wider.dimensions if self.wider else self.dimensions

    def fitting(self, names: Iterable[str]) -> "Base":
        asked = set(names) - set(self.dimensions)
        return self.wider if self.wider and asked & set(self.wider.dimensions) else self


@dataclass(frozen=True)
class Indicator:
    slug: str
    name: object
    """Translatable."""
    meaning: object
    """Translatable: what it says and how it is computed, in a sentence."""
    unit: Unit
    base: Base
    parts: Callable[[ir.Table], dict[str, ir.Value]]
    """Sufficient statistics: sums over rows, so that answers are pooled, never scores."""
    estimate: Callable[[Arrays], Estimate]
    better: int
    """1 when more is better, -1 when less is, 0 when neither."""
    lowest: float
    highest: float
    """Ends of the scale, or what counts as worst and best on the 0..100 of a tree."""
    formula: str
    """Page in docs/formulas."""
    samples: bool = False
    """Whether the one part is a list of values (a median needs them all) rather than a sum."""
    whole_without: tuple[str, ...] = ()
    """For shares: the whole is the same question without these dimensions and filters."""
    moments: Callable[[Arrays], Side] | None = None
    """The parts as n, Σx and Σx² of a mean on the shown scale, so that its change can be split among groups."""


@dataclass(frozen=True)
class Figure:
    """One number as it must be shown: with its interval and n. NaN values become None."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    error: float | None = None

    @property
    def enough(self) -> bool:
        return self.value is not None and self.n >= ENOUGH


ENOUGH = 10
"""Fewer observations are named, not drawn (formulas 4.15)."""


@dataclass(frozen=True)
class Change:
    value: float | None
    low: float | None
    high: float | None
    p: float | None
    verdict: Verdict


@dataclass(frozen=True)
class Cell:
    indicator: str
    keys: Mapping[str, Key]
    figure: Figure
    before: Figure | None = None
    change: Change | None = None


@dataclass(frozen=True)
class Answer:
    question: Question
    cells: tuple[Cell, ...]
    snapshot: int
    """Version of the facts it was computed from."""

    def of(self, indicator: str) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.indicator == indicator)

    def cell(self, indicator: str, **keys: Key) -> Cell | None:
        wanted = keys.items()
        return next((cell for cell in self.of(indicator) if wanted <= cell.keys.items()), None)
