"""Everything a user reads is there in Chinese, with the same places to fill in."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

from tests.architecture.trees import ROOT

PLACES = re.compile(r"\{[^{}]*\}|%\(\w+\)s")


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "tools" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_sentence_has_its_chinese() -> None:
    messages = tool()
    lacking = messages.missing(messages.catalogs())
    shown = [f"{path.relative_to(ROOT)}:{line} {text!r}" for (text, _context), (path, line, _words) in lacking.items()]
    assert shown == []


def test_translations_fill_the_same_places() -> None:
    wrong = []
    for path, catalog in tool().catalogs().items():
        for message in catalog:
            strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
            ids = message.id if isinstance(message.id, list | tuple) else (message.id,)
            asked = set(PLACES.findall(ids[-1]))
            wrong += [
                f"{path}: {text}" for text in strings if text and message.id and not set(PLACES.findall(text)) <= asked
            ]
    assert wrong == []


def test_templates_and_code_are_both_read(tmp_path: Path) -> None:
    messages = tool()
    page = tmp_path / "page.html"
    page.write_text(
        '{% translate \'One\' %}{% translate "May" context "month" %}'
        "{% blocktranslate count n=n %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}"
    )
    code = tmp_path / "code.py"
    code.write_text(
        "from x import gettext_lazy as _\n_('Two {n}')\npgettext_lazy('role', 'Viewer')\nngettext('a', 'b', 2)\n"
    )
    assert [(words, context) for _line, words, context in messages.messages(page)] == [
        ("One", None),
        ("May", "month"),
        (("%(n)s case", "%(n)s cases"), None),
    ]
    assert [(words, context) for _line, words, context in messages.messages(code)] == [
        ("Two {n}", None),
        ("Viewer", "role"),
        (("a", "b"), None),
    ]
