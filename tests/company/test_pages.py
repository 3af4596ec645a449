"""The company map in the browser."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast, assemble

from zhiyin.act.alerts.models import AlertRule
from zhiyin.company import queries
from zhiyin.company.calendars.queries import known_years
from zhiyin.company.changes.queries import history
from zhiyin.company.models import Release, Touchpoint, Unit
from zhiyin.measure.tree.models import TreeVersion

pytestmark = pytest.mark.usefixtures("lake")


@pytest.fixture
def people(db: None) -> Cast:
    from tests.cast import SYSTEM

    from zhiyin.company import actions

    for code in ("all", "east", "east-01"):
        actions.create(SYSTEM, "unit", code=code, parent={"east": "all", "east-01": "east"}.get(code, ""))
    return assemble()


def client(user: object) -> Client:
    made = Client()
    made.force_login(user)  # type: ignore[arg-type]  # the client takes any user
    return made


def test_every_page_of_the_map_opens(people: Cast) -> None:
    lin = client(people.lin)
    assert lin.post("/company/pack/", {"pack": "generic"}).status_code == 302
    point = Touchpoint.objects.first()
    assert point
    lin.post("/company/release/new/", {"name": "新版 App", "kind": "release", "at": "2026-06-01T09:00"})
    release = Release.objects.get()
    lin.post("/company/calendar/new/", {"code": "late", "monday": "12:00-22:00", "days_off": "2026-12-24，2026-12-25"})
    for path in (
        "", "unit/", "unit/?retired=1", "brand/", "product/", "release/", "calendar/", "history/", "document/",
        "settings/", "unit/new/", "unit/east/", "calendar/late/", f"touchpoint/{point.code}/", f"release/{release.pk}/",
        "document/yaml/", "document/json/",
    ):  # fmt: skip
        response = lin.get(f"/company/{path}")
        assert response.status_code == 200, (path, response.content.decode()[:500])
    assert json.loads(lin.get("/company/document/json/").content)["releases"][0]["name"] == "新版 App"


def test_changing_and_undoing(people: Cast) -> None:
    lin = client(people.lin)
    seen = Unit.objects.get(code="east").version
    form = {"version": seen, "name_zh": "华东", "kind": "region", "parent": Unit.objects.get(code="all").pk}
    assert lin.post("/company/unit/east/", form).status_code == 302
    assert Unit.objects.get(code="east").name_zh == "华东"
    late = lin.post("/company/unit/east/", form | {"name_zh": "东部"})
    assert late.status_code == 422
    assert lin.post(f"/company/undo/{history()[0].pk}/").status_code == 302
    assert Unit.objects.get(code="east").name_zh == ""
    assert lin.post("/company/unit/east-01/retire/").status_code == 302
    assert not Unit.objects.get(code="east-01").active
    assert lin.get("/company/planet/").status_code == 404
    assert lin.get("/company/unit/mars/").status_code == 404
    assert lin.post("/company/unit/new/", {"code": "a/b", "kind": "store"}).status_code == 422


def test_a_file_is_brought_in_or_refused_with_a_sentence(people: Cast) -> None:
    lin = client(people.lin)
    good = SimpleUploadedFile("map.yaml", "brands: [{code: sf, zh: 山风咖啡, ours: true}]".encode())
    assert lin.post("/company/document/", {"file": good}).status_code == 302
    assert queries.own_brand() == "sf"
    before = history().count()
    for content in (b"brands: [", "品牌".encode("gb18030"), b"units: [{code: x, parent: nowhere}]"):
        response = lin.post("/company/document/", {"file": SimpleUploadedFile("map.yaml", content)})
        assert response.status_code == 422
        assert "notice error" in response.content.decode()
    assert history().count() == before


def test_a_pack_brings_its_tree_and_rules_when_asked(people: Cast) -> None:
    lin = client(people.lin)
    lin.post("/company/pack/", {"pack": "generic"})
    assert not TreeVersion.objects.exists()
    assert not AlertRule.objects.exists()
    page = lin.get("/company/document/").content.decode()
    assert 'name="tree" checked' in page
    assert 'name="alerts" checked' in page
    assert lin.post("/company/pack/", {"pack": "restaurant", "tree": "on", "alerts": "on"}).status_code == 302
    assert TreeVersion.objects.count() == 1
    assert AlertRule.objects.filter(code="food_safety").exists()
    refused = lin.post("/company/pack/", {"pack": "nope", "tree": "on", "alerts": "on"})
    assert refused.status_code == 422
    assert queries.company().pack == "restaurant"


def test_settings_are_checked(people: Cast) -> None:
    lin = client(people.lin)
    form = {"name_zh": "山风咖啡", "time_zone": "Asia/Shanghai", "language": "zh-hans", "journey_gap_days": "21"}
    assert lin.post("/company/settings/", form).status_code == 302
    assert queries.company().journey_gap_days == 21
    assert lin.post("/company/settings/", form | {"time_zone": "Mars"}).status_code == 422


def test_who_may_only_look_changes_nothing(people: Cast) -> None:
    before = history().count()
    chen = client(people.chen)
    assert chen.get("/company/").status_code == 200
    assert chen.get("/company/unit/").status_code == 200
    tries = [
        chen.post("/company/unit/east/", {"name_zh": "x", "kind": "region"}),
        chen.post("/company/unit/east/retire/"),
        chen.post("/company/pack/", {"pack": "generic"}),
        chen.post(f"/company/undo/{history()[0].pk}/"),
        chen.get("/company/settings/"),
    ]
    assert [response.status_code for response in tries] == [403] * 5
    assert chen.post("/company/document/", {"text": "brands: [{code: x}]"}).status_code == 422
    assert history().count() == before


def test_working_hours_say_which_public_holidays_are_known(people: Cast) -> None:
    lin = client(people.lin)
    for page in ("/company/calendar/", "/company/calendar/new/"):
        assert f"已收录 {', '.join(map(str, known_years()))} 年的法定节假日" in lin.get(page).content.decode(), page
