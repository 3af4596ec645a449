"""Understanding is killed with -9 and goes on: nothing lost, nothing doubled."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.ground.installations import ROOT, environment, zhiyin

pytestmark = pytest.mark.crash

ROWS = 900
ANNOTATE = """
import os, signal
from zhiyin.cli.context import open_home
open_home()
from zhiyin.understand.pipeline import actions
actions.STRETCH = 200
def tell(done, total):
    if done >= {until}:
        os.kill(os.getpid(), signal.SIGKILL)
actions.annotate(tell)
"""
COUNT = """
import json
from zhiyin.cli.context import open_home
open_home()
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader
facts = open_facts(Reader.of_task("tests"))
count = "SELECT count(*) AS n, count(DISTINCT id) AS ids, count(DISTINCT feedback) AS texts FROM "
print(json.dumps({name: facts.sql(count + name).to_pylist()[0] for name in ("document", "mention")}))
"""


def run(home: Path, code: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", code]
    return subprocess.run(command, env=environment(home), cwd=ROOT, capture_output=True, text=True, check=False)


def counts(home: Path) -> Any:
    done = run(home, COUNT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_understanding_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "reviews.csv"
    lines = [f"2026-06-01,第{n}次来，味道很好，就是等太久了" for n in range(ROWS)]
    file.write_text("\n".join(["日期,评论内容", *lines]), "utf-8")
    zhiyin(environment(home), "init").check_returncode()
    zhiyin(environment(home), "import", "feedback", str(file)).check_returncode()

    for until in (200, 400):
        assert run(home, ANNOTATE.format(until=until)).returncode == -9
    half = counts(home)["document"]
    assert 0 < half["n"] == half["ids"] < ROWS

    zhiyin(environment(home), "understand").check_returncode()
    whole = counts(home)
    assert whole["document"] == {"n": ROWS, "ids": ROWS, "texts": ROWS}
    assert whole["mention"]["n"] == whole["mention"]["ids"] >= ROWS
    assert whole["mention"]["texts"] == ROWS

    zhiyin(environment(home), "understand").check_returncode()
    assert counts(home) == whole


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nobody tells a process that its parent is gone")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_who_reads_a_file_on_all_cores_ends_with_the_command(tmp_path: Path, number: signal.Signals) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text("review\n" + "物流太慢了，不过客服态度很好，下次还来\n" * 400_000, encoding="utf-8")
    command = [sys.executable, "-m", "zhiyin.cli.main", "understand", str(file), "--column", "review", "--workers", "2"]
    with subprocess.Popen(
        [*command, "--out", str(tmp_path / "out.parquet")], env=environment(tmp_path / "home"), cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as child:  # fmt: skip
        deadline = time.monotonic() + 60
        while len(readers := below(child.pid)) < 3:  # two, and the tracker of what they share
            assert child.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.2)
        child.send_signal(number)
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{one}").exists() for one in readers):
        assert time.monotonic() < deadline, "they outlived the command"
        time.sleep(0.2)


def below(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
