from pathlib import Path

import pytest

from zhiyin.config.databases import records
from zhiyin.config.home import Home


def test_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "settings.toml").write_text('time_zone = "Asia/Urumqi"\nmemory = "1GB"\n')
    monkeypatch.setenv("ZHIYIN_MEMORY", "2GB")
    home = Home(tmp_path)
    assert home.setting("time_zone", "Asia/Shanghai") == "Asia/Urumqi"
    assert home.setting("memory", "3GB") == "2GB"
    assert home.setting("hosts", "*") == "*"


def test_catalog_follows_the_records_to_postgres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHIYIN_DATABASE", raising=False)
    monkeypatch.delenv("ZHIYIN_LAKE_CATALOG", raising=False)
    assert Home(tmp_path).lake_catalog.startswith("sqlite:///")
    monkeypatch.setenv("ZHIYIN_DATABASE", "postgres://a@b/c")
    assert Home(tmp_path).lake_catalog == "postgres://a@b/c"


def test_secret_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    first = Home(tmp_path).secret_key
    assert first == Home(tmp_path).secret_key
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0


def test_database_url() -> None:
    given = records("postgresql://me:p%40ss@db.example:5433/zhiyin?sslmode=require")
    assert (given["USER"], given["PASSWORD"], given["PORT"]) == ("me", "p@ss", "5433")
    assert given["OPTIONS"] == {"sslmode": "require"}
    with pytest.raises(ValueError, match="mysql"):
        records("mysql://x")
