"""Read indicators and the tree, as the key's owner may see them."""

from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from zhiyin.accounts.queries import reader_of
from zhiyin.api.keys import caller
from zhiyin.api.problems import Problem
from zhiyin.company import queries as company
from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.measure.indicators import queries
from zhiyin.measure.indicators.registry import INDICATORS, indicator
from zhiyin.measure.indicators.values import Cell
from zhiyin.measure.indicators.values import Figure as Shown
from zhiyin.measure.tree.queries import read_tree
from zhiyin.measure.tree.values import Node as TreeNode
from zhiyin.warehouse.questions import Question

router = Router(tags=["indicators"])
PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 422: Problem}


class Declared(Schema):
    slug: str
    name: str
    meaning: str
    unit: str
    dimensions: list[str]


class Figure(Schema):
    """`enough` says whether n reaches 10; below that the value is not worth showing."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    enough: bool


class Row(Schema):
    keys: dict[str, str | None]
    figure: Figure
    before: Figure | None = None
    change: float | None = None
    verdict: str | None = None


class Answered(Schema):
    indicator: str
    first: date
    last: date
    snapshot: int
    """Version of the facts it was computed from."""
    rows: list[Row]


class Node(Schema):
    code: str
    name: str
    indicator: str | None
    weight: float
    target: float | None
    figure: Figure
    score: Figure
    children: list["Node"]


class Asked(Schema):
    first: date
    last: date
    against_first: date | None = None
    against_last: date | None = None
    by: list[str] = []
    where: list[str] = []
    """`dimension:value`; repeat it. Without a brand, and unless split by it, ours count; `brand:*` is every brand."""
    weighted: bool = True


@router.get("/indicators", response={200: list[Declared], **PROBLEMS})
def declared(request: HttpRequest) -> list[Declared]:
    """Every indicator, with the dimensions it can be split and filtered by."""
    reader_of(caller(request))
    return [
        Declared(
            slug=one.slug,
            name=str(one.name),
            meaning=str(one.meaning),
            unit=one.unit,
            dimensions=list(one.base.known),
        )
        for one in INDICATORS.values()
    ]


@router.get("/indicators/{slug}", response={200: Answered, **PROBLEMS})
def ask(request: HttpRequest, slug: str, asked: Query[Asked]) -> Answered:
    """One indicator between two days, both included, split by dimensions."""
    indicator(slug)
    reader = reader_of(caller(request))
    against = period_of(asked.against_first, asked.against_last)
    period = period_of(asked.first, asked.last)
    assert period is not None
    question = Question.of(
        slug,
        period,
        reader,
        by=asked.by,
        where=company.chosen(where_of(asked.where), asked.by),
        against=against,
        weighted=asked.weighted,
    )
    found = queries.answer(question)
    return Answered(
        indicator=slug,
        first=asked.first,
        last=asked.last,
        snapshot=found.snapshot,
        rows=[_row(cell) for cell in found.cells],
    )


@router.get("/tree", response={200: Node, **PROBLEMS})
def tree(request: HttpRequest, first: date, last: date) -> Node:
    """The indicator tree with its figures and scores between two days, both included."""
    reader = reader_of(caller(request))
    period = period_of(first, last)
    assert period is not None
    return _node(read_tree(period, reader))


def period_of(first: date | None, last: date | None) -> Period | None:
    if first is None and last is None:
        return None
    if first is None or last is None or last < first or first.year < 1900 or last.year > 2199:
        raise Invalid(
            _("A period needs a first and a last day between 1900 and 2199, in that order; got {first} to {last}."),
            first=first, last=last,
        )  # fmt: skip
    return Period.of_days(first, last, company.zone())


def where_of(given: list[str]) -> dict[str, list[str]]:
    where: dict[str, list[str]] = {}
    for one in given:
        name, colon, value = one.partition(":")
        if not colon:
            sentence = _("Write a filter as dimension:value, for example touchpoint:delivery; got “{given}”.")
            raise Invalid(sentence, given=one)
        where.setdefault(name, []).append(value)
    return where


def _row(cell: Cell) -> Row:
    return Row(
        keys=dict(cell.keys),
        figure=_figure(cell.figure),
        before=_figure(cell.before) if cell.before else None,
        change=cell.change.value if cell.change else None,
        verdict=cell.change.verdict if cell.change else None,
    )


def _figure(shown: Shown) -> Figure:
    return Figure(value=shown.value, low=shown.low, high=shown.high, n=shown.n, enough=shown.enough)


def _node(node: TreeNode) -> Node:
    return Node(
        code=node.code,
        name=node.name,
        indicator=node.indicator.slug if node.indicator else None,
        weight=node.weight,
        target=node.target,
        figure=_figure(node.figure),
        score=_figure(node.score),
        children=[_node(child) for child in node.children],
    )
