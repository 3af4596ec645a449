"""Sizes: what people who call code readable keep to, measured over eleven code bases they praise."""

import re
from statistics import mean, median, quantiles

from tests.architecture.trees import PACKAGE, TESTS, Function, files, functions, parsed, place, room

FILE_LINES, TEST_LINES, FUNCTION_LINES, NAME_WORDS = 500, 600, 80, 5


def lengths() -> list[tuple[int, str]]:
    return [
        ((function.end_lineno or 0) - function.lineno + 1, f"{place(path, function)} {function.name}")
        for path, tree in parsed().items()
        for function in functions(tree)
    ]


def test_files_stay_short() -> None:
    sizes = {place(path): len(path.read_text("utf-8").splitlines()) for path in files(PACKAGE, ".py")}
    assert {path: n for path, n in sizes.items() if n > FILE_LINES} == {}
    written = [n for n in sizes.values() if n]
    assert median(written) <= 100
    assert quantiles(written, n=20)[-1] <= 300


def test_test_files_stay_short() -> None:
    sizes = {place(path): len(path.read_text("utf-8").splitlines()) for path in files(TESTS, ".py")}
    assert {path: n for path, n in sizes.items() if n > TEST_LINES} == {}


def test_functions_stay_short() -> None:
    found = lengths()
    assert [name for n, name in found if n > FUNCTION_LINES] == []
    assert median(n for n, _name in found) <= 12
    assert quantiles([n for n, _name in found], n=20)[-1] <= 40


def test_function_names_are_short() -> None:
    names = [(function.name, place(path, function)) for path, tree in parsed().items() for function in functions(tree)]
    words = {where: len([word for word in name.split("_") if word]) for name, where in names}
    assert {where: n for where, n in words.items() if n > NAME_WORDS} == {}
    assert mean(words.values()) <= 2.3


def test_every_function_says_what_it_returns() -> None:
    def silent(function: Function) -> bool:
        return function.returns is None

    lacking = [place(path, f) for path, tree in parsed().items() for f in functions(tree) if silent(f)]
    assert lacking == []


def test_root_reads_like_a_table_of_contents() -> None:
    entries = [entry for entry in PACKAGE.iterdir() if not entry.name.startswith(("__", "."))]
    assert len(entries) <= 19


def test_rooms_that_must_not_exist() -> None:
    banned = {"utils", "helpers", "common", "misc", "extras", "lib"}
    assert [place(path) for path in files(PACKAGE, ".py") if banned & {path.stem, path.parent.name}] == []


def test_nothing_is_put_off() -> None:
    mark = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    found = [place(path) for path in files(PACKAGE, ".py") if mark.search(path.read_text("utf-8"))]
    assert found == []


def test_rules_are_rooms_of_their_own() -> None:
    assert any(room(path) == "rules" for path in parsed())
