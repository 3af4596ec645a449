"""All source files, parsed once."""

import ast
from collections.abc import Iterator
from functools import cache
from os import walk
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "src" / "zhiyin"
TESTS = ROOT / "tests"

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(folder: Path, *suffixes: str) -> Iterator[Path]:
    for place, folders, names in walk(folder):
        folders[:] = sorted(set(folders) - {"node_modules", "__pycache__", "migrations", "built"})
        yield from (Path(place) / name for name in sorted(names) if name.endswith(suffixes))


@cache
def parsed(folder: Path = PACKAGE) -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8"), str(path)) for path in files(folder, ".py")}


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def imports(tree: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """What is imported when the program runs; what only annotations need ties nothing together."""
    idle = {id(node) for test in ast.walk(tree) if _is_for_types(test) for node in ast.walk(test)}
    for node in ast.walk(tree):
        if id(node) in idle:
            continue
        if isinstance(node, ast.Import):
            yield from ((name.name, node) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{name.name}", node) for name in node.names)


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def place(path: Path, node: ast.AST | None = None) -> str:
    line = getattr(node, "lineno", None)
    return f"{path.relative_to(ROOT)}:{line}" if line else str(path.relative_to(ROOT))


def room(path: Path) -> str:
    """`actions`, `queries`, `rules` …; a folder of that name counts too."""
    parts = {path.stem, *path.relative_to(ROOT).parts}
    return next((name for name in ("actions", "queries", "rules", "tasks", "models", "values") if name in parts), "")


def stage(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]
