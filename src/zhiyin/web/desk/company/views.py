"""The company map: the journey as a board, units as a tree, the rest as lists; every change can be undone."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.company import actions, queries
from zhiyin.company.base import Kept
from zhiyin.company.changes import queries as changes
from zhiyin.company.units.queries import tree
from zhiyin.kit.errors import NotFound, ZhiyinError
from zhiyin.kit.time import now
from zhiyin.web.desk.company.changed import describe
from zhiyin.web.desk.company.forms import PLURALS, TABS, form_for, say_holidays
from zhiyin.web.pages import Request, page, show, tell

PAGE = 100


@page(scoped=False)
def journey(request: Request) -> HttpResponse:
    board = queries.journey_map()
    context = {"title": _("Where do customers meet us?"), "board": board.stages, "pack": queries.company().pack}
    return show(request, "company/journey.html", tabbed(context, "journey"))


@page(scoped=False)
def listing(request: Request, kind: str) -> HttpResponse:
    _known(kind)
    retired = request.GET.get("retired") == "1"
    context: dict[str, Any] = {"title": str(PLURALS[kind]), "kind": kind, "retired": retired}
    if kind == "unit":
        context["rows"] = [(unit, min(unit.path.count("/") - 2, 3)) for unit in tree(retired=retired)]
    else:
        records = actions.KINDS[kind]._default_manager.all()
        context["note"] = say_holidays() if kind == "calendar" else ""
        context["rows"] = [(record, 0) for record in (records if retired else records.filter(active=True))]
    return show(request, "company/list.html", tabbed(context, kind))


@page(Permission.EDIT_COMPANY, scoped=False)
def edit(request: Request, kind: str, key: str = "") -> HttpResponse:
    _known(kind)
    record = actions.find(kind, _key(kind, key)) if key else actions.KINDS[kind]()
    name = str(record) if key else ""
    form = form_for(kind, request, record, {} if key else request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, kind, key, form.cleaned_data)
        except ZhiyinError as problem:
            form.add_error(None, str(problem))
        else:
            _told(request, saved)
            return redirect(_home(kind))
    title = _("Change “%(name)s”") % {"name": name} if key else _("New: %(kind)s") % {"kind": record._meta.verbose_name}
    past = [(change, _verb(change.verb), some) for change, some in describe(_past(record))]
    context = {"title": title, "form": form, "record": record, "kind": kind, "key": key, "past": past}
    context["home"] = _home(kind)
    return show(request, "company/edit.html", context, status=422 if form.errors else 200)


@require_POST
@page(Permission.EDIT_COMPANY, scoped=False)
def act(request: Request, kind: str, key: str, verb: str) -> HttpResponse:
    _known(kind)
    steps = {"retire": actions.retire, "restore": actions.restore}
    if verb not in steps:
        raise NotFound(_("The map has no step “{verb}”."), verb=verb)
    _told(request, steps[verb](request.actor, kind, _key(kind, key)))
    return redirect(_home(kind))


@require_POST
@page(scoped=False)
def undo(request: Request, number: int) -> HttpResponse:
    actions.undo(request.actor, number, now=now())
    tell(request, _("Taken back."))
    return redirect("company:history")


@page(scoped=False)
def history(request: Request) -> HttpResponse:
    found = Paginator(changes.history(), PAGE).get_page(request.GET.get("page"))
    rows = [(change, _verb(change.verb), some) for change, some in describe(found)]
    return show(
        request,
        "company/history.html",
        tabbed({"title": _("What was changed?"), "rows": rows, "found": found}, "history"),
    )


@page(Permission.MANAGE_SETTINGS, scoped=False)
def settings(request: Request) -> HttpResponse:
    record = queries.company()
    form = form_for("company", request, record, {})
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("version", "")
        try:
            saved = actions.configure(
                request.actor, version=int(seen) if seen.isdecimal() else None, **form.cleaned_data
            )
        except ZhiyinError as problem:
            form.add_error(None, str(problem))
        else:
            _told(request, saved)
            return redirect("company:settings")
    context = {"title": _("How does the company work?"), "form": form, "record": record}
    return show(request, "company/settings.html", tabbed(context, "settings"), status=422 if form.errors else 200)


def tabbed(context: dict[str, Any], current: str) -> dict[str, Any]:
    tabs = [("journey", pgettext("company map", "Journey"), reverse("company:journey"))]
    tabs += [(kind, str(PLURALS[kind]), reverse("company:list", args=[kind])) for kind in TABS]
    tabs += [
        ("history", pgettext("company map", "Changes"), reverse("company:history")),
        ("document", pgettext("company map", "As a file"), reverse("company:document")),
        ("settings", pgettext("company map", "Settings"), reverse("company:settings")),
    ]
    return context | {"tabs": tabs, "current": current}


def _save(request: Request, kind: str, key: str, values: dict[str, Any]) -> Kept:
    if not key:
        return actions.create(request.actor, kind, **values)
    values.pop("code", None)
    seen = request.POST.get("version", "")
    return actions.change(
        request.actor, kind, _key(kind, key), version=int(seen) if seen.isdecimal() else None, **values
    )


def _told(request: Request, record: Kept) -> None:
    change = changes.latest(record)
    undo = reverse("company:undo", args=[change.pk]) if change else ""
    tell(request, _("“%(name)s” is saved.") % {"name": record}, undo=undo)


def _past(record: Kept) -> list[Any]:
    return list(changes.history(record._meta.model_name or "", record.pk)[:20]) if record.pk else []


def _known(kind: str) -> None:
    if kind not in PLURALS:
        raise NotFound(_("The company map has no “{kind}”."), kind=kind)


def _key(kind: str, key: str) -> str | int:
    if kind != "release":
        return key
    return int(key) if key.isdecimal() else 0


def _home(kind: str) -> str:
    return reverse("company:journey") if kind in ("stage", "touchpoint") else reverse("company:list", args=[kind])


def _verb(verb: str) -> str:
    return {"create": pgettext("map change", "created"), "change": pgettext("map change", "changed")}.get(verb, verb)
