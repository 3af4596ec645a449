"""Aspects of observations that come with words: an answer, a rating, a text and the opinions in it."""

from dataclasses import replace
from functools import lru_cache

import ibis
import ibis.expr.types as ir

from zhiyin.explain.kept import keep
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.bases import BASES
from zhiyin.measure.indicators.registry import indicator as named
from zhiyin.measure.indicators.sums import BEFORE, CURRENT, Sums
from zhiyin.measure.indicators.values import Indicator
from zhiyin.warehouse.engines import Facts, compiled, guarded, instant
from zhiyin.warehouse.questions import Filters, matching
from zhiyin.warehouse.reader import Reader

LINKS = {"answers": "feedback", "voices": "id", "documents": "feedback"}
"""Base → the column that holds the id of the feedback whose mentions belong to the row."""


def sums(facts: Facts, indicators: tuple[Indicator, ...], period: Period, against: Period, filters: Filters) -> Sums:
    """Parts by aspect spoken of: an observation counts once for each aspect its text mentions."""
    slugs = tuple(indicator.slug for indicator in indicators)
    asked = ("aspects", slugs, period, against, filters)
    return keep(facts, asked, lambda: _sums(facts, slugs, period, against, filters))


def _sums(facts: Facts, slugs: tuple[str, ...], period: Period, against: Period, filters: Filters) -> Sums:
    plan = _plan(replace(facts.reader, name=""), slugs, filters)
    parts = [
        Sums.of(facts.planned(plan, opening=chosen.start, closing=chosen.end), ("aspect",), moment)
        for chosen, moment in ((period, CURRENT), (against, BEFORE))
    ]
    return parts[0].joined(parts[1])


@lru_cache(maxsize=256)
def _plan(reader: Reader, slugs: tuple[str, ...], filters: Filters) -> str:
    indicators = [named(slug) for slug in slugs]
    base = BASES[indicators[0].base.name]
    rows = base.rows(lambda name: guarded(name, reader))
    rows = rows.filter((rows["at"] >= instant("opening")) & (rows["at"] < instant("closing")))
    for name, accepted in filters:
        rows = rows.filter(matching(rows[name], accepted))
    tags = guarded("mention", reader).select(said="feedback", spoken="aspect").distinct()
    tagged: ir.Table = rows.inner_join(tags, rows[LINKS[base.name]] == tags.said)
    tagged = tagged.drop("aspect") if "aspect" in tagged.columns else tagged
    tagged = tagged.filter(ibis._.spoken.notnull()).rename(aspect="spoken")
    parts = {f"{one.slug}.{name}": part for one in indicators for name, part in one.parts(tagged).items()}
    return compiled(tagged.group_by("aspect").agg(**parts))
