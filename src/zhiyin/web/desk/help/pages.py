"""Formula pages: Markdown in `formulas`, English there and Chinese under `zh`; README is the index of each."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from zhiyin.kit.errors import NotFound

FOLDER = Path(__file__).with_name("formulas")
ADDRESS = "/help/formulas/"
INDEX = "README"
# Tags in a page are shown, not obeyed.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Text:
    title: str
    body: SafeString


@cache
def names() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != INDEX))


def address(name: str) -> str:
    return f"{ADDRESS}{name}/"


def read(name: str) -> Text:
    """A page in the reader's language."""
    if name not in (INDEX, *names()):
        raise NotFound(
            _("There is no formula page “{name}”. The list of all is at {address}."), name=name, address=ADDRESS
        )
    return _read(FOLDER if (get_language() or "").startswith("en") else FOLDER / "zh", name)


@cache
def card(name: str) -> SafeString:
    """The tables of figures of a model card, which is English; empty where the card is not at hand."""
    path = Path(__file__).with_name("cards") / f"{name}.md"
    if not path.exists():
        return SafeString("")
    tokens = MARKDOWN.parse(path.read_text("utf-8"))
    parts = []
    for n, token in enumerate(tokens):
        if token.type == "table_open":
            end = next(m for m in range(n, len(tokens)) if tokens[m].type == "table_close") + 1
            text = MARKDOWN.renderer.render(tokens[n:end], MARKDOWN.options, {})
            if "accuracy" in text:
                parts.append(text)
    return SafeString("".join(parts))


@cache
def _read(folder: Path, name: str) -> Text:
    """The heading becomes the page's title, so it is taken out of the text."""
    tokens = MARKDOWN.parse((folder / f"{name}.md").read_text("utf-8"))
    title = tokens[1].content
    for token in tokens:
        for child in token.children or ():
            _lead(child)
    return Text(title, SafeString(MARKDOWN.renderer.render(tokens[3:], MARKDOWN.options, {})))


def _lead(token: Token) -> None:
    """In the repository a link names the file; on the page it leads to the page."""
    target = str(token.attrGet("href") or "")
    if token.type == "link_open" and target.endswith(".md"):
        token.attrSet("href", ADDRESS if target == f"{INDEX}.md" else address(target.removesuffix(".md")))
