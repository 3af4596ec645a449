"""Fixtures that every package uses. `tests/settings.py` has given this process a home of its own."""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import psycopg
import pytest
from tests import postgres as server
from tests.cast import UNITS, Cast, assemble

from zhiyin.accounts import queries as accounts
from zhiyin.warehouse.engines import Lake, forget_lake, open_lake

# A busy machine is no fault of what is tested.
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
if not os.environ.get("CI"):
    hypothesis.settings.load_profile("patient")


@pytest.fixture(scope="session")
def empty_catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalog with its tables declared: copying it takes a tenth of the time of making one."""
    folder = tmp_path_factory.mktemp("empty")
    made = Lake(f"sqlite:///{folder / 'lake.sqlite3'}", str(folder / "lake"), folder, "1GB")
    made.close()
    return folder / "lake.sqlite3"


STORES = {"db", "transactional_db", "lake", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The pass on PostgreSQL repeats only what stores something; homes of their own choose their own database."""
    if not os.environ.get("ZHIYIN_TEST_DATABASE"):
        return
    again = [
        item
        for item in items
        if STORES & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db")
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in again])
    items[:] = again


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty_catalog: Path) -> Iterator[Lake]:
    """A fresh, empty lake; its catalog stands where the records stand."""
    monkeypatch.setenv("ZHIYIN_LAKE", str(tmp_path / "lake"))
    forget_lake()
    database = os.environ.get("ZHIYIN_TEST_DATABASE", "")
    if not database:
        shutil.copy(empty_catalog, tmp_path / "lake.sqlite3")
        monkeypatch.setenv("ZHIYIN_LAKE_CATALOG", f"sqlite:///{tmp_path / 'lake.sqlite3'}")
        yield open_lake()
        forget_lake()
        return
    name = f"lake_{uuid.uuid4().hex}"
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        monkeypatch.setenv("ZHIYIN_LAKE_CATALOG", urlsplit(database)._replace(path=f"/{name}").geturl())
        yield open_lake()
        forget_lake()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def units(monkeypatch: pytest.MonkeyPatch) -> dict[str, str | None]:
    """A small unit tree in place of the company's: see `cast.UNITS`."""
    monkeypatch.setattr(accounts, "_tree", lambda: UNITS)
    return UNITS


@pytest.fixture
def drain(db: None) -> Callable[[], int]:
    """Run the queued background tasks here and now; how many there were."""
    from django_tasks_db.models import DBTaskResult

    def run() -> int:
        n = 0
        while (queued := DBTaskResult.objects.ready().first()) is not None:
            queued.claim("tests")
            task = queued.task_result
            queued.set_successful(queued.task.call(*task.args, **task.kwargs))
            n += 1
        return n

    return run


@pytest.fixture(scope="session")
def postgres() -> str:
    """The URL of a private PostgreSQL server."""
    if server.binaries() is None:
        pytest.skip("PostgreSQL is not installed here: apt-get install postgresql")
    return server.start()
