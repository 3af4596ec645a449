"""How is this indicator doing, where, and since when?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Permission
from zhiyin.company.queries import zone
from zhiyin.company.releases import queries as releases
from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.queries import answer, answer_all
from zhiyin.measure.indicators.registry import INDICATORS, indicator
from zhiyin.measure.indicators.values import Answer, Cell, Indicator
from zhiyin.measure.tree.queries import trend
from zhiyin.warehouse.questions import Question
from zhiyin.warehouse.reader import Reader
from zhiyin.web.charts import Line, Mark, Point, Trend
from zhiyin.web.components.numbers import day, span
from zhiyin.web.desk.indicators.records import RECORDS, listable, read_records
from zhiyin.web.desk.labels import names_of, nothing, say_codes, say_dimension
from zhiyin.web.desk.scope import PLACES, Scope, Span
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show

GRAINS = {"day": gettext_lazy("Days"), "week": gettext_lazy("Weeks"), "month": gettext_lazy("Months")}
SHOWN_DAYS = {"day": 62, "week": 26 * 7, "month": 365}
SPEAKING = ("opinions", "documents", "voices")
"""Bases whose records are voices."""
LISTED = ("aspect", "scene", "intent", "kind", "language")
"""Filters that the list of voices knows, too."""
OWN = (
    "aspect",
    "scene",
    "kind",
    "language",
    "instrument",
    "survey",
    "question",
    "queue",
    "status",
    "punctuality",
    "emotion",
    "intent",
    "choice",
)


@dataclass(frozen=True)
class Group:
    name: str
    cell: Cell
    href: str
    records: str
    why: str


@page()
def indicators(request: Request) -> HttpResponseBase:
    scope = request.scope
    rows = [
        (kind, next(iter(found.cells), None), scope.link(f"/measure/indicators/{kind.slug}/"))
        for kind, found in zip(INDICATORS.values(), list_all(scope, request.reader), strict=True)
    ]
    if form := form_asked(request):
        return download(form, _("indicators"), _listed_head(), _listed(rows))
    return show(request, "desk/indicators/list.html", {"title": _("What do we measure?"), "rows": rows})


def list_all(scope: Scope, reader: Reader) -> list[Answer]:
    """Every indicator, none of them split."""
    asked = partial(Question.of, period=scope.period, reader=reader, where=scope.where, against=scope.against)
    return answer_all([asked(slug) for slug in INDICATORS])


@page()
def one(request: Request, slug: str) -> HttpResponseBase:
    scope, kind = request.scope, indicator(slug)
    where = filters(request, kind)
    own = {name: ",".join(where[name]) for name in where if name in OWN}
    by = request.GET.get("by") or _usual(kind)
    question = Question.of(slug, scope.period, request.reader, by=[by], where=where, against=scope.against)
    whole = Question.of(slug, scope.period, request.reader, where=where, against=scope.against)
    groups = answer(question).cells
    if form := form_asked(request):
        return download(form, slug, _head(by), _rows(groups, by))
    total, names = next(iter(answer(whole).cells), None), names_of(by)
    grain = request.GET.get("grain", "month")
    return show(request, "desk/indicators/page.html", {
        "title": _("How is %(indicator)s doing?") % {"indicator": kind.name}, "kind": kind, "total": total,
        "chart": _trend(request, kind, grain, where), "grain": grain,
        "grains": [(code, name, scope.link(request.path, **own, by=by, grain=code)) for code, name in GRAINS.items()],
        "by": by, "tabs": [(code, say_dimension(code), scope.link(request.path, **own, by=code, grain=grain))
                           for code in _dimensions(kind)],
        "groups": [_group(cell, by, names, kind, scope, own) for cell in sorted(groups, key=_worst(kind))],
        "narrowed": [(say_dimension(name), say_codes(name, value.split(",")),
                      scope.link(request.path, **(own | {name: None}))) for name, value in own.items()],
        "records": _records(kind, scope, own),
        "why": scope.link(f"/explain/{slug}/", **own) if kind.moments and explained(own) else "",
    })  # fmt: skip


@page()
def records(request: Request, slug: str) -> HttpResponseBase:
    """What was counted, one by one."""
    scope, kind = request.scope, indicator(slug)
    where = filters(request, kind)
    if kind.base.name in SPEAKING:
        own = {name: ",".join(where[name]) for name in where if name in LISTED}
        return redirect(scope.link("/listen/voices/", **own))
    check(request.actor, Permission.READ_PERSONAL)
    form = form_asked(request)
    head, rows = read_records(kind, scope.period, where, request.reader, 100_000 if form else 200)
    if form:
        return download(form, f"{slug}-records", head, rows)
    own = {name: ",".join(where[name]) for name in where if name in OWN}
    return show(request, "desk/indicators/records.html", {
        "title": _("Which records stand behind %(indicator)s?") % {"indicator": kind.name}, "kind": kind,
        "head": head, "rows": rows,
        "back": scope.link(f"/measure/indicators/{slug}/", **own),
        "customer": RECORDS[kind.base.table].index("customer"),
    })  # fmt: skip


def filters(request: Request, kind: Indicator) -> dict[str, tuple[str, ...]]:
    """The scope, and what this page is narrowed to beyond it, as far as the indicator knows it."""
    own = {name: tuple(request.GET[name].split(",")) for name in OWN if request.GET.get(name)}
    return request.scope.where | {name: value for name, value in own.items() if name in kind.base.known}


def _usual(kind: Indicator) -> str:
    if kind.base.name in SPEAKING:
        return "touchpoint"
    return "queue" if "queue" in kind.base.dimensions else "unit"


def _dimensions(kind: Indicator) -> list[str]:
    known = [name for name in (*PLACES, *OWN) if name in kind.base.known and name != "source"]
    return ["unit:region", "unit:city", *known]


def _worst(kind: Indicator) -> Any:
    """The worst first; what is too small to judge last."""

    def key(cell: Cell) -> tuple[bool, float]:
        value = cell.figure.value if cell.figure.value is not None else 0.0
        return (not cell.figure.enough, -cell.figure.n if not kind.better else value * kind.better)

    return key


def explained(own: Iterable[str]) -> bool:
    """Whether the page that explains a change can be narrowed like this one."""
    return set(own) <= {*PLACES, "aspect"}


def _group(cell: Cell, by: str, names: dict[str, str], kind: Indicator, scope: Scope, own: dict[str, str]) -> Group:
    code = cell.keys[by]
    column = by.partition(":")[0]
    narrowed = own | {column: code} if code else own
    base = f"/measure/indicators/{kind.slug}/"
    return Group(
        names.get(code, code) if code else nothing(), cell, scope.link(base, **narrowed),
        _records(kind, scope, narrowed),
        scope.link(f"/explain/{kind.slug}/", **narrowed) if kind.moments and explained(narrowed) else "",
    )  # fmt: skip


def _records(kind: Indicator, scope: Scope, narrowed: dict[str, str]) -> str:
    """Where the records are listed; empty where they cannot be told apart like the number."""
    return scope.link(f"/measure/indicators/{kind.slug}/records/", **narrowed) if listable(kind, narrowed) else ""


def _trend(request: Request, kind: Indicator, grain: str, where: dict[str, tuple[str, ...]]) -> Trend:
    if grain not in GRAINS:
        raise Invalid(_("“{grain}” is no step of time. Choose day, week or month."), grain=grain[:20])
    scope = request.scope
    period = _shown(scope, grain)
    cells = trend(kind.slug, {}, period, request.reader, grain=grain, where=where)
    points = tuple(_point(cell, grain, kind, scope) for cell in cells if cell.keys[grain])
    days = {
        date.fromisoformat(str(cell.keys[grain])[:10]): point.label for cell, point in zip(cells, points, strict=True)
    }
    return Trend(
        _("Over time"), kind.unit, "", "", lines=(Line(str(kind.name), points),), marks=_marks(period, days),
    )  # fmt: skip


def _shown(scope: Scope, grain: str) -> Period:
    """At least the usual stretch before the end of the period, and all of the period."""
    start = min(scope.span.first, scope.span.last - timedelta(days=SHOWN_DAYS[grain] - 1))
    start = {"month": start.replace(day=1), "week": start - timedelta(days=start.weekday())}.get(grain, start)
    return Span(start, scope.span.last).period(scope.zone)


def _point(cell: Cell, grain: str, kind: Indicator, scope: Scope) -> Point:
    first = date.fromisoformat(str(cell.keys[grain])[:10])
    month = Span.month_of(first)
    last = {"day": first, "week": first + timedelta(days=6), "month": month.last}[grain]
    label = span(month.first, month.last) if grain == "month" else day(first, year=False)
    f = cell.figure
    href = scope.link(f"/measure/indicators/{kind.slug}/", from_=first, to=last)
    return Point(label, f.value, f.low, f.high, f.n, href, not f.enough)


def _marks(period: Period, days: dict[date, str]) -> tuple[Mark, ...]:
    """Releases and incidents at the point of the time step that they fall into."""
    marks: list[Mark] = []
    starts = sorted(days)
    for release in releases.within(period):
        when = release.at.astimezone(zone()).date()
        place = next((start for start in reversed(starts) if start <= when), None)
        if place:
            marks.append(Mark(days[place], release.name, release.kind))
    return tuple(marks)


def _listed_head() -> list[str]:
    return [_("code"), _("indicator"), _("value"), _("low"), _("high"), "n", _("before"), _("change"), _("low"),
            _("high"), _("unit of measure")]  # fmt: skip


def _listed(rows: list[tuple[Indicator, Cell | None, str]]) -> Iterator[Row]:
    for kind, cell, _href in rows:
        yield (kind.slug, str(kind.name), *(_figures(cell) if cell else [None] * 8), str(kind.unit))


def _head(by: str) -> list[str]:
    return [
        _("code"),
        say_dimension(by),
        _("value"),
        _("low"),
        _("high"),
        "n",
        _("before"),
        _("change"),
        _("low"),
        _("high"),
    ]


def _rows(cells: tuple[Cell, ...], by: str) -> Iterator[Row]:
    names = names_of(by)
    for cell in cells:
        code = cell.keys[by]
        yield (code, names.get(code, code) if code else nothing(), *_figures(cell))


def _figures(cell: Cell) -> list[float | None]:
    f, c = cell.figure, cell.change
    moved = [c.value, c.low, c.high] if c else [None] * 3
    return [f.value, f.low, f.high, f.n, cell.before.value if cell.before else None, *moved]
