"""Alert rules, what they have found, and the form that makes one."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.act.alerts import actions, queries
from zhiyin.act.alerts.models import AlertRule
from zhiyin.act.alerts.tasks import evaluate
from zhiyin.act.alerts.values import Kind
from zhiyin.act.cases.values import INTENTS
from zhiyin.company import queries as company
from zhiyin.kit.errors import NotFound, ZhiyinError
from zhiyin.kit.time import now
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.web.components.numbers import say
from zhiyin.web.desk.alerts.firings import describe, head, rows
from zhiyin.web.desk.alerts.forms import RuleForm
from zhiyin.web.desk.labels import names_of
from zhiyin.web.exports import download
from zhiyin.web.pages import Request, form_asked, page, show, tell

PAGE = 50


@page(Permission.WORK_CASES, scoped=False)
def alerts(request: Request) -> HttpResponseBase:
    if form := form_asked(request):
        return download(form, _("alerts that fired"), head(), rows(queries.firings(request.actor).iterator(2_000)))
    rules = list(queries.alert_rules(request.actor))
    return show(
        request,
        "alerts/list.html",
        {
            "title": _("What must not go unnoticed?"),
            "rules": [(rule, _condition(rule)) for rule in rules],
            "firings": describe(queries.firings(request.actor)[:PAGE]),
            "pack": company.company().pack,
            "now": now(),
        },
    )


@page(Permission.WORK_CASES, scoped=False)
def rule(request: Request, code: str) -> HttpResponseBase:
    found = queries.find(code)
    if form := form_asked(request):
        return download(form, found.name, head(), rows(queries.firings(request.actor, found).iterator(2_000)))
    fired = Paginator(queries.firings(request.actor, found), PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "alerts/rule.html",
        {
            "title": found.name,
            "rule": found,
            "condition": _condition(found),
            "found": fired,
            "firings": describe(fired),
            "intents": [INTENTS.get(intent, intent) for intent in found.intents],
            "places": [(kind, names_of(kind).get(one, one)) for kind, some in found.filters.items() for one in some],
            "now": now(),
        },
    )


@page(Permission.MANAGE_ALERTS, scoped=False)
def edit(request: Request, code: str = "") -> HttpResponse:
    found = queries.find(code) if code else AlertRule()
    form = RuleForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, form, code)
        except ZhiyinError as problem:
            form.add_error(None, str(problem))
        else:
            tell(request, _("The rule “%(name)s” is saved.") % {"name": saved.name})
            return redirect("alerts:rule", code=saved.code)
    title = _("Change “%(name)s”") % {"name": found.name} if code else _("A new alert rule")
    context = {"title": title, "form": form, "rule": found}
    return show(request, "alerts/edit.html", context, status=422 if form.errors else 200)


@require_POST
@page(Permission.MANAGE_ALERTS, scoped=False)
def act(request: Request, code: str, verb: str) -> HttpResponse:
    if verb not in STEPS:
        raise NotFound(_("A rule has no step “{verb}”."), verb=verb)
    STEPS[verb](request, code)
    tell(request, _("Saved."))
    return redirect("alerts:rule", code=code)


@require_POST
@page(Permission.WORK_CASES, scoped=False)
def acknowledge(request: Request, number: int) -> HttpResponse:
    firing = actions.acknowledge(request.actor, number, now=now())
    tell(request, _("%(who)s has seen it.") % {"who": firing.acknowledged_by})
    return redirect("alerts:rule", code=firing.rule.code)


@require_POST
@page(Permission.MANAGE_ALERTS, scoped=False)
def adopt(request: Request) -> HttpResponse:
    n = actions.adopt(request.actor, company.company().pack)
    tell(request, ngettext("%(n)s rule was added.", "%(n)s rules were added.", n) % {"n": n})
    return redirect("alerts:list")


@require_POST
@page(Permission.MANAGE_ALERTS, scoped=False)
def look(request: Request) -> HttpResponse:
    """Evaluate now instead of waiting for the clock."""
    n = evaluate(now())
    tell(request, ngettext("%(n)s rule fired.", "%(n)s times a rule fired.", n) % {"n": n})
    return redirect("alerts:list")


def _snooze(request: Request, code: str) -> object:
    hours = request.POST.get("hours", "24")
    moment = now()
    return actions.snooze(
        request.actor, code, moment + timedelta(hours=min(int(hours), 8_760) if hours.isdecimal() else 24), now=moment
    )


STEPS: dict[str, Callable[[Request, str], object]] = {
    "pause": lambda request, code: actions.pause(request.actor, code),
    "unpause": lambda request, code: actions.unpause(request.actor, code),
    "snooze": _snooze,
}


def _save(request: Request, form: RuleForm, code: str) -> AlertRule:
    values: dict[str, Any] = form.values()
    if not code:
        return actions.create(request.actor, **values)
    seen = request.POST.get("version", "")
    values.pop("code", None)
    return actions.change(request.actor, code, version=int(seen) if seen.isdecimal() else None, **values)


def _condition(rule: AlertRule) -> str:
    """The rule as a sentence."""
    indicator = INDICATORS.get(rule.indicator)
    name = str(indicator.name) if indicator else rule.indicator
    if rule.kind == Kind.VOICE:
        said = _(", ").join(str(INTENTS.get(intent, intent)) for intent in rule.intents)
        return _("one voice: %(said)s") % {"said": said or _("a valued customer, very dissatisfied")}
    below = rule.direction == "below"
    if rule.kind == Kind.CHANGE:
        words = _("%(name)s falls significantly, %(days)s days against the %(days)s before")
        if not below:
            words = _("%(name)s rises significantly, %(days)s days against the %(days)s before")
        return words % {"name": name, "days": rule.window_days}
    words = _("%(name)s of %(days)s days surely below %(limit)s")
    if not below:
        words = _("%(name)s of %(days)s days surely above %(limit)s")
    return words % {
        "name": name,
        "days": rule.window_days,
        "limit": say(rule.limit, indicator.unit if indicator else ""),
    }
