"""Codes as people call them, in their language."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhiyin.company import packs
from zhiyin.company.queries import company, names
from zhiyin.company.touchpoints.models import Touchpoint
from zhiyin.kit.errors import ZhiyinError

DIMENSIONS = {
    "unit": gettext_lazy("Unit"),
    "brand": gettext_lazy("Brand"),
    "product": gettext_lazy("Product"),
    "touchpoint": gettext_lazy("Touchpoint"),
    "channel": gettext_lazy("Channel"),
    "aspect": gettext_lazy("Aspect"),
    "source": gettext_lazy("Source"),
    "language": gettext_lazy("Language"),
    "kind": gettext_lazy("Kind"),
    "emotion": gettext_lazy("Emotion"),
    "intent": gettext_lazy("Intent"),
    "label": gettext_lazy("Valence"),
    "unit:region": gettext_lazy("Region"),
    "unit:city": gettext_lazy("City"),
    "instrument": gettext_lazy("Instrument"),
    "survey": gettext_lazy("Survey"),
    "question": gettext_lazy("Question"),
    "status": gettext_lazy("Status"),
    "queue": gettext_lazy("Service queue"),
    "choice": gettext_lazy("Choice"),
}
LABELS = {
    "negative": gettext_lazy("negative"),
    "neutral": gettext_lazy("neutral"),
    "positive": gettext_lazy("positive"),
}
INTENTS = {
    "praise": gettext_lazy("praise"),
    "complaint": gettext_lazy("complaint"),
    "question": gettext_lazy("question"),
    "suggestion": gettext_lazy("suggestion"),
    "churn": gettext_lazy("about to leave"),
    "safety": gettext_lazy("safety"),
    "legal": gettext_lazy("legal"),
    "media": gettext_lazy("publicity"),
}
KINDS = {
    "review": gettext_lazy("review"),
    "post": gettext_lazy("post"),
    "comment": gettext_lazy("comment"),
    "complaint": gettext_lazy("complaint"),
    "chat": gettext_lazy("chat"),
    "call": gettext_lazy("call"),
    "mail": gettext_lazy("mail"),
    "survey": gettext_lazy("survey"),
}
LANGUAGES = {
    "zh": gettext_lazy("Chinese"),
    "en": gettext_lazy("English"),
    "mixed": gettext_lazy("mixed"),
    "other": gettext_lazy("other"),
}
FIXED: Mapping[str, Mapping[str, object]] = {
    "label": LABELS,
    "intent": INTENTS,
    "kind": KINDS,
    "language": LANGUAGES,
}


def names_of(dimension: str) -> dict[str, str]:
    """Code → name of everything known of a dimension; codes not in it stand for themselves."""
    kind = dimension.partition(":")[0]
    if kind in ("unit", "brand", "product", "touchpoint"):
        return names(kind)
    if kind == "aspect":
        return aspect_names()
    if kind == "channel":
        return {choice.value: str(choice.label) for choice in Touchpoint.Channel}
    return {code: str(name) for code, name in FIXED.get(kind, {}).items()}


def aspect_names() -> dict[str, str]:
    return _aspects(company().pack, get_language() or "zh-hans")


def say_dimension(name: str) -> str:
    return str(DIMENSIONS.get(name, name))


def nothing() -> str:
    """What a group without a code is called."""
    return _("not stated")


@lru_cache(maxsize=32)
def _aspects(pack: str, language: str) -> dict[str, str]:
    try:
        return {aspect.code: aspect.name.say(language) for aspect in packs.load(pack).aspects}
    except ZhiyinError:
        return {}
