"""A private PostgreSQL in a temporary folder, gone with the tests."""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from functools import cache
from pathlib import Path

PROGRAMS = ("initdb", "pg_ctl")


def binaries() -> Path | None:
    """Where initdb and pg_ctl are, if this machine has them."""
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next(
        (folder for folder in candidates if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None
    )


@cache
def start() -> str:
    """The URL of a fresh server, without durability: nothing in it outlives the tests."""
    bin_ = binaries()
    if bin_ is None:
        raise RuntimeError(
            "PostgreSQL is not installed here (initdb and pg_ctl are missing): apt-get install postgresql"
        )
    folder = Path(tempfile.mkdtemp(prefix="zhiyin-postgres-"))
    # PostgreSQL refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data, port = folder / "data", _free_port()

    def call(program: str, *arguments: str) -> None:
        command = [str(bin_ / program), "-D", str(data), *arguments]
        subprocess.run(command, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=120)

    call("initdb", "--username=zhiyin", "--auth=trust", "--encoding=UTF8", "--no-sync")
    settings = (
        f"-p {port} -k {folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=80"
    )
    call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", settings, "start")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(call, "pg_ctl", "-m", "immediate", "stop")
    return f"postgres://zhiyin@127.0.0.1:{port}/postgres"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
