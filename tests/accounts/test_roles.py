import pytest
from tests.cast import ELSEWHERE, STORE, Cast

from zhiyin.accounts import actions, queries, rules
from zhiyin.accounts.values import Actor, Permission, Role
from zhiyin.kit.errors import Conflict, Forbidden, Invalid

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "may"), [("lin", True), ("zhou", False), ("chen", False), ("wang", False), ("zhao", False), ("he", False)]
)
def test_only_administrators_manage_users(cast: Cast, who: str, may: bool) -> None:
    actor = cast.actor(who)
    if may:
        actions.create_user(actor, "new", role=Role.VIEWER)
        assert queries.named("new")
        return
    with pytest.raises(Forbidden):
        actions.create_user(actor, "new", role=Role.ADMINISTRATOR)
    assert queries.named("new") is None


def test_refusal_says_who_what_and_whom_to_ask(cast: Cast) -> None:
    with pytest.raises(Forbidden) as caught:
        rules.check(cast.actor("he"), Permission.UNDO_IMPORT)
    assert "何静" in str(caught.value)
    assert caught.value.fields["permission"] == "undo_import"


def test_region_covers_its_stores_only(cast: Cast, units: dict[str, str | None]) -> None:
    chen = cast.actor("chen")
    assert queries.covers(chen, STORE)
    assert not queries.covers(chen, ELSEWHERE)
    assert not queries.covers(chen, None)
    with pytest.raises(Forbidden):
        queries.check_unit(chen, ELSEWHERE)


def test_reader_expands_units_and_masks_words(cast: Cast, units: dict[str, str | None]) -> None:
    owner, viewer, analyst = (queries.reader_of(cast.actor(name)) for name in ("chen", "he", "zhou"))
    assert owner.units == {"east", "east-01"}
    assert owner.masks == frozenset()
    assert viewer.units == {STORE}
    assert "text" in viewer.masks
    assert analyst.units is None


def test_viewer_without_units_sees_no_unit(db: None) -> None:
    nobody = Actor("user", "1", "x", Role.VIEWER)
    assert queries.reader_of(nobody).units == frozenset()


def test_circle_in_the_tree_ends() -> None:
    assert rules.expand(["a"], {"a": "b", "b": "a"}) == {"a", "b"}


def test_unknown_unit_is_refused(cast: Cast, units: dict[str, str | None]) -> None:
    with pytest.raises(Invalid, match="mars"):
        actions.change_user(cast.actor("lin"), cast.he, units=["mars"])
    cast.he.refresh_from_db()
    assert cast.he.units == [STORE]


def test_last_administrator_stays(cast: Cast) -> None:
    lin = cast.actor("lin")
    with pytest.raises(Conflict):
        actions.change_user(lin, cast.lin, role=Role.VIEWER)
    with pytest.raises(Conflict):
        actions.deactivate(lin, cast.lin)
    actions.change_user(lin, cast.zhou, role=Role.ADMINISTRATOR)
    actions.deactivate(lin, cast.lin)


def test_user_names_differ_by_more_than_case(cast: Cast) -> None:
    with pytest.raises(Conflict):
        actions.create_user(cast.actor("lin"), "LinLan")


def test_nearest_owner_comes_first(cast: Cast, units: dict[str, str | None]) -> None:
    store, _password = actions.create_user(cast.actor("lin"), "dian", role=Role.TOUCHPOINT_OWNER, units=[STORE])
    assert queries.people(Role.TOUCHPOINT_OWNER, STORE) == [store, cast.chen]
    assert queries.people(Role.TOUCHPOINT_OWNER, ELSEWHERE) == []
