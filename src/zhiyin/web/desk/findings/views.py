"""What hurts, and why did it move?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhiyin.explain.findings.queries import scan
from zhiyin.explain.root_causes.queries import explain
from zhiyin.explain.root_causes.values import Contribution, Explanation, Split
from zhiyin.explain.root_causes.voices import voices
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.registry import INDICATORS, indicator
from zhiyin.measure.indicators.values import Indicator
from zhiyin.stats.differences import Verdict
from zhiyin.understand.pieces.rules import digest
from zhiyin.understand.writer.values import Purpose
from zhiyin.warehouse.engines import abreast, open_facts
from zhiyin.web.charts import Bars, Chart, Point, Step, Waterfall
from zhiyin.web.components.numbers import span
from zhiyin.web.desk.findings.examples import Place, examples
from zhiyin.web.desk.findings.sentences import Told, tell_all
from zhiyin.web.desk.findings.tables import split_table, told_table
from zhiyin.web.desk.labels import names_of, nothing, say_dimension
from zhiyin.web.desk.pieces.panel import panel
from zhiyin.web.desk.scope import Scope
from zhiyin.web.exports import download
from zhiyin.web.pages import Request, form_asked, page, show

Group = tuple[str, str | None]
STEPS = 7
"""Groups with a step of their own in the waterfall; the others share one."""


def against(scope: Scope) -> Period:
    """Explaining needs something to compare with, even where the reader chose nothing."""
    return scope.against or scope.span.before().period(scope.zone)


@page()
def findings(request: Request) -> HttpResponseBase:
    scope = request.scope
    facts = open_facts(request.reader, zone=scope.zone.key)
    asked: list[Callable[[], Any]] = [
        partial(scan, scope.period, against(scope), request.reader, where=scope.where, limit=30, facts=facts),
        partial(examples, facts, scope.period, scope.where.get("brand", ())),
    ]
    found, heard = abreast(asked)
    told = [_with_words(one, heard) for one in tell_all(found, scope)]
    if form := form_asked(request):
        return download(form, _("findings"), *told_table(told))
    largest = max((one.impact for one in found), default=1.0) or 1.0
    return show(request, "desk/findings/page.html", {
        "title": _("What hurts most, and what has changed?"), "findings": told, "scale": 1 / largest,
    })  # fmt: skip


@page()
def first(request: Request) -> HttpResponse:
    """The short list for the overview, asked for after the page stands."""
    scope = request.scope
    told = tell_all(scan(scope.period, against(scope), request.reader, where=scope.where, limit=6), scope)
    return show(request, "desk/findings/first.html", {"findings": told})


@page()
def why(request: Request, slug: str) -> HttpResponseBase:
    scope, kind = request.scope, indicator(slug)
    aspect, where = request.GET.get("aspect", ""), where_of(request, kind)
    found = explain(slug, scope.period, against(scope), request.reader, where=where)
    group = _chosen(request, found)
    split = found.split(group[0]) if group else _default(found)
    names = names_of(split.dimension) if split else {}
    if form := form_asked(request):
        return download(form, _("why did it move"), *split_table(split, names))
    praise = (found.change.value or 0) * kind.better > 0
    heard = voices(scope.period, request.reader, where=where, group=group, limit=8, praise=praise)
    named = f"{group[0]}={group[1] or ''}" if group else ""
    summarise = scope.link(f"/understand/written/why/{slug}/", aspect=aspect, group=named, praise=int(praise))
    return show(request, "desk/findings/why.html", {
        "title": _("Why did %(indicator)s move?") % {"indicator": kind.name}, "found": found, "kind": kind,
        "split": split, "chart": _chart(found, split, names, kind, scope) if split else None, "names": names,
        "tabs": [
            (s.dimension, say_dimension(s.dimension), scope.link(request.path, aspect=aspect, group=f"{s.dimension}="))
            for s in found.splits
        ],
        "rows": [(_name(c, names), c, scope.link(request.path, aspect=aspect, group=f"{c.dimension}={c.key or ''}"))
                 for c in split.contributions[:40]] if split else [],
        "group": group, "group_name": names.get(group[1] or "", group[1]) if group and group[1] else "",
        "panel": panel(request, Purpose.SUMMARY, place_of(slug, scope, where, group, praise), summarise),
        "voices": heard, "unit_names": names_of("unit"),
        "back": scope.link(f"/measure/indicators/{slug}/", aspect=aspect),
    })  # fmt: skip


def where_of(request: Request, kind: Indicator) -> dict[str, tuple[str, ...]]:
    where: dict[str, tuple[str, ...]] = dict(request.scope.where)
    aspect = request.GET.get("aspect", "")
    if aspect and "aspect" in kind.base.dimensions:
        where["aspect"] = tuple(aspect.split(","))
    return where


def place_of(slug: str, scope: Scope, where: Mapping[str, Sequence[str]], group: Group | None, praise: bool) -> str:
    """These words as a place that something can be written for."""
    chosen = {name: sorted(values) for name, values in sorted(where.items())}
    return digest("why", slug, scope.period.start, scope.period.end, chosen, group, praise)


def _with_words(told: Told, heard: dict[Place, str]) -> Told:
    place = dict(told.finding.group)
    label = "positive" if told.finding.good else "negative"
    return replace(told, example=heard.get((place.get("touchpoint") or "", place.get("aspect") or "", label), ""))


def _chosen(request: Request, found: Explanation) -> tuple[str, str | None] | None:
    dimension, _sep, key = request.GET.get("group", "").partition("=")
    return (dimension, key or None) if found.split(dimension) else None


def _default(found: Explanation) -> Split | None:
    """The dimension that holds the largest certain part."""
    if found.top:
        return found.split(found.top[0].dimension)
    return found.splits[0] if found.splits else None


def _name(one: Contribution, names: dict[str, str]) -> str:
    return names.get(one.key, one.key) if one.key else nothing()


def _chart(found: Explanation, split: Split, names: dict[str, str], kind: Indicator, scope: Scope) -> Chart:
    path = f"/explain/{found.indicator}/"
    heard = [c for c in split.contributions if c.before.enough and c.after.enough]
    shown = sorted(heard or split.contributions, key=lambda c: -abs(c.rate.value))[:STEPS]
    if split.overlapping:
        points = tuple(
            Point(_name(c, names), c.both.value, c.both.low, c.both.high, c.after.n, few=not c.after.enough,
                  href=scope.link(path, group=f"{c.dimension}={c.key or ''}"))
            for c in sorted(shown, key=lambda c: c.both.value)
        )  # fmt: skip
        note = _("One text can name several of them, so the parts do not add up.")
        return Bars(_("Part in the change"), kind.unit, note, points=points, zero=0.0, valence=kind.better > 0)
    steps = [
        Step(_name(c, names), c.rate.value, c.rate.low, c.rate.high,
             scope.link(path, group=f"{c.dimension}={c.key or ''}"), "rate", c.rate.verdict == Verdict.CHANGED)
        for c in shown
    ]  # fmt: skip
    rest = sum(c.rate.value for c in split.contributions) - sum(step.value for step in steps)
    if len(split.contributions) > len(shown):
        steps.append(Step(_("All others"), rest, kind="rest", sure=False))
    steps.append(Step(_("More or fewer of each"), sum(c.mix.value for c in split.contributions), kind="mix"))
    earlier = span(scope.against_span.first, scope.against_span.last) if scope.against_span else _("before")
    return Waterfall(
        _("From before to now"), kind.unit, start=found.before.value or 0.0, start_name=earlier,
        end=found.after.value or 0.0, end_name=span(scope.span.first, scope.span.last), steps=tuple(steps),
        better=kind.better or 1,
    )  # fmt: skip


EXPLAINABLE = frozenset(slug for slug, kind in INDICATORS.items() if kind.moments is not None)
