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


@dataclass(frozen=True)
class Named:
    """What a model calls a topic."""

    name: str
    mark: Mark


@dataclass(frozen=True)
class Draft:
    """A plan as a model drafted it."""

    title: str
    hypothesis: str
    steps: tuple[str, ...]
    mark: Mark

    @property
    def suggested(self) -> dict[str, object]:
        """What a form starts with."""
        told = {"title": self.title, "hypothesis": self.hypothesis, "tasks": "\n".join(self.steps)}
        return {name: text for name, text in told.items() if text}

    @property
    def note(self) -> dict[str, object]:
        """What stays with the record of whatever becomes of it."""
        return {"drafted_by": self.mark.model, "letter": str(self.mark.letter)}
