from datetime import date

from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import queries as accounts
from zhiyin.accounts.rules import check, expand, is_confined
from zhiyin.accounts.values import Actor, Permission
from zhiyin.act.initiatives.models import Initiative, InitiativeStep
from zhiyin.act.initiatives.rules import span
from zhiyin.act.scope import user_id
from zhiyin.kit.errors import NotFound


def initiatives(actor: Actor, *, state: str = "") -> list[Initiative]:
    """Those that treat a unit of the actor's, or that are their own; newest first."""
    check(actor, Permission.READ_FACTS)
    found = Initiative.objects.select_related("owner")
    if state:
        found = found.filter(state=state)
    if not is_confined(actor):
        return list(found)
    units = expand(actor.units, accounts.unit_tree())
    return [one for one in found if _concerns(one, actor, units)]


def find(actor: Actor, number: int) -> Initiative:
    check(actor, Permission.READ_FACTS)
    found = Initiative.objects.filter(pk=number).select_related("owner").first()
    units = expand(actor.units, accounts.unit_tree()) if is_confined(actor) else None
    if found is None or (units is not None and not _concerns(found, actor, units)):
        raise NotFound(_("There is no initiative {number} among those you may see."), number=number)
    return found


def steps(initiative: Initiative) -> list[InitiativeStep]:
    return list(initiative.steps.all())


def due(today: date) -> list[Initiative]:
    """Started, and measured long enough to be judged."""
    running = Initiative.objects.filter(state__in=[Initiative.State.RUNNING, Initiative.State.MEASURING])
    return [one for one in running if today >= span(one.starts_on, one.weeks_before, one.weeks_after)[1]]


def _concerns(initiative: Initiative, actor: Actor, units: frozenset[str]) -> bool:
    own = actor.kind == "user" and initiative.owner_id == user_id(actor)
    treated = initiative.plan.get("treated_units") or initiative.treated_units
    return own or bool(units & set(treated))
