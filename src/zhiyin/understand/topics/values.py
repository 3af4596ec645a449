from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Said:
    """Words of one voice that no aspect covers."""

    voice: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Topic:
    """`phrases` name it, the one that tells most first; a voice belongs to it when one of them stands in its words."""

    code: str
    phrases: tuple[str, ...]
    n: int
    n_before: int
    value: float
    """Change of its share of all voices, as a share; with its 95 % interval."""
    low: float
    high: float
    verdict: str
    last: datetime
    examples: tuple[Said, ...]
    since: datetime | None = None
    """When it was first remembered."""

    @property
    def name(self) -> str:
        return " · ".join(self.phrases[:2])


@dataclass(frozen=True)
class Known:
    """A topic met before."""

    code: str
    phrases: tuple[str, ...]
    since: datetime
    dismissed: bool = False


@dataclass(frozen=True)
class Found:
    topics: Sequence[Topic]
    n: int
    """Voices of the period that were looked at, and of the one before."""
    n_before: int
    share: float
    """Of all voices; less than 1 where there are so many that a part tells as much."""
