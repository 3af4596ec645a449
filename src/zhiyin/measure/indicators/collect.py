"""From a base and a period to sums: one query for all indicators that hang on the base."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from threading import Lock

import ibis
import ibis.expr.types as ir
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.bases import BASES
from zhiyin.measure.indicators.sums import BEFORE, CURRENT, Sums
from zhiyin.measure.indicators.values import Base, Indicator
from zhiyin.warehouse.engines import Facts, compiled, guarded, instant
from zhiyin.warehouse.questions import GRAINS, Filters, matching
from zhiyin.warehouse.reader import Reader

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
    chosen = set(wanted.base.dimensions)
    asked = {name: chosen | set(GRAINS) for name in wanted.dimensions} | {name: chosen for name, _ in wanted.filters}
    for name, known in sorted(asked.items()):
        if name not in known:
            raise Invalid(
                _("{indicator} cannot be split or filtered by “{name}”. Possible are: {known}."),
                indicator=wanted.indicators[0].name, name=name, known=", ".join(sorted(known)),
            )  # fmt: skip
    twice = next((name for name in wanted.dimensions if wanted.dimensions.count(name) > 1), None)
    if twice:
        raise Invalid(_("“{name}” is asked for twice: a group can be split by it once."), name=twice)


def _run(facts: Facts, wanted: Wanted, periods: Sequence[tuple[Period, int]]) -> Sums:
    moments = tuple(moment for _, moment in periods)
    reader = replace(facts.reader, name="")
    plan = _plan(reader, wanted.base.name, wanted.indicators, wanted.dimensions, wanted.filters, moments)
    instants: dict[str, datetime] = {}
    for period, moment in periods:
        instants |= {f"start_{moment}": period.start, f"end_{moment}": period.end}
    return Sums.of(facts.planned(plan, **instants), wanted.dimensions, None if len(periods) > 1 else moments[0])


@lru_cache(maxsize=1024)
def _plan(
    reader: Reader,
    base_name: str,
    indicators: tuple[Indicator, ...],
    dimensions: tuple[str, ...],
    filters: Filters,
    moments: tuple[int, ...],
) -> str:
    base = BASES[base_name]
    rows = base.rows(lambda name: guarded(name, reader))
    inside = [_within(rows, moment) for moment in moments]
    rows = rows.filter(inside[0] if len(inside) == 1 else inside[0] | inside[1])
    for name, accepted in filters:
        rows = rows.filter(matching(rows[name], accepted))
    if len(moments) > 1:
        rows = rows.mutate(when_=ibis.ifelse(_within(rows, moments[0]), moments[0], moments[1]))
    grains = {grain: rows["at"].truncate(TRUNCATE[grain]).date() for grain in GRAINS if grain in dimensions}
    rows = rows.mutate(**grains) if grains else rows
    keys = [*dimensions, *(["when_"] if len(moments) > 1 else [])]
    rows = base.gather(rows, keys) if base.gather else rows
    parts = {f"{one.slug}.{name}": part for one in indicators for name, part in one.parts(rows).items()}
    return compiled(rows.group_by(keys).agg(**parts) if keys else rows.agg(**parts))


def _within(rows: ir.Table, moment: int) -> ir.BooleanValue:
    return (rows["at"] >= instant(f"start_{moment}")) & (rows["at"] < instant(f"end_{moment}"))
