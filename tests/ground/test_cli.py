import os
import re
import shutil
import sqlite3
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from tests.ground.installations import environment, zhiyin

from zhiyin.cli.main import COMMANDS


def test_help_names_every_command_and_makes_no_home(tmp_path: Path) -> None:
    shown = zhiyin(environment(tmp_path / "none"), "--help")
    assert shown.returncode == 0
    assert all(name in shown.stdout for name in COMMANDS)
    assert not (tmp_path / "none").exists()


def test_wrong_call_and_missing_home_say_so(tmp_path: Path) -> None:
    given = environment(tmp_path / "none")
    wrong = zhiyin(given, "frobnicate")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "frobnicate" in wrong.stderr
    missing = zhiyin(given, "doctor")
    assert missing.returncode == 1
    assert "zhiyin init" in missing.stderr
    assert "Traceback" not in missing.stderr


@pytest.fixture
def sqlite_records() -> dict[str, str]:
    return {}


@pytest.fixture
def postgres_records(postgres: str) -> dict[str, str]:
    name = f"home_{uuid.uuid4().hex}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return {"ZHIYIN_DATABASE": urlsplit(postgres)._replace(path=f"/{name}").geturl()}


@pytest.mark.parametrize("records", ["sqlite_records", pytest.param("postgres_records", marks=pytest.mark.postgres)])
def test_home_from_init_to_restore(tmp_path: Path, records: str, request: pytest.FixtureRequest) -> None:
    if records == "postgres_records" and shutil.which("pg_dump") is None:
        pytest.skip("pg_dump is not installed here: apt-get install postgresql-client")
    home = tmp_path / "家 home"
    given = environment(home, **request.getfixturevalue(records))

    first = zhiyin(given, "init")
    assert first.returncode == 0, first.stderr
    password = (home / "first-sign-in.txt").read_text().split()[1]
    assert password in first.stdout
    assert (home / "first-sign-in.txt").stat().st_mode & 0o077 == 0
    again = zhiyin(given, "init")
    assert again.returncode == 0
    assert "password" not in again.stdout, "there is an administrator already"

    healthy = zhiyin(given, "doctor")
    assert "✗ records" not in healthy.stdout
    entries = re.search(r"✓ audit trail: \d+ entries", healthy.stdout)
    assert entries, healthy.stdout

    file = tmp_path / "all.tar.gz"
    assert zhiyin(given, "backup", str(file)).returncode == 0
    refused = zhiyin(given, "restore", str(file))
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    done = zhiyin(given, "restore", "--force", str(file))
    assert done.returncode == 0, done.stderr
    assert entries[0] in zhiyin(given, "doctor").stdout


def told(home: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(home / "records.sqlite3") as records:
        return records.execute(query).fetchall()


def test_a_new_home_has_a_journey_a_tree_and_rules(tmp_path: Path) -> None:
    home = tmp_path / "home"
    given = environment(home)
    tree, rules = "SELECT note FROM measure_treeversion ORDER BY number", "SELECT code FROM act_alertrule"
    points = "SELECT code FROM company_touchpoint WHERE active"

    wrong = zhiyin(given, "init", "--pack", "nope")
    assert wrong.returncode == 1
    assert "generic" in wrong.stderr
    assert told(home, "SELECT * FROM accounts_user") == [], "the first password is shown only when all went well"

    zhiyin(given, "init").check_returncode()
    assert len(told(home, tree)) == 1
    assert ("safety_voice",) in told(home, rules)
    assert ("after_sales",) in told(home, points)
    before = told(home, "SELECT count(*) FROM accounts_auditentry")
    zhiyin(given, "init").check_returncode()
    assert told(home, "SELECT count(*) FROM accounts_auditentry") == before, "after an upgrade nothing is drawn again"

    zhiyin(given, "init", "--pack", "restaurant").check_returncode()
    assert told(home, "SELECT pack FROM company_company") == [("restaurant",)]
    assert len(told(home, tree)) == 2
    assert ("food_safety",) in told(home, rules)
    assert ("safety_voice",) not in told(home, rules), "nobody had touched it"
    assert ("queue",) in told(home, points)
    assert ("after_sales",) not in told(home, points)


def test_backup_moves_to_another_home(tmp_path: Path) -> None:
    old, new = environment(tmp_path / "old"), environment(tmp_path / "new")
    zhiyin(old, "init")
    assert zhiyin(old, "backup", str(tmp_path / "b")).returncode == 0
    shutil.rmtree(tmp_path / "old")
    assert zhiyin(new, "restore", str(tmp_path / "b")).returncode == 0
    checked = zhiyin(new, "doctor")
    assert "✓ facts" in checked.stdout, checked.stdout


def test_torn_backup_changes_nothing(tmp_path: Path) -> None:
    given = environment(tmp_path / "home")
    zhiyin(given, "init")
    torn = tmp_path / "torn"
    torn.write_bytes(b"\x1f\x8b" + os.urandom(200))
    refused = zhiyin(given, "restore", "--force", str(torn))
    assert refused.returncode == 1
    assert "not a whole Zhiyin backup" in refused.stderr
    with sqlite3.connect(tmp_path / "home" / "records.sqlite3") as records:
        assert records.execute("SELECT count(*) FROM accounts_user").fetchone() == (1,)
