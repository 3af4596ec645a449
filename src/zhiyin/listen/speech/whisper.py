"""faster-whisper with a model on this disk; nothing is fetched."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zhiyin.listen.speech.values import Heard


class Whisper:
    def __init__(self, folder: Path) -> None:
        # Without this file, faster-whisper asks the network for it, whatever it is told.
        if not (folder / "tokenizer.json").is_file():
            raise FileNotFoundError(_("tokenizer.json is not in the folder"))
        # Not among what Zhiyin needs: it brings 300 MB, and few companies have recordings to hear.
        from faster_whisper import WhisperModel

        # int8 runs everywhere and takes a quarter of the memory.
        self.model: Any = WhisperModel(str(folder), device="auto", compute_type="int8", local_files_only=True)

    def hear(self, file: Path, language: str) -> Iterator[Heard]:
        # zh-CN is zh: Whisper knows languages, not countries.
        spoken = language.replace("_", "-").partition("-")[0].lower() or None
        if spoken not in (None, "en") and not self.model.model.is_multilingual:
            # It would write down English that nobody said.
            raise ValueError(_("this model hears English only"))
        # Without looking for voices first, Whisper writes sentences into silence.
        segments, _info = self.model.transcribe(str(file), language=spoken, vad_filter=True)
        for segment in segments:
            yield Heard(segment.text.strip(), float(segment.start), float(segment.end))
