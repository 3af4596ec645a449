import hmac
from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.keys import rules
from zhiyin.accounts.keys.models import ApiKey
from zhiyin.accounts.rules import GRANTS, check
from zhiyin.accounts.values import Actor, Permission, Role
from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import now

TOUCH_EVERY = timedelta(minutes=1)
"""`last_used_at` is written at most this often: a write for each call would make readers queue."""


def create_key(
    actor: Actor,
    name: str,
    *,
    scopes: Iterable[str],
    role: str = Role.ANALYST,
    units: Iterable[str] = (),
) -> tuple[ApiKey, str]:
    """The record, and the key itself, which nobody can show again."""
    check(actor, Permission.MANAGE_KEYS)
    if not name.strip():
        raise Invalid(_("An API key needs a name that says who uses it."), field="name")
    if role not in list(Role):
        raise Invalid(_("There is no role {role}."), field="role", role=role)
    wanted = sorted(set(scopes))
    beyond = [scope for scope in wanted if scope not in GRANTS[Role(role)]]
    if beyond or not wanted:
        raise Invalid(
            _("These scopes are empty or beyond the role {role}: {scopes}."),
            field="scopes",
            role=role,
            scopes=", ".join(beyond) or "-",
        )
    secret, prefix = rules.make()
    key = ApiKey.objects.create(
        name=name.strip()[:80],
        prefix=prefix,
        digest=rules.digest(secret),
        role=role,
        scopes=wanted,
        units=sorted(set(units)),
        created_at=now(),
        created_by=actor.name[:80],
    )
    audit.record(actor, "create", key, role=role, scopes=wanted, units=key.units)
    return key, secret


def revoke_key(actor: Actor, key: ApiKey) -> None:
    check(actor, Permission.MANAGE_KEYS)
    if key.revoked_at is None:
        key.revoked_at = now()
        key.save(update_fields=["revoked_at"])
        audit.record(actor, "revoke", key)


def authenticate(secret: str) -> Actor | None:
    """The actor behind a key, or None."""
    prefix = rules.prefix_of(secret)
    key = ApiKey.objects.filter(prefix=prefix, revoked_at=None).first() if prefix else None
    if key is None or not hmac.compare_digest(key.digest, rules.digest(secret)):
        return None
    moment = now()
    if key.last_used_at is None or moment - key.last_used_at > TOUCH_EVERY:
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=moment)
    scopes = frozenset(permission for permission in Permission if permission in key.scopes)
    return Actor("key", str(key.pk), key.name, Role(key.role), frozenset(key.units), scopes)
