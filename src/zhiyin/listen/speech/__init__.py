"""Recordings to words, on this machine. Who hears is a plug-in: faster-whisper where it is installed, or your own."""

from zhiyin.listen.speech.choosing import recogniser
from zhiyin.listen.speech.values import Heard, Recogniser

__all__ = ["Heard", "Recogniser", "recogniser"]
