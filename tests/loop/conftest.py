"""The whole sample company, loaded once a test run through the commands a user types, and served."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ground.installations import ROOT, environment, zhiyin


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built by whichever test process comes first; the others wait for it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    home, ready = shared / "sample", shared / "sample.ready"
    with (shared / "sample.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            shutil.rmtree(home, ignore_errors=True)
            for words in (("init",), ("demo",)):
                done = zhiyin(environment(home), *words)
                assert done.returncode == 0, done.stdout + done.stderr
            ready.touch()
    return home


class Site:
    def __init__(self, home: Path) -> None:
        self.home = home
        self.log = home.parent / f"{home.name}.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.server: subprocess.Popen[bytes] | None = None

    def serve(self) -> None:
        command = [sys.executable, "-m", "zhiyin.cli.main", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(command, env=environment(self.home), cwd=ROOT, stdout=log, stderr=log)
        deadline = time.monotonic() + 90
        while not self.healthy():
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.2)

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self) -> None:
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait(60)


@pytest.fixture(scope="session")
def site(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A copy of its own, so that what a test changes stays its own."""
    home = tmp_path_factory.mktemp("site") / "home"
    shutil.copytree(sample_home, home)
    made = Site(home)
    made.serve()
    yield made
    made.stop()
