"""Everything that changes who may sign in."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit, queries, rules
from zhiyin.accounts.models import Attempts, User
from zhiyin.accounts.values import Actor, Permission, Role, SignIn
from zhiyin.kit.errors import Conflict, Invalid
from zhiyin.kit.time import now

READABLE = "23456789abcdefghjkmnpqrstuvwxyz"
LANGUAGES = ("zh-hans", "en")


def create_user(
    actor: Actor,
    username: str,
    *,
    display_name: str = "",
    role: str = Role.VIEWER,
    units: Iterable[str] = (),
    language: str = "zh-hans",
    password: str | None = None,
) -> tuple[User, str]:
    """The user and a password to hand over; one that we made up must be changed at the first sign-in."""
    rules.check(actor, Permission.MANAGE_USERS)
    username = username.strip()
    if not username or len(username) > 150:
        raise Invalid(_("A user name needs 1 to 150 characters."), field="username")
    if queries.named(username):
        raise Conflict(_("The user name {username} is taken. Choose another one."), username=username)
    user = User(
        username=username, display_name=display_name.strip()[:80] or username, must_change_password=not password
    )
    _assign(user, role=role, units=units, language=language)
    given = password or make_readable()
    if password:
        _check_password(password, user)
    user.set_password(given)
    user.save()
    audit.record(actor, "create", user, role=user.role, units=user.units)
    return user, given


def change_user(
    actor: Actor,
    user: User,
    *,
    display_name: str | None = None,
    role: str | None = None,
    units: Iterable[str] | None = None,
    language: str | None = None,
) -> User:
    rules.check(actor, Permission.MANAGE_USERS)
    before = {"role": user.role, "units": list(user.units)}
    if role is not None and role != Role.ADMINISTRATOR:
        _keep_one(user)
    if display_name is not None:
        user.display_name = display_name.strip()[:80] or user.username
    _assign(user, role=role, units=units, language=language)
    user.save()
    audit.record(actor, "change", user, before=before, after={"role": user.role, "units": user.units})
    return user


def choose_language(actor: Actor, language: str) -> None:
    """Everybody may choose their own."""
    if actor.kind != "user":
        return
    user = queries.user(actor.id)
    _assign(user, language=language)
    user.save(update_fields=["language"])


def set_password(actor: Actor, user: User, password: str) -> None:
    """One's own, or anybody's for those who manage users (who then must change it)."""
    own = actor.kind == "user" and actor.id == str(user.pk)
    if not own:
        rules.check(actor, Permission.MANAGE_USERS)
    _check_password(password, user)
    user.set_password(password)
    user.must_change_password = not own
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor, "set_password", user)


def change_password(actor: Actor, old: str, new: str) -> None:
    user = queries.user(actor.id)
    if not user.check_password(old):
        raise Invalid(_("The present password is not right. Type it again."), field="old")
    set_password(actor, user, new)


def reset_password(actor: Actor, user: User) -> str:
    """A new readable password, shown once."""
    rules.check(actor, Permission.MANAGE_USERS)
    given = make_readable()
    user.set_password(given)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    audit.record(actor, "reset_password", user)
    return given


def deactivate(actor: Actor, user: User) -> None:
    rules.check(actor, Permission.MANAGE_USERS)
    _keep_one(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    audit.record(actor, "deactivate", user)


def reactivate(actor: Actor, user: User) -> None:
    rules.check(actor, Permission.MANAGE_USERS)
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.record(actor, "reactivate", user)


def sign_in(username: str, password: str, address: str) -> SignIn:
    """Failures are counted, so this returns instead of raising: an exception would roll the count back."""
    moment = now()
    keys = {"name": f"name:{username.strip().casefold()}"[:200], "address": f"address:{address}"}
    wait = max(_waits(kind, key, moment) for kind, key in keys.items())
    if wait:
        return SignIn(None, wait)
    user = queries.named(username)
    if user is None:
        make_password(password)  # takes as long as a wrong password does, so that names cannot be guessed by the clock
    if user is None or not user.is_active or not user.check_password(password):
        for key in keys.values():
            _fail(key, moment)
        return SignIn(None, max(_waits(kind, key, moment) for kind, key in keys.items()))
    Attempts.objects.filter(key=keys["name"]).delete()
    audit.record(queries.actor_of(user), "sign_in", user)
    return SignIn(user.pk)


def make_readable() -> str:
    """Four groups without look-alikes: 79 bits."""
    return "-".join("".join(secrets.choice(READABLE) for _i in range(4)) for _j in range(4))


def _assign(
    user: User, *, role: str | None = None, units: Iterable[str] | None = None, language: str | None = None
) -> None:
    if role is not None:
        if role not in list(Role):
            raise Invalid(_("There is no role {role}."), field="role", role=role)
        user.role = role
    if units is not None:
        user.units = sorted(set(units))
        known = queries.unit_tree()
        unknown = [code for code in user.units if known and code not in known]
        if unknown:
            raise Invalid(_("There is no organisation unit {unit}."), field="units", unit=", ".join(unknown))
    if language is not None:
        if language not in LANGUAGES:
            raise Invalid(_("There is no language {language}."), field="language", language=language)
        user.language = language


def _check_password(password: str, user: User) -> None:
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise Invalid("{reason}", field="password", reason=" ".join(error.messages)) from error


def _keep_one(user: User) -> None:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMINISTRATOR and not others.exists():
        raise Conflict(_("{name} is the last administrator. Make somebody else administrator first."), name=str(user))


def _waits(kind: str, key: str, moment: datetime) -> int:
    tried = Attempts.objects.filter(key=key).first()
    return round(rules.waits(kind, tried.failures, tried.last_at, moment).total_seconds()) if tried else 0


def _fail(key: str, moment: datetime) -> None:
    """A day without failures forgives; two failures at once both count."""
    with transaction.atomic():
        Attempts.objects.get_or_create(key=key, defaults={"last_at": moment})
        tried = Attempts.objects.select_for_update().get(key=key)
        rested = (moment - tried.last_at).days >= 1
        tried.failures = 1 if rested else tried.failures + 1
        tried.last_at = moment
        tried.save()
