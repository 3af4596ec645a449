from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.rules import allows, check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.act.cases.models import Case, CaseEvent
from zhiyin.act.cases.values import RUNNING, UNRESOLVED, State
from zhiyin.act.scope import user_id, visible
from zhiyin.kit.errors import NotFound

VIEWS = ("open", "mine", "overdue", "waiting", "resolved", "all")


@dataclass(frozen=True)
class Wanted:
    """Which cases; empty fields select everything."""

    view: str = "open"
    severity: str = ""
    touchpoint: str = ""
    unit: str = ""
    owner: int | None = None
    customer: str = ""
    words: str = ""


def cases(actor: Actor, wanted: Wanted = Wanted(), *, now: datetime) -> QuerySet[Case]:
    """Those the actor may see, the most urgent first."""
    check(actor, Permission.READ_FACTS)
    found = Case.objects.filter(visible(actor), _of_view(actor, wanted.view, now)).select_related("owner", "rule")
    for name in ("severity", "touchpoint", "unit", "customer"):
        if getattr(wanted, name):
            found = found.filter(**{name: getattr(wanted, name)})
    if wanted.owner is not None:
        found = found.filter(owner_id=wanted.owner)
    if wanted.words:
        number = Q(pk=int(wanted.words.lstrip("#"))) if wanted.words.lstrip("#").isdecimal() else Q()
        named = Q(title__icontains=wanted.words) if allows(actor, Permission.READ_PERSONAL) else Q(pk__in=())
        found = found.filter(number or named | Q(customer=wanted.words))
    return found.order_by("resolution_due" if wanted.view in ("open", "mine", "overdue") else "-id")


def counts(actor: Actor, *, now: datetime) -> dict[str, int]:
    """How many in each view, for the tabs; one query."""
    check(actor, Permission.READ_FACTS)
    tallies = {view: Count("pk", filter=_of_view(actor, view, now)) for view in VIEWS if view != "all"}
    return Case.objects.filter(visible(actor)).aggregate(**tallies, all=Count("pk"))


def mine(actor: Actor) -> int:
    """How many cases wait for this actor."""
    user = user_id(actor)
    return Case.objects.filter(owner_id=user, state__in=[one.value for one in UNRESOLVED]).count() if user else 0


def find(actor: Actor, number: int) -> Case:
    """Somebody else's case looks like none: its existence says something already."""
    case = Case.objects.filter(visible(actor), pk=number).select_related("owner", "rule").first()
    if case is None:
        raise NotFound(_("There is no case #{number} among those you may see."), number=number)
    return case


def timeline(case: Case) -> list[CaseEvent]:
    return list(case.events.all())


def of_customer(actor: Actor, customer: str, *, but: int | None = None) -> QuerySet[Case]:
    """Newest first; an unknown customer has no history."""
    found = Case.objects.filter(visible(actor), customer=customer) if customer else Case.objects.none()
    return found if but is None else found.exclude(pk=but)


def of_feedback(actor: Actor, feedback: str) -> Case | None:
    """The case that a voice already has, so that nobody opens a second one."""
    return Case.objects.filter(visible(actor), feedback=feedback).first() if feedback else None


def overdue(now: datetime) -> QuerySet[Case]:
    """For the task: late, and nobody told yet."""
    states = [state.value for state in RUNNING]
    late = Q(resolution_due__lt=now) | Q(responded_at=None, first_response_due__lt=now)
    return Case.objects.filter(late, state__in=states, escalated_at=None)


def _of_view(actor: Actor, view: str, now: datetime) -> Q:
    unresolved, running = ([one.value for one in states] for states in (UNRESOLVED, RUNNING))
    return {
        "open": Q(state__in=unresolved),
        "mine": Q(state__in=unresolved, owner_id=user_id(actor)),
        "overdue": Q(state__in=running, resolution_due__lt=now),
        "waiting": Q(state=State.WAITING),
        "resolved": Q(state__in=[State.RESOLVED, State.CLOSED]),
    }.get(view, Q())
