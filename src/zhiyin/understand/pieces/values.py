from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Heard:
    """One voice of the material; its number there is its place, counted from 1."""

    id: str
    text: str


@dataclass(frozen=True)
class Sentence:
    text: str
    cites: tuple[int, ...]
    """Numbers of voices of the material."""


@dataclass(frozen=True)
class Summary:
    sentences: tuple[Sentence, ...]
    dropped: int
    """Sentences that cited nothing, or said numbers that nobody had said."""


@dataclass(frozen=True)
class Mark:
    """Who wrote it, when, and where that can be looked up."""

    model: str
    at: datetime
    letter: int
