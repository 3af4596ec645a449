"""Killed between a firing and its case: neither half is left, and the next look makes both, once."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.crash


def look(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ZHIYIN_")}
    return subprocess.run(
        [sys.executable, "-m", "tests.act.evaluator", *words],
        env=inherited | {"ZHIYIN_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def counts(home: Path) -> tuple[int, ...]:
    with sqlite3.connect(home / "records.sqlite3") as records:
        tables = ("act_firing", "act_case", "act_caseevent")
        return tuple(records.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables)


def test_a_kill_between_firing_and_case_leaves_neither(tmp_path: Path) -> None:
    prepared = look(tmp_path, "prepare")
    assert prepared.returncode == 0, prepared.stderr
    # The first statement that belongs to the case, and the last of the transaction.
    for deadly in ('INSERT INTO "act_case"', 'UPDATE "act_firing"'):
        killed = look(tmp_path, "run", deadly)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert counts(tmp_path) == (0, 0, 0), deadly
    again = look(tmp_path, "run")
    assert (again.returncode, again.stdout.strip()) == (0, "[2, 0]"), again.stderr
    assert counts(tmp_path) == (2, 2, 2)
