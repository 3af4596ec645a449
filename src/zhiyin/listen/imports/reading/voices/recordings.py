"""Recordings, heard by a speech recognition on this machine."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.voices.base import TRANSCRIPT, Said, VoiceReading, merged
from zhiyin.listen.speech import recogniser


def open_recording(path: Path, options: Mapping[str, str]) -> VoiceReading:
    found = path.stat()
    pieces = _heard(path, options.get("language", ""), found.st_mtime_ns, found.st_size)
    if not pieces:
        raise BadFile(_("{file} holds no speech that was understood."), file=path.name)
    said = [Said(n, text, who, start, end) for n, (text, who, start, end) in enumerate(pieces, 1)]
    return VoiceReading(path, TRANSCRIPT, merged(said), kind="call")


@lru_cache(4)
def _heard(path: Path, language: str, _changed: int, _size: int) -> tuple[tuple[str, str, float, float], ...]:
    """A file is opened to look at it and again to take it in; hearing takes minutes, so one process hears once."""
    plugin = recogniser()
    try:
        return tuple((one.text, one.speaker, one.start, one.end) for one in plugin.hear(path, language) if one.text)
    except (ValueError, OSError, RuntimeError) as error:
        raise BadFile(_("{file} cannot be heard: {error}"), file=path.name, error=str(error)[:200]) from error
