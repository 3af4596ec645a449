"""What a speech recognition gives, and what it has to offer."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Heard:
    """Words, in seconds from the beginning; `speaker` where voices are told apart: customer, agent, bot or any name."""

    text: str
    start: float
    end: float
    speaker: str = ""


class Recogniser(Protocol):
    """Made with the folder of its model, once a process."""

    def hear(self, file: Path, language: str) -> Iterable[Heard]:
        """In the order of time. `language` is zh, en … or empty: find out. Raises ValueError, OSError or RuntimeError,
        with a sentence, for what it cannot hear."""
        ...
