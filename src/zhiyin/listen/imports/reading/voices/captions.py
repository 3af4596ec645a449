"""WebVTT and SubRip."""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.voices.base import TRANSCRIPT, Said, VoiceReading, content, decoded, joined, merged
from zhiyin.listen.imports.reading.voices.speakers import role_of
from zhiyin.listen.imports.values import Fault

TIMES = re.compile(
    r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?\s*--?>\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
)
VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]+)>")
TAG = re.compile(r"</?[A-Za-z0-9.:]+[^>]{0,200}>|\{\\[^}]{1,40}\}")
NAMED = re.compile(r"^\s*[-–>]?\s*\[?([^\s:：\]\[<>，。,]{1,20}(?: [^\s:：\]\[]{1,20}){0,2})\]?\s*[:：]\s*(?=\S)")


def open_captions(path: Path, options: Mapping[str, str]) -> VoiceReading:
    text = decoded(content(path), options.get("encoding", ""))
    pieces, faults = _cues(text)
    if not pieces:
        raise BadFile(
            _("{file} holds no captions: times such as 00:00:01.000 --> 00:00:03.000 are expected."), file=path.name
        )
    return VoiceReading(path, TRANSCRIPT, merged(_named(pieces)), faults, kind="call")


def _cues(text: str) -> tuple[list[Said], list[Fault]]:
    pieces: list[Said] = []
    faults: list[Fault] = []
    for line, block in _blocks(text):
        at = next((n for n, row in enumerate(block) if "-->" in row or "->" in row), None)
        if at is None:
            continue
        times, said = TIMES.search(block[at]), block[at + 1 :]
        if times is None:
            faults.append(Fault(line + at, "caption", value=" ".join(block)[:200]))
            continue
        numbers = [int(part or 0) for part in times.groups()]
        start, end = (h * 3600 + m * 60 + s for h, m, s in (numbers[0:3], numbers[4:7]))
        fractions = [float(f"0.{times[group] or 0}") for group in (4, 8)]
        pieces += _voices(line + at, said, start + fractions[0], end + fractions[1])
    return pieces, faults


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines between empty ones, with the number of the first; a block may hold a second time where no line is empty."""
    block: list[str] = []
    first = 1
    for number, row in enumerate([*text.split("\n"), ""], 1):
        new = not row.strip() or ("-->" in row and any("-->" in other for other in block))
        if new and block:
            # The counter above the time that begins here is no word of the caption before.
            if row.strip() and block[-1].strip().isdigit():
                block.pop()
            yield first, block
            block = []
        if row.strip():
            first = first if block else number
            block.append(row.strip())


def _voices(line: int, rows: list[str], start: float, end: float) -> list[Said]:
    """One cue; several where several voices speak in it."""
    text = ""
    for row in rows:
        text = joined(text, row.strip())
    parts = VOICE.split(text)
    named = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    cleared = [(html.unescape(name).strip(), html.unescape(TAG.sub("", said)).strip()) for name, said in named]
    return [Said(line, said, name, start, end) for name, said in cleared if said]


def _named(pieces: list[Said]) -> list[Said]:
    """Names before a colon, where they are roles or come again: a colon may also stand inside a sentence."""
    if any(piece.speaker for piece in pieces):
        return pieces
    found = [NAMED.match(piece.text) for piece in pieces]
    times = Counter(match[1] for match in found if match)
    names = {name for name, n in times.items() if role_of(name) or (n > 1 and not name.isdigit())}
    speaker = ""
    for piece, match in zip(pieces, found, strict=True):
        if match and match[1] in names:
            speaker, piece.text = match[1], piece.text[match.end() :].strip()
        piece.speaker = speaker
    return pieces
