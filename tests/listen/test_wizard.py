"""The same in the browser: upload, check, import, result, take back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.listen.listen_files import facts

from zhiyin.listen.imports.models import Import, State
from zhiyin.listen.imports.running.rejects import safe
from zhiyin.warehouse.engines import Lake

pytestmark = pytest.mark.django_db
FILE = "日期,评论,手机,评分\n2026-05-01,<b>好</b>吃 下次来,13800001234,5\n2026-05-02,太慢了 等了一小时,13800001235,9\n"


@pytest.fixture
def analyst(client: Client, cast: Cast) -> Client:
    client.force_login(cast.zhou)
    return client


def upload(client: Client, text: str = FILE, kind: str = "feedback") -> Import:
    file = SimpleUploadedFile("../../评论.csv", text.encode())
    answer = client.post("/listen/imports/new", {"kind": kind, "file": file})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return Import.objects.latest("created_at")


def test_from_upload_to_undo(
    analyst: Client, drain: Callable[[], int], lake: Lake, django_capture_on_commit_callbacks: Any
) -> None:
    record = upload(analyst)
    assert record.file_name == "评论.csv"
    page = analyst.get(f"/listen/imports/{record.pk}").content.decode()
    assert "&lt;b&gt;好" in page
    assert "<b>好" not in page
    choice = {"kind": "feedback", "source": "shop", "do": "import", "settings": "rating_scale=5"}
    choice |= {
        "c0": "日期",
        "t0": "at",
        "c1": "评论",
        "t1": "text",
        "c2": "手机",
        "t2": "customer.phone",
        "c3": "评分",
        "t3": "rating",
    }
    with django_capture_on_commit_callbacks(execute=True):
        analyst.post(f"/listen/imports/{record.pk}/plan", choice)
    assert "progress" in analyst.get(f"/listen/imports/{record.pk}").content.decode()
    assert drain() == 2, "loaded, then understood"
    record.refresh_from_db()
    assert (record.state, record.added, record.rejected) == (State.DONE, 1, 1)
    assert analyst.get(f"/listen/imports/{record.pk}/progress").headers["HX-Refresh"] == "true"
    assert analyst.get(f"/listen/imports/{record.pk}").status_code == 200
    assert "评论.csv" in analyst.get("/listen/imports/").content.decode()
    assert b"".join(analyst.get(f"/listen/imports/{record.pk}/rejects").streaming_content)
    (fact,) = facts("feedback")
    assert (fact["source"], fact["text"], fact["attributes"]) == ("shop", "<b>好</b>吃 下次来", None)
    assert analyst.post(f"/listen/imports/{record.pk}/undo").status_code == 302
    assert facts("feedback") == []


def test_what_cannot_be_read_says_so_and_can_be_corrected(analyst: Client) -> None:
    record = upload(analyst, "x,y\n1,2\n")
    page = analyst.get(f"/listen/imports/{record.pk}").content.decode()
    assert 'role="alert"' in page
    choice = {"kind": "feedback", "do": "look", "c0": "x", "t0": "text", "c1": "y", "t1": "-"}
    page = analyst.post(f"/listen/imports/{record.pk}/plan", choice).content.decode()
    assert 'role="alert"' not in page


def test_viewers_import_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.he)
    assert client.get("/listen/imports/").status_code == 403
    file = SimpleUploadedFile("a.csv", FILE.encode())
    assert client.post("/listen/imports/new", {"kind": "feedback", "file": file}).status_code == 403
    assert Import.objects.count() == 0


def test_an_upload_stays_in_its_folder(analyst: Client, settings: Any) -> None:
    record = upload(analyst)
    assert Path(record.path).is_relative_to(settings.HOME.path / "uploads")


def test_who_is_confined_sees_only_the_files_they_brought(analyst: Client, cast: Cast) -> None:
    """A file holds rows of any unit, and a preview shows them."""
    theirs = upload(analyst)
    cast.zhao.units = ["east-01"]
    cast.zhao.save()
    analyst.force_login(cast.zhao)
    own = upload(analyst)
    assert analyst.get(f"/listen/imports/{own.pk}").status_code == 200
    for part in ("", "/progress", "/rejects"):
        assert analyst.get(f"/listen/imports/{theirs.pk}{part}").status_code == 404
    assert analyst.post(f"/listen/imports/{theirs.pk}/stop").status_code == 404
    page = analyst.get("/listen/imports/").content.decode()
    assert str(own.pk) in page
    assert str(theirs.pk) not in page


@pytest.mark.parametrize("cell", ["=1+1", "  =1+1", "＝1+1", "\n=1+1", "+1+cmd", "-2+3", "＠x"])
def test_what_was_put_aside_is_no_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-2.5", "+3", "好吃", "1=1"])
def test_what_was_put_aside_stays_as_it_was(cell: str) -> None:
    assert safe(cell) == cell
