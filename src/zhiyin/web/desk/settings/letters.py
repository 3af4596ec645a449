"""What left this machine?"""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.understand.writer import queries
from zhiyin.understand.writer.letters import actions
from zhiyin.web.desk.settings.tabs import tabs
from zhiyin.web.pages import Request, page, show, tell

ROWS = 100


@page(Permission.MANAGE_SETTINGS, scoped=False)
def letters(request: Request) -> HttpResponseBase:
    search = request.GET.get("q", "")[:100]
    found = queries.letters(request.actor, search)
    shown = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return show(request, "desk/settings/letters.html", {
        "title": _("What left this machine?"), "tabs": tabs(request), "letters": shown, "q": search,
        "setup": queries.setup(),
    })  # fmt: skip


@page(Permission.READ_PERSONAL, scoped=False)
def letter(request: Request, number: int) -> HttpResponse:
    """Also for whoever asked: what they asked is theirs to see."""
    found = queries.letter(request.actor, number)
    return show(request, "desk/settings/letter.html", {
        "title": _("What left this machine, and what came back?"), "letter": found,
    })  # fmt: skip


@require_POST
@page(Permission.MANAGE_SETTINGS, scoped=False)
def forget(request: Request) -> HttpResponse:
    n = actions.forget(request.actor)
    tell(request, _("Deleted: %(n)s records.") % {"n": n})
    return redirect("settings:letters")


@require_POST
@page(Permission.MANAGE_SETTINGS, scoped=False)
def forget_one(request: Request, number: int) -> HttpResponse:
    actions.forget(request.actor, number)
    tell(request, _("Deleted."))
    return redirect("settings:letters")
