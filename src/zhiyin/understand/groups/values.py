from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from zhiyin.understand.meanings.values import Near

FEWEST, MOST_GROUPS = 2, 40
"""How many groups one may ask for."""


@dataclass(frozen=True)
class Share:
    """A value with its 95 % interval, and how many voices it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Example:
    id: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Group:
    """Voices that are near in meaning. `code` is the voice nearest to the middle: whoever asks for the group of that
    voice gets this one, also after a few more were said."""

    code: str
    phrases: tuple[str, ...]
    share: Share
    valence: Share | None
    """Mean polarity, -1..1, of those understood; None where none is."""
    languages: tuple[tuple[str, int], ...]
    examples: tuple[Example, ...]
    voices: Sequence[Near] = field(repr=False)
    """All of it, nearest to the middle first."""

    @property
    def n(self) -> int:
        return len(self.voices)


@dataclass(frozen=True)
class Grouped:
    groups: Sequence[Group]
    alone: Sequence[Near]
    """Voices that stand in no group."""
    n: int
    """Voices read: those in groups and those in none."""
    total: int
    """Voices placed that fit; more than were read where there are so many that a part tells as much."""
    agreement: float
    """How alike the groups come out when a tenth of the voices is left away (adjusted Rand index)."""
    waiting: int = 0
    """Voices that the reader may see, whatever the filters, and that are not placed yet: they cannot be grouped."""
    chosen: bool = False
    """Whether somebody said how many groups; otherwise the voices did."""

    def holding(self, voice: str) -> Group | None:
        return next((group for group in self.groups if any(one.id == voice for one in group.voices)), None)
