"""From a base and a period to sums: one query for all indicators, groupings and periods that hang on the base."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from zoneinfo import ZoneInfo

import pyarrow.compute as pc
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.bases import FIRST, LAST
from zhiyin.measure.indicators.days import DAY, Days
from zhiyin.measure.indicators.kept import Key, Source, keep, keep_days, recall, without_days
from zhiyin.measure.indicators.pieces import cut, grains, runs, within
from zhiyin.measure.indicators.plans import GROUPED, PIECE, Dimensions, plan
from zhiyin.measure.indicators.registry import indicator
from zhiyin.measure.indicators.sums import BEFORE, CURRENT, Sums
from zhiyin.measure.indicators.values import Base, Indicator
from zhiyin.warehouse.engines import Facts, abreast
from zhiyin.warehouse.questions import GRAINS, Filters


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


def collect(facts: Facts, wanted: Wanted) -> Sums:
    return collect_all(facts, [wanted])[0]


def collect_all(facts: Facts, wanted: Sequence[Wanted]) -> list[Sums]:
    """Each period is cut at the calendar; only pieces that no earlier question brought are asked of the facts."""
    for one in wanted:
        _check(one)
    asks = [_Ask(facts, one) for one in wanted]
    found = recall(key for ask in asks for key in ask.keys)
    queries: dict[Source, _Query] = {}
    for ask in asks:
        pieces = [piece for (_moment, piece), key in zip(ask.pieces, ask.keys, strict=True) if key not in found]
        if pieces:
            query = queries.setdefault(ask.source, _Query(facts, ask.source, ask.wanted.indicators))
            query.add(ask.grouping, pieces)
    reads = [partial(query.read, run) for query in queries.values() for run in runs(query.pieces)]
    fresh = {key: sums for part in abreast(reads) for key, sums in part.items()}
    keep(fresh, facts.lake.catalog, facts.snapshot)
    return [ask.answer(found | fresh) for ask in asks]


def read_days(facts: Facts) -> Iterator[None]:
    """Read day by day what is kept of whole months: then any span of days in them comes from memory.

    Of what this reader sees, or anybody with the same sight; the latest months first, and one between two `next()`: its
    rows become arrays in Python, and whoever opens a page meanwhile waits for that.
    """
    missing = without_days(facts.lake.catalog, facts.snapshot)
    for (source, month), groupings in sorted(missing.items(), key=lambda item: item[0][1], reverse=True):
        if (source.sight, source.zone) != (facts.reader.restrictions, facts.zone):
            continue
        if facts.lake.snapshot() != facts.snapshot:  # what is counted now would be asked for by nobody
            return
        query = _Query(facts, source, tuple(indicator(slug) for slug in source.indicators))
        for grouping in groupings:
            query.add((*grouping, DAY), [month])
        found = {(one, by[:-1], piece): Days.of(sums) for (one, by, piece), sums in query.read([month]).items()}
        keep_days(found, facts.lake.catalog, facts.snapshot)
        yield


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

    def __init__(self, facts: Facts, source: Source, indicators: tuple[Indicator, ...]) -> None:
        self.facts, self.source, self.indicators = facts, source, indicators
        self.groupings: dict[Dimensions, None] = {}
        self.pieces: dict[Period, None] = {}

    def add(self, grouping: Dimensions, pieces: Iterable[Period]) -> None:
        self.groupings[grouping] = None
        self.pieces |= dict.fromkeys(pieces)

    def read(self, pieces: Sequence[Period]) -> dict[Key, Sums]:
        reader, groupings = replace(self.facts.reader, name=""), tuple(self.groupings)
        sql = plan(reader, self.source.base, self.indicators, self.source.filters, groupings, pieces)
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
