"""From a base and a period to sums: one query for all indicators that hang on the base."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _t

from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.sums import BEFORE, CURRENT, Sums
from zhiyin.measure.indicators.values import Base, Indicator
from zhiyin.warehouse.engines import Facts
from zhiyin.warehouse.questions import GRAINS, Filters

TRUNCATE = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
KEPT = 256
"""Answers kept in memory. A whole-company overview needs about ten; each is some kilobytes."""


@dataclass(frozen=True)
class Wanted:
    """What to collect; the key under which the result is kept, together with reader, zone and version of the facts."""

    base: Base
    indicators: tuple[Indicator, ...]
    dimensions: tuple[str, ...]
    filters: Filters
    period: Period
    comparison: Period | None


_kept: OrderedDict[object, Sums] = OrderedDict()
_lock = Lock()


def collect(facts: Facts, wanted: Wanted) -> Sums:
    slugs = tuple(indicator.slug for indicator in wanted.indicators)
    asked = (wanted.base.name, slugs, wanted.dimensions, wanted.filters, wanted.period, wanted.comparison)
    key = (asked, facts.reader.restrictions, facts.zone, facts.lake.catalog, facts.snapshot)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    sums = _collect(facts, wanted)
    with _lock:
        _kept[key] = sums
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return sums


def _collect(facts: Facts, wanted: Wanted) -> Sums:
    _check(wanted)
    period, other = wanted.period, wanted.comparison
    if other is None:
        return _run(facts, wanted, [(period, CURRENT)])
    if other.end <= period.start or period.end <= other.start:
        return _run(facts, wanted, [(period, CURRENT), (other, BEFORE)])
    return _run(facts, wanted, [(period, CURRENT)]).joined(_run(facts, wanted, [(other, BEFORE)]))


def _check(wanted: Wanted) -> None:
    known = {*wanted.base.dimensions, *GRAINS}
    asked = {*wanted.dimensions, *(name for name, _ in wanted.filters)}
    for name in sorted(asked - known):
        raise Invalid(
            _t("{indicator} cannot be split or filtered by “{name}”. Possible are: {known}."),
            indicator=wanted.indicators[0].name, name=name, known=", ".join(sorted(known)),
        )  # fmt: skip


def _run(facts: Facts, wanted: Wanted, periods: Sequence[tuple[Period, int]]) -> Sums:
    rows = wanted.base.rows(facts)
    inside = [_within(rows, period) for period, _ in periods]
    rows = rows.filter(inside[0] if len(inside) == 1 else inside[0] | inside[1])
    for name, accepted in wanted.filters:
        rows = rows.filter(rows[name].isin(accepted))
    if len(periods) > 1:
        rows = rows.mutate(when_=ibis.ifelse(_within(rows, periods[0][0]), CURRENT, BEFORE))
    grains = {grain: rows["at"].truncate(TRUNCATE[grain]).date() for grain in GRAINS if grain in wanted.dimensions}
    rows = rows.mutate(**grains) if grains else rows
    keys = [*wanted.dimensions, *(["when_"] if len(periods) > 1 else [])]
    rows = wanted.base.gather(rows, keys) if wanted.base.gather else rows
    parts = {
        f"{indicator.slug}.{name}": part
        for indicator in wanted.indicators
        for name, part in indicator.parts(rows).items()
    }
    summed = rows.group_by(keys).agg(**parts) if keys else rows.agg(**parts)
    return Sums.of(facts.arrow(summed), wanted.dimensions, None if len(periods) > 1 else periods[0][1])


def _within(rows: ir.Table, period: Period) -> ir.BooleanValue:
    return (rows["at"] >= _instant(period.start)) & (rows["at"] < _instant(period.end))


def _instant(moment: object) -> ir.Value:
    return ibis.literal(moment, type="timestamp('UTC', 6)")
