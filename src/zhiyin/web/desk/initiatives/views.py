"""Initiatives: from a finding to a plan that stands."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.act.initiatives import actions, queries, rules
from zhiyin.act.initiatives.models import Initiative
from zhiyin.company import queries as company
from zhiyin.kit.errors import NotFound, ZhiyinError
from zhiyin.kit.time import now
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.understand.pieces.queries import drafted
from zhiyin.understand.pieces.values import Draft
from zhiyin.understand.writer.values import Purpose
from zhiyin.web.desk.initiatives.forms import PLACES, InitiativeForm
from zhiyin.web.desk.labels import names_of, say_dimension
from zhiyin.web.desk.pieces.panel import Panel, panel, plan_place
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show, tell

LONGEST_FINDING = 20_000


@page(scoped=False)
def initiatives(request: Request) -> HttpResponseBase:
    state = request.GET.get("state", "")
    every = queries.initiatives(request.actor)
    if form := form_asked(request):
        return download(form, _("initiatives"), _head(), _rows(one for one in every if state in ("", one.state)))
    tallies = {one: sum(initiative.state == one for initiative in every) for one in Initiative.State.values}
    return show(
        request,
        "initiatives/list.html",
        {
            "title": _("What are we changing?"),
            "rows": [(one, _indicator_name(one.indicator)) for one in every if state in ("", one.state)],
            "state": state,
            "tabs": [("", pgettext("initiatives", "All"), len(every))]
            + [(value, label, tallies[value]) for value, label in Initiative.State.choices],
            "empty": not every,
        },
    )


@page(scoped=False)
def initiative(request: Request, number: int) -> HttpResponse:
    return _show(request, queries.find(request.actor, number))


@page(Permission.MANAGE_INITIATIVES, scoped=False)
def new(request: Request) -> HttpResponse:
    """`?indicator=nps&unit=a,b&touchpoint=delivery&finding={…}`: a finding fills in what it knows."""
    finding = finding_of(request.POST.get("finding") or request.GET.get("finding", ""))
    draft = _draft(request)
    suggested = _suggested(request, finding) | (draft.suggested if draft else {})
    form = InitiativeForm(request.POST or None, initial=suggested, with_steps=draft is not None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = finding | (draft.note if draft else {})
            opened = actions.open_from_finding(request.actor, reason, now=now(), **form.values())
            if form.steps:
                actions.list_tasks(request.actor, opened.pk, form.steps, now=now())
        except ZhiyinError as problem:
            form.add_error(None, str(problem))
        else:
            tell(request, _("“%(title)s” is a draft; start it when the plan is right.") % {"title": opened.title})
            return redirect("initiatives:initiative", number=opened.pk)
    writing = panel(request, Purpose.PLAN, plan_place(request), _written(request)) if finding else None
    return _form(request, form, _("What do we want to change?"), finding, writing)


@page(Permission.MANAGE_INITIATIVES, scoped=False)
def edit(request: Request, number: int) -> HttpResponse:
    found = queries.find(request.actor, number)
    form = InitiativeForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isdecimal() else None
        try:
            actions.change(request.actor, number, now=now(), version=version, **form.values())
        except ZhiyinError as problem:
            form.add_error(None, str(problem))
        else:
            tell(request, _("Saved."), undo=reverse("initiatives:act", args=[number, "undo"]))
            return redirect("initiatives:initiative", number=number)
    return _form(request, form, _("Change the plan"), found.finding)


@require_POST
@page(Permission.MANAGE_INITIATIVES, scoped=False)
def act(request: Request, number: int, verb: str) -> HttpResponse:
    if verb not in STEPS:
        raise NotFound(_("An initiative has no step “{verb}”."), verb=verb)
    STEPS[verb](request, number)
    undo = "" if verb in ("undo", "tasks") else reverse("initiatives:act", args=[number, "undo"])
    tell(request, _("Done: %(step)s.") % {"step": _step_name(verb)}, undo=undo)
    return redirect("initiatives:initiative", number=number)


def _seen(request: Request) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else None


def _tasks(request: Request, number: int) -> object:
    """One line a task; ticked ones come back by their place."""
    done = set(request.POST.getlist("done"))
    texts = request.POST.getlist("text")
    tasks = [{"text": text, "done": str(place) in done} for place, text in enumerate(texts)]
    return actions.list_tasks(request.actor, number, tasks, now=now(), version=_seen(request))


STEPS: dict[str, Callable[[Request, int], object]] = {
    "start": lambda request, number: actions.start(request.actor, number, now=now(), version=_seen(request)),
    "undo": lambda request, number: actions.undo(request.actor, number, now=now(), version=_seen(request)),
    "stop": lambda request, number: actions.stop(
        request.actor, number, reason=request.POST.get("reason", ""), now=now(), version=_seen(request)
    ),
    "tasks": _tasks,
}


def _head() -> list[str]:
    return [_("number"), _("initiative"), _("state"), _("hypothesis"), _("indicator"), _("expected effect"),
            _("units that change"), _("units to compare with"), _("starts"), _("weeks before"), _("weeks after"),
            _("owner")]  # fmt: skip


def _rows(every: Iterable[Initiative]) -> Iterator[Row]:
    units = company.names("unit")
    for one in every:
        plan = one.plan or {name: getattr(one, name) for name in actions.PLAN}
        sides = (
            _(", ").join(units.get(code, code) for code in plan[side]) for side in ("treated_units", "untreated_units")
        )
        yield (
            one.pk, one.title, one.get_state_display(), one.hypothesis, _indicator_name(one.indicator),
            one.expected_effect, *sides, one.starts_on, one.weeks_before, one.weeks_after, str(one.owner or ""),
        )  # fmt: skip


def _show(request: Request, found: Initiative) -> HttpResponse:
    plan = found.plan or {name: getattr(found, name) for name in actions.PLAN}
    units = company.names("unit")
    first, end = rules.span(found.starts_on, found.weeks_before, found.weeks_after)
    return show(
        request,
        "initiatives/initiative.html",
        {
            "title": found.title,
            "initiative": found,
            "indicator": _indicator_name(found.indicator),
            "unit_kind": INDICATORS[found.indicator].unit if found.indicator in INDICATORS else "",
            "treated": [units.get(code, code) for code in plan["treated_units"]],
            "untreated": [units.get(code, code) for code in plan["untreated_units"]],
            "places": [
                (say_dimension(kind), names_of(kind).get(one, one))
                for kind, some in found.filters.items()
                for one in some
            ],
            "first": first,
            "last": end - timedelta(days=1),
            "steps": [(step, _step_name(step.verb)) for step in queries.steps(found)],
            "finding": {name: value for name, value in found.finding.items() if isinstance(value, str)},
        },
    )


def _form(
    request: Request, form: InitiativeForm, title: str, finding: dict[str, Any], writing: Panel | None = None
) -> HttpResponse:
    context = {
        "panel": writing,
        "title": title,
        "form": form,
        "initiative": form.instance,
        "places": [form[name] for name in PLACES],
        "finding": json.dumps(finding, ensure_ascii=False) if finding else "",
    }
    return show(request, "initiatives/edit.html", context, status=422 if form.errors else 200)


def finding_of(text: str) -> dict[str, Any]:
    """What the page of findings handed over; anything else is ignored."""
    try:
        found = json.loads(text[:LONGEST_FINDING]) if text else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _suggested(request: Request, finding: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {name: request.GET[name] for name in (*PLACES, "indicator", "title") if name in request.GET}
    units = [code for code in request.GET.get("unit", "").split(",") if code]
    return {"starts_on": date.fromordinal(now().date().toordinal() + 7), "treated_units": units, **given}


def _draft(request: Request) -> Draft | None:
    """What a model drafted for this form, if its reader may see it: nothing of it is saved by itself."""
    ident = request.GET.get("draft", "")
    try:
        return drafted(UUID(ident), request.reader) if ident else None
    except ValueError:
        return None


def _written(request: Request) -> str:
    kept = {name: value for name, value in request.GET.items() if name != "draft"}
    return f"/understand/written/plan/?{urlencode(kept)}"


def _indicator_name(slug: str) -> str:
    return str(INDICATORS[slug].name) if slug in INDICATORS else slug


def _step_name(verb: str) -> str:
    return {
        "open": pgettext("initiative step", "opened"),
        "change": pgettext("initiative step", "changed the plan"),
        "start": pgettext("initiative step", "started; the plan stands"),
        "measure": pgettext("initiative step", "is being measured"),
        "judge": pgettext("initiative step", "judged"),
        "stop": pgettext("initiative step", "stopped"),
        "tasks": pgettext("initiative step", "changed the tasks"),
        "undo": pgettext("initiative step", "took the last step back"),
    }.get(verb, verb)
