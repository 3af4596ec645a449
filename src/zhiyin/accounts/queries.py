"""Who is asking, and what they may see."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import rules
from zhiyin.accounts.models import User
from zhiyin.accounts.values import Actor, Permission, Role
from zhiyin.kit.errors import Forbidden, NotFound
from zhiyin.warehouse.reader import Reader
from zhiyin.warehouse.schema import FACTS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

_tree: Callable[[], rules.Tree] = dict
_brands: Callable[[], frozenset[str]] = frozenset

PERSONAL = frozenset(column.name for table in FACTS.values() for column in table.columns if column.personal)


def use_company(tree: Callable[[], rules.Tree], own_brands: Callable[[], frozenset[str]]) -> None:
    """`company` stands above us and owns units and brands: it says here how to read them."""
    global _tree, _brands
    _tree, _brands = tree, own_brands


def unit_tree() -> rules.Tree:
    return _tree()


def actor_of(user: "User | AnonymousUser") -> Actor:
    if not isinstance(user, User) or not user.is_active:
        raise Forbidden(_("Sign in first."))
    return Actor("user", str(user.pk), str(user), Role(user.role), frozenset(user.units))


def reader_of(actor: Actor) -> Reader:
    """The reader that every question about facts carries."""
    rules.check(actor, Permission.READ_FACTS)
    units = rules.expand(actor.units, unit_tree()) if rules.is_confined(actor) else None
    masks = frozenset() if rules.allows(actor, Permission.READ_PERSONAL) else PERSONAL
    return Reader(f"{actor.kind}:{actor.id}", units, masks, own_brands=_brands())


def covers(actor: Actor, unit: str | None) -> bool:
    return rules.covers(actor, unit, unit_tree())


def check_unit(actor: Actor, unit: str | None) -> None:
    rules.check_unit(actor, unit, unit_tree())


def users(*, active: bool = True) -> list[User]:
    people = User.objects.order_by("display_name", "username")
    return list(people.filter(is_active=True) if active else people)


def user(pk: int | str) -> User:
    found = User.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no user with the number {id}."), id=pk)
    return found


def named(username: str) -> User | None:
    return User.objects.filter(username__iexact=username.strip()).first()


def people(role: Role, unit: str | None = None) -> list[User]:
    """Active users with this role whose units cover `unit`, the most specific first: to route work to."""
    tree = unit_tree()
    found = [person for person in users() if person.role == role]
    if unit is not None:
        found = [person for person in found if rules.covers(actor_of(person), unit, tree)]
    return sorted(found, key=lambda person: (not person.units, len(rules.expand(person.units, tree)), person.pk))
