"""Judged opinions beside what the model says of them, and what follows from that."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiyin.stats.values import Estimate
from zhiyin.understand.corrections.values import Opinion

NONE = "none"
"""The class of what is not there: an opinion that people deleted, or one that the model did not find."""
CLASSES = ("negative", "neutral", "positive")
KINDS = ("aspect", "emotion", "intent")
"""What else an opinion tells, each with classes of its own."""


@dataclass(frozen=True)
class Verdict:
    """One opinion that people judged. `truth` and `said` are labels, or `NONE`."""

    opinion: Opinion
    """As people say, or as it was before they deleted it."""
    truth: str
    said: str
    aspect_said: str
    drawn: str
    votes: Mapping[str, str] = field(default_factory=dict)
    """Who → the label they gave last."""
    number: int = 0
    """The first correction about it."""
    sure: float = 0.0
    """How sure the model is of what it says."""
    emotion_said: str = ""
    intent_said: str = ""

    @property
    def right(self) -> bool:
        return self.truth == self.said

    @property
    def aspect_right(self) -> bool:
        return self.said != NONE and self.aspect_said == self.opinion.aspect

    def told(self, kind: str) -> tuple[str, str]:
        """What people and the model say of one of `KINDS`; `NONE` where they say nothing."""
        truth: str = "" if self.truth == NONE else getattr(self.opinion, kind)
        said: str = getattr(self, f"{kind}_said")
        return truth or NONE, said or NONE


@dataclass(frozen=True)
class Judgement:
    """A verdict, and where it was said."""

    verdict: Verdict
    feedback: str
    text: str
    language: str
    source: str


@dataclass(frozen=True)
class Scores:
    """Of one class. Recall: of those that people say are of it, how many were called so."""

    name: str
    precision: Estimate
    recall: Estimate
    f1: Estimate
    truths: int
    saids: int


@dataclass(frozen=True)
class Report:
    """Accuracy over some judged opinions."""

    n: int
    right: Estimate
    aspects: Estimate
    scores: tuple[Scores, ...]
    table: tuple[tuple[str, tuple[int, ...]], ...]
    """Rows: what people say; columns: what the model says; classes and then `NONE`."""
