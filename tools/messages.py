"""Translations: `compile` makes the .mo files, `check` lists what has no Chinese, `update` adds it to the .po files."""

import io
import re
import sys
from collections.abc import Iterator
from os import walk
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "zhiyin"
PLACE = Path("locale") / "zh_Hans" / "LC_MESSAGES" / "django.po"
SKIP = {"node_modules", "front", "__pycache__", "static", "migrations"}
# Which arguments hold the message, and which the context ("c").
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
CALL = re.compile(r"(?<!\w)(n?p?gettext|_)\(((?:\s*u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?)+)", re.DOTALL)
STRING = re.compile(r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")", re.DOTALL)

# Without dates and names, so that two people who add words do not meet in the first lines.
HEADER = """\
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

Key = tuple[str, str | None]


def files(*suffixes: str) -> Iterator[Path]:
    for folder, folders, names in walk(PACKAGE):
        folders[:] = sorted(set(folders) - SKIP)
        yield from (Path(folder) / name for name in sorted(names) if name.endswith(suffixes))


def messages(path: Path) -> Iterator[tuple[int, str | tuple[str, str], str | None]]:
    """Line, message (or its singular and plural) and context of everything marked for translation in a file."""
    source = path.read_text("utf-8")
    if path.suffix == ".py":
        found = extract_python(io.BytesIO(source.encode()), list(KEYWORDS), [], {})
        for line, function, words, _comments in found:
            strings = [word for word in (words if isinstance(words, tuple) else (words,)) if isinstance(word, str)]
            yield from _message(line, str(function), strings)
        return
    text = templatize(source)
    for call in CALL.finditer(text):
        line = text.count("\n", 0, call.start()) + 1
        strings = [eval(literal) for literal in STRING.findall(call[2])]  # the literals Django just wrote itself
        yield from _message(line, call[1], strings)


def _message(line: int, function: str, strings: list[str]) -> Iterator[tuple[int, str | tuple[str, str], str | None]]:
    context = strings.pop(0) if "p" in function.removesuffix("_noop").replace("gettext", "") and strings else None
    plural = function.startswith("n")
    if strings and strings[0]:
        yield line, ((strings[0], strings[1]) if plural and len(strings) > 1 else strings[0]), context


def catalogs() -> dict[Path, Catalog]:
    found = {}
    for path in files(".po"):
        with path.open("rb") as source:
            found[path] = read_po(source, locale="zh_Hans")
    return found


def home(path: Path, known: dict[Path, Catalog]) -> Path:
    """The .po a file's messages belong in: the nearest one above it, or a new one in its top package."""
    for folder in path.parents:
        if folder / PLACE in known:
            return folder / PLACE
        if folder.parent == PACKAGE:
            return folder / PLACE
    return PACKAGE / PLACE


def missing(known: dict[Path, Catalog]) -> dict[Key, tuple[Path, int, str | tuple[str, str]]]:
    done = {
        (_first(message.id), message.context)
        for catalog in known.values()
        for message in catalog
        if message.id
        and message.string
        and (isinstance(message.string, str) or all(message.string))
        and not message.fuzzy
    }
    lacking: dict[Key, tuple[Path, int, str | tuple[str, str]]] = {}
    for path in files(".py", ".html", ".txt"):
        for line, words, context in messages(path):
            key = (_first(words), context)
            if key not in done:
                lacking.setdefault(key, (path, line, words))
    return lacking


def _first(words: str | tuple[str, ...] | list[str]) -> str:
    return words if isinstance(words, str) else words[0]


def update() -> None:
    known = catalogs()
    for (_text, context), (path, _line, words) in missing(known).items():
        place = home(path, known)
        known.setdefault(place, Catalog(locale="zh_Hans"))
        if known[place].get(_first(words), context) is None:
            known[place].add(words, "", context=context)
    for path, catalog in known.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER + _body(catalog), "utf-8")


def _body(catalog: Catalog) -> str:
    out = io.BytesIO()
    write_po(out, catalog, width=120, omit_header=True, sort_output=True)
    return out.getvalue().decode()


def compile_all() -> None:
    for path, catalog in catalogs().items():
        target = path.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < path.stat().st_mtime:
            with target.open("wb") as out:
                write_mo(out, catalog)


def check() -> int:
    lacking = missing(catalogs())
    for (text, _context), (path, line, _words) in sorted(lacking.items(), key=lambda item: (item[1][0], item[1][1])):
        print(f"{path.relative_to(PACKAGE.parent)}:{line}: no Chinese for {text!r}")
    return min(len(lacking), 1)


if __name__ == "__main__":
    command = sys.argv[1] if len(sys.argv) > 1 else "compile"
    if command == "update":
        update()
    compile_all()
    sys.exit(check() if command == "check" else 0)
