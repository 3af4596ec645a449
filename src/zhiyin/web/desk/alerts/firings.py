"""What fired, as pages and downloads say it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhiyin.act.alerts.models import Firing
from zhiyin.act.cases.values import INTENTS
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.indicators.values import Figure
from zhiyin.web.desk.labels import names_of
from zhiyin.web.exports import Row

KINDS = ("unit", "touchpoint", "product", "aspect")


@dataclass(frozen=True)
class Fired:
    firing: Firing
    about: str
    """The unit, the touchpoint, or the intent of the voice, by name."""
    aspect: str
    unit: str
    """Of the indicator."""
    figure: Figure | None
    before: Figure | None
    limit: float | None


def describe(firings: Iterable[Firing]) -> list[Fired]:
    some = list(firings)
    named = {kind: names_of(kind) for kind in KINDS} if some else {}
    return [_describe(one, named) for one in some]


def head() -> list[str]:
    return [_("time"), _("rule"), _("about"), _("value"), _("low"), _("high"), "n", _("before"), _("limit"), _("case"),
            _("state"), _("seen by"), _("seen at")]  # fmt: skip


def rows(firings: Iterable[Firing]) -> Iterator[Row]:
    for one in describe(firings):
        firing, figure = one.firing, one.figure
        numbers = (figure.value, figure.low, figure.high, figure.n) if figure else (None, None, None, None)
        case = firing.case
        yield (
            firing.at, firing.rule.name, " · ".join(filter(None, (one.about, one.aspect))), *numbers,
            one.before.value if one.before else None, one.limit, case.pk if case else None,
            case.get_state_display() if case else "", firing.acknowledged_by, firing.acknowledged_at,
        )  # fmt: skip


def _describe(firing: Firing, named: Mapping[str, Mapping[str, str]]) -> Fired:
    said = firing.figures
    indicator = INDICATORS.get(firing.rule.indicator)
    figure = _figure(said.get("figure"))
    return Fired(
        firing,
        _about(said, named),
        named["aspect"].get(said.get("aspect") or "", ""),
        str(indicator.unit) if indicator else "",
        figure,
        _figure(said.get("before")),
        said.get("limit") if figure else None,
    )


def _about(said: Mapping[str, Any], named: Mapping[str, Mapping[str, str]]) -> str:
    if keys := said.get("keys"):
        return " · ".join(named.get(kind, {}).get(code, code) for kind, code in keys.items())
    intent = said.get("intent")
    return str(INTENTS.get(intent, intent)) if intent else ""


def _figure(kept: Mapping[str, Any] | None) -> Figure | None:
    return Figure(kept["value"], kept["low"], kept["high"], kept["n"], kept.get("error")) if kept else None
