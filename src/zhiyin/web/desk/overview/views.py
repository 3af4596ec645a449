"""How are our customers doing?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhiyin.accounts.values import Permission
from zhiyin.kit.errors import NotFound
from zhiyin.kit.time import Period
from zhiyin.measure.journeys.queries import read_curve
from zhiyin.measure.tree.queries import read_over_time
from zhiyin.measure.tree.rules import histories
from zhiyin.measure.tree.values import Node
from zhiyin.web.desk.journey.drawing import draw_curve
from zhiyin.web.desk.scope import Scope, Span
from zhiyin.web.desk.voices.search import Wanted, search
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show

MONTHS = 12


@dataclass(frozen=True)
class Line:
    """One row of the tree as the page shows it."""

    node: Node
    deep: int
    href: str
    records: str
    why: str
    history: tuple[float | None, ...]
    ends: tuple[float, float]

    @property
    def unit(self) -> str:
        return self.node.indicator.unit if self.node.indicator else "points"

    @property
    def better(self) -> int:
        return self.node.indicator.better if self.node.indicator else 1

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None without a target or a value."""
        if self.node.target is None or self.node.figure.value is None or not self.node.figure.enough:
            return None
        return (self.node.figure.value - self.node.target) * self.better >= 0


@page()
def overview(request: Request) -> HttpResponseBase:
    scope = request.scope
    try:
        tree, past = read_over_time(
            scope.period, year_to(scope), request.reader, against=scope.against, where=scope.where
        )
    except NotFound:
        return show(request, "desk/overview/empty.html", {"title": _("How are our customers doing?")})
    lines = list(_lines(tree, scope, histories(tree, past, "month")))
    if form := form_asked(request):
        return download(form, _("indicator tree"), _head(), _rows(lines))
    curve = read_curve(scope.period, request.reader, against=scope.against, where=scope.where)
    return show(request, "desk/overview/page.html", {
        "title": _("How are our customers doing?"), "lines": lines, "root": tree,
        "curve": draw_curve(curve, scope, height=""), "journey": curve,
    })  # fmt: skip


@page(Permission.READ_PERSONAL)
def critical(request: Request) -> HttpResponseBase:
    """Asked for after the page stands: reading words costs more than counting them."""
    return show(request, "desk/overview/critical.html", {"critical": _critical(request)})


def year_to(scope: Scope) -> Period:
    """Twelve whole months, the last being the one the period ends in, as far back as there are facts: part of a month
    would stand beside whole ones, and would have to be counted for this period alone."""
    last = start = Span.month_of(scope.span.last)
    for _step in range(MONTHS - 1):
        if start.first > scope.extent.first:
            start = start.before()
    return Span(start.first, last.last).period(scope.zone)


def _lines(tree: Node, scope: Scope, history: dict[str, tuple[float | None, ...]], deep: int = 0) -> Iterator[Line]:
    kind = tree.indicator
    own = dict(tree.filters)
    ends = (kind.lowest, kind.highest) if kind else (0.0, 100.0)
    yield Line(
        tree, deep,
        scope.link(f"/measure/indicators/{kind.slug}/", **own) if kind else "",
        scope.link(f"/measure/indicators/{kind.slug}/records/", **own) if kind else "",
        scope.link(f"/explain/{kind.slug}/", **own) if kind and kind.moments else "",
        history.get(tree.code, ()), ends,
    )  # fmt: skip
    for child in tree.children:
        yield from _lines(child, scope, history, deep + 1)


def _critical(request: Request) -> list[object]:
    scope = request.scope
    urgent = scope.where | {"label": ("negative",), "intent": ("safety", "legal", "media", "churn")}
    found, _after = search(Wanted(scope.period, urgent, limit=5), request.reader)
    if not found:
        found, _after = search(Wanted(scope.period, scope.where | {"label": ("negative",)}, limit=5), request.reader)
    return list(found)


def _head() -> list[str]:
    return [_("code"), _("name"), _("indicator"), _("value"), _("low"), _("high"), "n", _("before"), _("change"),
            _("target"), _("score 0–100"), _("weight")]  # fmt: skip


def _rows(lines: list[Line]) -> Iterator[Row]:
    for line in lines:
        n = line.node
        yield (
            n.code, n.name, str(n.indicator.name) if n.indicator else "", n.figure.value, n.figure.low, n.figure.high,
            n.figure.n, n.before.value if n.before else None, n.change.value if n.change else None, n.target,
            n.score.value, n.weight,
        )  # fmt: skip
