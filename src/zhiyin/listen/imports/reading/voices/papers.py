"""Interviews and letters as PDF or Word. Where names stand before what is said, a conversation; else paragraphs."""

import codecs
import io
import logging
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.voices.base import (
    PAPER,
    SENTENCE,
    TRANSCRIPT,
    Said,
    VoiceReading,
    content,
    decoded,
    joined,
)
from zhiyin.listen.imports.reading.voices.chats import chat, dialogue

PIECES = ("w:t", "w:br", "w:cr", "w:tab", "w:ptab", "w:noBreakHyphen")
RELATIONS, DOCUMENT = "_rels/.rels", "word/document.xml"
EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BROKEN = _("{file} is no Word document that can be read: save it anew as .docx.")
XML = 16 * 1024 * 1024
ELEMENTS = 500_000
PARTS = 20_000
PAGES = 2_000

Row = tuple[str, str]
"""A line and the page it stands on, as a word."""


def open_paper(path: Path, options: Mapping[str, str]) -> VoiceReading:
    rows = _docx(path) if path.suffix.lower() == ".docx" else _pdf(path)
    return _reading(path, rows, whole=path.suffix.lower() == ".docx")


def open_chat(path: Path, options: Mapping[str, str]) -> VoiceReading | None:
    """A text file that is a chat or a dialogue; None where it is something else, such as a table."""
    data = content(path)
    head = decoded(data[:65_536], options.get("encoding", "")).split("\n")
    if not (chat(head) or dialogue(head[:-1] if len(data) > 65_536 else head)):
        return None
    rows = decoded(data, options.get("encoding", "")).split("\n")
    said = chat(rows) or dialogue(rows) or []
    return (
        VoiceReading(path, TRANSCRIPT, said, kind="call" if any(one.start is not None for one in said) else "chat")
        if said
        else None
    )


def _reading(path: Path, rows: Sequence[Row], *, whole: bool) -> VoiceReading:
    lines = [line for line, _page in rows]
    if said := (chat(lines) or dialogue(lines)):
        for one in said:
            if page := rows[one.line - 1][1]:
                one.cells["page"] = page
        return VoiceReading(path, TRANSCRIPT, said, kind="survey")
    paragraphs = _paragraphs(rows, whole=whole)
    if not paragraphs:
        raise BadFile(_("{file} holds no text: a scan has to be read by a text recognition first."), file=path.name)
    return VoiceReading(path, PAPER, paragraphs, kind="survey")


def _paragraphs(rows: Sequence[Row], *, whole: bool) -> list[Said]:
    """A line of a Word file is a paragraph; a line of a PDF is as long as the page is wide."""
    found: list[Said] = []
    ended = True
    for n, (line, page) in enumerate(rows, 1):
        text = " ".join(line.split())
        if not text or text.strip("-— /").isdigit():
            ended = ended or not text
            continue
        if ended or whole:
            found.append(Said(n, text, cells={"page": page} if page else {}))
        else:
            found[-1].text = joined(found[-1].text, text)
        ended = SENTENCE.search(text) is not None
    return found


def _docx(path: Path) -> list[Row]:
    # Imported here: it takes a third of a second, and few files are Word's.
    from docx.oxml.ns import qn

    data = content(path)
    # Each part costs far more in memory than its entry in the file, whose mark this is.
    if data.count(b"PK\1\2") > PARTS:
        raise BadFile(BROKEN, file=path.name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            root = _part(path, archive, _words_in(path, archive))
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        # Of lxml, on which python-docx stands: all that is wrong with XML is a kind of it.
        SyntaxError,
        ValueError,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        raise BadFile(BROKEN, file=path.name) from error
    # Behind the first come the same words again, for older programs.
    for either in list(root.iter(EITHER)):
        del either[1:]
    # Changes that are tracked: the text as it stands now.
    for gone in list(root.iter(qn("w:del"), qn("w:moveFrom"))):
        gone.clear()
    found: list[str] = []
    run, pieces = qn("w:r"), [qn(piece) for piece in PIECES]
    for paragraph in reversed(list(root.iter(qn("w:p")))):
        # Outside of a run, a tab is a stop of the ruler.
        said = (_said(piece) for piece in paragraph.iter(*pieces) if piece.getparent().tag == run)
        found.append("".join(said))
        # The paragraphs of a text box stand inside the one it hangs on, and have been read by now.
        paragraph.clear()
    return [(line, "") for whole in reversed(found) for line in whole.split("\n")]


def _words_in(path: Path, archive: zipfile.ZipFile) -> str:
    """The part of the package that holds the words: other programs than Word name it as they like."""
    if RELATIONS not in archive.namelist():
        return DOCUMENT
    for relation in _part(path, archive, RELATIONS).iterchildren("{*}Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            return str(relation.get("Target")).lstrip("/")
    return DOCUMENT


def _part(path: Path, archive: zipfile.ZipFile, name: str) -> Any:
    """One part as the library's elements. Its `Document` would load every picture, and refuse the whole file where one
    of them is missing or where it is a template."""
    from docx.oxml.parser import element_class_lookup
    from lxml import etree

    part = archive.getinfo(name)
    if part.file_size > XML:
        raise BadFile(_("{file} unpacks to far more than its size allows: unpack it yourself first."), file=path.name)
    # The only two that Word files have; of the others, a few bytes unpack to more than the size they tell.
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise BadFile(BROKEN, file=path.name)
    with archive.open(part) as packed:
        # Without a number it would unpack all there is, whatever the size it tells.
        data = packed.read(XML)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16").encode()
    # A document type is how XML is made to grow without end; Word writes none.
    if b"<!DOCTYPE" in data:
        raise BadFile(BROKEN, file=path.name)
    # Counted before they are made: each takes a hundred bytes and more, and may be written in six.
    if data.count(b"<") - data.count(b"</") + data.count(b"=") > ELEMENTS:
        raise BadFile(
            _("{file} has more than {most} elements and attributes: split it."), file=path.name, most=ELEMENTS
        )
    # Whatever encoding it names: in another one, what was counted would be something else.
    parser = etree.XMLParser(encoding="utf-8", remove_blank_text=True, resolve_entities=False)
    parser.set_element_class_lookup(element_class_lookup)
    return etree.fromstring(data.replace(STRICT, USUAL), parser)


def _said(piece: Any) -> str:
    """As the library says it, but for breaks of pages and columns, which part words too, and tabs and the ends of lines
    in the XML, which are blanks."""
    return "\n" if piece.tag.endswith(("}br", "}cr")) else str(piece).replace("\t", " ").replace("\n", " ")


def _pdf(path: Path) -> list[Row]:
    # Imported here: it takes a fifth of a second, and few files are PDF.
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # What is wrong with a file is told once, in a sentence of ours.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    rows: list[Row] = []
    try:
        reader = PdfReader(io.BytesIO(content(path)), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadFile(_("{file} is locked with a password: save it without one."), file=path.name)
        if len(reader.pages) > PAGES:
            raise BadFile(_("{file} has more than {most} pages: split it."), file=path.name, most=PAGES)
        for number, page in enumerate(reader.pages, 1):
            rows += [(line, str(number)) for line in page.extract_text().split("\n")]
    except BadFile:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        RecursionError,
        NotImplementedError,
        AssertionError,
    ) as error:
        # A damaged file comes out of the library as any of these.
        raise BadFile(_("{file} is no PDF that can be read: save it anew."), file=path.name) from error
    return rows
