"""Who may see which case: the units one is confined to, and what one owns oneself."""

from django.db.models import Q

from zhiyin.accounts import queries as accounts
from zhiyin.accounts.rules import expand, is_confined
from zhiyin.accounts.values import Actor


def user_id(actor: Actor) -> int | None:
    return int(actor.id) if actor.kind == "user" else None


def visible(actor: Actor) -> Q:
    """Condition on records with `unit`, `owner_unit` and `owner`."""
    if not is_confined(actor):
        return Q()
    units = expand(actor.units, accounts.unit_tree())
    mine = Q(owner_id=user_id(actor)) if actor.kind == "user" else Q()
    return Q(unit__in=units) | Q(owner_unit__in=units) | mine
