"""Your company's own aspects: which there are, making one, changing it, taking it back."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.company import actions as company
from zhiyin.company.changes.queries import latest
from zhiyin.company.concepts.models import Concept
from zhiyin.company.concepts.queries import aspect_names, pack, scene_names
from zhiyin.company.packs.values import ATTRIBUTE, KINDS, PART, Aspect
from zhiyin.kit.errors import NotFound, ZhiyinError
from zhiyin.kit.time import now
from zhiyin.understand.concepts import actions, queries, rules
from zhiyin.understand.concepts.previews import preview
from zhiyin.understand.concepts.values import Draft
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.pipeline.queries import progress
from zhiyin.web.desk.concepts.forms import CUT, ConceptForm
from zhiyin.web.pages import Request, page, show, tell, whole

MOST = 20
"""Phrases taken over from a topic, or ticked at once."""
FIELDS = ("name_zh", "name_en", "extends", "kind", "parent", "touchpoint", "words", "examples", "refused")
TICKED = {"word": "words", "example": "examples", "not": "refused"}
"""What is ticked in a preview, and the list of a draft that it is added to."""


@page(Permission.READ_PERSONAL)
def concepts(request: Request) -> HttpResponse:
    retired = request.GET.get("retired") == "1"
    return show(request, "desk/concepts/page.html", {
        "title": _("What does your company call by its own name?"), "retired": retired,
        "rows": queries.own(request.reader, retired=retired), "progress": progress(), "graph": _graph(),
    })  # fmt: skip


def _graph() -> dict[str, list[str]]:
    """The concept graph in use, by name: parts, attributes, scenes."""
    names = aspect_names()
    of = {kind: [names[one.code] for one in pack().aspects if one.kind == kind] for kind in KINDS}
    return {"parts": of[PART], "attributes": of[ATTRIBUTE], "scenes": [*scene_names().values()]}


@page(Permission.READ_PERSONAL, scoped=False)
def reading(request: Request) -> HttpResponse:
    return render(request, "desk/concepts/progress.html", {"progress": progress()})


@require_POST
@page(Permission.RUN_UNDERSTANDING, scoped=False)
def stop(request: Request) -> HttpResponseBase:
    pipeline.stop(request.actor, now=now())
    return _answered(request)


@require_POST
@page(Permission.RUN_UNDERSTANDING, scoped=False)
def resume(request: Request) -> HttpResponseBase:
    pipeline.start(request.actor)
    return _answered(request)


def _answered(request: Request) -> HttpResponseBase:
    return reading(request) if request.htmx else redirect("concepts:list")


@page(Permission.EDIT_COMPANY)
def new(request: Request) -> HttpResponse:
    """`?words=`: phrases, between commas; `?add=1`: for an aspect there is; `?extends=`: for this one."""
    words = [word.strip() for word in CUT.split(request.GET.get("words", "")) if word.strip()]
    initial = _proposed(words[:MOST], request.GET.get("extends", ""), bool(request.GET.get("add")))
    return _asked(request, ConceptForm(request.POST or None, initial=initial), None)


@require_POST
@page(Permission.EDIT_COMPANY)
def adopt(request: Request) -> HttpResponse:
    """A topic becomes an aspect with one click, under the nearest there is; what is in the way is said at the form."""
    phrases = request.POST.getlist("phrase")[:MOST]
    try:
        _told(request, actions.add(request.actor, Draft(**_proposed(phrases, "", add=False))))
    except ZhiyinError as problem:
        tell(request, str(problem))
        return redirect(request.scope.link("/understand/concepts/new/", words=",".join(phrases)))
    return redirect(request.scope.link("/understand/topics/"))


@page(Permission.EDIT_COMPANY)
def edit(request: Request, code: str) -> HttpResponse:
    record = company.find("concept", code)
    assert isinstance(record, Concept)
    initial = {name: getattr(record, name) for name in FIELDS}
    return _asked(request, ConceptForm(request.POST or None, initial=initial, own=record.code), record)


@require_POST
@page(Permission.EDIT_COMPANY, scoped=False)
def act(request: Request, code: str, verb: str) -> HttpResponse:
    steps = {"retire": actions.retire, "restore": actions.restore}
    if verb not in steps:
        raise NotFound(_("There is no step “{verb}”."), verb=verb[:40])
    _told(request, steps[verb](request.actor, code))
    return redirect("concepts:list")


@require_POST
@page(Permission.EDIT_COMPANY)
def undo(request: Request, number: int) -> HttpResponse:
    """`?heard=`: the aspect whose page asked, to go back to."""
    actions.undo(request.actor, number, now=now())
    tell(request, _("Taken back. All voices are read again in the background."))
    code = request.GET.get("heard", "")
    return redirect(request.scope.link(reverse("concepts:heard", args=[code]) if code else reverse("concepts:list")))


def _asked(request: Request, form: ConceptForm, record: Concept | None) -> HttpResponse:
    if request.POST.get("verb") == "preview" or "yes" in request.POST or "no" in request.POST:
        return _tried(request, form, record)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _save(request, form, record)
        except ZhiyinError as problem:
            form.add_error(None, str(problem))
        else:
            _told(request, saved)
            return redirect(request.scope.link("/understand/concepts/"))
    return show(request, "desk/concepts/form.html", _form(form, record), status=422 if form.errors else 200)


def _form(form: ConceptForm, record: Concept | None) -> dict[str, Any]:
    title = _("Change “%(name)s”") % {"name": record} if record else _("Make it an aspect of your own")
    return {"title": title, "form": form, "record": record}


def _tried(request: Request, form: ConceptForm, record: Concept | None) -> HttpResponse:
    """What it would find in the period on the page; nothing is saved."""
    context = _form(form, record)
    if form.is_valid():
        draft = _draft(request, form)
        scope, code = request.scope, record.code if record else ""
        found = preview(draft, code, scope.period, scope.where, request.reader)
        context |= {"draft": draft, "preview": found, "ticked": _ticked(request)}
    if request.htmx:
        return render(request, "desk/concepts/preview.html", context)
    return show(request, "desk/concepts/form.html", context)


def _draft(request: Request, form: ConceptForm) -> Draft:
    """As written, with what was ticked among the proposals."""
    draft, ticked = form.draft(), _ticked(request)
    more: dict[str, Any] = {field: (*getattr(draft, field), *ticked[name]) for name, field in TICKED.items()}
    return replace(draft, **more)


def _ticked(request: Request) -> dict[str, list[str]]:
    """With what the button pressed says of a clause: this too, or not this."""
    ticked = {name: request.POST.getlist(name)[:MOST] for name in TICKED}
    ticked["example"] += request.POST.getlist("yes")[:1]
    ticked["not"] += request.POST.getlist("no")[:1]
    return ticked


def _save(request: Request, form: ConceptForm, record: Concept | None) -> Concept:
    if record is None:
        return actions.add(request.actor, _draft(request, form))
    return actions.change(request.actor, record.code, _draft(request, form), version=whole(request.POST.get("version")))


def _proposed(words: list[str], to: str, add: bool) -> dict[str, Any]:
    """For phrases that customers use: a name, and the nearest aspect as parent, or as the one that gets the words."""
    found = rules.nearest(words, pack().aspects)[0] if words else ""
    initial: dict[str, Any] = {"words": words}
    if add or to or not words:
        return initial | {"extends": to or found}
    aspect = next((one for one in pack().aspects if one.code == found), None)
    name = {"name_en" if words[0].isascii() else "name_zh": words[0]}
    return initial | name | _below(aspect)


def _below(aspect: Aspect | None) -> dict[str, Any]:
    """What stands below an attribute is mostly one."""
    return {"parent": aspect.code, "touchpoint": aspect.touchpoint, "kind": aspect.kind} if aspect else {}


def _told(request: Request, record: Concept) -> None:
    change = latest(record)
    undone = reverse("concepts:undo", args=[change.pk]) if change else ""
    tell(request, _("“%(name)s” is heard from now on; older voices are read again in the background.")
         % {"name": record} if record.active else
         _("“%(name)s” is out of use; its voices are read again in the background.") % {"name": record},
         undo=undone)  # fmt: skip
