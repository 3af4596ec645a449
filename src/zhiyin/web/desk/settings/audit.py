"""Who changed what, when?"""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhiyin.accounts.audit import queries
from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.accounts.values import Permission
from zhiyin.web.desk.settings.tabs import tabs
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show

ROWS = 100


@page(Permission.READ_AUDIT, scoped=False)
def audit(request: Request) -> HttpResponseBase:
    search = request.GET.get("q", "")[:100].replace("\x00", "")
    entries = queries.entries(request.actor, search=search)
    if form := form_asked(request):
        head = [_("time"), _("who"), _("verb"), _("subject"), _("number"), _("details"), _("seal")]
        return download(form, _("audit trail"), head, _rows(entries.iterator(2_000)))
    shown = Paginator(entries, ROWS).get_page(request.GET.get("page"))
    state = queries.verify() if "verify" in request.GET else None
    return show(request, "desk/settings/audit.html", {
        "title": _("Who changed what, and when?"), "tabs": tabs(request), "entries": shown, "q": search, "state": state,
    })  # fmt: skip


def _rows(entries: Iterator[AuditEntry]) -> Iterator[Row]:
    for e in entries:
        yield e.at, e.actor_name, e.verb, e.subject_type, e.subject_id, str(e.details), e.seal
