"""The whole sample company, loaded once a test run through the commands a user types, and served."""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.ground.installations import ROOT, environment, zhiyin

from zhiyin.demo.load import PASSWORD

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
SECONDS = 1000.0


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed here: apt-get install chromium")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=site.address)
    context.set_default_timeout(60 * SECONDS)
    opened = context.new_page()
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    assert problems == [], "the browser's console stays clean"


def sign_in(page: Page, name: str, language: str) -> None:
    page.goto("/sign-in")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    other = page.get_by_role("button", name=re.compile("^EN$" if language == "en" else "^中"))
    if page.locator("html").get_attribute("lang") != {"zh-hans": "zh-Hans"}.get(language, language):
        other.click()
        page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == {"zh-hans": "zh-Hans"}.get(language, language)
