import pytest
from tests.cast import STORE, Cast

from zhiyin.accounts import rules
from zhiyin.accounts.keys import actions, queries
from zhiyin.accounts.keys.models import ApiKey
from zhiyin.accounts.values import Permission, Role
from zhiyin.kit.errors import Forbidden, Invalid

pytestmark = pytest.mark.django_db


def test_key_acts_within_scopes_and_units(cast: Cast) -> None:
    _key, secret = actions.create_key(cast.actor("lin"), "收银系统", scopes=["import_data"], units=[STORE])
    actor = actions.authenticate(secret)
    assert actor is not None
    assert (actor.kind, actor.units) == ("key", {STORE})
    rules.check(actor, Permission.IMPORT_DATA)
    with pytest.raises(Forbidden):
        rules.check(actor, Permission.READ_FACTS)


def test_only_the_hash_is_kept(cast: Cast) -> None:
    key, secret = actions.create_key(cast.actor("lin"), "x", scopes=["read_facts"])
    stored = str(ApiKey.objects.filter(pk=key.pk).values())
    assert secret not in stored
    assert secret.rsplit("_", 1)[1] not in stored


def test_revoked_and_mistyped_keys_are_nobody(cast: Cast) -> None:
    key, secret = actions.create_key(cast.actor("lin"), "x", scopes=["read_facts"])
    assert actions.authenticate(secret[:-1] + "0" if secret[-1] != "0" else secret[:-1] + "1") is None
    assert actions.authenticate("") is None
    assert actions.authenticate("zy_nope") is None
    actions.revoke_key(cast.actor("lin"), key)
    assert actions.authenticate(secret) is None


def test_scope_beyond_the_role_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="manage_users"):
        actions.create_key(cast.actor("lin"), "x", scopes=["manage_users"], role=Role.ANALYST)


def test_use_is_remembered(cast: Cast) -> None:
    key, secret = actions.create_key(cast.actor("lin"), "x", scopes=["read_facts"])
    actions.authenticate(secret)
    key.refresh_from_db()
    assert key.last_used_at is not None


def test_only_administrators_see_keys(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        queries.keys(cast.actor("zhou"))
