"""From file to facts and back, whatever happens on the way."""
# ruff: noqa: E501  a file a line

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cast import Cast
from tests.listen.listen_files import TASK, bring, convert, facts, lines, write

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.customers.models import Customer, Key
from zhiyin.kit.errors import Conflict, Forbidden
from zhiyin.listen.imports import actions, queries
from zhiyin.listen.imports.converting.answers import feedback_id
from zhiyin.listen.imports.models import Import, State
from zhiyin.listen.imports.reading import blocks
from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.jobs.models import Job

pytestmark = pytest.mark.django_db
HEAD = ["编号", "会员编号", "日期", "评论", "评分"]


def reviews(path: Path, n: int) -> Path:
    return write(
        path,
        [HEAD, *([i, f"M{i % 7}", f"2026-05-{1 + i % 28:02}", f"第{i}条评论，物流很快", 1 + i % 5] for i in range(n))],
    )


def test_an_import_and_its_second_time(tmp_path: Path, lake: Lake) -> None:
    path = reviews(tmp_path / "a.csv", 50)
    first, second = bring(path, "feedback"), bring(path, "feedback")
    assert (first.state, first.rows, first.added, first.known, first.rejected) == (State.DONE, 50, 50, 0, 0)
    assert (second.state, second.rows, second.added, second.known) == (State.DONE, 50, 0, 50)
    assert len(facts("feedback")) == 50
    assert Customer.objects.count() == 7
    assert not Path(first.staging).exists()


def test_what_died_half_loaded_and_was_given_up_leaves_nothing(tmp_path: Path, lake: Lake) -> None:
    path = reviews(tmp_path / "a.csv", 50)
    record = bring(path, "feedback")
    Import.objects.filter(pk=record.pk).update(state=State.RUNNING)
    assert actions.settle() == 0  # its job is not over in failure
    Job.objects.filter(pk=record.job_id).update(state="failed", error_code="lost")
    assert actions.settle() == 1
    record.refresh_from_db()
    assert record.state == State.FAILED
    assert facts("feedback") == []
    again = bring(path, "feedback")
    assert (again.added, again.known) == (50, 0)


def test_a_settling_that_broke_off_is_done_again(tmp_path: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    record = bring(reviews(tmp_path / "a.csv", 20), "feedback")
    Import.objects.filter(pk=record.pk).update(state=State.RUNNING)
    Job.objects.filter(pk=record.job_id).update(state="failed", error_code="lost")
    with monkeypatch.context() as dying:
        dying.setattr(actions, "remove_batch", die)
        with pytest.raises(KeyboardInterrupt):
            actions.settle()
    assert actions.settle() == 1
    assert facts("feedback") == []


def die(*_any: object, **_more: object) -> dict[str, int]:
    raise KeyboardInterrupt


@pytest.mark.parametrize(("stopped", "left", "state"), [(False, 20, State.DONE), (True, 0, State.FAILED)])
def test_what_was_in_whole_when_it_died_is_finished_unless_it_was_to_stop(
    stopped: bool, left: int, state: State, tmp_path: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = reviews(tmp_path / "a.csv", 20)
    with monkeypatch.context() as dying:
        dying.setattr(actions, "open_facts", die)
        with pytest.raises(KeyboardInterrupt):
            bring(path, "feedback")
    record = Import.objects.get()
    Job.objects.filter(pk=record.job_id).update(state="failed", error_code="lost", stop_requested=stopped)
    # Another import answers for these rows meanwhile: it is done and says that they are there.
    assert bring(path, "feedback").known == 20
    assert actions.settle() == 1
    record.refresh_from_db()
    assert (record.state, record.rows, len(facts("feedback"))) == (state, left, left)
    assert actions.settle() == 0
    assert not Path(record.staging).exists()


def test_an_undo_that_broke_off_can_be_done_again(tmp_path: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    record = bring(reviews(tmp_path / "a.csv", 20), "feedback")
    with monkeypatch.context() as dying:
        dying.setattr(actions, "remove_batch", die)
        with pytest.raises(KeyboardInterrupt):
            actions.undo(TASK, record)
    record.refresh_from_db()
    assert record.state == State.DONE
    assert actions.undo(TASK, record)["feedback"] == 20
    assert facts("feedback") == []


def test_equal_rows_without_ids_count_each_and_only_once(tmp_path: Path, lake: Lake) -> None:
    path = write(tmp_path / "a.csv", [["日期", "评论"], *[["2026-05-01", "默认好评，很好"]] * 3])
    assert bring(path, "feedback").added == 3
    assert bring(path, "feedback").added == 0


def test_rejects_are_a_file_to_mend(tmp_path: Path, lake: Lake) -> None:
    rows = [HEAD, ["1", "M1", "2026-05-01", '=HYPERLINK("http://x")', "9"], ["2", "M1", "2026-05-01", "好", "-5"]]
    record = bring(write(tmp_path / "a.csv", rows), "feedback", [], ["rating_scale=5"])
    assert (record.rejected, record.reasons) == (2, {"scale": 2})
    with Path(record.rejects).open(encoding="utf-8-sig", newline="") as file:
        read = list(csv.reader(file))
    assert read[0][4:] == HEAD
    assert (read[1][0], read[1][7], read[2][8]) == ("2", '\'=HYPERLINK("http://x")', "-5")


def test_undo_takes_everything_back(tmp_path: Path, lake: Lake, cast: Cast) -> None:
    kept = bring(write(tmp_path / "b.csv", [HEAD, ["x", "M1", "2026-05-01", "别的来源", "5"]]), "feedback")
    record = bring(reviews(tmp_path / "a.csv", 20), "feedback")
    with pytest.raises(Forbidden):
        actions.undo(cast.actor("zhao"), record)
    gone = actions.undo(cast.actor("zhou"), record)
    assert (gone["feedback"], gone["customer"]) == (20, 6)
    assert [fact["batch"] for fact in facts("feedback")] == [kept.batch]
    assert Customer.objects.count() == Key.objects.count() == 1
    assert record.state == State.UNDONE
    assert AuditEntry.objects.filter(verb="undo").count() == 1
    with pytest.raises(Conflict):
        actions.undo(cast.actor("zhou"), record)
    assert bring(tmp_path / "a.csv", "feedback").added == 20


def test_a_stopped_import_leaves_nothing(tmp_path: Path, lake: Lake) -> None:
    path = reviews(tmp_path / "a.csv", 20)
    record = actions.start(
        TASK, actions.register(TASK, path), actions.find_out(path, "feedback").plan, background=False
    )
    # Asked to stop when its only batch was read, it is heard when that is in already.
    actions.run(record.pk, lambda _share, _rows: actions.stop(TASK, queries.one(TASK, record.pk)))
    record.refresh_from_db()
    assert record.state == State.STOPPED
    assert facts("feedback") == []


def test_a_file_of_many_batches_comes_in_at_once(tmp_path: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 2_000)
    path = reviews(tmp_path / "a.csv", 500)
    assert len(list(open_file(path).batches())) > 5
    before = lake.snapshot()
    record = bring(path, "feedback")
    assert (record.added, len(facts("feedback"))) == (500, 500)
    assert lake.snapshot() == before + 1, "no reader ever sees a part of it"


def test_a_file_that_breaks_off_fails_with_a_sentence(tmp_path: Path, lake: Lake) -> None:
    path = write(tmp_path / "a.csv.gz", [["评论"], *([f"第{i}条评论 {i * 7919 % 104729}"] for i in range(30_000))])
    plan = actions.find_out(path, "feedback").plan
    record = actions.start(TASK, actions.register(TASK, path), plan, background=False)
    path.write_bytes(path.read_bytes()[:-5000])
    actions.run(record.pk)
    record.refresh_from_db()
    job = queries.job_of(record)
    assert record.state == State.FAILED
    assert job is not None
    assert "a.csv.gz" in job.error
    assert facts("feedback") == []


def test_lines_become_orders(tmp_path: Path, lake: Lake) -> None:
    rows = [
        ["订单号", "下单时间", "商品名称", "数量", "单价"],
        ["A1", "2026-05-01 10:00", "拿铁", 2, 18],
        ["A2", "2026-05-01 11:00", "美式", 1, 15],
        ["A1", "2026-05-01 10:00", "司康", 1, 12],
    ]
    record = bring(write(tmp_path / "a.csv", rows), "orders")
    assert (record.rows, record.added) == (3, 2)
    orders = facts("order")
    assert [(order["external_id"], order["amount"]) for order in orders] == [("A1", 48.0), ("A2", 15.0)]
    assert (
        orders[0]["items"]
        == '[{"item":"拿铁","quantity":2.0,"price":18.0},{"item":"司康","quantity":1.0,"price":12.0}]'
    )


def test_conversations_become_turns_and_the_customers_words(tmp_path: Path, lake: Lake) -> None:
    rows = [
        ["会话编号", "发言人", "发送时间", "内容"],
        ["c1", "客户", "2026-05-01 10:00", "咖啡洒了"],
        ["c2", "客户", "2026-05-01 10:00", "能开发票吗"],
        ["c1", "客服", "2026-05-01 10:01", "马上补送"],
        ["c1", "客户", "2026-05-01 10:02", "谢谢"],
    ]
    record = bring(write(tmp_path / "a.csv", rows), "conversations")
    assert record.added == 4
    assert [(turn["external_id"], turn["n"], turn["speaker"]) for turn in facts("turn")] == [
        ("c1:1", 1, "customer"),
        ("c1:2", 2, "agent"),
        ("c1:3", 3, "customer"),
        ("c2:1", 1, "customer"),
    ]
    assert [(said["text"], said["kind"]) for said in facts("feedback")] == [
        ("咖啡洒了\n谢谢", "chat"),
        ("能开发票吗", "chat"),
    ]


def test_what_was_written_in_an_answer_is_feedback_of_its_own(tmp_path: Path, lake: Lake) -> None:
    rows = [
        ["答卷编号", "提交时间", "题号", "得分", "原因"],
        ["1", "2026-05-01", "nps", "3", "等太久"],
        ["2", "2026-05-01", "nps", "9", ""],
    ]
    bring(write(tmp_path / "a.csv", rows), "answers", source="store")
    first, second = facts("answer")
    (said,) = facts("feedback")
    assert (said["kind"], said["text"], said["rating"], said["rating_scale"]) == ("survey", "等太久", 3.0, 10.0)
    assert str(first["feedback"]) == str(said["id"]) == feedback_id("store", "1:nps")
    assert second["feedback"] is None


def test_customers_are_records_not_facts(tmp_path: Path, lake: Lake) -> None:
    rows = [
        ["会员编号", "姓名", "手机号", "等级", "生日月"],
        ["M1", "王芳", "138-0000-1234", "金卡", "5"],
        ["", "李雷", "13800009999", "", ""],
        ["", "", "", "", "7"],
    ]
    record = bring(write(tmp_path / "a.csv", rows), "customers")
    assert (record.rows, record.added, record.rejected) == (3, 2, 1)
    person = Customer.objects.get(name="王芳")
    assert (person.phone, person.tier, person.attributes) == ("138-0000-1234", "金卡", {"生日月": "5"})
    bring(reviews(tmp_path / "b.csv", 3), "feedback")
    assert person.code in {fact["customer"] for fact in facts("feedback")}


def test_a_preview_writes_nothing(tmp_path: Path, lake: Lake) -> None:
    path = reviews(tmp_path / "a.csv", 5)
    seen = actions.preview(TASK, path, actions.find_out(path, "feedback"))
    assert len(seen.facts) == 5
    assert facts("feedback") == []
    assert Customer.objects.count() == 0


def test_a_conversation_without_words_is_put_aside(tmp_path: Path) -> None:
    item = {
        "id": "c1",
        "turns": [{"sender": "customer", "utterances": [""]}, {"sender": "helpdesk", "utterances": ["您好"]}],
    }
    assert [fault.reason for fault in convert(lines(tmp_path / "a.jsonl", [item]), "conversations").faults] == [
        "missing"
    ]


class Home:
    """A home of its own, for processes that are killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIYIN_", "DJANGO_"))}
        self.environment = kept | {"ZHIYIN_HOME": str(folder / "home"), "ZHIYIN_LANGUAGE": "en"}
        self.run("init")

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "zhiyin.cli.main", *arguments]
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def run(self, *arguments: str) -> str:
        said, _errors = self.start(*arguments).communicate(timeout=120)
        return said

    def count(self) -> int:
        code = "from zhiyin.cli.context import start; start(); from zhiyin.warehouse.engines import open_lake; print(open_lake().cursor().execute('SELECT count(*), count(DISTINCT id) FROM lake.main.feedback').fetchone())"
        said = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, capture_output=True, text=True, check=True
        ).stdout
        rows, ids = said.strip().strip("()").split(", ")
        assert rows == ids
        return int(rows)


@pytest.mark.crash
def test_killed_anywhere_and_run_again_the_counts_are_exact(tmp_path: Path) -> None:
    home, path = Home(tmp_path), reviews(tmp_path / "a.csv", 20_000)
    for pause in (2.0, 3.0):
        process = home.start("import", "feedback", str(path))
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    said = home.run("import", "feedback", str(path))
    assert "put aside" in said
    assert home.count() == 20_000
    assert "0 added, 20,000 known" in home.run("import", "feedback", str(path))


@pytest.mark.crash
def test_two_imports_of_the_same_file_at_once_add_it_once(tmp_path: Path) -> None:
    home, path = Home(tmp_path), reviews(tmp_path / "a.csv", 5_000)
    processes = [home.start("import", "feedback", str(path)) for _n in range(2)]
    said = [process.communicate(timeout=180)[0] for process in processes]
    assert home.count() == 5_000
    added = [int(text.split(" added")[0].split()[-1].replace(",", "")) for text in said]
    assert sum(added) == 5_000
