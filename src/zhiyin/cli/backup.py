"""One file with everything, taken while the system runs; and back."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhiyin import __version__
from zhiyin.cli.context import open_home
from zhiyin.cli.context import translate as _

if TYPE_CHECKING:
    from zhiyin.config.home import Home

FORMAT = 1
FOLDERS = ("uploads", "artefacts", "exports", "packs")
FILES = ("settings.toml", "secret.key", "writer.key")


@click.command(help=_("Save records, lake, uploads and settings in one file, while the system runs."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    home = open_home()
    from zhiyin.warehouse.engines import open_lake
    from zhiyin.warehouse.engines.locks import write_lock

    partial = file.with_name(file.name + ".partial")
    open_lake()
    # New facts wait, records go on. Records first: a cursor older than the lake only means reading a stretch twice.
    with (
        tempfile.TemporaryDirectory(prefix="zhiyin-") as work,
        write_lock(home.lake_catalog),
        tarfile.open(partial, "w:gz", compresslevel=1) as tar,
    ):
        _add_text(tar, "manifest.json", json.dumps({"format": FORMAT, "version": __version__, "lake": home.lake}))
        for name, url in _databases(home).items():
            tar.add(_dump(url, Path(work) / name), name)
        if not home.lake.startswith("s3://"):
            tar.add(home.lake, "lake")
        for name in (*FOLDERS, *FILES):
            if (home.path / name).exists():
                tar.add(home.path / name, f"home/{name}")
    partial.replace(file)
    click.echo(_("Saved {file} ({size} MB).").format(file=file, size=f"{file.stat().st_size / 1e6:,.1f}"))
    if home.lake.startswith("s3://"):
        click.echo(_("The lake's files stay in {lake}: keep versions of the bucket.").format(lake=home.lake))


@click.command(help=_("Bring back what `backup` saved. What is here now is kept aside."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help=_("Replace what is here."))
def restore(file: Path, force: bool) -> None:
    home = open_home(new=True)
    if _in_use(home) and not force:
        raise click.ClickException(
            _("There is data at {path}. Stop `zhiyin serve`, then add --force to replace it.").format(path=home.path)
        )
    home.path.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home.path) as folder:
        work = Path(folder)
        _unpack(file, work)
        aside = _put_aside(home)
        for name, url in _databases(home).items():
            if not (work / name).exists():
                raise click.ClickException(
                    _("This backup was taken on another kind of database: set ZHIYIN_DATABASE as it was then.")
                )
            _load(work / name, url)
        if (work / "lake").exists():
            shutil.move(work / "lake", home.lake)
        for name in (*FOLDERS, *FILES):
            if (work / "home" / name).exists():
                shutil.move(work / "home" / name, home.path / name)
        _point_lake(home)
    click.echo(_("Restored {file} to {path}.").format(file=file, path=home.path))
    if aside:
        click.echo(_("What was here before is in {path}.").format(path=aside))
    click.echo(_("Run `zhiyin init` and `zhiyin doctor` before you serve it."))


def _databases(home: "Home") -> dict[str, str]:
    """Name in the archive → URL. A catalog inside the records' PostgreSQL is saved with them."""
    named = {_archive_name("records", home.database): home.database}
    if home.lake_catalog != home.database:
        named[_archive_name("catalog", home.lake_catalog)] = home.lake_catalog
    return named


def _archive_name(name: str, url: str) -> str:
    return f"{name}.sqlite3" if url.startswith("sqlite:///") else f"{name}.dump"


def _dump(url: str, target: Path) -> Path:
    if url.startswith("sqlite:///"):
        with closing(_sqlite(url)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={url}")
    return target


def _load(source: Path, url: str) -> None:
    if url.startswith("sqlite:///"):
        place = Path(url.removeprefix("sqlite:///"))
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(source, place)
    else:
        _postgres(
            "pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", f"--dbname={url}", str(source)
        )


def _sqlite(url: str) -> sqlite3.Connection:
    return sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60)


def _postgres(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise click.ClickException(_("{program} is missing: install the PostgreSQL client.").format(program=program))
    done = subprocess.run([found, *arguments], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise click.ClickException(f"{program}: {done.stderr.strip().splitlines()[-1]}")


def _unpack(file: Path, work: Path) -> None:
    sentence = _("{file} is not a whole Zhiyin backup.").format(file=file)
    try:
        with tarfile.open(file, "r:gz") as tar:
            tar.extractall(work, filter="data")
        manifest = json.loads((work / "manifest.json").read_text())
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise click.ClickException(sentence) from error
    if manifest.get("format") != FORMAT:
        raise click.ClickException(_("This backup was made by a newer Zhiyin ({version}).").format(**manifest))


def _in_use(home: "Home") -> bool:
    if home.database.startswith("sqlite:///"):
        return Path(home.database.removeprefix("sqlite:///")).exists()
    from django.db import connection

    return bool(connection.introspection.table_names())


def _put_aside(home: "Home") -> Path | None:
    """What is replaced goes into a dated folder of the home: a restore can be taken back by hand."""
    here = [home.path / name for name in (*FOLDERS, *FILES)]
    for url in (home.database, home.lake_catalog):
        if url.startswith("sqlite:///"):
            here += [Path(url.removeprefix("sqlite:///") + end) for end in ("", "-wal", "-shm")]
    if not home.lake.startswith("s3://"):
        here.append(Path(home.lake))
    here = [path for path in here if path.exists()]
    if not here:
        return None
    aside = home.path / f"replaced-{datetime.now():%Y%m%d-%H%M%S}"  # noqa: DTZ005  a name for people
    aside.mkdir()
    for path in here:
        shutil.move(path, aside / path.name)
    return aside


def _point_lake(home: "Home") -> None:
    """The catalog knows its data folder by its full path; this home may stand elsewhere."""
    place = home.lake if home.lake.startswith("s3://") else f"{home.lake.rstrip(os.sep)}/"
    command = "UPDATE ducklake_metadata SET value = {} WHERE key = 'data_path'"
    if home.lake_catalog.startswith("sqlite:///"):
        with closing(_sqlite(home.lake_catalog)) as catalog, catalog:
            catalog.execute(command.format("?"), (place,))
    else:
        import psycopg

        with psycopg.connect(home.lake_catalog) as server:
            server.execute(command.format("%s"), (place,))


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(text.encode())
    tar.addfile(entry, io.BytesIO(text.encode()))
