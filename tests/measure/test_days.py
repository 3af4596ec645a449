"""Odd spans of days are added up from months read day by day, and come out as if they had been asked for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import astuple
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.measure.world import ALL, add, answers, later

from zhiyin.kit.time import Period
from zhiyin.measure.indicators.collect import read_days
from zhiyin.measure.indicators.queries import answer_all
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.indicators.values import Figure
from zhiyin.warehouse.engines import Lake, counting, open_facts
from zhiyin.warehouse.questions import Question

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Shanghai")
MAY, JUNE, ODD = (
    Period.of_days(date(2026, *first), date(2026, *last), ZONE)
    for first, last in (((5, 1), (5, 31)), ((6, 1), (6, 30)), ((6, 3), (6, 23)))
)
EARLIER = ODD.before()
"""Begins in May and ends in June."""

Figures = Mapping[tuple[str, ...], Figure | None]


def say() -> None:
    """Two months of everything that an indicator hangs on, evenly over the days and over three units."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for n in range(60):
        shared = {"at": later(n - 40), "unit": ("east", "north", None)[n % 3]}
        rows["answer"] += answers("nps", [3 + n % 5, 9], 0, 10, **shared)
        rows["answer"] += answers("csat", [1 + n % 5, 4], 1, 5, **shared)
        rows["answer"] += answers("ces", [1 + n % 7], 1, 7, **shared)
        rows["feedback"] += [{"kind": "review", "rating": 1.0 + n % 5, "rating_scale": 5.0, **shared}]
        rows["mention"] += [{"feedback": str(UUID(int=n)), "label": ("negative", "positive")[n % 2], **shared}] * 3
        rows["order"] += [{"customer": f"c{n % 4}", "status": "delivered", **shared}]
        rows["turn"] += [
            {"conversation": f"t{n}", "n": m, "speaker": who, **shared, "at": later(n - 40 + m * (n + 1) / 1000)}
            for m, who in enumerate(("customer", "agent"))
        ]
    for table, some in rows.items():
        add(table, some)


def figures() -> tuple[Figures, int]:
    """Every indicator over odd days and the days before, in all and by unit; and how many queries that took."""
    asked = [
        Question.of(slug, ODD, ALL, by=by, against=EARLIER) for slug in INDICATORS for by in ((), ("unit",))
    ]  # fmt: skip
    with counting() as spent:
        found = answer_all(asked, open_facts(ALL, zone=ZONE.key))
    shown: dict[tuple[str, ...], Figure | None] = {}
    for answer in found:
        for cell in answer.cells:
            key = (cell.indicator, *(str(pair) for pair in cell.keys.items()))
            shown |= {(*key, "now"): cell.figure, (*key, "before"): cell.before}
    return shown, spent.queries


def test_days_add_up_to_what_would_have_been_asked(lake: Lake) -> None:
    say()
    asked, queries = figures()
    assert queries > 0
    assert sum(figure is not None and figure.n > 0 for figure in asked.values()) > 40
    add("event", [{"name": "visit"}])  # another version of the facts: nothing of the above is known any more
    answer_all([Question.of(slug, JUNE, ALL, by=by, against=MAY) for slug in INDICATORS for by in ((), ("unit",))])
    list(read_days(open_facts(ALL, zone=ZONE.key)))
    added, queries = figures()
    assert queries == 0
    assert added.keys() == asked.keys()
    for key, figure in asked.items():
        assert (figure is None) == (added[key] is None)
        if figure is not None:
            assert astuple(added[key]) == pytest.approx(astuple(figure), nan_ok=True), key  # type: ignore[arg-type]  # both are figures here


def test_new_facts_are_not_overlooked(lake: Lake) -> None:
    add("answer", answers("csat", [5] * 12, 1, 5))
    answer_all([Question.of("csat", JUNE, ALL)])
    list(read_days(open_facts(ALL, zone=ZONE.key)))
    add("answer", answers("csat", [1] * 12, 1, 5))
    assert answer_all([Question.of("csat", ODD, ALL)])[0].cells[0].figure.n == 24


def test_a_year_as_one_piece_is_not_taken_for_its_january(lake: Lake) -> None:
    january, long = (
        Period.of_days(date(*first), date(*last), ZONE)
        for first, last in (((2026, 1, 1), (2026, 1, 31)), ((2015, 1, 1), (2026, 12, 31)))
    )
    for at in (january.start, later(0)):
        add("answer", answers("csat", [5] * 12, 1, 5), at=at)
    answer_all([Question.of("csat", january, ALL)])
    list(read_days(open_facts(ALL, zone=ZONE.key)))
    assert answer_all([Question.of("csat", long, ALL)])[0].cells[0].figure.n == 24


def test_reading_ends_when_facts_have_changed(lake: Lake) -> None:
    add("answer", answers("csat", [5] * 12, 1, 5))
    answer_all([Question.of("csat", JUNE, ALL, against=MAY)])
    reading = read_days(open_facts(ALL, zone=ZONE.key))
    next(reading)
    add("answer", answers("csat", [1] * 12, 1, 5))
    assert list(reading) == [], "May is left unread"
