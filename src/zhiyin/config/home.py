"""Where this installation keeps its things, and its settings: environment, then HOME/settings.toml, then a default."""

import os
import secrets
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Any


class Home:
    """A folder with records (SQLite), lake (facts), uploads, artefacts and `settings.toml`."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = Path(path or os.environ.get("ZHIYIN_HOME") or "~/zhiyin").expanduser().resolve()

    @cached_property
    def settings(self) -> dict[str, Any]:
        file = self.path / "settings.toml"
        return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}

    def setting(self, name: str, default: str) -> str:
        """`ZHIYIN_<NAME>` in the environment, `<name>` in settings.toml, or `default`."""
        value = os.environ.get(f"ZHIYIN_{name.upper()}") or self.settings.get(name)
        return str(value) if value not in (None, "") else default

    @property
    def database(self) -> str:
        return self.setting("database", f"sqlite:///{self.path / 'records.sqlite3'}")

    @property
    def lake(self) -> str:
        return self.setting("lake", str(self.path / "lake"))

    @property
    def lake_catalog(self) -> str:
        """A PostgreSQL installation keeps the catalog there too, unless told otherwise."""
        default = self.database if self.database.startswith("postgres") else f"sqlite:///{self.path / 'lake.sqlite3'}"
        return self.setting("lake_catalog", default)

    def folder(self, name: str) -> Path:
        folder = self.path / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @property
    def secret_key(self) -> str:
        """Made once, readable by the owner only."""
        given = self.setting("secret_key", "")
        if given:
            return given
        file = self.path / "secret.key"
        if not file.exists():
            self.path.mkdir(parents=True, exist_ok=True)
            try:
                with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                    out.write(secrets.token_urlsafe(50))
            except FileExistsError:
                pass  # another process of ours was quicker
        return file.read_text()
