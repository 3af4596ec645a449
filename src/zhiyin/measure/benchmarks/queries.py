"""Ours, each rival's and the industry's value of the same indicator. Formula page: docs/formulas/rivals.md."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from zhiyin.company import queries as company
from zhiyin.kit.time import Period
from zhiyin.measure.benchmarks.values import Comparison, Standing
from zhiyin.measure.indicators.figures import NOTHING, change, mean
from zhiyin.measure.indicators.queries import answer_all
from zhiyin.measure.indicators.registry import indicator
from zhiyin.measure.indicators.values import Cell
from zhiyin.measure.tree.rules import score
from zhiyin.stats.differences import Verdict, false_discovery
from zhiyin.warehouse.questions import Question
from zhiyin.warehouse.reader import Reader


@dataclass(frozen=True)
class Contest:
    """What to compare: an indicator, with `by_aspect` once for each aspect somebody mentions."""

    slug: str
    by_aspect: bool = False


def compare(
    slug: str,
    period: Period,
    reader: Reader,
    *,
    by_aspect: bool = False,
    where: Mapping[str, str | Iterable[str]] | None = None,
) -> list[Comparison]:
    """Ours, under the name of our first brand, beside every rival of the map on one indicator."""
    return compare_all([Contest(slug, by_aspect)], period, reader, where=where)[0]


def compare_all(
    contests: Sequence[Contest],
    period: Period,
    reader: Reader,
    *,
    where: Mapping[str, str | Iterable[str]] | None = None,
) -> list[list[Comparison]]:
    """Several at once: those on the same facts share a query."""
    own = company.own_brand()
    brands = {own: company.names("brand", [own])[own], **{brand.code: brand.name for brand in company.rivals()}}
    # What is asked about all brands, and again about ours together, is one question about rows by brand.
    asked = [
        Question.of(one.slug, period, reader, by=by, where=chosen)
        for one in contests
        for split in [["aspect"] if one.by_aspect else []]
        for by, chosen in ((split, {**(where or {}), "brand": company.ours()}), (["brand", *split], where))
    ]
    answers = [found.cells for found in answer_all(asked)]
    return [
        _contest(one, brands, own, ours, others)
        for one, ours, others in zip(contests, answers[::2], answers[1::2], strict=True)
    ]


def _contest(
    one: Contest, brands: Mapping[str, str], own: str, ours: Iterable[Cell], others: Iterable[Cell]
) -> list[Comparison]:
    cells = [replace(cell, keys={**cell.keys, "brand": own}) for cell in ours]
    cells += [cell for cell in others if cell.keys["brand"] in brands and cell.keys["brand"] != own]
    aspects = (
        sorted({str(cell.keys["aspect"]) for cell in cells if cell.keys.get("aspect")}) if one.by_aspect else [None]
    )
    found = {(cell.keys["brand"], cell.keys.get("aspect")): cell for cell in cells}
    return _judged([_compare(one.slug, aspect, brands, own, found) for aspect in aspects])


def _compare(
    slug: str,
    aspect: str | None,
    brands: Mapping[str, str],
    own: str,
    found: Mapping[tuple[str | None, str | None], Cell],
) -> Comparison:
    figures = {code: found[code, aspect].figure if (code, aspect) in found else NOTHING for code in brands}
    standings = tuple(
        Standing(code, name, code == own, figures[code], None if code == own else change(figures[code], figures[own]))
        for code, name in brands.items()
    )
    rivals = [one.figure for one in standings if not one.ours and one.figure.enough]
    industry = mean(rivals)
    kind = indicator(slug)
    ours, theirs = (score(one, kind.lowest, kind.highest, kind.better).value for one in (figures[own], industry))
    index = ours / theirs if ours is not None and theirs and figures[own].enough else None
    return Comparison(slug, aspect, standings, industry, index)


def _judged(table: list[Comparison]) -> list[Comparison]:
    """The verdicts again, with the false discovery rate over all gaps that are shown together."""
    gaps = [one.gap for row in table for one in row.standings if one.gap and one.gap.verdict != Verdict.TOO_FEW]
    if not gaps:
        return table
    q = false_discovery(np.array([gap.p for gap in gaps], dtype=np.float64))
    kept = {id(gap) for gap, chance in zip(gaps, q, strict=True) if chance > 0.05}

    def settle(one: Standing) -> Standing:
        return replace(one, gap=replace(one.gap, verdict=Verdict.UNCLEAR)) if one.gap and id(one.gap) in kept else one

    return [replace(row, standings=tuple(map(settle, row.standings))) for row in table]
