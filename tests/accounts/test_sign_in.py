from datetime import UTC, datetime, timedelta

import pytest
from tests.cast import PASSWORD, Cast

from zhiyin.accounts import actions, queries, rules
from zhiyin.accounts.models import Attempts
from zhiyin.kit.errors import Forbidden, Invalid

pytestmark = pytest.mark.django_db
HERE = "192.0.2.7"


def test_right_password_signs_in(cast: Cast) -> None:
    assert actions.sign_in(" LinLan ", PASSWORD, HERE).user == cast.lin.pk


def test_wrong_passwords_make_the_name_wait(cast: Cast) -> None:
    for n in range(6):
        answer = actions.sign_in("linlan", "wrong", f"192.0.2.{n}")
        assert answer.user is None
    assert answer.wait_seconds > 0
    assert actions.sign_in("linlan", PASSWORD, HERE).user is None, "waiting counts for the right password too"
    assert actions.sign_in("zhouning", PASSWORD, HERE).user == cast.zhou.pk, "others are not held up"


def test_success_forgives(cast: Cast) -> None:
    for _n in range(4):
        actions.sign_in("linlan", "wrong", HERE)
    actions.sign_in("linlan", PASSWORD, HERE)
    assert not Attempts.objects.filter(key="name:linlan").exists()


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    waits = [rules.waits("name", n, moment, moment) for n in (4, 5, 6, 7, 50)]
    assert waits == [timedelta(), *(timedelta(seconds=s) for s in (15, 30, 60, 900))]
    assert rules.waits("name", 5, moment, moment + timedelta(seconds=16)) == timedelta()


def test_inactive_user_stays_out(cast: Cast) -> None:
    actions.deactivate(cast.actor("lin"), cast.he)
    assert actions.sign_in("hejing", PASSWORD, HERE).user is None
    with pytest.raises(Forbidden):
        queries.actor_of(cast.he)


def test_password_made_for_somebody_must_be_changed(cast: Cast) -> None:
    given = actions.reset_password(cast.actor("lin"), cast.he)
    assert actions.sign_in("hejing", given, HERE).user == cast.he.pk
    cast.he.refresh_from_db()
    assert cast.he.must_change_password
    actions.change_password(cast.actor("he"), given, "春江潮水连海平-88")
    cast.he.refresh_from_db()
    assert not cast.he.must_change_password


def test_weak_password_is_refused_with_a_reason(cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        actions.set_password(cast.actor("he"), cast.he, "123")
    assert caught.value.fields["field"] == "password"


def test_nobody_sets_the_password_of_another(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        actions.set_password(cast.actor("zhou"), cast.lin, "一个很长的新密码-1")
