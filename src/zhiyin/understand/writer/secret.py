"""The key to somebody else's server, in a file of the home that only its owner may read. It is never shown, logged, or
stored with the records."""

import os

from django.conf import settings

FILE = "writer.key"


def read() -> str:
    try:
        return (settings.HOME.path / FILE).read_text("utf-8").strip()
    except FileNotFoundError:
        return ""


def keep(key: str) -> None:
    """Put in place in one step; an empty one is forgotten."""
    file = settings.HOME.path / FILE
    if not key:
        file.unlink(missing_ok=True)
        return
    partial = file.with_name(f".{FILE}.{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(key)
    partial.replace(file)
