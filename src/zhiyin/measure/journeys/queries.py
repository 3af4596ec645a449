"""The emotion curve and the peak-end score, from real signals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiyin.company import queries as company
from zhiyin.company.units.queries import below
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.figures import NOTHING, change, figure
from zhiyin.measure.indicators.values import ENOUGH, Change, Figure
from zhiyin.measure.journeys.rules import instances
from zhiyin.measure.journeys.values import Curve, Step
from zhiyin.stats import intervals
from zhiyin.stats.resampling import bootstrap_mean
from zhiyin.stats.values import Array, Estimate
from zhiyin.warehouse.engines import abreast, open_facts
from zhiyin.warehouse.questions import Filters, as_filters, matches
from zhiyin.warehouse.reader import Reader

SIGNALS = (Path(__file__).parent / "signals.sql").read_text("utf-8")


def read_curve(
    period: Period,
    reader: Reader,
    *,
    against: Period | None = None,
    where: Mapping[str, str | Iterable[str]] | None = None,
) -> Curve:
    """The journey over the map's touchpoints, for one reader. Without a brand chosen it is our own customers'."""
    now, *others = _readings([period, against] if against else [period], reader, where)
    then = others[0] if others else None
    steps: list[Step] = []
    for stage, points in company.journey_map().stages:
        for point in points:
            here, earlier = now.figure(point.code), then.figure(point.code) if then else None
            before = next((step.touchpoint for step in reversed(steps) if step.valence.n >= ENOUGH), None)
            drop = _delta(now.at(before), now.at(point.code)) if before else None
            moved = _delta(then.at(point.code), now.at(point.code)) if then else None
            place = (point.code, point.name, stage.code, stage.name)
            steps.append(Step(*place, here, earlier, moved, drop, now.negative(point.code)))
    heard = [step for step in steps if step.valence.n >= ENOUGH and step.valence.value is not None]
    peak = max(heard, key=lambda step: abs(step.valence.value or 0.0), default=None)
    return Curve(
        tuple(steps),
        peak.touchpoint if peak else None,
        heard[-1].touchpoint if heard else None,
        figure(now.score),
        figure(then.score) if then else None,
        _delta(then.score, now.score) if then else None,
        figure(now.mean),
        int(now.score.n[0]),
        now.signals,
        now.covered / len(steps) if steps and now.covered else None,
    )


@dataclass(frozen=True)
class Reading:
    """What one period says: valence by touchpoint, and the peak-end score of its journeys."""

    places: Mapping[str, int]
    valence: Estimate
    below: Array
    score: Estimate
    mean: Estimate
    signals: int
    covered: float

    def at(self, touchpoint: str) -> Estimate | None:
        place = self.places.get(touchpoint)
        return None if place is None else self.valence[slice(place, place + 1)]

    def figure(self, touchpoint: str) -> Figure:
        found = self.at(touchpoint)
        return NOTHING if found is None else figure(found)

    def negative(self, touchpoint: str) -> float | None:
        place = self.places.get(touchpoint)
        return None if place is None else float(self.below[place])


def _readings(
    periods: Iterable[Period], reader: Reader, where: Mapping[str, str | Iterable[str]] | None
) -> list[Reading]:
    chosen = dict(where or {})
    if not chosen.get("brand"):
        chosen["brand"] = company.ours()
    if chosen.get("unit"):
        units = [chosen["unit"]] if isinstance(chosen["unit"], str) else list(chosen["unit"])
        chosen["unit"] = below(units)
    gap = company.company().journey_gap_days
    facts = open_facts(reader)
    sight = (replace(reader, name=""), facts.snapshot, facts.lake.catalog, as_filters(chosen), gap)
    return abreast([partial(_kept, *sight, period) for period in periods])


@lru_cache(maxsize=64)
def _kept(reader: Reader, version: int, lake: str, filters: Filters, gap_days: int, period: Period) -> Reading:
    values: dict[str, object] = {"start": period.start, "end": period.end}
    tests = ['"at" >= $start', '"at" < $end']
    for name, accepted in filters:
        values[name] = list(accepted)
        tests.append(matches(f'"{name}"', name))
    signals = open_facts(reader).sql(
        "SELECT customer, touchpoint, kind, greatest(-1.0, least(1.0, valence)) AS valence, "
        "valence * valence AS square, "
        f'CAST(valence < 0 AS INTEGER) AS below, epoch("at") AS seconds FROM ({SIGNALS}) WHERE {" AND ".join(tests)}',
        values,
    )
    return _read(signals, timedelta(days=gap_days))


def _read(signals: pa.Table, gap: timedelta) -> Reading:
    grouped = signals.group_by("touchpoint").aggregate(
        [("valence", "count"), ("valence", "sum"), ("square", "sum"), ("below", "mean")]
    )
    n, total, squared, negative = (
        grouped.column(name).to_numpy().astype(np.float64)
        for name in ("valence_count", "valence_sum", "square_sum", "below_mean")
    )
    known = signals.filter(pc.and_(signals.column("customer").is_valid(), signals.column("touchpoint").is_valid()))
    found = instances(known, gap.total_seconds())
    return Reading(
        {code: place for place, code in enumerate(grouped.column("touchpoint").to_pylist())},
        intervals.mean(n, total, squared, lowest=-1, highest=1),
        negative,
        bootstrap_mean(found.score),
        bootstrap_mean(found.mean),
        signals.num_rows,
        float(found.n.mean()) if len(found.n) else 0.0,
    )


def _delta(before: Estimate | None, after: Estimate | None) -> Change | None:
    return None if before is None or after is None else change(figure(before), figure(after))
