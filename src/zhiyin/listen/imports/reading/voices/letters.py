"""What a letter itself says: without the letters it answers, without signature, without HTML."""
# ruff: noqa: E501  a pattern or a list of names is one line

import html
import re
from html.parser import HTMLParser

from zhiyin.listen.imports.reading.voices.signatures import unsigned

QUOTE = re.compile(
    r"^\s*(?:On .{4,200} wrote:|.{0,80}(?:于|在).{4,80}(?:写道|写到|说道)[:：]?|在 ?.{4,80}[，,].{0,80}写道[:：]?"
    r"|-{2,}\s*(?:Original(?: Message)?|Forwarded message|原始邮件|原始信息|转发邮件|回复的?(?:原)?邮件).{0,40}"
    r"|Begin forwarded message:|_{20,}|Le .{4,100} a écrit ?:|Am .{4,100} schrieb.{0,60}:)\s*$",
    re.IGNORECASE,
)
HEADER = re.compile(r"^\s*\*?(?:From|发件人|寄件者)\*?\s*[:：].+", re.IGNORECASE)
HEADERS = re.compile(
    r"^\s*\*?(?:Sent|Date|To|Subject|Cc|发送时间|日期|时间|收件人|抄送|主题)\*?\s*[:：]", re.IGNORECASE
)


def own_words(text: str) -> str:
    """A quotation to the end is cut, and so is a signature; what is answered line by line stays without the quoted lines."""
    kept: list[str] = []
    # QQ mail writes blanks of HTML into plain text too.
    rows = text.replace("\r\n", "\n").replace("\xa0", " ").replace("&nbsp;", " ").split("\n")
    skipped = -1
    for n, row in enumerate(rows):
        if n == skipped or row.lstrip().startswith((">", "＞")):
            continue
        if many := _begins(rows, n):
            if not _inline(rows[n + many :]):
                break
            skipped = n + many - 1
            continue
        kept.append(row.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(unsigned(kept))).strip()


def _begins(rows: list[str], n: int) -> int:
    """How many lines here announce a quotation: “On … wrote:” may be folded into two."""
    row = rows[n]
    if QUOTE.match(row) or (HEADER.match(row) and any(HEADERS.match(after) for after in rows[n + 1 : n + 5])):
        return 1
    folded = row.lstrip().startswith(("On ", "在")) and n + 1 < len(rows)
    return 2 if folded and QUOTE.match(f"{row.strip()} {rows[n + 1].strip()}") else 0


def _inline(rows: list[str]) -> bool:
    """Whether what follows is quoted with marks and answered in between."""
    filled = [row for row in rows if row.strip()]
    quoted = [row.lstrip().startswith(">") for row in filled]
    return any(quoted[:3]) and not all(quoted)


class Plain(HTMLParser):
    """The text of an HTML letter; quotations that mail programs mark are left out."""

    HIDDEN = frozenset({"script", "style", "head", "title", "blockquote", "template"})
    QUOTED = re.compile(
        r"gmail_quote|gmail_signature|moz-cite-prefix|moz-signature|yahoo_quoted|divRplyFwdMsg|appendonsend|OutlookMessageHeader",
        re.IGNORECASE,
    )
    BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol"})
    EMPTY = frozenset({"br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr", "source"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[str] = []
        self.hidden = 0
        """How many tags were open where the part began that is left out; 0 outside of one."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BREAKS and not self.hidden:
            self.parts.append("\n")
        if tag in self.EMPTY:
            return
        self.open.append(tag)
        said = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
        if not self.hidden and (tag in self.HIDDEN or self.QUOTED.search(said)):
            self.hidden = len(self.open)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.open:
            return
        while self.open and self.open.pop() != tag:
            pass
        if len(self.open) < self.hidden:
            self.hidden = 0
        if tag in self.BREAKS and not self.hidden:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(source: str) -> str:
    reader = Plain()
    reader.feed(source)
    reader.close()
    rows = [row.strip() for row in html.unescape("".join(reader.parts)).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()
