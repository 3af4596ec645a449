from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiyin.act.cases.values import Draft


class Kind(TextChoices):
    THRESHOLD = "threshold", _("An indicator passes a limit")
    CHANGE = "change", _("An indicator changes")
    VOICE = "voice", _("One voice is critical")


class Direction(TextChoices):
    BELOW = "below", pgettext_lazy("alert", "below / falling")
    ABOVE = "above", pgettext_lazy("alert", "above / rising")


class Scope(TextChoices):
    WHOLE = "", pgettext_lazy("alert", "the whole selection")
    UNIT = "unit", _("every unit")
    TOUCHPOINT = "touchpoint", _("every touchpoint")
    PRODUCT = "product", _("every product")


@dataclass(frozen=True)
class Finding:
    """A rule's reason to fire, with the numbers that made it."""

    group: str
    period: str
    at: datetime
    draft: Draft
    figures: dict[str, Any] = field(default_factory=dict)
