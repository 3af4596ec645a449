"""faster-whisper with a model on this disk; nothing is fetched."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhiyin.listen.speech.values import Heard


class Whisper:
    def __init__(self, folder: Path) -> None:
        # Not among what Zhiyin needs: it brings 300 MB, and few companies have recordings to hear.
        from faster_whisper import WhisperModel

        # int8 runs everywhere and takes a quarter of the memory.
        self.model: Any = WhisperModel(str(folder), device="auto", compute_type="int8", local_files_only=True)

    def hear(self, file: Path, language: str) -> Iterator[Heard]:
        # Without looking for voices first, Whisper writes sentences into silence.
        segments, _info = self.model.transcribe(str(file), language=language or None, vad_filter=True)
        for segment in segments:
            yield Heard(segment.text.strip(), float(segment.start), float(segment.end))
