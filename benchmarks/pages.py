"""Every page of the sample company at the server, beside the time its queries take.

    python -m benchmarks.pages [HOME]

Without HOME the sample company is loaded first. Times are the server's own (its Server-Timing header): the whole
request, and the queries it waited for, added up although they run side by side. Each page is asked

- as it opens (`first`): the last full month, two minutes after the start;
- for five other whole months, as people turn the pages of a calendar (`month`);
- for five spans of odd days (`days`), of which nothing at all can have been kept.
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
    "/", "/listen/voices/", "/listen/voices/?by=meaning&q=%E6%8E%92%E9%98%9F", "/listen/imports/",
    "/understand/aspects/", "/understand/topics/", "/understand/concepts/", "/understand/accuracy/",
    "/understand/accuracy/ask/", "/measure/indicators/", "/measure/indicators/nps/",
    "/measure/indicators/net_sentiment/", "/measure/tree/", "/measure/journey/", "/measure/rivals/",
    "/explain/findings/", "/explain/nps/", "/act/cases/", "/act/cases/1/", "/act/alerts/",
    "/act/initiatives/", "/verify/", "/customers/", "/company/", "/settings/",
)  # fmt: skip
MONTHS = tuple((f"2026-{month:02}-01", f"2026-{month:02}-{days}") for month, days in
               ((9, 30), (8, 31), (7, 31), (5, 31), (4, 30)))  # fmt: skip
ODD = tuple((f"2026-{month:02}-03", f"2026-{month:02}-28") for month in (9, 8, 7, 5, 4))


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

    def time(self, path: str, span: tuple[str, str] | None = None) -> tuple[float, float, int]:
        """Milliseconds in all, in queries, and number of queries."""
        query = f"from={span[0]}&to={span[1]}" if span else ""
        with self.open(f"{self.address}{path}{'&' if '?' in path else '?'}{query}") as answer:
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
    time.sleep(120)  # by then what a start reads ahead has been read
    visitor = Visitor(address)
    visitor.sign_in()
    rows: list[list[object]] = []
    slow: dict[str, list[str]] = {"month": [], "days": []}
    for path in PAGES:
        first = visitor.time(path)[0]
        months, days = ([visitor.time(path, span) for span in spans] for spans in (MONTHS, ODD))
        medians = [statistics.median(whole for whole, _, _ in some) for some in (months, days)]
        worst = max(whole for whole, _, _ in months)
        bare = statistics.median(facts for _, facts, _ in days)
        rows.append([path, first, medians[0], worst, medians[1], bare, days[0][2]])
        for name, median in zip(slow, medians, strict=True):
            slow[name] += [path] if median > LIMIT_MS else []
    table(["page", "first ms", "month ms", "slowest month ms", "days ms", "of it queries ms", "queries"], rows)
    for name, pages in slow.items():
        print(f"above {LIMIT_MS} ms ({name}, median): {', '.join(pages) or 'none'}")


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
