"""A recording, heard by a real model and imported: `PYTHONPATH=SITE python -m benchmarks.listen.speech`.

SITE is a folder with the packages `pocketsphinx`, whose wheel ships an English model, and `espeakng-loader`, which
speaks (no dependencies of the product). The plug-in is `Sphinx` below, as one's own would be; what it makes of a
synthetic voice is the model's doing and no measure of Zhiyin.
"""

import ctypes
import os
import tempfile
import wave
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.shell import Home
from zhiyin.listen.speech import Heard

RATE, FRAME_S = 16_000, 0.01
CALL = ("i want my money back", "the delivery was late", "the food was cold", "thank you")


class Sphinx:
    """pocketsphinx with the model of its wheel; hears nothing but the sentences in `phrases.gram` of its folder."""

    def __init__(self, folder: Path) -> None:
        grammar = folder / "phrases.gram"
        self.decoder: Any = import_module("pocketsphinx").Decoder(
            samprate=RATE, loglevel="FATAL", **({"jsgf": str(grammar), "lm": None} if grammar.exists() else {})
        )

    def hear(self, file: Path, language: str) -> Iterator[Heard]:
        if language not in ("", "en"):
            raise ValueError(f"this model hears English, not {language}")
        with wave.open(str(file)) as sound:
            samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)
        for start, end in _utterances(samples):
            self.decoder.start_utt()
            self.decoder.process_raw(samples[start:end].tobytes(), full_utt=True)
            self.decoder.end_utt()
            if found := self.decoder.hyp():
                yield Heard(found.hypstr, start / RATE, end / RATE)


def _utterances(samples: np.ndarray) -> Iterator[tuple[int, int]]:
    """Between silences of half a second."""
    step = int(RATE * FRAME_S)
    loud = np.abs(samples[: len(samples) // step * step].reshape(-1, step)).max(1) > 300
    edges = np.flatnonzero(loud)
    if len(edges):
        for part in np.split(edges, np.flatnonzero(np.diff(edges) > 0.5 / FRAME_S) + 1):
            yield int(part[0]) * step, int(part[-1] + 1) * step


def spoken(sentences: tuple[str, ...], file: Path, tongue: str = "en-us") -> None:
    """With a second of silence behind each."""
    loader = import_module("espeakng_loader")
    voice, pieces = ctypes.CDLL(loader.get_library_path()), list[np.ndarray]()
    rate = voice.espeak_Initialize(2, 0, str(loader.get_data_path()).encode(), 0)

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
    def take(samples: Any, n: int, _event: object) -> int:
        if samples and n > 0:
            pieces.append(np.ctypeslib.as_array(samples, (n,)).copy())
        return 0

    voice.espeak_SetSynthCallback(take)
    voice.espeak_SetVoiceByName(tongue.encode())
    for sentence in sentences:
        said = sentence.encode()
        voice.espeak_Synth(said, len(said) + 1, 0, 0, 0, 1, None, None)
        voice.espeak_Synchronize()
        pieces.append(np.zeros(rate, np.int16))
    whole = np.concatenate(pieces)
    heard = np.interp(np.arange(0, len(whole), rate / RATE), np.arange(len(whole)), whole).astype(np.int16)
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(heard.tobytes())


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        call, model = Path(folder) / "call-7.wav", Path(folder) / "model"
        spoken(CALL, call)
        model.mkdir()
        choices = " | ".join(CALL)
        (model / "phrases.gram").write_text(f"#JSGF V1.0;\ngrammar calls;\npublic <said> = {choices};\n")
        os.environ |= {"ZHIYIN_SPEECH": "benchmarks.listen.speech:Sphinx", "ZHIYIN_SPEECH_MODEL": str(model)}
        home = Home(Path(folder) / "home")
        home.run("init", quiet=True)
        for _ in range(2):
            home.run("import", "conversations", str(call), "--set", "speaker=customer", "--set", "at=2026-06-01")


if __name__ == "__main__":
    main()
