"""Why did it move? Reads sums by group from `measure`, and the voices behind a group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from zhiyin.company import queries as company
from zhiyin.company.units.queries import ancestors, below
from zhiyin.explain.kept import keep
from zhiyin.explain.root_causes import rules
from zhiyin.explain.root_causes.values import DIMENSIONS, Explanation, Split
from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.bases import TAGGED
from zhiyin.measure.indicators.collect import Wanted, collect, collect_all
from zhiyin.measure.indicators.queries import wants
from zhiyin.measure.indicators.registry import indicator
from zhiyin.measure.indicators.sums import BEFORE, CURRENT, Sums
from zhiyin.measure.indicators.values import Change, Indicator, Unit
from zhiyin.stats.decomposition import dispersion
from zhiyin.stats.differences import Verdict, between, counts, verdict
from zhiyin.stats.values import LEVEL, Difference
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.questions import Filters, Question, as_filters
from zhiyin.warehouse.reader import Reader

Where = Mapping[str, str | Iterable[str]]


def explain(
    slug: str,
    period: Period,
    against: Period,
    reader: Reader,
    *,
    where: Where | None = None,
    dimensions: Sequence[str] | None = None,
    facts: Facts | None = None,
) -> Explanation:
    """Which groups account for how much of the change of indicator `slug` from `against` to `period`.

    Without `dimensions`: units, products, touchpoints, aspects and channels, as far as the indicator knows them.
    """
    return explain_all([slug], period, against, reader, where=where, dimensions=dimensions, facts=facts)[0]


def explain_all(
    slugs: Sequence[str],
    period: Period,
    against: Period,
    reader: Reader,
    *,
    where: Where | None = None,
    dimensions: Sequence[str] | None = None,
    facts: Facts | None = None,
    beside: Sequence[Question] = (),
) -> list[Explanation]:
    """Several indicators in the same way: those on one base share their query. Questions `beside` will be asked next:
    what answers them is read with the rest."""
    known = [indicator(slug) for slug in slugs]
    for one in known:
        if one.moments is None and one.unit != Unit.COUNT:
            raise Invalid(
                _("{name} is no mean and no count, so its change cannot be split among groups."), name=one.name
            )
    facts = facts or open_facts(reader, zone=company.zone().key)
    given = as_filters(where or {})
    asks = [
        _Ask(one, [peer for peer in known if (peer.base, peer.samples) == (one.base, one.samples)], dimensions, period,
             against, expanded(given), facts)
        for one in known
    ]  # fmt: skip
    # `unit:region` also depends on the map, which may change without new facts.
    levels = tuple(tuple(sorted(ancestors(name.partition(":")[2]).items())) for name in dimensions or () if ":" in name)
    asked = ("explain", tuple(slugs), period, against, given, expanded(given), tuple(dimensions or ()), levels)
    return keep(facts, asked, lambda: _explain_all(asks, facts, dict(given), wants(beside)))


def _explain_all(
    asks: Sequence["_Ask"], facts: Facts, given: Mapping[str, tuple[str, ...]], beside: Sequence[Wanted]
) -> list[Explanation]:
    found = iter(collect_all(facts, [*(wanted for ask in asks for wanted in ask.wanted()), *beside]))
    return [_explain(ask, [next(found) for _ in ask.wanted()], given) for ask in asks]


def _explain(ask: "_Ask", found: Sequence[Sums], given: Mapping[str, tuple[str, ...]]) -> Explanation:
    wanted = ask.indicator
    whole, *groups = [_own(sums, wanted) for sums in found]
    total = rules.align(whole, "")
    splits = [
        split for name, own in zip(ask.dimensions, groups, strict=True) for split in _split(ask, total, name, own)
    ]
    before, after = (rules.figures(wanted.estimate(parts))[0] for parts in (total.before, total.after))
    return Explanation(
        wanted.slug, ask.period, ask.against, given, before, after,
        _change(ask, total), wanted.unit == Unit.COUNT, rules.judge(splits, 1 - LEVEL), ask.facts.snapshot,
    )  # fmt: skip


class _Ask:
    """One indicator, two periods, one reader."""

    def __init__(
        self,
        wanted: Indicator,
        peers: Iterable[Indicator],
        dimensions: Sequence[str] | None,
        period: Period,
        against: Period,
        filters: Filters,
        facts: Facts,
    ) -> None:
        self.indicator, self.peers = wanted, tuple(sorted({*peers}, key=lambda one: one.slug))
        self.period, self.against, self.filters, self.facts = period, against, filters, facts
        self.exposure = period.length / against.length
        known = [name for name in DIMENSIONS if self.knows(name)]
        for name in dimensions or ():
            if not self.knows(name):
                raise Invalid(
                    _("{name} cannot be split by “{dimension}”. Possible are: {known}."),
                    name=wanted.name, dimension=name, known=", ".join(known),
                )  # fmt: skip
        self.dimensions = list(dimensions or known)

    def knows(self, name: str) -> bool:
        return name.partition(":")[0] in self.indicator.base.dimensions or (self.tags(name))

    def tags(self, name: str) -> bool:
        """Whether `name` is aspects as tags of the observation, found through its text."""
        return name == "aspect" and self.indicator.base.name in TAGGED and self.indicator.unit != Unit.COUNT

    def wanted(self) -> list[Wanted]:
        """The whole, then by each dimension."""
        return [self._by(name) for name in ("", *self.dimensions)]

    def lumps(self) -> float:
        """How much more the days vary than independent customers would make them."""
        days = _own(collect(self.facts, self._by("day")), self.indicator)
        name = next(iter(days.parts))
        return dispersion(*(days.parts[name][days.when == moment].astype(float) for moment in (BEFORE, CURRENT)))

    def _by(self, name: str) -> Wanted:
        base = TAGGED[self.indicator.base.name] if self.tags(name) else self.indicator.base
        column = name.partition(":")[0]
        dimensions = (column,) if column else ()
        return Wanted(base, self.peers, dimensions, self.filters, self.period, self.against)


def _split(ask: _Ask, whole: rules.Groups, name: str, sums: Sums) -> list[Split]:
    """Nothing when all observations fall in one group: there is nothing to tell apart."""
    overlapping = ask.tags(name)
    column, kind = name.partition(":")[::2]
    if kind:
        up = ancestors(kind)
        sums = sums.relabelled(column, lambda code: up.get(str(code)), name)
    groups = rules.heard(ask.indicator, rules.align(sums, name))
    if len(groups.keys) < (1 if overlapping else 2):
        return []
    if ask.indicator.unit == Unit.COUNT:
        split = rules.split_count(groups, exposure=ask.exposure, dispersion=ask.lumps())
    else:
        split = rules.split_mean(ask.indicator, whole, groups)
    return [rules.describe(ask.indicator, groups, split, overlapping=overlapping, whole=whole)]


def _change(ask: _Ask, whole: rules.Groups) -> Change:
    if ask.indicator.unit == Unit.COUNT:
        name = next(iter(whole.before))
        split = rules.split_count(replace(whole, keys=(None,)), exposure=ask.exposure, dispersion=ask.lumps())
        found: Difference = replace(split.both, n=counts(whole.before[name], whole.after[name]).n)
    else:
        found = between(*(ask.indicator.estimate(parts) for parts in (whole.before, whole.after)))
    numbers = (found.value, found.low, found.high, found.p)
    value, low, high, p = (rules.number(one[0]) for one in numbers)
    return Change(value, low, high, p, Verdict(str(verdict(found)[0])))


def _own(sums: Sums, wanted: Indicator) -> Sums:
    prefix = f"{wanted.slug}."
    parts = {name.removeprefix(prefix): part for name, part in sums.parts.items() if name.startswith(prefix)}
    return Sums(sums.keys, sums.when, parts)


def expanded(filters: Filters) -> Filters:
    """A unit stands for itself and everything below it."""
    return tuple((name, tuple(sorted(below(values))) if name == "unit" else values) for name, values in filters)
