"""Verdicts and how they are said."""

from django.utils.translation import gettext as _

from zhiyin.accounts.values import Actor
from zhiyin.act.initiatives.queries import find
from zhiyin.measure.indicators.registry import indicator
from zhiyin.measure.indicators.values import Unit
from zhiyin.verify.verdicts.models import Verdict


def verdicts(actor: Actor, number: int) -> list[Verdict]:
    """All of an initiative that the actor may see, newest first."""
    return list(Verdict.objects.filter(initiative=find(actor, number)))


def newest(actor: Actor, number: int) -> Verdict | None:
    return Verdict.objects.filter(initiative=find(actor, number)).first()


def sentence(verdict: Verdict) -> str:
    """The verdict in words, in the current language, with its interval and how many units it rests on."""
    words = {
        "indicator": indicator(verdict.indicator).name,
        "effect": _amount(verdict, verdict.estimate),
        "interval": _interval(verdict),
        "treated": verdict.treated,
        "untreated": verdict.untreated,
        "n": f"{verdict.observations:,}",
    }
    sentences = {
        "helped": _(
            "It helped: {indicator} moved by {effect} more in the {treated} units with the change than in the "
            "{untreated} without ({interval}; n {n})."
        ),
        "hurt": _(
            "It hurt: {indicator} moved by {effect} more in the {treated} units with the change than in the "
            "{untreated} without ({interval}; n {n})."
        ),
        "no_evidence": _(
            "No evidence of an effect: {indicator} moved by {effect} more in the {treated} units with the change than "
            "in the {untreated} without ({interval}; n {n}), which may be chance."
        ),
        "too_few": _(
            "Too few to say: {treated} units with the change and {untreated} without were heard before and after "
            "(n {n})."
        ),
        "pre_trend_differs": _(
            "Cannot be told: the units with the change were drifting away from the others before it began. The "
            "difference of {effect} ({interval}; n {n}) is no proof."
        ),
    }
    said = sentences[verdict.code].format(**words)
    return f"{said} {_missed(verdict)}".strip()


def _missed(verdict: Verdict) -> str:
    """How large an effect would have had to be, so that "no evidence" is not read as "no effect"."""
    effect = verdict.evidence.get("effect") or {}
    if verdict.code != Verdict.Code.NO_EVIDENCE or effect.get("detectable") is None:
        return ""
    least = _amount(verdict, effect["detectable"], signed=False)
    return _("An effect below about {least} would probably have been missed.").format(least=least)


def _interval(verdict: Verdict) -> str:
    if verdict.low is None or verdict.high is None:
        return _("95% interval open")
    return _("95% interval {low} to {high}").format(
        low=_amount(verdict, verdict.low), high=_amount(verdict, verdict.high)
    )


def _amount(verdict: Verdict, value: float | None, *, signed: bool = True) -> str:
    if value is None:
        return "–"
    unit = indicator(verdict.indicator).unit
    digits = 2 if unit == Unit.SCORE else 1
    number = f"{abs(value):,.{digits}f}"
    if signed and float(number.replace(",", "")):
        number = ("+" if value > 0 else "−") + number
    return {
        Unit.POINTS: _("{number} points"),
        Unit.SCORE: _("{number} points"),
        Unit.SHARE: _("{number} percentage points"),
        Unit.COUNT: _("{number} a week"),
        Unit.SECONDS: _("{number} seconds"),
        Unit.DAYS: _("{number} days"),
    }[unit].format(number=number)
