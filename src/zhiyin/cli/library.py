"""`import zhiyin` in a notebook: nothing but functions on tables."""

import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import ibis.expr.types as ir
import pyarrow as pa


class OpenHome:
    """A home as its owner sees it: everything. Made by `zhiyin.open(path)`; one home a process."""

    def __init__(self, path: str | Path) -> None:
        os.environ["ZHIYIN_HOME"] = str(Path(path).expanduser().resolve())
        from zhiyin.cli.context import open_home

        self.path = open_home().path

    def table(self, name: str) -> ir.Table:
        """A fact table as an Ibis expression; run it with `.to_pandas()` here, or hand it to `self.run`."""
        from zhiyin.warehouse.engines.notebook import bound

        return bound(name)

    def run(self, expression: ir.Expr) -> pa.Table:
        return expression.to_pyarrow()

    def measure(
        self,
        indicator: str,
        *,
        by: Iterable[str] = (),
        first: date | None = None,
        last: date | None = None,
        where: Mapping[str, str | Iterable[str]] | None = None,
    ) -> pa.Table:
        """Value, low, high and n of an indicator by dimensions; `first` and `last` are days, both included. Of our
        own brands, unless `where` names one, or `*` for all, or `by` does."""
        from zhiyin.company import queries as company
        from zhiyin.kit.time import Period
        from zhiyin.measure.indicators.queries import answer
        from zhiyin.warehouse.questions import Question
        from zhiyin.warehouse.reader import Reader

        period = Period.of_days(first or date(1900, 1, 1), last or date(2199, 12, 31), company.zone())
        by = tuple(by)
        chosen = company.chosen(where, by)
        found = answer(Question.of(indicator, period, Reader.of_task("notebook"), by=by, where=chosen))
        shown = [(cell.keys, cell.figure) for cell in found.cells]
        rows = [{**keys, "value": one.value, "low": one.low, "high": one.high, "n": one.n} for keys, one in shown]
        return pa.Table.from_pylist(rows)
