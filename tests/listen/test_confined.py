"""Whoever is confined to some units brings in what belongs to these, by file as by the API, and writes over nobody
else's customers."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from tests.cast import ELSEWHERE, REGION, STORE, Cast
from tests.listen.listen_files import TASK, bring, facts, write

from zhiyin.accounts.values import Actor
from zhiyin.cli.imports import import_
from zhiyin.customers.models import Customer, Key
from zhiyin.kit.errors import Forbidden
from zhiyin.listen.imports import actions
from zhiyin.listen.imports.models import Import
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.jobs.models import Job

pytestmark = pytest.mark.django_db
HEAD = ["编号", "会员编号", "姓名", "手机", "日期", "评论", "门店"]


@pytest.fixture
def zhao(cast: Cast, units: dict[str, str | None]) -> Actor:
    """赵敏, now operator of the region east only."""
    cast.zhao.units = [REGION]
    cast.zhao.save()
    return cast.actor("zhao")


def voices(path: Path, *rows: tuple[str, str, str, str, str]) -> Path:
    """Of (id, customer number, name, phone, unit) each."""
    return write(path, [HEAD, *([i, key, name, phone, "2026-05-01", "太慢了 等了一小时", unit]
                                for i, key, name, phone, unit in rows)])  # fmt: skip


def take(actor: Actor, path: Path, kind: str = "feedback") -> Import:
    found = actions.find_out(path, kind, "", maps={"门店": "unit"} if kind == "feedback" else {})
    return actions.run(actions.start(actor, actions.register(actor, path), found.plan, background=False).pk)


def test_rows_of_other_units_are_put_aside_with_the_reason(tmp_path: Path, lake: Lake, zhao: Actor) -> None:
    path = voices(tmp_path / "a.csv", ("1", "", "", "", STORE), ("2", "", "", "", ELSEWHERE), ("3", "", "", "", ""))
    record = take(zhao, path)
    assert (record.added, record.rejected, record.reasons) == (1, 2, {"unit": 2})
    assert [fact["unit"] for fact in facts("feedback")] == [STORE]
    assert ELSEWHERE in Path(record.rejects).read_text("utf-8-sig")


def test_the_preview_says_so_before_anything_is_written(tmp_path: Path, lake: Lake, zhao: Actor) -> None:
    path = voices(tmp_path / "a.csv", ("1", "", "", "", STORE), ("2", "", "", "", ELSEWHERE))
    found = actions.find_out(path, "feedback", "", maps={"门店": "unit"})
    seen = actions.preview(zhao, path, found)
    assert [(fault.line, fault.reason) for fault in seen.faults] == [(3, "unit")]
    assert len(actions.preview(TASK, path, found).facts) == 2


def test_in_the_browser_too(
    client: Client, cast: Cast, zhao: Actor, drain: Callable[[], int], lake: Lake,
    django_capture_on_commit_callbacks: Any, tmp_path: Path,
) -> None:  # fmt: skip
    client.force_login(cast.zhao)
    path = voices(tmp_path / "a.csv", ("1", "", "", "", STORE), ("2", "", "", "", ELSEWHERE))
    file = SimpleUploadedFile("a.csv", path.read_bytes())
    client.post("/listen/imports/new", {"kind": "feedback", "file": file})
    record = Import.objects.get()
    choice = {"kind": "feedback", "source": "a", "do": "import", "c0": "编号", "t0": "external_id"}
    choice |= {"c1": "日期", "t1": "at", "c2": "评论", "t2": "text", "c3": "门店", "t3": "unit"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/listen/imports/{record.pk}/plan", choice)
    drain()
    record.refresh_from_db()
    assert (record.added, record.reasons) == (1, {"unit": 1})
    assert "门店" in Path(record.rejects).read_text("utf-8-sig")


def test_at_the_shell_as_somebody(tmp_path: Path, lake: Lake, zhao: Actor) -> None:
    (settings.HOME.path / "settings.toml").touch()
    path = voices(tmp_path / "a.csv", ("1", "", "", "", STORE), ("2", "", "", "", ELSEWHERE))
    words = ["feedback", str(path), "--map", "门店=unit", "--as"]
    with translation.override("en"):
        assert CliRunner().invoke(import_, [*words, "nobody"]).exit_code == 2
        assert CliRunner().invoke(import_, [*words, "zhaomin"]).exit_code == 0
    assert [fact["unit"] for fact in facts("feedback")] == [STORE]
    assert Import.objects.get().actor_name == "赵敏"


def test_a_file_of_customers_belongs_to_the_whole_company(tmp_path: Path, lake: Lake, zhao: Actor) -> None:
    path = write(tmp_path / "c.csv", [["会员编号", "姓名"], ["M1", "王芳"]])
    with pytest.raises(Forbidden):
        take(zhao, path, "customers")
    assert Customer.objects.count() == 0


def test_nobody_elses_customer_is_written_over(tmp_path: Path, lake: Lake, zhao: Actor) -> None:
    maps = ["门店=unit"]
    bring(voices(tmp_path / "a.csv", ("1", "M1", "王芳", "13800001111", ELSEWHERE)), "feedback", maps)
    bring(voices(tmp_path / "b.csv", ("2", "M2", "李雷", "13800002222", STORE)), "feedback", maps)
    mine = [("3", "M1", "假名", "13900000000", STORE), ("4", "M2", "李小雷", "13800002222", STORE),
            ("5", "M3", "韩梅", "13800003333", STORE)]  # fmt: skip
    assert take(zhao, voices(tmp_path / "c.csv", *mine)).added == 3
    assert sorted(Customer.objects.values_list("name", flat=True)) == sorted(["王芳", "李小雷", "韩梅"])
    theirs = Customer.objects.get(name="王芳")
    assert theirs.phone == "13800001111"
    assert Key.objects.filter(customer=theirs, kind="phone").count() == 1, "nor led to them by another phone"


def test_an_interrupted_import_is_taken_up_by_who_began_it(tmp_path: Path, lake: Lake, zhao: Actor) -> None:
    (settings.HOME.path / "settings.toml").touch()
    path = voices(tmp_path / "a.csv", ("1", "", "", "", STORE), ("2", "", "", "", ELSEWHERE))
    plan = actions.find_out(path, "feedback", "", maps={"门店": "unit"}).plan
    died = {}
    for actor in (Actor.of_task("command"), zhao):
        record = died[actor.kind] = actions.start(actor, actions.register(actor, path), plan, background=False)
        Import.objects.filter(pk=record.pk).update(state="running")
        Job.objects.filter(pk=record.job_id).update(state="running", worker=f"process:{socket.gethostname()}:999999999")
    words = ["feedback", str(path), "--map", "门店=unit", "--as", "zhaomin"]
    with translation.override("en"):
        assert CliRunner().invoke(import_, words).exit_code == 0
    assert [(fact["unit"], fact["batch"]) for fact in facts("feedback")] == [(STORE, died["user"].batch)]
    assert Import.objects.count() == 2
