"""Reading what an own aspect hears, and saying of a clause that it is this, or not this."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Permission
from zhiyin.company import actions as company
from zhiyin.company.changes.queries import latest
from zhiyin.company.concepts.models import Concept
from zhiyin.kit.errors import Invalid
from zhiyin.understand.concepts import actions
from zhiyin.understand.concepts.previews import preview
from zhiyin.understand.concepts.values import Draft
from zhiyin.understand.pipeline.queries import progress
from zhiyin.web.pages import Request, page, show, tell


@page(Permission.READ_PERSONAL)
def heard(request: Request, code: str) -> HttpResponse:
    return show(request, "desk/concepts/heard.html", _heard(request, _found(code)))


@require_POST
@page(Permission.EDIT_COMPANY)
def judge(request: Request, code: str) -> HttpResponse:
    """`yes` or `no`: the clause as it was shown."""
    said = request.POST.get("yes") or request.POST.get("no")
    if not said:
        raise Invalid(_("Say which clause you mean, and whether it is this."))
    belongs = "yes" in request.POST
    record = actions.judge(request.actor, code, said, belongs=belongs)
    change = latest(record)
    undone = request.scope.link(reverse("concepts:undo", args=[change.pk]), heard=code) if change else ""
    sentence = _("“%(said)s” is this.") if belongs else _("“%(said)s” is not this.")
    tell(request, sentence % {"said": said[:60]}, undo=undone)
    if request.htmx:
        return render(request, "desk/concepts/taught.html", _heard(request, record))
    return redirect(request.scope.link(reverse("concepts:heard", args=[code])))


def _found(code: str) -> Concept:
    record = company.find("concept", code)
    assert isinstance(record, Concept)
    return record


def _heard(request: Request, record: Concept) -> dict[str, object]:
    draft = Draft(
        extends=record.extends, words=tuple(record.words), examples=tuple(record.examples),
        refused=tuple(record.refused),
    )  # fmt: skip
    found = preview(draft, record.code, request.scope.period, request.scope.where, request.reader)
    return {
        "title": _("What does “%(name)s” hear?") % {"name": record}, "record": record, "draft": draft,
        "preview": found, "progress": progress(),
        "teach": record.active and allows(request.actor, Permission.EDIT_COMPANY),
    }  # fmt: skip
