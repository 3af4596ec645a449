from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from zhiyin.connectors.chat import Endpoint


class Purpose(StrEnum):
    TRIAL = "trial"
    SUMMARY = "summary"
    TOPICS = "topics"
    PLAN = "plan"


class Outcome(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    FAILED = "failed"
    STOPPED = "stopped"
    LOST = "lost"


@dataclass(frozen=True)
class Setup:
    """Whom we ask, and how much. Without an address and a model nobody is asked anything."""

    endpoint: Endpoint
    budget: int
    seconds: int
    concurrent: int
    keep_days: int
    fixed: bool = False
    """Whether address, model and key are set outside the pages."""

    @property
    def on(self) -> bool:
        return bool(self.endpoint.address and self.endpoint.model)


@dataclass(frozen=True)
class Written:
    """What a model wrote, with where it can be looked up."""

    text: str
    model: str
    at: datetime
    letter: int
    cached: bool = False
