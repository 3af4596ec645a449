"""Rules worth saying twice. Each has a reason, and `# house: <rule>` on the line lets one through on purpose."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.architecture.trees import PACKAGE, ROOT, calls, files, imports, parsed, place, room, stage

STAGES = ("listen", "understand", "measure", "explain", "act", "verify")
DOORS = ("web", "api", "cli", "config")
LANGUAGE = re.compile(r"django\.utils\.(translation|functional)")
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
CLOCKS = ("now", "timezone.now", "time.now", "datetime.now", "datetime.utcnow", "date.today", "time.time")
FRAMEWORK = ("django", "ibis", "duckdb", "psycopg", "requests", "urllib.request", "socket", "zhiyin.warehouse.engines")

Hits = Iterator[tuple[Path, ast.AST]]


def name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def writes_elsewhere() -> Hits:
    """Only actions write: permission, audit and clocks must not depend on which door somebody came through."""
    writers = {"save", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create", "delete"}
    for path, tree in parsed().items():
        if room(path) in ("actions", "models", "tasks") or stage(path) in ("demo", "cli"):
            continue
        for call in calls(tree):
            on_records = isinstance(call.func, ast.Attribute) and "objects" in ast.unparse(call.func.value).split(".")
            # A record saves itself without arguments; a spreadsheet is told where to.
            if (name_of(call) == "save" and not call.args) or (on_records and name_of(call) in writers):
                yield path, call


def formatted_before_translation() -> Hits:
    """An f-string inside gettext is looked up after it was filled in, and never found."""
    for path, tree in parsed().items():
        for call in calls(tree):
            if name_of(call) in GETTEXT and any(isinstance(argument, ast.JoinedStr) for argument in call.args):
                yield path, call


def clock_read_inside() -> Hits:
    """The clock is read at the doors, in tasks and in actions; everything else takes the instant as an argument."""
    for path, tree in parsed().items():
        if room(path) in ("actions", "tasks") or stage(path) in (*DOORS, "kit"):
            continue
        for call in calls(tree):
            text = ast.unparse(call.func)
            if text in (
                "now",
                "timezone.now",
                "time.now",
                "datetime.now",
                "datetime.utcnow",
                "date.today",
                "time.time",
            ):
                yield path, call


def framework_in_rules() -> Hits:
    """Rules run in notebooks and in Spark; they may mark sentences for translation, and that is all."""
    for path, tree in parsed().items():
        pure = room(path) == "rules" or stage(path) == "stats" or "understand/text" in path.as_posix()
        for name, node in imports(tree) if pure else ():
            if name.startswith(FRAMEWORK) and not LANGUAGE.match(name):
                yield path, node


def records_across_stages() -> Hits:
    """Between stages travel values and ids; a record is the business of the stage that owns it."""
    for path, tree in parsed().items():
        if stage(path) in (*DOORS, "demo"):
            continue
        for name, node in imports(tree):
            owner = name.split(".")[1] if name.startswith("zhiyin.") and ".models." in f"{name}." else ""
            if owner in STAGES and owner != stage(path):
                yield path, node


def queries_at_the_door() -> Hits:
    """Pages, API and commands ask `queries` and call `actions`; a query of their own would forget who is asking."""
    for path, tree in parsed().items():
        if stage(path) in ("web", "api", "cli"):
            yield from ((path, node) for node in ast.walk(tree) if getattr(node, "attr", "") == "objects")


def signals() -> Hits:
    """A signal is a call nobody can see."""
    for path, tree in parsed().items():
        for name, node in imports(tree):
            if name.startswith(("django.dispatch", "django.db.models.signals")):
                yield path, node


RULES: dict[str, Callable[[], Hits]] = {
    "writes": writes_elsewhere,
    "gettext": formatted_before_translation,
    "clock": clock_read_inside,
    "kernel": framework_in_rules,
    "borders": records_across_stages,
    "doors": queries_at_the_door,
    "signals": signals,
}


@pytest.mark.parametrize("rule", RULES)
def test_house_rule(rule: str) -> None:
    def let_through(path: Path, node: ast.AST) -> bool:
        line = path.read_text("utf-8").splitlines()[getattr(node, "lineno", 1) - 1]
        return f"# house: {rule}" in line

    found = [place(path, node) for path, node in RULES[rule]() if not let_through(path, node)]
    assert found == [], RULES[rule].__doc__


def test_kit_knows_no_noun_of_ours() -> None:
    nouns = "feedback|mention|customer|touchpoint|indicator|survey|order|case|initiative|brand|unit|alert|journey"
    spoken = re.compile(rf"(?<![a-z])({nouns})s?(?![a-z])")
    found = []
    for path, tree in parsed().items():
        if stage(path) != "kit":
            continue
        named = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.arg)]
        found += [place(path, node) for node in named if spoken.search(getattr(node, "name", getattr(node, "arg", "")))]
    assert found == []


def test_whatever_is_not_checked_says_why() -> None:
    """`# type: ignore[code]  # reason`: without a code it hides everything, without a reason nobody takes it out."""
    silenced = re.compile(r"# type: ignore(?!\[[a-z, -]+\]  # \w)")
    trees = [PACKAGE, *(ROOT / name for name in ("tests", "tools", "benchmarks"))]
    found = [
        f"{path.relative_to(ROOT)}:{n}"
        for tree in trees
        for path in files(tree, ".py")
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if silenced.search(line) and path != Path(__file__)
    ]
    assert found == []


def test_templates_let_nothing_through_unescaped() -> None:
    risky = re.compile(r"\|\s*safe\b|autoescape\s+off")
    found = []
    for path in files(PACKAGE, ".html"):
        for n, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if risky.search(line):
                found.append(f"{path.relative_to(ROOT)}:{n}")
    assert found == []
