"""A home of its own, used through the command line as a user does."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def environment(home: Path, **settings: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIYIN_", "DJANGO_"))}
    return {**clean, "ZHIYIN_HOME": str(home), "ZHIYIN_LANGUAGE": "en", **settings}


def zhiyin(given: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zhiyin.cli.main", *arguments]
    return subprocess.run(command, env=given, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
