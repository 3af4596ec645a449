"""A question is one value: what, when, by what, of which, against when, asked by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from zhiyin.kit.time import Period
from zhiyin.warehouse.reader import Reader

GRAINS = ("day", "week", "month", "quarter", "year")
"""Dimensions of time; a cell's value is the first day of its day, week (Monday), month, quarter or year."""

Filters = tuple[tuple[str, tuple[str, ...]], ...]

MISSING = ""
"""Among the values a filter accepts: facts that leave the column empty."""


def as_filters(given: Mapping[str, str | Iterable[str]]) -> Filters:
    """Sorted and hashable, so that the same question is the same value; empty selections select everything."""
    pairs = ((name, (value,) if isinstance(value, str) else tuple(sorted(value))) for name, value in given.items())
    return tuple(sorted((name, values) for name, values in pairs if values))


EVERY = "*"
"""As a person writes it: every brand, rivals too. Nothing that a question itself knows."""


@dataclass(frozen=True)
class Question:
    indicators: tuple[str, ...]
    period: Period
    reader: Reader
    dimensions: tuple[str, ...] = ()
    """Columns of the facts (unit, brand, product, touchpoint, channel, aspect ...), grains of time, or `unit:region`:
    units rolled up to their ancestor of that kind."""
    filters: Filters = ()
    comparison: Period | None = None
    weighted: bool = True
    """Whether answers count by their sampling weight; False shows what the sample itself said."""

    @classmethod
    def of(
        cls,
        indicators: str | Iterable[str],
        period: Period,
        reader: Reader,
        *,
        by: Iterable[str] = (),
        where: Mapping[str, str | Iterable[str]] | None = None,
        against: Period | None = None,
        weighted: bool = True,
    ) -> Self:
        slugs = (indicators,) if isinstance(indicators, str) else tuple(indicators)
        return cls(slugs, period, reader, tuple(by), as_filters(where or {}), against, weighted)
