"""Answering questions about indicators."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

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
    """Several questions by one reader. Those on one base and period are asked in one query: a tree of thirty
    indicators costs five queries."""
    if not questions:
        return []
    facts = facts or open_facts(questions[0].reader, zone=company.zone().key)
    asks = [
        (n, question, _weighed(slug, question)) for n, question in enumerate(questions) for slug in question.indicators
    ]
    asks.sort(key=_batch)
    batches = [list(group) for _, group in groupby(asks, key=_batch)]
    cells: dict[tuple[int, str], tuple[Cell, ...]] = {}
    for batch, sums in zip(batches, collect_all(facts, [_wanted(batch) for batch in batches]), strict=True):
        cells |= _answer_batch(sums, batch)
    snapshot = facts.snapshot
    return [
        Answer(question, tuple(cell for slug in question.indicators for cell in cells[n, slug]), snapshot)
        for n, question in enumerate(questions)
    ]


Ask = tuple[int, Question, Indicator]


def _weighed(slug: str, question: Question) -> Indicator:
    found = indicator(slug)
    return found if question.weighted or found.base != ANSWERS else replace(found, base=UNWEIGHTED)


def _batch(ask: Ask) -> tuple[object, ...]:
    """What must be equal for questions to share a query."""
    _, question, wanted = ask
    against = question.comparison
    later = (against.start, against.end) if against else (question.period.start, question.period.start)
    return (wanted.base.name, wanted.samples, question.dimensions, question.period.start, question.period.end, *later)


def _answer_batch(sums: Sums, asks: list[Ask]) -> Iterator[tuple[tuple[int, str], tuple[Cell, ...]]]:
    for n, question, wanted in asks:
        selected = _own(sums, wanted)
        for name in question.dimensions:
            selected = _leveled(selected, name)
        yield (n, wanted.slug), _cells(selected, question, wanted)


def _wanted(asks: list[Ask]) -> Wanted:
    """One question that holds the answers to all: shared filters stay in it, the others become dimensions."""
    _, first, wanted = asks[0]
    filters = [set(_expanded(question.filters)) for _, question, _ in asks]
    loose = {name for _, _, one in asks for name in one.whole_without}
    shared = {pair for pair in set.intersection(*filters) if pair[0] not in loose}
    extra = {name for some in filters for name, _ in some - shared}
    if any(name in loose for _, question, _ in asks for name in question.dimensions):
        extra |= loose
    own = [_column(name) for name in first.dimensions]
    dimensions = (*own, *sorted(extra - set(own)))
    unique = {one.slug: one for _, _, one in asks}
    return Wanted(
        wanted.base, tuple(unique[slug] for slug in sorted(unique)), dimensions,
        tuple(sorted(shared)), first.period, first.comparison,
    )  # fmt: skip


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
    estimate = wanted.estimate(parts)  # type: ignore[arg-type]
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
