from dataclasses import dataclass
from datetime import timedelta

BEAT_SECONDS = 10
ALIVE = timedelta(seconds=120)
"""A worker silent for longer is dead. Twelve beats, because a long write makes SQLite's other writers wait."""
ATTEMPTS = 4
"""A task that took this many workers down with it is not tried again."""


@dataclass(frozen=True)
class Backlog:
    waiting: int
    failed: int
    task: str
    """The task that failed last, and with what."""
    error: str
    workers: int
