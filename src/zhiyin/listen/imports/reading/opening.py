"""One door to every kind of file."""

from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.base import Reading
from zhiyin.listen.imports.reading.columnar import ParquetReading
from zhiyin.listen.imports.reading.objects import ObjectReading
from zhiyin.listen.imports.reading.sheets import SheetReading
from zhiyin.listen.imports.reading.texts import TextReading
from zhiyin.listen.imports.reading.voices.captions import open_captions
from zhiyin.listen.imports.reading.voices.mails import MailReading
from zhiyin.listen.imports.reading.voices.papers import open_chat, open_paper
from zhiyin.listen.imports.reading.voices.recordings import open_recording
from zhiyin.listen.imports.reading.voices.transcripts import open_transcript

TEXTS = (".csv", ".tsv", ".txt")
OBJECTS = (".jsonl", ".ndjson", ".json")
CAPTIONS = (".vtt", ".srt")
MAILS = (".eml", ".mbox")
PAPERS = (".pdf", ".docx")
RECORDINGS = (".wav", ".mp3", ".m4a", ".flac", ".ogg", ".opus", ".aac", ".amr", ".wma", ".mp4", ".mkv", ".mov", ".webm")
BOOKS = (".xlsx", ".xls", ".xlsm", ".ods")


def open_file(path: Path, options: Mapping[str, str] | None = None) -> Reading:
    options = options or {}
    if path.is_dir():
        raise BadFile(_("{file} is a folder: name the files inside it."), file=path.name)
    if not path.exists():
        raise BadFile(_("{file} is not there."), file=str(path))
    if not path.stat().st_size:
        raise BadFile(_("{file} is empty."), file=path.name)
    ending = ending_of(path.name)
    if (spoken := _voices(path, ending, options)) is not None:
        return spoken
    if ending in OBJECTS:
        return ObjectReading(path, options)
    if ending == ".parquet":
        return ParquetReading(path)
    if ending in BOOKS:
        return SheetReading(path, options)
    if ending in TEXTS:
        _check_text(path)
        return TextReading(path, options)
    raise BadFile(
        _(
            "{file} is of no kind that can be read: csv, csv.gz, xlsx, jsonl and parquet are, and of what people said "
            "vtt, srt, json, txt, eml, mbox, docx and pdf."
        ),
        file=path.name,
    )


def _voices(path: Path, ending: str, options: Mapping[str, str]) -> Reading | None:
    """Files of what people said to each other; None for tables."""
    if ending in CAPTIONS:
        return open_captions(path, options)
    if ending in MAILS:
        return MailReading(path, options)
    if ending in RECORDINGS:
        return open_recording(path, options)
    if ending in PAPERS:
        return open_paper(path, options)
    if ending == ".json":
        return open_transcript(path, options)
    if ending == ".txt" and not {"delimiter", "header"} & options.keys():
        _check_text(path)
        return open_chat(path, options)
    return None


def ending_of(name: str) -> str:
    plain = name.lower().removesuffix(".gz")
    return Path(plain).suffix


def _check_text(path: Path) -> None:
    """Files are often renamed to csv without being one."""
    with path.open("rb") as file:
        start = file.read(8)
    zipped = path.suffix.lower() == ".gz"
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadFile(_("{file} is an Excel or zip file by its contents: name it .xlsx, or unzip it."), file=path.name)
    if start.startswith(b"PAR1"):
        raise BadFile(_("{file} is a Parquet file by its contents: name it .parquet."), file=path.name)
    if start.startswith(b"\x1f\x8b") != zipped:
        raise BadFile(_("{file} and its ending .gz do not fit together: rename it."), file=path.name)
