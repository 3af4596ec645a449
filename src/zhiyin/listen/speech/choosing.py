"""Which speech recognition there is here."""

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid
from zhiyin.listen.speech.values import Recogniser


class NoSpeech(Invalid):
    """Nothing here can hear."""

    code = "no_speech"


def recogniser() -> Recogniser:
    """The plug-in that the settings name, else faster-whisper; one clear sentence where there is neither."""
    named, folder = settings.HOME.setting("speech", ""), settings.HOME.setting("speech_model", "")
    if folder and not Path(folder).expanduser().is_dir():
        raise NoSpeech(_("The folder of the speech model is not there: {folder}."), folder=folder)
    if not named and (not folder or find_spec("faster_whisper") is None):
        raise NoSpeech(
            _(
                "To hear recordings, install a speech recognition (pip install faster-whisper) and name the folder of "
                "its model as speech_model in settings.toml; or import a transcript."
            )
        )
    return _made(named or "zhiyin.listen.speech.whisper:Whisper", str(Path(folder).expanduser()) if folder else "")


@lru_cache(1)
def _made(named: str, folder: str) -> Recogniser:
    """A model takes seconds to load: once a process."""
    module, colon, name = named.partition(":")
    try:
        if not colon:
            raise ValueError(named)
        found: Recogniser = getattr(import_module(module), name)(Path(folder))
    except (ImportError, AttributeError, ValueError) as error:
        raise NoSpeech(_("{name} is no speech recognition: write package.module:Class."), name=named) from error
    except (OSError, RuntimeError) as error:
        raise NoSpeech(_("The speech model does not load: {error}"), error=str(error)[:200]) from error
    return found
