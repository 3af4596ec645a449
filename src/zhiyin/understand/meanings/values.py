from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zhiyin.kit.time import Period

PLACES = ("unit", "brand", "product", "touchpoint", "channel", "source", "kind", "language")
"""Columns of a feedback that a search can be narrowed by, besides what was understood in it."""
UNDERSTOOD = {"label": "document", "intent": "document", "scene": "document", "aspect": "mention"}
"""What was understood, and the table it stands in."""
LISTED = {"intent": "intents", "scene": "scenes"}
"""Columns of those that a text may have several of."""
WITH_ASPECT = ("label", "scene")
"""Beside an aspect these mean the same mention."""


@dataclass(frozen=True)
class Near:
    """A feedback, and the cosine of the angle between its meaning and the one asked for."""

    id: str
    score: float


@dataclass(frozen=True)
class Sought:
    """`text`, or what the feedback `like` says; one of the two."""

    text: str = ""
    like: str = ""
    period: Period | None = None
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    """All of which the text must hold."""
    limit: int = 50


@dataclass(frozen=True)
class Coverage:
    """How much of what was said can be found by meaning."""

    placed: int
    total: int

    @property
    def waiting(self) -> int:
        return max(0, self.total - self.placed)
