"""What cases are made of; these cross to pages, API and tasks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.indicators.values import Unit


class State(TextChoices):
    NEW = "new", pgettext_lazy("case", "New")
    OPEN = "open", pgettext_lazy("case", "In progress")
    WAITING = "waiting", pgettext_lazy("case", "Waiting for the customer")
    RESOLVED = "resolved", pgettext_lazy("case", "Resolved")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    REOPENED = "reopened", pgettext_lazy("case", "Reopened")


RUNNING = (State.NEW, State.OPEN, State.REOPENED)
"""States in which the clock runs."""
UNRESOLVED = (*RUNNING, State.WAITING)


class Severity(TextChoices):
    LOW = "low", pgettext_lazy("severity", "Low")
    MEDIUM = "medium", pgettext_lazy("severity", "Medium")
    HIGH = "high", pgettext_lazy("severity", "High")
    CRITICAL = "critical", pgettext_lazy("severity", "Critical")


RANKS = {severity: rank for rank, severity in enumerate(Severity.values)}

TITLES = {
    "below": _("{indicator} is below {limit}"),
    "above": _("{indicator} is above {limit}"),
    "fell": _("{indicator} has fallen"),
    "rose": _("{indicator} has risen"),
    "voice": _("A customer speaks of: {intent}"),
    "valued": _("A valued customer is very dissatisfied"),
    "feedback": _("A customer's voice to answer"),
}
"""Titles that the system writes: kept as code and fields, so that everybody reads them in their own language."""

INTENTS = {
    "praise": pgettext_lazy("intent", "Praise"),
    "complaint": pgettext_lazy("intent", "Complaint"),
    "question": pgettext_lazy("intent", "Question"),
    "suggestion": pgettext_lazy("intent", "Suggestion"),
    "comparison": pgettext_lazy("intent", "Comparison"),
    "churn": pgettext_lazy("intent", "Leaving us"),
    "safety": pgettext_lazy("intent", "Safety"),
    "legal": pgettext_lazy("intent", "Legal action"),
    "media": pgettext_lazy("intent", "Going to the press"),
}


def entitle(code: str, fields: Mapping[str, Any]) -> str:
    """`below`, `{"indicator": "nps", "limit": 30}` → “NPS is below 30” in the reader's language."""
    spelled = dict(fields)
    slug, intent = fields.get("indicator"), fields.get("intent")
    if slug in INDICATORS:
        spelled["indicator"] = INDICATORS[str(slug)].name
    if intent in INTENTS:
        spelled["intent"] = INTENTS[str(intent)]
    limit = fields.get("limit")
    if isinstance(limit, float):
        share = slug in INDICATORS and INDICATORS[str(slug)].unit == Unit.SHARE
        spelled["limit"] = f"{limit:g}%" if share else f"{limit:g}"
    return str(TITLES[code]).format_map(spelled) if code in TITLES else code


@dataclass(frozen=True)
class Draft:
    """A case to be opened; what is not known stays empty."""

    title: str = ""
    title_code: str = ""
    title_fields: dict[str, Any] = field(default_factory=dict)
    severity: str = Severity.MEDIUM
    touchpoint: str = ""
    unit: str = ""
    customer: str = ""
    feedback: str = ""
    group: str = ""
    """With the rule it names the one open case that later firings join."""


@dataclass(frozen=True)
class Step:
    """One thing that happened to or was said by the customer, on the way to the case and after it."""

    at: datetime
    kind: str
    """feedback, answer, order, event, call"""
    touchpoint: str
    text: str
    valence: float | None
    """-1..1 where the customer showed one"""
    code: str = ""
    """Kind of what was said, instrument or question, state of the order, service queue"""
    events: tuple[str, ...] = ()
    """What was done in one visit, in its order"""
    amount: float | None = None
    """The score given, or what was paid"""
    currency: str = ""
    late: int = 0
    """Minutes after the promise"""
    ref: str = ""


@dataclass(frozen=True)
class Said:
    """One opinion in the voice: where it stands, and what was understood."""

    start: int
    end: int
    label: str
    aspect: str
    intent: str


@dataclass(frozen=True)
class Voice:
    ident: str
    at: datetime
    title: str
    text: str
    said: tuple[Said, ...]
    rating: str
    source: str
    channel: str
    touchpoint: str
    unit: str
    customer: str
