"""Who may do what, and where. Pure: the unit tree comes in as data."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.values import PERMISSIONS, ROLES, Actor, Permission, Role
from zhiyin.kit.errors import Forbidden

Tree = Mapping[str, str | None]
"""Code of each organisation unit → code of its parent."""

P = Permission
_LOOK = {P.READ_FACTS}
_WORK = _LOOK | {P.READ_PERSONAL, P.WORK_CASES, P.EXPORT_DATA}

GRANTS: Mapping[Role, frozenset[Permission]] = {
    # Sees figures, not what a person said: names and words come back empty.
    Role.VIEWER: frozenset(_LOOK),
    Role.TOUCHPOINT_OWNER: frozenset(_WORK | {P.MANAGE_INITIATIVES}),
    Role.SERVICE_LEAD: frozenset(_WORK | {P.MANAGE_INITIATIVES, P.MANAGE_ALERTS}),
    Role.OPERATOR: frozenset(_WORK | {P.EDIT_CUSTOMERS, P.IMPORT_DATA}),
    Role.ANALYST: frozenset(
        _WORK
        | {
            P.IMPORT_DATA,
            P.UNDO_IMPORT,
            P.RUN_UNDERSTANDING,
            P.CORRECT_UNDERSTANDING,
            P.EDIT_COMPANY,
            P.EDIT_TREE,
            P.MANAGE_ALERTS,
            P.MANAGE_INITIATIVES,
            # Whoever owns a fix does not judge it: owners and leads lack this one.
            P.JUDGE_INITIATIVES,
        }
    ),
    Role.ADMINISTRATOR: frozenset(Permission),
}

WHOLE_COMPANY = frozenset({Role.ANALYST, Role.SERVICE_LEAD, Role.OPERATOR, Role.ADMINISTRATOR})
"""Roles for which "no unit named" means the whole company; for the others it means nothing at all."""

FREE_FAILURES = {"name": 5, "address": 20}
"""Wrong passwords that cost nothing; an address is shared by a whole shop."""
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)


def allows(actor: Actor, permission: Permission) -> bool:
    return permission in GRANTS[actor.role] and (actor.scopes is None or permission in actor.scopes)


def check(actor: Actor, permission: Permission) -> None:
    if allows(actor, permission):
        return
    raise Forbidden(
        _("{name} ({role}) may not {what}. Ask an administrator for a role that may."),
        name=actor.name,
        role=ROLES[actor.role],
        what=PERMISSIONS[permission],
        permission=permission.value,
    )


def is_confined(actor: Actor) -> bool:
    """Whether this actor only sees some units."""
    return bool(actor.units) or actor.role not in WHOLE_COMPANY


def expand(codes: Iterable[str], tree: Tree) -> frozenset[str]:
    """`codes` and everything below them; a circle in the tree does no harm."""
    children: dict[str | None, list[str]] = {}
    for code, parent in tree.items():
        children.setdefault(parent, []).append(code)
    found: set[str] = set()
    waiting = list(codes)
    while waiting:
        code = waiting.pop()
        if code not in found:
            found.add(code)
            waiting += children.get(code, [])
    return frozenset(found)


def covers(actor: Actor, unit: str | None, tree: Tree) -> bool:
    """Whether something that belongs to `unit` is this actor's business; None belongs to the company as a whole."""
    if not is_confined(actor):
        return True
    return unit is not None and unit in expand(actor.units, tree)


def check_unit(actor: Actor, unit: str | None, tree: Tree) -> None:
    if not covers(actor, unit, tree):
        raise Forbidden(
            _("{name} is not responsible for {unit}. Ask an administrator to add this unit."),
            name=actor.name,
            unit=unit or _("the whole company"),
        )


def waits(kind: str, failures: int, last: datetime, now: datetime) -> timedelta:
    """How long until the next attempt counts: doubling with every failure past the free ones."""
    extra = failures - FREE_FAILURES[kind]
    if extra < 0:
        return timedelta()
    pause = min(FIRST_WAIT * (1 << min(extra, 10)), LONGEST_WAIT)
    return max(last + pause - now, timedelta())
