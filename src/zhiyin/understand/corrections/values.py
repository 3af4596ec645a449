"""An opinion as a person sees and judges it, and one step of judging."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Self

MARK = " judged-"
"""Behind it in a mention's `step_versions` stands the correction it comes from."""
SURE = 1.0
"""The confidence of a label that a person gave: by definition polarity is then −1, 0 or 1."""


class Verb(StrEnum):
    CONFIRM = "confirm"
    CHANGE = "change"
    SPLIT = "split"
    DELETE = "delete"
    ADD = "add"
    WHOLE = "whole"
    """The label of the whole text."""
    COMPLETE = "complete"
    """All that was found is right, and nothing is missing."""


class Drawn(StrEnum):
    """How the judge came upon it. Accuracy is estimated on what was drawn at random."""

    READING = ""
    DOUBT = "doubt"
    RANDOM = "random"


@dataclass(frozen=True)
class Opinion:
    """One mention. "" where the fact holds nothing; `start` and `end` are characters of the text, end exclusive."""

    start: int
    end: int
    aspect: str
    label: str
    polarity: float
    confidence: float = SURE
    emotion: str = ""
    intent: str = ""
    need: str = ""
    intensity: float = 0.0
    words: tuple[str, ...] = ()
    judged: int = 0
    """The correction it comes from; 0: it is as the model says."""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From a fact or a stored correction, where nothing is null."""
        given: dict[str, Any] = {"aspect": "", "label": "neutral", "polarity": 0.0}
        given |= {field.name: row[field.name] for field in fields(cls) if row.get(field.name) is not None}
        return cls(**(given | {"words": tuple(row.get("words") or ())}))

    def plain(self) -> dict[str, Any]:
        return asdict(self) | {"words": list(self.words)}


@dataclass(frozen=True)
class Step:
    """One judgement. `beside` are the aspects that stood in the same clause and were left as they were."""

    id: int
    verb: Verb
    before: Opinion | None
    after: tuple[Opinion, ...]
    beside: tuple[str, ...] = ()
    drawn: str = Drawn.READING
    who: str = ""


@dataclass(frozen=True)
class Said:
    """A text as one reader may see it, with what stands in the facts about it."""

    feedback: str
    text: str
    label: str
    polarity: float
    opinions: tuple[Opinion, ...]
    revision: int
    versions: str = ""
    """What understood it."""


@dataclass(frozen=True)
class Target:
    """Which mention of the text is meant."""

    start: int
    end: int
    aspect: str


@dataclass(frozen=True)
class Change:
    """What a person wants it to be; None: as it was."""

    aspect: str | None = None
    label: str | None = None
    emotion: str | None = None
    intent: str | None = None
    asks: bool | None = None
    """Whether it asks for something."""
    start: int | None = None
    end: int | None = None
