"""What was said, by whom, when: the one shape that all of these files are brought into."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.base import ROWS, Reading, pack
from zhiyin.listen.imports.reading.encoding import guess
from zhiyin.listen.imports.reading.texts import Bytes
from zhiyin.listen.imports.values import Batch, Fault, Layout

LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is read as a whole; a mailbox is read letter by letter."""
PAUSE_S = 2.0
LONG = 2_000
"""Characters after which words of one speaker become a new turn all the same."""
TRANSCRIPT, MAIL, PAPER = "transcript", "mail", "paper"
SENTENCE = re.compile(r"[。！？!?.…][”\"』」）)]*$")
HAN = re.compile(r"[\u3400-\u9fff，。！？；：、]")
ISO = re.compile(r"pt(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9}(?:\.\d{1,9})?)s)?")


@dataclass
class Said:
    """`start` and `end` in seconds from the beginning; `cells` are further columns."""

    line: int
    text: str
    speaker: str = ""
    start: float | None = None
    end: float | None = None
    cells: dict[str, str] = field(default_factory=dict)


class VoiceReading(Reading):
    """Rows of what was said. Columns that are empty in all of the first rows are left out."""

    def __init__(
        self, path: Path, form: str, said: Sequence[Said], faults: Sequence[Fault] = (), kind: str = ""
    ) -> None:
        self.path, self.form, self.kind = path, form, kind
        self.found, self.faults = said, list(faults)
        self.layout = Layout(form, self._columns())

    def said(self) -> Iterator[Said]:
        yield from self.found

    def batches(self, size: int = ROWS) -> Iterator[Batch]:
        faults = list(self.faults)
        turns = enumerate(self.said(), 1)
        while part := list(islice(turns, size)):
            rows = [self._row(n, one) for n, one in part]
            columns = self.layout.columns
            yield pack(
                columns, [[row.get(name) for name in columns] for row in rows], [one.line for _n, one in part], faults
            )
            faults = []
        if faults:
            yield pack(self.layout.columns, [], [], faults)

    def _columns(self) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for n, one in enumerate(islice(self.said(), 1000), 1):
            names.update(dict.fromkeys(name for name, cell in self._row(n, one).items() if cell))
        return tuple(names)

    def _row(self, n: int, one: Said) -> dict[str, str | None]:
        own: dict[str, str | None] = {"text": one.text, "speaker": one.speaker or None}
        if self.form == TRANSCRIPT:
            start = None if one.start is None else f"{one.start:.3f}"
            own |= {"conversation": stem(self.path), "n": str(n), "offset": start}
        return own | ({"kind": self.kind} if self.kind else {}) | one.cells


def stem(path: Path) -> str:
    return Path(path.name.removesuffix(".gz")).stem


def content(path: Path) -> bytes:
    if path.stat().st_size > LARGEST:
        raise BadFile(_("{file} is larger than 256 MB: split it."), file=path.name)
    with Bytes(path) as raw:
        parts = bytearray()
        while block := raw.read(1 << 20):
            parts += block
            if len(parts) > LARGEST:
                raise BadFile(_("{file} is larger than 256 MB: split it."), file=path.name)
    return bytes(parts)


def decoded(data: bytes, encoding: str = "") -> str:
    """Whatever it was saved in; many Chinese subtitles are in GBK."""
    try:
        text = data.decode(encoding or guess(data[:262_144]), "replace")
    except LookupError as error:
        raise BadFile(_("{encoding} is no encoding: write utf-8 or gb18030."), encoding=encoding) from error
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def joined(left: str, right: str) -> str:
    """Two pieces of a text; between Chinese characters without a blank."""
    if not left or not right:
        return left or right
    tight = HAN.match(left[-1]) or HAN.match(right[0])
    return left + ("" if tight else " ") + right


def merged(pieces: Sequence[Said]) -> list[Said]:
    """Captions are as long as a screen is wide: what one speaker says without a pause is one turn. Where nobody says
    who speaks, a turn is a sentence."""
    turns: list[Said] = []
    for piece in pieces:
        last = turns[-1] if turns else None
        if last is not None and _goes_on(last, piece):
            last.text, last.end = joined(last.text, piece.text), piece.end
        else:
            turns.append(Said(piece.line, piece.text, piece.speaker, piece.start, piece.end, piece.cells))
    return turns


def _goes_on(last: Said, piece: Said) -> bool:
    place, now = last.cells.get("conversation"), piece.cells.get("conversation")
    if (last.speaker, place) != (piece.speaker, now) or len(last.text) > LONG:
        return False
    if last.end is not None and piece.start is not None and piece.start - last.end > PAUSE_S:
        return False
    return bool(piece.speaker) or not SENTENCE.search(last.text)


def seconds(said: str) -> float | None:
    """01:02:03.5, 02:03,5, 3.5, 3.5s and PT1H2M3.5S as seconds."""
    lower = said.strip().lower().replace(",", ".")
    if parts := ISO.fullmatch(lower):
        hours, minutes, rest = (float(part or 0) for part in parts.groups())
        return hours * 3600 + minutes * 60 + rest
    plain = lower.removesuffix("s")
    if not re.fullmatch(r"(?:\d{1,3}:)?(?:\d{1,2}:)?\d{1,9}(?:\.\d{1,9})?", plain):
        return None
    total = 0.0
    for part in plain.split(":"):
        total = total * 60 + float(part)
    return total
