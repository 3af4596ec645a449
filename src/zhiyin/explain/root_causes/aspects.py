"""Aspects of observations that come with words: an answer, a rating, a text and the opinions in it."""

from dataclasses import replace
from functools import lru_cache

import ibis
import ibis.expr.types as ir

from zhiyin.kit.time import Period
from zhiyin.measure.indicators.bases import BASES
from zhiyin.measure.indicators.registry import indicator as named
from zhiyin.measure.indicators.sums import BEFORE, CURRENT, Sums
from zhiyin.measure.indicators.values import Indicator
from zhiyin.warehouse.engines import Facts, compiled, guarded, instant
from zhiyin.warehouse.questions import Filters
from zhiyin.warehouse.reader import Reader

LINKS = {"answers": "feedback", "voices": "id", "documents": "feedback"}
"""Base → the column that holds the id of the feedback whose mentions belong to the row."""


def sums(facts: Facts, indicator: Indicator, period: Period, against: Period, filters: Filters) -> Sums:
    """Parts by aspect spoken of: an observation counts once for each aspect its text mentions."""
    parts = {}
    reader = replace(facts.reader, name="")
    for chosen, moment in ((period, CURRENT), (against, BEFORE)):
        table = facts.planned(_plan(reader, indicator.slug, filters), opening=chosen.start, closing=chosen.end)
        parts[moment] = Sums.of(table, ("aspect",), moment)
    return parts[CURRENT].joined(parts[BEFORE])


@lru_cache(maxsize=256)
def _plan(reader: Reader, slug: str, filters: Filters) -> str:
    indicator = named(slug)
    base = BASES[indicator.base.name]
    rows = base.rows(lambda name: guarded(name, reader))
    rows = rows.filter((rows["at"] >= instant("opening")) & (rows["at"] < instant("closing")))
    for name, accepted in filters:
        rows = rows.filter(rows[name].isin(accepted))
    tags = guarded("mention", reader).select(said="feedback", spoken="aspect").distinct()
    tagged: ir.Table = rows.inner_join(tags, rows[LINKS[base.name]] == tags.said)
    tagged = tagged.drop("aspect") if "aspect" in tagged.columns else tagged
    tagged = tagged.filter(ibis._.spoken.notnull()).rename(aspect="spoken")
    return compiled(tagged.group_by("aspect").agg(**indicator.parts(tagged)))
