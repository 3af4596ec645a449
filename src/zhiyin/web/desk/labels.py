"""Codes as people call them, in their language."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from zhiyin.company import packs
from zhiyin.company.concepts.models import Concept
from zhiyin.company.concepts.queries import aspect_names, scene_names
from zhiyin.company.queries import names
from zhiyin.company.touchpoints.models import Touchpoint
from zhiyin.web.desk.codes import FIXED

DIMENSIONS = {
    "unit": gettext_lazy("Unit"),
    "brand": gettext_lazy("Brand"),
    "product": gettext_lazy("Product"),
    "touchpoint": gettext_lazy("Touchpoint"),
    "channel": gettext_lazy("Channel"),
    "aspect": gettext_lazy("Aspect"),
    "scene": gettext_lazy("Scene"),
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
    "punctuality": gettext_lazy("Punctuality of delivery"),
    "choice": gettext_lazy("Choice"),
}


def names_of(dimension: str) -> dict[str, str]:
    """Code → name of everything known of a dimension; codes not in it stand for themselves."""
    kind = dimension.partition(":")[0]
    if kind in ("unit", "brand", "product", "touchpoint"):
        return names(kind)
    if kind == "queue":
        return names("unit")
    if kind == "aspect":
        return aspect_names(retired=True)
    if kind == "scene":
        return scene_names()
    if kind == "aspect_kind":
        return {choice.value: str(choice.label) for choice in Concept.Kind}
    if kind == "pack":
        language = get_language() or "zh-hans"
        return {name: packs.load(name).name.say(language) for name in packs.names()}
    if kind == "channel":
        return {choice.value: str(choice.label) for choice in Touchpoint.Channel}
    return {code: str(name) for code, name in FIXED.get(kind, {}).items()}


def say_code(kind: str, code: str | None) -> str:
    """One code as people call it; one nobody knows stands for itself."""
    return names_of(kind).get(code, code) if code else ""


def say_codes(kind: str, codes: Iterable[str]) -> str:
    names = names_of(kind)
    return _(", ").join(names.get(code, code) for code in codes)


def say_dimension(name: str) -> str:
    return str(DIMENSIONS.get(name, name))


def nothing() -> str:
    """What a group without a code is called."""
    return _("not stated")
