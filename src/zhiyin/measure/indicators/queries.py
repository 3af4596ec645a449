"""Answering questions about indicators."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from django.utils.translation import gettext_lazy

from zhiyin.company import queries as company
from zhiyin.company.units.queries import ancestors, below
from zhiyin.kit.errors import Invalid
from zhiyin.measure.indicators.bases import ANSWERS, UNWEIGHTED
from zhiyin.measure.indicators.collect import Wanted, collect_all
from zhiyin.measure.indicators.figures import changes, figure
from zhiyin.measure.indicators.registry import indicator
from zhiyin.measure.indicators.sums import BEFORE, CURRENT, Sums
from zhiyin.measure.indicators.values import Answer, Cell, Change, Indicator
from zhiyin.stats.values import Estimate
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.questions import Filters, Question


def answer(question: Question, facts: Facts | None = None) -> Answer:
    return answer_all([question], facts)[0]


def answer_all(questions: Sequence[Question], facts: Facts | None = None) -> list[Answer]:
    """Several questions by one reader. Those on one base are asked in one query: a tree of thirty indicators with a
    year of history costs five."""
    if not questions:
        return []
    facts = facts or open_facts(questions[0].reader, zone=company.zone().key)
    batches = _batches(questions)
    cells: dict[tuple[int, str], tuple[Cell, ...]] = {}
    for (_wanted, batch), sums in zip(batches, collect_all(facts, [wanted for wanted, _ in batches]), strict=True):
        cells |= _answer_batch(sums, batch)
    snapshot = facts.snapshot
    return [
        Answer(question, tuple(cell for slug in question.indicators for cell in cells[n, slug]), snapshot)
        for n, question in enumerate(questions)
    ]


Ask = tuple[int, Question, Indicator]


def wants(questions: Sequence[Question]) -> list[Wanted]:
    """What `answer_all` will collect, for whoever collects at the same time."""
    return [wanted for wanted, _ in _batches(questions)]


def _batches(questions: Sequence[Question]) -> list[tuple[Wanted, list[Ask]]]:
    asks = [
        (n, question, _weighed(slug, question)) for n, question in enumerate(questions) for slug in question.indicators
    ]
    return [batch for group in _grouped(asks, _base) for batch in _batched(group)]


def _weighed(slug: str, question: Question) -> Indicator:
    found = indicator(slug)
    base = found.base if question.weighted or found.base != ANSWERS else UNWEIGHTED
    names = (*question.dimensions, *(name for name, _ in question.filters))
    return replace(found, base=base.fitting(_column(name) for name in names))


def _grouped(asks: Iterable[Ask], alike: Callable[[Ask], tuple[object, ...]]) -> list[list[Ask]]:
    groups: dict[tuple[object, ...], list[Ask]] = {}
    for ask in asks:
        groups.setdefault(alike(ask), []).append(ask)
    return list(groups.values())


def _base(ask: Ask) -> tuple[object, ...]:
    """A text that is filtered by aspect may be summed by it, one that is not must stay whole."""
    _, question, wanted = ask
    apart = tuple(pair for pair in question.filters if pair[0] in wanted.base.within)
    return (wanted.base.name, wanted.samples, wanted.whole_without, apart)


def _cut(ask: Ask) -> tuple[object, ...]:
    return (ask[1].dimensions, ask[1].period, ask[1].comparison)


def _batched(asks: list[Ask]) -> Iterator[tuple[Wanted, list[Ask]]]:
    """What holds the answers to all questions on a base: filters they share stay filters, others become dimensions."""
    filters = [set(_expanded(question.filters)) for _, question, _ in asks]
    loose = {name for _, _, one in asks for name in one.whole_without}
    shared = {pair for pair in set.intersection(*filters) if pair[0] not in loose}
    indicators = tuple(one for _, one in sorted({one.slug: one for _, _, one in asks}.items()))
    for batch in _grouped(asks, _cut):
        _, first, wanted = batch[0]
        extra = {name for _, question, _ in batch for name, _ in set(_expanded(question.filters)) - shared}
        if loose.intersection(first.dimensions):
            extra |= loose
        own = [_column(name) for name in first.dimensions]
        dimensions = (*own, *sorted(extra - set(own)))
        yield Wanted(
            wanted.base, indicators, dimensions, tuple(sorted(shared)), first.period, first.comparison
        ), batch  # fmt: skip


def _answer_batch(sums: Sums, asks: list[Ask]) -> Iterator[tuple[tuple[int, str], tuple[Cell, ...]]]:
    for n, question, wanted in asks:
        selected = _own(sums, wanted)
        for name in question.dimensions:
            selected = _leveled(selected, name)
        yield (n, wanted.slug), _cells(selected, question, wanted)


def _own(sums: Sums, wanted: Indicator) -> Sums:
    prefix = f"{wanted.slug}."
    parts = {name.removeprefix(prefix): part for name, part in sums.parts.items() if name.startswith(prefix)}
    return Sums(sums.keys, sums.when, parts)


def _cells(sums: Sums, question: Question, wanted: Indicator) -> tuple[Cell, ...]:
    filters = tuple((name, accepted) for name, accepted in _expanded(question.filters) if name in sums.keys)
    pooled = sums.where(filters).rolled(question.dimensions)
    parts = dict(pooled.parts)
    if wanted.whole_without:
        parts["whole"] = _whole(sums, pooled, question, filters, wanted)
    estimate = wanted.estimate(parts)  # type: ignore[arg-type]  # parts are arrays, or lists where `samples` says so
    places = {key: n for n, key in enumerate(zip(pooled.when.tolist(), pooled.rows(), strict=True))}
    # Groups that only another indicator on the same facts knows are left out; the total is shown even when empty.
    seen = {row for (_, row), place in places.items() if estimate.n[place] > 0 or not question.dimensions}
    keys = sorted(seen, key=_sortable)
    change = _changes(estimate, places, keys) if question.comparison else {}
    return tuple(
        Cell(
            wanted.slug,
            dict(zip(question.dimensions, map(_text, key), strict=True)),
            figure(estimate, places.get((CURRENT, key))),
            figure(estimate, places.get((BEFORE, key))) if question.comparison else None,
            change.get(key),
        )
        for key in keys
        if question.comparison or (CURRENT, key) in places
    )


def _whole(sums: Sums, pooled: Sums, question: Question, filters: Filters, wanted: Indicator) -> np.ndarray:
    """The same question without the dimensions that make the share one."""
    kept = [name for name in question.dimensions if name not in wanted.whole_without]
    whole = sums.where(tuple(f for f in filters if f[0] not in wanted.whole_without)).rolled(kept)
    part = next(iter(whole.parts))
    totals = {key: whole.parts[part][n] for n, key in enumerate(zip(whole.when.tolist(), whole.rows(), strict=True))}
    places = [question.dimensions.index(name) for name in kept]
    rows = zip(pooled.when.tolist(), pooled.rows(), strict=True)
    return np.array([totals.get((when, tuple(row[i] for i in places)), 0.0) for when, row in rows])


Places = Mapping[tuple[int, tuple[object, ...]], int]


def _changes(estimate: Estimate, places: Places, keys: list[tuple[object, ...]]) -> dict[tuple[object, ...], Change]:
    both = [key for key in keys if (CURRENT, key) in places and (BEFORE, key) in places]
    if not both:
        return {}
    now = estimate[np.array([places[CURRENT, key] for key in both])]
    then = estimate[np.array([places[BEFORE, key] for key in both])]
    return dict(zip(both, changes(then, now), strict=True))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _sortable(key: tuple[object, ...]) -> tuple[tuple[bool, str], ...]:
    return tuple((value is None, str(value)) for value in key)


def _column(dimension: str) -> str:
    return dimension.partition(":")[0]


def _leveled(sums: Sums, dimension: str) -> Sums:
    """`unit:region`: each unit becomes its ancestor of that kind."""
    name, _, kind = dimension.partition(":")
    if not kind:
        return sums
    up = ancestors(kind)
    return sums.relabelled(name, lambda code: up.get(str(code)), dimension)


def _expanded(filters: Filters) -> Filters:
    """A unit stands for itself and everything below it."""
    for name, accepted in filters:
        # Checked before the records are asked for units: PostgreSQL refuses a NUL with an error of its own.
        if any("\x00" in value for value in accepted):
            raise Invalid(gettext_lazy("The filter “{name}” holds unreadable characters."), name=name)
    return tuple((name, tuple(sorted(below(accepted))) if name == "unit" else accepted) for name, accepted in filters)
