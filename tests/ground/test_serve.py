"""`zhiyin serve` as a user runs it, and what survives `kill -9`."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.ground.counting import N
from tests.ground.installations import ROOT, environment, zhiyin

pytestmark = pytest.mark.crash


class Installation:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = environment(folder, ZHIYIN_LOG_LEVEL="INFO")
        self.log = folder.parent / "serve.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.server: subprocess.Popen[bytes] | None = None

    def call(self, name: str) -> Any:
        """A function of `counting`, in a process of its own, because this one has another home."""
        code = (
            "import django, json; django.setup(); from tests.ground import counting;"
            f"print(json.dumps(counting.{name}()))"
        )
        given = {**self.environment, "DJANGO_SETTINGS_MODULE": "zhiyin.config.settings"}
        done = subprocess.run(
            [sys.executable, "-c", code], env=given, cwd=ROOT, check=True, capture_output=True, text=True
        )
        return json.loads(done.stdout)

    def look(self) -> dict[str, Any]:
        """The job and the living workers, straight from the records."""
        with closing(sqlite3.connect(self.folder / "records.sqlite3", timeout=30)) as records:
            state, done, result = records.execute("SELECT state, done, result FROM warehouse_job").fetchone()
            workers = [pid for (pid,) in records.execute("SELECT pid FROM warehouse_worker")]
        return {"state": state, "done": done, "result": json.loads(result), "workers": workers}

    def serve(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                [sys.executable, "-m", "zhiyin.cli.main", "serve", "--port", str(self.port)],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        wait(self.healthy)
        return self.server

    def healthy(self) -> bool:
        assert self.server is not None
        assert self.server.poll() is None, self.log.read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
                return bool(json.load(answer)["status"] == "ok")
        except OSError:
            return False

    def family(self) -> list[int]:
        """The server's processes, children's children included."""
        assert self.server is not None
        found, waiting = [], [self.server.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            children = Path(f"/proc/{pid}/task/{pid}/children")
            waiting += [int(child) for child in children.read_text().split()] if children.exists() else []
        return found


def wait(ready: Callable[[], bool], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < deadline, "took too long"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path / "home")
    zhiyin(made.environment, "init").check_returncode()
    yield made
    if made.server is not None and made.server.poll() is None:
        made.server.terminate()
        made.server.wait(30)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_work_survives_kill_of_worker_web_and_supervisor(installation: Installation) -> None:
    server = installation.serve()
    installation.call("start")

    wait(lambda: installation.look()["done"] > 5)
    (worker,) = installation.look()["workers"]
    os.kill(worker, signal.SIGKILL)
    killed_at = installation.look()["done"]
    wait(lambda: installation.look()["done"] > killed_at)

    web = next(pid for pid in installation.family() if "granian" in Path(f"/proc/{pid}/cmdline").read_text())
    os.kill(web, signal.SIGKILL)
    wait(lambda: "web ended with -9" in installation.log.read_text())
    wait(installation.healthy)

    family = installation.family()
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    wait(lambda: not any(alive(pid) for pid in family))

    server = installation.serve()
    wait(lambda: installation.look()["state"] == "done")
    seen = installation.call("lake")
    assert sorted(map(int, seen)) == list(range(N)), "each fact once"
    assert installation.look()["result"]["begun_at"] > 0, "the last worker went on where another had stopped"

    family = installation.family()
    server.send_signal(signal.SIGINT)
    assert server.wait(30) == 0
    assert not any(alive(pid) for pid in family)
