"""Who are our customers, and what did they live through?"""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.accounts.rules import allows, is_confined
from zhiyin.accounts.values import Permission
from zhiyin.act.cases.queries import of_customer
from zhiyin.customers.profiles.queries import count, met, profile, search
from zhiyin.customers.profiles.values import Profile
from zhiyin.kit.errors import NotFound
from zhiyin.web.desk.customers.history import history
from zhiyin.web.desk.labels import names_of
from zhiyin.web.pages import Request, page, show, whole

ROWS = 50
MOST_SEARCHED = 1_000
"""Customers with these words in their name that are looked at for those of one's own units."""
KINDS = {
    "feedback": gettext_lazy("said"),
    "answer": gettext_lazy("answered"),
    "order": gettext_lazy("ordered"),
    "event": gettext_lazy("did"),
}


@page(Permission.READ_PERSONAL, scoped=False)
def customers(request: Request) -> HttpResponse:
    # By POST alone: an address stays in histories and logs, and what is looked for may be a phone number.
    words = request.POST.get("q", "")[:100]
    place = whole(request.POST.get("from_row")) or 0
    confined = is_confined(request.actor)
    shown = _own(request, words) if confined else search(request.actor, words, limit=ROWS + 1, offset=place)
    return show(request, "desk/customers/page.html", {
        "title": _("Who are our customers?"), "customers": shown[:ROWS], "q": words,
        "total": len(shown) if confined else count(),
        "next": place + ROWS if len(shown) > ROWS else None, "before": max(place - ROWS, 0) if place else None,
        "confined": confined,
    })  # fmt: skip


def _own(request: Request, words: str) -> list[Profile]:
    """Whoever only sees some units searches among the customers whom these have met, and leafs through nobody."""
    if not words.strip():
        return []
    found = search(request.actor, words, limit=MOST_SEARCHED)
    known = met([one.code for one in found], request.reader)
    return [one for one in found if one.code in known][:ROWS]


@page(Permission.READ_PERSONAL, scoped=False)
def customer(request: Request, code: str) -> HttpResponse:
    steps = history(code, request.reader)
    if is_confined(request.actor) and not steps:
        raise NotFound(_("There is no such customer, or none of your units has met them."))
    try:
        found = profile(request.actor, code)
    except NotFound:
        if not steps:
            raise
        found = Profile(code)
    cases = list(of_customer(request.actor, code)[:10]) if allows(request.actor, Permission.WORK_CASES) else []
    return show(request, "desk/customers/customer.html", {
        "title": _("What did %(name)s live through with us?") % {"name": found.name or code[:12]},
        "customer": found, "steps": steps, "cases": cases, "kinds": KINDS,
        "units": names_of("unit"), "touchpoints": names_of("touchpoint"),
    })  # fmt: skip
