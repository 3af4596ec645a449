"""Every page of the sample company at the server, beside the time its queries take.

    python -m benchmarks.pages [HOME]

Without HOME the sample company is loaded first. Times are the server's own (its Server-Timing header): the whole
request and the part spent waiting for facts. Each page is asked once, then for five other months, so that no kept
answer is read.
"""

import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from benchmarks.shell import Home, table

LIMIT_MS = 300
PASSWORD = "shanfeng-2026"  # as `zhiyin demo` prints it
PAGES = (
    "/", "/listen/voices/", "/listen/imports/", "/understand/aspects/", "/measure/indicators/",
    "/measure/indicators/nps/", "/measure/indicators/net_sentiment/", "/measure/tree/", "/measure/journey/",
    "/measure/rivals/", "/explain/findings/", "/explain/nps/", "/act/cases/", "/act/cases/1/", "/act/alerts/",
    "/act/initiatives/", "/verify/", "/customers/", "/company/", "/settings/",
)  # fmt: skip
MONTHS = ("2026-09", "2026-08", "2026-07", "2026-05", "2026-04")


class Visitor:
    def __init__(self, address: str) -> None:
        self.address = address
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open

    def sign_in(self) -> None:
        page = self.open(f"{self.address}/sign-in").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "username": "linlan", "password": PASSWORD}
        self.open(f"{self.address}/sign-in", urllib.parse.urlencode(form).encode()).read()

    def time(self, path: str, month: str) -> tuple[float, float, int]:
        """Milliseconds in all, waiting for facts, and queries."""
        with self.open(f"{self.address}{path}?from={month}-01&to={month}-28") as answer:
            answer.read()
            timing = answer.headers["Server-Timing"]
        whole, facts = (float(one) for one in re.findall(r"dur=([\d.]+)", timing))
        queries = re.search(r"(\d+) queries", timing)
        return whole, facts, int(queries[1]) if queries else 0


def main(*given: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(given[0]) if given else Path(folder) / "home")
        if not given:
            home.run("init", quiet=True)
            home.run("demo", quiet=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [str(Path(sys.executable).parent / "zhiyin"), "serve", "--port", str(port)]
        environment = {**os.environ, "ZHIYIN_HOME": str(home.path)}
        server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _report(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(30)


def _report(address: str) -> None:
    _wait(address)
    time.sleep(20)  # what the clock starts at once should be over
    visitor = Visitor(address)
    visitor.sign_in()
    rows: list[list[object]] = []
    for path in PAGES:
        cold = visitor.time(path, "2026-10")[0]
        warm = [visitor.time(path, month) for month in MONTHS]
        median = statistics.median(whole for whole, _, _ in warm)
        bare = statistics.median(facts for _, facts, _ in warm)
        rows.append([path, cold, median, max(whole for whole, _, _ in warm), bare, warm[0][2]])
    table(["page", "first ms", "median ms", "slowest ms", "of it facts ms", "queries"], rows)
    slow = [str(row[0]) for row in rows if float(str(row[2])) > LIMIT_MS]
    print(f"above {LIMIT_MS} ms at the median: {', '.join(slow) or 'none'}")


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=5)
        except (OSError, urllib.error.URLError):
            time.sleep(0.3)
        else:
            return
    sys.exit("the server did not start")


if __name__ == "__main__":
    main(*sys.argv[1:])
