from datetime import UTC, datetime

import pytest
from django.utils import translation
from tests.company.cast import BOSS, VIEWER

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.company import actions, queries
from zhiyin.company.calendars.queries import hours
from zhiyin.company.changes.queries import history, latest
from zhiyin.company.models import Brand, Unit
from zhiyin.company.units.queries import above, ancestors, below, parents
from zhiyin.kit.errors import Conflict, Forbidden, Invalid, NotFound

NOW = datetime(2026, 7, 1, tzinfo=UTC)


def test_a_unit_holds_everything_below_it(shops: None) -> None:
    assert below(["sh"]) == {"sh", "sh01"}
    assert below(["east"]) == {"east", "sh", "hz", "sh01", "hz01"}
    assert above("hz01") == ("hz01", "hz", "east")
    assert parents()["sh01"] == "sh"


def test_similar_codes_are_not_below(shops: None) -> None:
    actions.create(BOSS, "unit", code="sh2", kind="city", parent="east")
    assert "sh2" not in below(["sh"])


def test_a_moved_unit_takes_its_stores_along_and_back(shops: None) -> None:
    actions.create(BOSS, "unit", code="north", kind="region")
    moved = actions.change(BOSS, "unit", "sh", parent="north")
    assert above("sh01") == ("sh01", "sh", "north")
    change = latest(moved)
    assert change
    actions.undo(BOSS, change.pk, now=NOW)
    assert above("sh01") == ("sh01", "sh", "east")
    assert below(["north"]) == {"north"}


def test_a_unit_cannot_stand_below_itself(shops: None) -> None:
    with pytest.raises(Invalid, match="sh"):
        actions.change(BOSS, "unit", "sh", parent="sh01")
    assert above("sh01") == ("sh01", "sh", "east")


def test_who_may_not_edit_changes_nothing(shops: None) -> None:
    entries = AuditEntry.objects.count()
    with pytest.raises(Forbidden):
        actions.create(VIEWER, "brand", code="ours")
    with pytest.raises(Forbidden):
        actions.retire(VIEWER, "unit", "sh01")
    assert not Brand.objects.exists()
    assert Unit.objects.get(code="sh01").active
    assert AuditEntry.objects.count() == entries


def test_the_second_of_two_editors_is_told(shops: None) -> None:
    seen = actions.find("unit", "sh").version
    actions.change(BOSS, "unit", "sh", version=seen, name_zh="上海")
    with pytest.raises(Conflict):
        actions.change(BOSS, "unit", "sh", version=seen, name_zh="沪")
    assert Unit.objects.get(code="sh").name_zh == "上海"


def test_only_the_newest_change_can_be_undone(shops: None) -> None:
    actions.change(BOSS, "unit", "sh", name_zh="上海")
    record = actions.retire(BOSS, "unit", "sh")
    retired, named, _created = history("unit", record.pk)
    with pytest.raises(Conflict):
        actions.undo(BOSS, named.pk, now=NOW)
    actions.undo(BOSS, retired.pk, now=NOW)
    assert Unit.objects.get(code="sh").active
    with pytest.raises(Conflict):
        actions.undo(BOSS, retired.pk, now=NOW)
    actions.undo(BOSS, named.pk, now=NOW)
    assert Unit.objects.get(code="sh").name_zh == ""


def test_a_created_thing_in_use_is_not_undone_away(shops: None) -> None:
    change = latest(Unit.objects.get(code="sh"))
    assert change
    with pytest.raises(Conflict, match=r"retire|停用"):
        actions.undo(BOSS, change.pk, now=NOW)


def test_an_unchanged_change_leaves_no_trace(shops: None) -> None:
    before = history().count()
    actions.change(BOSS, "unit", "sh", kind="city")
    assert history().count() == before


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("unit", {"code": "a/b"}),
        ("unit", {"code": ""}),
        ("unit", {"code": "x" * 65}),
        ("unit", {"code": "x", "kind": "planet"}),
        ("unit", {"code": "x", "parent": "nowhere"}),
        ("unit", {"code": "x", "opened_on": "2026-13-01"}),
        ("unit", {"code": "x", "colour": "red"}),
        ("calendar", {"code": "x", "monday": "nine to five"}),
        ("calendar", {"code": "x", "days_off": ["tomorrow"]}),
        ("touchpoint", {"code": "x"}),
    ],
)
def test_wrong_input_is_one_sentence(db: None, kind: str, values: dict[str, object]) -> None:
    with pytest.raises(Invalid) as problem:
        actions.create(BOSS, kind, **values)
    assert "{" not in str(problem.value)


def test_unknown_things_are_not_found(db: None) -> None:
    for kind, key in (("unit", "nowhere"), ("planet", "mars"), ("release", 99)):
        with pytest.raises(NotFound):
            actions.find(kind, key)


def test_names_speak_the_readers_language(db: None) -> None:
    actions.create(BOSS, "brand", code="sf", name_zh="山风咖啡", name_en="Shanfeng Coffee", ours=True)
    actions.create(BOSS, "brand", code="rival", name_zh="对手")
    with translation.override("en"):
        assert queries.names("brand", ["sf", "rival", "unknown"]) == {
            "sf": "Shanfeng Coffee",
            "rival": "对手",
            "unknown": "unknown",
        }
    with translation.override("zh-hans"):
        assert queries.names("brand")["sf"] == "山风咖啡"
    assert queries.own_brand() == "sf"
    assert [brand.code for brand in queries.rivals()] == ["rival"]


def test_a_retired_brand_keeps_its_name(db: None) -> None:
    actions.create(BOSS, "brand", code="rival", name_zh="对手")
    actions.retire(BOSS, "brand", "rival")
    assert queries.rivals() == []
    assert queries.names("brand", ["rival"]) == {"rival": "对手"}


def test_settings_have_defaults_and_refuse_nonsense(db: None) -> None:
    assert queries.zone().key == "Asia/Shanghai"
    actions.configure(BOSS, time_zone="Asia/Urumqi", journey_gap_days=14)
    assert queries.zone().key == "Asia/Urumqi"
    for wrong in ({"time_zone": "Mars/Base"}, {"journey_gap_days": 0}, {"language": "fr"}):
        with pytest.raises(Invalid):
            actions.configure(BOSS, **wrong)
    assert queries.company().journey_gap_days == 14


def test_a_store_takes_the_hours_of_the_nearest_unit_above(shops: None) -> None:
    actions.create(BOSS, "calendar", code="late", monday="12:00-22:00", holidays=False)
    actions.change(BOSS, "unit", "sh", calendar="late")
    assert hours("sh01").week[0] == ((720, 1320),)
    assert hours("hz01").week[0] == ((540, 1080),)


def test_the_owner_of_a_touchpoint_is_found(shops: None) -> None:
    actions.create(BOSS, "stage", code="use")
    actions.create(BOSS, "touchpoint", code="delivery", stage="use", owner_unit="sh")
    assert queries.owner("delivery").unit == "sh"
    assert queries.owner("unheard") == queries.owner(None) == queries.Owner()


def test_an_undo_cannot_close_a_circle(shops: None) -> None:
    freed = actions.change(BOSS, "unit", "sh", parent="")
    change = latest(freed)
    actions.change(BOSS, "unit", "east", parent="sh")
    assert change
    with pytest.raises(Invalid, match="sh"):
        actions.undo(BOSS, change.pk, now=NOW)
    assert above("east") == ("east", "sh")


def test_stores_roll_up_to_their_region(shops: None) -> None:
    assert ancestors("region") == dict.fromkeys(("east", "sh", "hz", "sh01", "hz01"), "east")
    assert ancestors("city") == {"sh": "sh", "sh01": "sh", "hz": "hz", "hz01": "hz"}
