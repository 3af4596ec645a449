"""The tree with its numbers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from zhiyin.company import packs
from zhiyin.company.base import spoken
from zhiyin.kit.errors import NotFound
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.figures import NOTHING, change
from zhiyin.measure.indicators.queries import answer_all
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.indicators.values import Answer, Cell, Figure
from zhiyin.measure.tree import rules
from zhiyin.measure.tree.models import TreeNode, TreeVersion
from zhiyin.measure.tree.values import Node, Spec
from zhiyin.warehouse.questions import Question
from zhiyin.warehouse.reader import Reader

Filters = Mapping[str, Iterable[str]]


def version(number: int | None = None) -> TreeVersion:
    """The newest, or the one with this number."""
    versions = TreeVersion.objects.all() if number is None else TreeVersion.objects.filter(number=number)
    found = versions.first()
    if found is None:
        raise NotFound(_("There is no indicator tree yet; choose an industry pack, or build one."))
    return found


def versions() -> list[TreeVersion]:
    return list(TreeVersion.objects.all())


def specs(saved: TreeVersion) -> list[Spec]:
    return [
        Spec(node.code, node.name_zh, node.name_en, node.parent, node.indicator,
             {name: tuple(values) for name, values in node.filters.items()}, node.weight, node.target)
        for node in saved.nodes.all()
    ]  # fmt: skip


def drawn(pack: packs.Pack) -> list[Spec]:
    """The tree of an industry pack."""
    return list(_drawn(pack.tree, ""))


def _drawn(node: packs.Node, parent: str) -> Iterator[Spec]:
    filters = {name: (value,) for name, value in node.filters.items()}
    yield Spec(
        node.code, node.name.zh, node.name.en, parent, node.indicator or "", filters, node.weight, node.target
    )  # fmt: skip
    for child in node.children:
        yield from _drawn(child, node.code)


def untouched() -> bool:
    """There is no tree yet, or it is a pack's as it came."""
    if not TreeVersion.objects.exists():
        return True
    newest = specs(version())
    return any(newest == drawn(packs.load(name)) for name in packs.names())


def read_tree(
    period: Period,
    reader: Reader,
    *,
    against: Period | None = None,
    where: Filters | None = None,
    number: int | None = None,
) -> Node:
    """The whole tree for one reader: every node with its figure, its score 0..100 and how they changed."""
    nodes = list(version(number).nodes.all())
    return _drawn_up(nodes, answer_all(_questions(nodes, period, reader, against, where)), bool(against))


def read_over_time(
    period: Period,
    history: Period,
    reader: Reader,
    *,
    grain: str = "month",
    against: Period | None = None,
    where: Filters | None = None,
) -> tuple[Node, dict[str, tuple[Cell, ...]]]:
    """The tree, and every node of it that has an indicator over `history`, oldest first. Asked together, the two share
    their queries."""
    nodes = list(version().nodes.all())
    asked = _questions(nodes, period, reader, against, where)
    past = _questions(nodes, history, reader, None, where, by=[grain])
    answers = answer_all([*asked, *past])
    codes = [node.code for node in nodes if node.indicator]
    cells = {code: found.cells for code, found in zip(codes, answers[len(asked) :], strict=True)}
    return _drawn_up(nodes, answers[: len(asked)], bool(against)), cells


def _questions(
    nodes: Iterable[TreeNode],
    period: Period,
    reader: Reader,
    against: Period | None,
    where: Filters | None,
    by: Iterable[str] = (),
) -> list[Question]:
    return [
        Question.of(node.indicator, period, reader, by=by, where=_joined(where, node.filters), against=against)
        for node in nodes
        if node.indicator
    ]


def _drawn_up(nodes: Sequence[TreeNode], answers: Iterable[Answer], compared: bool) -> Node:
    codes = [node.code for node in nodes if node.indicator]
    below: dict[str, list[TreeNode]] = {}
    for node in nodes:
        below.setdefault(node.parent, []).append(node)
    return _read(below[""][0], below, dict(zip(codes, answers, strict=True)), compared)


def trend(
    slug: str, filters: Filters, periods: Period, reader: Reader, *, grain: str = "month", where: Filters | None = None
) -> tuple[Cell, ...]:
    """One indicator over time, oldest first."""
    question = Question.of(slug, periods, reader, by=[grain], where=_joined(where, filters))
    return answer_all([question])[0].cells


def _joined(where: Filters | None, own: Filters) -> dict[str, list[str]]:
    """What the reader chose and what the node is about; where both name a dimension, what both accept."""
    joined = {name: list(values) for name, values in (where or {}).items()}
    for name, values in own.items():
        both = [value for value in values if value in joined[name]] if joined.get(name) else list(values)
        joined[name] = both or ["(none)"]
    return joined


def _read(node: TreeNode, below: Mapping[str, list[TreeNode]], answers: Mapping[str, Answer], compared: bool) -> Node:
    children = tuple(_read(child, below, answers, compared) for child in below.get(node.code, []))
    kind = INDICATORS.get(node.indicator)
    cell = next(iter(answers[node.code].cells), None) if node.code in answers else None
    figure, before = (cell.figure, cell.before) if cell else (NOTHING, None)
    counted = 1.0
    if kind and not children:
        score = rules.score(figure, kind.lowest, kind.highest, kind.better)
        earlier = rules.score(before, kind.lowest, kind.highest, kind.better) if before else None
    else:
        score, counted = rules.compose([(child.score, child.weight) for child in children])
        earlier = rules.compose([(child.score_before or NOTHING, child.weight) for child in children])[0]
    delta = cell.change if cell else None
    if not kind:
        figure, before = score, earlier if compared else None
        delta = change(*_alike(children)) if compared else None
    return Node(
        node.code, spoken(node.code, node.name_zh, node.name_en), kind,
        {name: tuple(values) for name, values in node.filters.items()}, node.weight, node.target,
        figure, before, delta, score, earlier if compared else None, children, counted,
    )  # fmt: skip


def _alike(children: Iterable[Node]) -> tuple[Figure, Figure]:
    """Before and after of what was heard in both periods, all the way down."""
    pairs = [
        (*(_alike(child.children) if child.children else (child.score_before or NOTHING, child.score)), child.weight)
        for child in children
    ]
    return rules.comparable(pairs)
