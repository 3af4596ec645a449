"""Several processes ask at once, on SQLite and on PostgreSQL: the budget holds, and the same question is paid once."""

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.ground.installations import ROOT, environment, zhiyin
from tests.understand.chatserver import ChatServer, said, serving

pytestmark = pytest.mark.crash

ASK = """
import sys, time
from zhiyin.cli.context import open_home
open_home()
from zhiyin.accounts.values import Actor
from zhiyin.understand.writer.actions import configure
from zhiyin.understand.writer.letters.actions import BudgetGone, ask
tests = Actor.of_task("tests")
configure(tests, address="{address}", model="m", budget=1_800, seconds=20, concurrent=8)
print("ready", flush=True)
sys.stdin.readline()
for n in range({n}):
    # Everybody's first question is the same one.
    text = "问题 {{who}} {{n}}".format(who=sys.argv[1], n=n) if n else "同一个问题"
    try:
        ask("summary", "说", text, actor=tests, most=100)
    except BudgetGone:
        print("gone")
"""
COUNT = """
import json
from zhiyin.cli.context import open_home
open_home()
from zhiyin.understand.writer.models import Allowance, Letter
one = Allowance.objects.get()
print(json.dumps([one.spent, one.requests, Letter.objects.count(), sum(Letter.objects.values_list("cost", flat=True))]))
"""


@pytest.fixture(params=["sqlite", "postgres"])
def given(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    home = tmp_path / "home"
    if request.param == "sqlite":
        yield environment(home)
        return
    server, name = request.getfixturevalue("postgres"), f"writer_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield environment(home, ZHIYIN_DATABASE=urlsplit(server)._replace(path=f"/{name}").geturl())
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving() as found:
        yield found


def start(given: dict[str, str], code: str, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(
        command, env=given, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process: "subprocess.Popen[str]") -> str:
    out, errors = process.communicate("go\n", timeout=120)
    assert process.returncode == 0, errors
    return out


def counted(given: dict[str, str]) -> list[int]:
    found: list[int] = json.loads(finish(start(given, COUNT)))
    return found


def test_three_at_once(given: dict[str, str], server: ChatServer) -> None:
    zhiyin(given, "init").check_returncode()
    # Each question sets aside at most 170 tokens and takes 200: of thirteen, nine or ten fit into 1,800.
    server.answer = lambda asked: (time.sleep(0.3), said("好", tokens_in=100, tokens_out=100))[1]
    processes = [start(given, ASK.format(address=server.address, n=5), who) for who in "abc"]
    for one in processes:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in processes:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    gone = "".join(finish(one) for one in processes).count("gone")
    spent, requests, letters, costs = counted(given)
    assert requests == letters == len(server.received)
    assert (
        sum(
            "同一个问题".encode() in json.dumps(json.loads(body), ensure_ascii=False).encode()
            for body in server.received
        )
        == 1
    )
    assert requests + gone == 13
    assert spent == costs == 200 * requests
    # Reservations are smaller than what is taken here, so three at once may end a little over it, and no more.
    assert 1_600 <= spent <= 1_800 + 3 * 100


def test_killed_while_asking(tmp_path: Path, server: ChatServer) -> None:
    given = environment(tmp_path / "home")
    zhiyin(given, "init").check_returncode()
    server.hold.clear()
    process = start(given, ASK.format(address=server.address, n=1), "a")
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()
    for _n in range(300):
        if server.received:
            break
        assert process.poll() is None
        time.sleep(0.1)
    process.kill()
    process.communicate()
    spent, requests, letters, _costs = counted(given)
    assert (requests, letters) == (1, 1)
    assert spent > 100, "what may be on the bill stays counted"
