"""Asking for something to be written, waiting for it, stopping it. The place is the address of the page itself."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.explain.root_causes.voices import voices as clearest
from zhiyin.kit.errors import Invalid
from zhiyin.measure.indicators.registry import indicator
from zhiyin.understand.pieces import actions, queries
from zhiyin.understand.pieces.models import Piece
from zhiyin.understand.topics.queries import emerging
from zhiyin.understand.writer.values import Purpose
from zhiyin.web.desk.findings import views as findings
from zhiyin.web.desk.findings.views import where_of
from zhiyin.web.desk.initiatives.forms import PLACES
from zhiyin.web.desk.initiatives.views import finding_of
from zhiyin.web.desk.pieces.panel import language, panel_of, plan_place
from zhiyin.web.desk.voices.search import sampled, tally
from zhiyin.web.desk.voices.views import place_of, wanted_of
from zhiyin.web.pages import Request, page

MOST = 10_000
"""Voices of an explanation that are counted."""
NAMED = 20
"""Topics that are named at once."""
READ_FOR_PLAN = 12
READ = 40
"""Voices a summary is made of at most."""


@require_POST
@page(Permission.READ_PERSONAL)
def voices(request: Request) -> HttpResponse:
    wanted = wanted_of(request)
    ids = sampled(wanted, request.reader, READ)
    total = sum(tally(wanted, request.reader).values())
    made = actions.begin(
        request.actor, Purpose.SUMMARY, place_of(wanted), ids, language=language(), total=total,
        about=_addresses(request, "/listen/voices/"),
    )  # fmt: skip
    return _shown(request, made)


@require_POST
@page(Permission.READ_PERSONAL)
def why(request: Request, slug: str) -> HttpResponse:
    """The words beside an explanation: complaints, or praise, of one group or of all."""
    scope, where = request.scope, where_of(request, indicator(slug))
    dimension, _sep, code = request.GET.get("group", "").partition("=")
    group = (dimension, code or None) if dimension else None
    praise = request.GET.get("praise") == "1"
    found = clearest(scope.period, request.reader, where=where, group=group, limit=MOST, praise=praise)
    made = actions.begin(
        request.actor, Purpose.SUMMARY, findings.place_of(slug, scope, where, group, praise),
        [one.feedback for one in found[:READ]], language=language(), total=len(found),
        about=_addresses(request, f"/explain/{slug}/"),
    )  # fmt: skip
    return _shown(request, made)


@require_POST
@page(Permission.READ_PERSONAL)
def topics(request: Request) -> HttpResponse:
    """Names for those on the page that have none yet."""
    scope = request.scope
    found = emerging(scope.period, scope.span.before().period(scope.zone), scope.where, request.reader)
    known = queries.names(language(), request.reader)
    asked = [one for one in found.topics if one.code not in known][:NAMED]
    if not asked:
        raise Invalid(_("All topics on this page have a name already."))
    about = [[one.code, list(one.phrases[:5]), [said.voice for said in one.examples]] for one in asked]
    made = actions.begin(
        request.actor, Purpose.TOPICS, queries.TOPICS, list(dict.fromkeys(ident for one in about for ident in one[2])),
        language=language(), about={"topics": about} | _addresses(request, "/understand/topics/"),
    )  # fmt: skip
    return _shown(request, made)


@require_POST
@page(Permission.MANAGE_INITIATIVES, scoped=False)
def plan(request: Request) -> HttpResponse:
    """A draft for the form of a new initiative, from the finding that stands in its address."""
    scope, handed = request.scope, finding_of(request.GET.get("finding", ""))
    where = scope.where | {name: (request.GET[name],) for name in (*PLACES, "unit") if request.GET.get(name)}
    heard = clearest(scope.period, request.reader, where=where, limit=READ_FOR_PLAN)
    said = " ".join(str(handed[name]) for name in ("sentence", "detail") if handed.get(name))
    if not said:
        raise Invalid(_("A draft needs a finding: open the initiative from the page of findings."))
    made = actions.begin(
        request.actor, Purpose.PLAN, plan_place(request), [one.feedback for one in heard], language=language(),
        about={"finding": said} | _addresses(request, "/act/initiatives/new/"),
    )  # fmt: skip
    return _shown(request, made)


@page(Permission.READ_PERSONAL, scoped=False)
def piece(request: Request, ident: UUID) -> HttpResponse:
    found = queries.piece(ident, request.reader)
    response = _shown(request, found)
    if found.purpose == Purpose.TOPICS and found.result and request.htmx:
        # Names stand in the table, not here.
        response.headers["HX-Refresh"] = "true"
    return response


@require_POST
@page(Permission.READ_PERSONAL, scoped=False)
def stop(request: Request, ident: UUID) -> HttpResponse:
    actions.stop(request.actor, ident)
    return _shown(request, queries.piece(ident, request.reader))


def _addresses(request: Request, page: str) -> dict[str, object]:
    """Where to ask again, and the page it stands on."""
    return {"start": request.get_full_path(), "page": f"{page}?{request.META.get('QUERY_STRING', '')}"}


def _shown(request: Request, found: Piece) -> HttpResponse:
    if not request.htmx and request.method == "POST":
        return redirect(str(found.about.get("page", "/")))
    return render(request, "desk/pieces/panel.html", {"panel": panel_of(request, found)})
