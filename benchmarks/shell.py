"""Run the product's own commands the way a user does; say how long each took and how much memory it held."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("ZHIYIN_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"


@dataclass
class Home:
    """A fresh home; `total`, `processor` and `peak` grow with every command run in it."""

    path: Path
    total: float = 0.0
    processor: float = 0.0
    peak: float = 0.0

    def run(self, *words: str, quiet: bool = False) -> str:
        """One `zhiyin` command; its standard output. A failure ends the benchmark with what it said."""
        return self._child([str(Path(sys.executable).parent / "zhiyin"), *words], f"zhiyin {' '.join(words)}", quiet)

    def summary(self) -> None:
        print(
            f"total {self.total:.1f} s, {self.processor:.1f} s of processor, peak {self.peak:.0f} MB; "
            f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        )

    def _child(self, command: list[str], shown: str, quiet: bool) -> str:
        environment = {**os.environ, "ZHIYIN_HOME": str(self.path), "ZHIYIN_LANGUAGE": "en", "COLUMNS": "160"}
        started = time.perf_counter()
        with subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            assert child.stderr is not None
            out = child.stdout.read()
            said = child.stderr.read()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        seconds, megabytes = time.perf_counter() - started, usage.ru_maxrss / 1024
        if child.returncode:
            sys.exit(f"$ {shown}\n{out}{said}")
        processor = usage.ru_utime + usage.ru_stime
        self.total += seconds
        self.processor += processor
        self.peak = max(self.peak, megabytes)
        cost = f"[{seconds:.1f} s, {processor:.1f} s of processor, {megabytes:.0f} MB]"
        print(f"$ {shown.replace(str(SHARED), 'data')}   {cost}")
        if not quiet:
            print("\n".join(f"    {line.rstrip()}" for line in out.splitlines()))
        return out

    def measure(self, indicator: str, *words: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.run("measure", indicator, *words, "--json", quiet=True))
        return found


def need(*names: str) -> list[Path]:
    """Files of the shared data; the benchmark says what it lacks."""
    found = [SHARED / name for name in names]
    missing = [str(path) for path in found if not path.exists()]
    if missing:
        sys.exit(f"This benchmark needs {', '.join(missing)}; set ZHIYIN_SHARED to the folder that holds data/.")
    return found


def table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    print("| " + " | ".join(headings) + " |")
    print("|" + "---|" * len(headings))
    for row in rows:
        print("| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row) + " |")
    print()
