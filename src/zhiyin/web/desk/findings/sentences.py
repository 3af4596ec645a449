"""Findings as sentences with their links."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiyin.explain.findings.values import Cause, Finding, Kind
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.indicators.values import Indicator
from zhiyin.web.components.numbers import plain, say, say_change, say_difference
from zhiyin.web.desk.labels import names_of, nothing
from zhiyin.web.desk.scope import PLACES, Scope


@dataclass(frozen=True)
class Told:
    """One finding as a page shows it."""

    finding: Finding
    indicator: Indicator
    where: str
    sentence: str
    detail: str
    href: str
    voices: str
    """Address of the words behind it."""
    also: str = ""
    example: str = ""

    @property
    def handed(self) -> str:
        """What an initiative keeps of the finding that it was opened from."""
        return json.dumps({"sentence": self.sentence, "detail": self.detail}, ensure_ascii=False)


Names = Mapping[str, Mapping[str, str]]


def name_group(group: tuple[tuple[str, str | None], ...], names: dict[str, dict[str, str]]) -> str:
    said = []
    for dimension, key in group:
        if dimension not in names:
            names[dimension] = names_of(dimension)
        said.append(names[dimension].get(key, key) if key else nothing())
    return " · ".join(said)


def tell_all(findings: tuple[Finding, ...], scope: Scope) -> list[Told]:
    names: dict[str, dict[str, str]] = {}
    return [_tell(one, scope, names) for one in findings]


def _tell(one: Finding, scope: Scope, names: dict[str, dict[str, str]]) -> Told:
    indicator = INDICATORS[one.indicator]
    where = name_group(one.group, names)
    known = {name: key for name, key in one.group if name in (*PLACES, "aspect") and key}
    label = "positive" if one.kind == Kind.DELIGHT_POINT or one.good else "negative"
    places = {name: key for name, key in known.items() if name != "aspect"}
    if one.kind == Kind.CHANGE:
        href = scope.link(f"/explain/{one.indicator}/", **({"group": _group(one)} if one.group else {}))
    else:
        href = scope.link(f"/measure/indicators/{one.indicator}/", **known)
    return Told(
        one, indicator, where, _sentence(one, indicator, where), _detail(one, indicator), href,
        scope.link("/listen/voices/", label=label, **(places | {"aspect": known.get("aspect")})),
        name_group(one.also, names),
    )  # fmt: skip


def _group(one: Finding) -> str:
    dimension, key = one.group[0]
    return f"{dimension}={key or ''}"


def _sentence(one: Finding, indicator: Indicator, where: str) -> str:
    values = {
        "indicator": indicator.name,
        "where": where,
        "part": say_difference(one.part, indicator.unit),
        "value": say(one.figure.value, indicator.unit),
        "change": say_change(one.change.value if one.change else one.part, indicator.unit),
    }
    up = one.part > 0
    if one.kind == Kind.PAIN_POINT:
        return _("%(where)s hurts") % values
    if one.kind == Kind.DELIGHT_POINT:
        return _("%(where)s pleases") % values
    if one.cause == Cause.WHOLE:
        return (_("%(indicator)s rose by %(part)s") if up else _("%(indicator)s fell by %(part)s")) % values
    if one.cause == Cause.MIX:
        text = (
            _("A different share of %(where)s lifted %(indicator)s by %(part)s")
            if up
            else _("A different share of %(where)s lowered %(indicator)s by %(part)s")
        )
        return text % values
    return (
        _("%(where)s lifted %(indicator)s by %(part)s") if up else _("%(where)s lowered %(indicator)s by %(part)s")
    ) % values


def _detail(one: Finding, indicator: Indicator) -> str:
    value = say(one.figure.value, indicator.unit)
    if one.kind != Kind.CHANGE:
        return _("%(indicator)s %(value)s; %(share)s of all opinions") % {
            "indicator": indicator.name,
            "value": value,
            "share": say(100 * one.share, "share"),
        }
    low, high = say_change(one.low, indicator.unit), say_change(one.high, indicator.unit)
    before = say(one.before.value, indicator.unit) if one.before else "–"
    return _("%(before)s → %(value)s, part in the whole %(low)s to %(high)s, n %(n)s") % {
        "before": before, "value": value, "low": low, "high": high, "n": plain(one.n),
    }  # fmt: skip
