"""Cases: the list by urgency, one case on one screen, and every step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from zhiyin.accounts import queries as accounts
from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Permission
from zhiyin.act.cases import actions, history, queries, rules
from zhiyin.act.cases.models import Case
from zhiyin.act.cases.values import INTENTS, Draft, Severity, Voice
from zhiyin.company import queries as company
from zhiyin.kit.errors import NotFound
from zhiyin.kit.time import now
from zhiyin.web.components.words import Marked
from zhiyin.web.desk.alerts.firings import describe
from zhiyin.web.desk.cases.forms import CaseForm
from zhiyin.web.desk.cases.steps import say_step
from zhiyin.web.desk.labels import names_of
from zhiyin.web.exports import Row as Line
from zhiyin.web.exports import download
from zhiyin.web.pages import Request, form_asked, page, show, tell, whole

PAGE = 100


@dataclass(frozen=True)
class Row:
    case: Case
    name: str
    touchpoint: str
    unit: str
    standing: str


@page(scoped=False)
def cases(request: Request) -> HttpResponseBase:
    moment = now()
    wanted = _wanted(request)
    every = queries.cases(request.actor, wanted, now=moment)
    points, units = company.names("touchpoint"), company.names("unit")
    personal = allows(request.actor, Permission.READ_PERSONAL)
    if form := form_asked(request):
        rows = (_taken(one, points, units, personal) for one in every.iterator(2_000))
        return download(form, _("cases"), _head(), rows)
    found = Paginator(every, PAGE).get_page(request.GET.get("page"))
    tallies = queries.counts(request.actor, now=moment)
    return show(
        request,
        "cases/list.html",
        {
            "title": _("Who is waiting for us?"),
            "rows": [_row(one, one.told(personal=personal), moment, points, units) for one in found],
            "found": found,
            "wanted": wanted,
            "tabs": [(view, _view_name(view), tallies[view]) for view in queries.VIEWS],
            "severities": Severity.choices,
            "touchpoints": points,
            "units": units,
            "people": accounts.users(),
            "empty": not tallies["all"],
        },
    )


@page(scoped=False)
def case(request: Request, number: int) -> HttpResponse:
    return _show_case(request, number)


@page(Permission.WORK_CASES, scoped=False)
def new(request: Request) -> HttpResponse:
    """By hand, or from a voice: `?feedback=` fills in where, about what and from whom."""
    ident = request.POST.get("feedback") or request.GET.get("feedback", "")
    voice = history.voice(ident, request.reader) if ident else None
    known = queries.of_feedback(request.actor, voice.ident) if voice else None
    if known:
        return redirect("cases:case", number=known.pk)
    form = CaseForm(request.POST or None, initial=_inherited(voice))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"feedback": voice.ident if voice else ""}
        opened = actions.open_case(request.actor, Draft(**values), now=now())
        tell(request, _("Case #%(number)s is open.") % {"number": opened.pk})
        return redirect("cases:case", number=opened.pk)
    return show(
        request,
        "cases/new.html",
        {"title": _("Open a case"), "form": form, "voice": voice, "marks": _marks(voice)},
        status=422 if form.errors else 200,
    )


@require_POST
@page(Permission.WORK_CASES, scoped=False)
def act(request: Request, number: int, verb: str) -> HttpResponse:
    if verb not in STEPS:
        raise NotFound(_("A case has no step “{verb}”."), verb=verb)
    STEPS[verb](request, number)
    undo = reverse("cases:act", args=[number, "undo"]) if verb not in ("comment", "undo") else ""
    tell(request, _("Done: %(step)s.") % {"step": _verb_name(verb)}, undo=undo)
    if request.htmx.target == "side":
        return _show_case(request, number)
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return redirect(target)
    return redirect("cases:case", number=number)


def _seen(request: Request) -> int | None:
    """The version the page was made from; an undo from a message has none."""
    return whole(request.POST.get("version"))


def _simple(step: Callable[..., Any]) -> Callable[[Request, int], object]:
    return lambda request, number: step(request.actor, number, now=now(), version=_seen(request))


def _worded(step: Callable[..., Any]) -> Callable[[Request, int], object]:
    return lambda request, number: step(
        request.actor, number, now=now(), version=_seen(request), text=request.POST.get("text", "")
    )


def _assign(request: Request, number: int) -> object:
    return actions.assign(
        request.actor,
        number,
        now=now(),
        version=_seen(request),
        owner=whole(request.POST.get("owner")),
        unit=request.POST.get("unit", ""),
    )


STEPS: dict[str, Callable[[Request, int], object]] = {
    "take": _simple(actions.take),
    "close": _simple(actions.close),
    "undo": _simple(actions.undo),
    "wait": _worded(actions.wait),
    "resume": _worded(actions.resume),
    "reopen": _worded(actions.reopen),
    "assign": _assign,
    "comment": lambda request, number: actions.comment(request.actor, number, request.POST.get("text", ""), now=now()),
    "resolve": lambda request, number: actions.resolve(
        request.actor,
        number,
        now=now(),
        version=_seen(request),
        cause=request.POST.get("cause", ""),
        done=request.POST.get("done", ""),
    ),
    "severity": lambda request, number: actions.change_severity(
        request.actor, number, request.POST.get("severity", ""), now=now(), version=_seen(request)
    ),
}


def _show_case(request: Request, number: int) -> HttpResponse:
    moment = now()
    found = queries.find(request.actor, number)
    personal = allows(request.actor, Permission.READ_PERSONAL)
    others = queries.of_customer(request.actor, found.customer, but=found.pk)[:10]
    voice, steps = history.around(found, request.reader)
    units = company.names("unit")
    return show(
        request,
        "cases/case.html",
        {
            "title": f"#{found.pk} {found.name}" if personal else found.told(personal=False),
            "case": found,
            "personal": personal,
            "touchpoint": company.names("touchpoint", [found.touchpoint])[found.touchpoint],
            "unit": company.names("unit", [found.unit])[found.unit],
            "owner_unit": company.names("unit", [found.owner_unit])[found.owner_unit],
            "response": _response(found, moment),
            "standing": rules.standing(found.state, found.resolution_due, found.opened_at, moment),
            "verbs": rules.verbs(found.state),
            "voice": voice,
            "marks": _marks(voice),
            "steps": [(step, say_step(step, units)) for step in steps],
            "points": company.names("touchpoint"),
            "events": [(event, _verb_name(event.verb)) for event in queries.timeline(found)],
            "others": [(other, other.told(personal=personal)) for other in others],
            "firings": describe(found.firings.select_related("rule")[:5]),
            "people": accounts.users(),
            "units": units,
            "severities": Severity.choices,
            "undoable": any(not event.undone and event.data for event in found.events.all()),
        },
    )


def _row(one: Case, name: str, moment: datetime, points: dict[str, str], units: dict[str, str]) -> Row:
    standing = rules.standing(one.state, one.resolution_due, one.opened_at, moment)
    return Row(one, name, points.get(one.touchpoint, one.touchpoint), units.get(one.unit, one.unit), standing)


def _head() -> list[str]:
    return [_("number"), _("severity"), _("what is to be solved"), _("state"), _("touchpoint"), _("unit"), _("owner"),
            _("opened"), _("due"), _("first response"), _("resolved"), _("cause"), _("what was done"), _("customer"),
            _("rule")]  # fmt: skip


def _taken(one: Case, points: dict[str, str], units: dict[str, str], personal: bool) -> Line:
    """One case of a download: customers' words only for whoever reads them on the page."""
    return (
        one.pk, one.get_severity_display(), one.told(personal=personal), one.get_state_display(),
        points.get(one.touchpoint, one.touchpoint), units.get(one.unit, one.unit), str(one.owner or ""),
        one.opened_at, one.resolution_due, one.responded_at, one.resolved_at,
        *((one.cause, one.done) if personal else ("", "")), one.customer, one.rule.name if one.rule else "",
    )  # fmt: skip


def _response(found: Case, moment: datetime) -> str:
    """How the first response stands: done in time or not, late, or still due."""
    if found.responded_at:
        return "done" if found.responded_at <= found.first_response_due else "done_late"
    return "late" if moment > found.first_response_due else "due"


def _wanted(request: Request) -> queries.Wanted:
    view = request.GET.get("view", "open")
    return queries.Wanted(
        view=view if view in queries.VIEWS else "open",
        severity=request.GET.get("severity", ""),
        touchpoint=request.GET.get("touchpoint", ""),
        unit=request.GET.get("unit", ""),
        owner=whole(request.GET.get("owner")),
        customer=request.GET.get("customer", ""),
        words=request.GET.get("q", "").strip()[:200],
    )


def _inherited(voice: Voice | None) -> dict[str, str]:
    if voice is None:
        return {}
    return {
        "title": voice.title or voice.text[:60],
        "touchpoint": voice.touchpoint,
        "unit": voice.unit,
        "customer": voice.customer,
        "feedback": voice.ident,
    }


def _marks(voice: Voice | None) -> list[Marked]:
    if voice is None:
        return []
    named = names_of("aspect")
    return [
        Marked(one.start, one.end, one.label, _explained(named.get(one.aspect, one.aspect), one.intent))
        for one in voice.said
    ]


def _explained(aspect: str, intent: str) -> str:
    return " · ".join(str(part) for part in (aspect, INTENTS.get(intent, "")) if part)


def _view_name(view: str) -> str:
    return {
        "open": pgettext("cases", "Open"),
        "mine": pgettext("cases", "Mine"),
        "overdue": pgettext("cases", "Overdue"),
        "waiting": pgettext("cases", "Waiting"),
        "resolved": pgettext("cases", "Resolved"),
        "all": pgettext("cases", "All"),
    }[view]


def _verb_name(verb: str) -> str:
    return {
        "opened": pgettext("case step", "opened"),
        "fired": pgettext("case step", "the alert fired again"),
        "take": pgettext("case step", "took it on"),
        "assign": pgettext("case step", "assigned to"),
        "comment": pgettext("case step", "comment"),
        "wait": pgettext("case step", "waiting for the customer"),
        "resume": pgettext("case step", "resumed"),
        "resolve": pgettext("case step", "resolved"),
        "close": pgettext("case step", "closed"),
        "reopen": pgettext("case step", "reopened"),
        "severity": pgettext("case step", "severity changed"),
        "escalated": pgettext("case step", "escalated to"),
        "undo": pgettext("case step", "last step taken back"),
        "undone": pgettext("case step", "last step taken back"),
    }.get(verb, verb)
