"""From a base and a period to sums: one query for all indicators, groupings and periods that hang on the base."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.bases import FIRST, LAST
from zhiyin.measure.indicators.pieces import cut, grains, runs, within
from zhiyin.measure.indicators.plans import GROUPED, PIECE, Dimensions, plan
from zhiyin.measure.indicators.sums import BEFORE, CURRENT, Sums
from zhiyin.measure.indicators.values import Base, Indicator
from zhiyin.warehouse.engines import Facts, abreast
from zhiyin.warehouse.questions import GRAINS, Filters

KEPT = 4096
"""Sums of pieces kept in memory, mostly a few kilobytes each; an overview with its year needs about fifty."""

LARGEST = 5_000
"""Groups of a piece that is kept: a month by day, store and product would take megabytes."""


class Source(NamedTuple):
    """What must be equal to be answered by one query."""

    base: str
    indicators: tuple[str, ...]
    filters: Filters
    sight: tuple[object, ...]
    zone: str
    lake: str
    snapshot: int


Key = tuple[Source, Dimensions, Period]


@dataclass(frozen=True)
class Wanted:
    base: Base
    indicators: tuple[Indicator, ...]
    dimensions: tuple[str, ...]
    filters: Filters
    period: Period
    comparison: Period | None

    @property
    def periods(self) -> tuple[Period, ...]:
        return (self.period,) if self.comparison is None else (self.period, self.comparison)


_kept: OrderedDict[Key, Sums] = OrderedDict()
_lock = Lock()


def collect(facts: Facts, wanted: Wanted) -> Sums:
    return collect_all(facts, [wanted])[0]


def collect_all(facts: Facts, wanted: Sequence[Wanted]) -> list[Sums]:
    """Each period is cut at the calendar; only pieces that no earlier question brought are asked of the facts."""
    for one in wanted:
        _check(one)
    asks = [_Ask(facts, one) for one in wanted]
    found = _recall(key for ask in asks for key in ask.keys)
    queries: dict[Source, _Query] = {}
    for ask in asks:
        pieces = [piece for (_moment, piece), key in zip(ask.pieces, ask.keys, strict=True) if key not in found]
        if pieces:
            queries.setdefault(ask.source, _Query(facts, ask)).add(ask.grouping, pieces)
    reads = [partial(query.read, run) for query in queries.values() for run in runs(query.pieces)]
    fresh = {key: sums for part in abreast(reads) for key, sums in part.items()}
    _keep(fresh, facts.lake.catalog, facts.snapshot)
    return [ask.answer(found | fresh) for ask in asks]


class _Ask:
    """One question and the pieces that answer it."""

    def __init__(self, facts: Facts, wanted: Wanted) -> None:
        self.wanted, self.zone = wanted, ZoneInfo(facts.zone)
        self.known = grains(wanted.periods)
        self.grouping: Dimensions = tuple(name for name in wanted.dimensions if name not in self.known)
        self.pieces = [
            (moment, piece)
            for moment, period in zip((CURRENT, BEFORE), wanted.periods, strict=False)
            for piece in cut(period, self.zone, self.known[0])
        ]
        slugs = tuple(one.slug for one in wanted.indicators)
        self.source = Source(
            wanted.base.name, slugs, wanted.filters,
            facts.reader.restrictions, facts.zone, facts.lake.catalog, facts.snapshot,
        )  # fmt: skip

    @property
    def keys(self) -> list[Key]:
        return [(self.source, self.grouping, piece) for _moment, piece in self.pieces]

    def answer(self, found: Mapping[Key, Sums]) -> Sums:
        own = [name for name in self.wanted.dimensions if name in self.known]
        parts = [
            found[key].labelled(moment, {grain: within(piece, grain, self.zone) for grain in own})
            for (moment, piece), key in zip(self.pieces, self.keys, strict=True)
        ]
        return Sums.joined(parts)


class _Query:
    """All that is missing of one source."""

    def __init__(self, facts: Facts, ask: _Ask) -> None:
        self.facts, self.source, self.wanted = facts, ask.source, ask.wanted
        self.groupings: dict[Dimensions, None] = {}
        self.pieces: dict[Period, None] = {}

    def add(self, grouping: Dimensions, pieces: Iterable[Period]) -> None:
        self.groupings[grouping] = None
        self.pieces |= dict.fromkeys(pieces)

    def read(self, pieces: Sequence[Period]) -> dict[Key, Sums]:
        reader, wanted, groupings = replace(self.facts.reader, name=""), self.wanted, tuple(self.groupings)
        sql = plan(reader, wanted.base.name, wanted.indicators, wanted.filters, groupings, pieces)
        table = self.facts.planned(sql, **{FIRST: pieces[0].start, LAST: pieces[-1].end})
        found: dict[Key, Sums] = {}
        for number, grouping in enumerate(groupings):
            sums = Sums.of(table.filter(pc.field(GROUPED) == number), grouping, PIECE)
            found |= {(self.source, grouping, piece): sums.at(n) for n, piece in enumerate(pieces)}
        return found


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


def _recall(keys: Iterable[Key]) -> dict[Key, Sums]:
    found: dict[Key, Sums] = {}
    with _lock:
        for key in keys:
            if key in _kept:
                _kept.move_to_end(key)
                found[key] = _kept[key]
    return found


def _keep(fresh: Mapping[Key, Sums], lake: str, snapshot: int) -> None:
    """Only of this version of the facts: what was counted before they changed will not be asked for again."""
    with _lock:
        for key in [key for key in _kept if key[0].lake == lake and key[0].snapshot < snapshot]:
            del _kept[key]
        _kept.update({key: sums for key, sums in fresh.items() if len(sums.when) <= LARGEST})
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
