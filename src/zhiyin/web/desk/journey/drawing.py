"""The emotion curve as a chart."""

from itertools import groupby

from django.utils.translation import gettext as _

from zhiyin.measure.indicators.values import Figure
from zhiyin.measure.journeys.values import Curve as Lived
from zhiyin.measure.journeys.values import Step
from zhiyin.web.charts import Curve, Point
from zhiyin.web.components.numbers import span
from zhiyin.web.desk.scope import Scope


def draw_curve(lived: Lived, scope: Scope, *, height: str = "high") -> Curve:
    heard = [step for step in lived.steps if step.valence.enough]
    valley = min(heard, key=lambda step: step.valence.value or 0.0, default=None)
    low = valley.touchpoint if valley and (valley.valence.value or 0) < 0 else ""
    notes = {low: _("valley"), lived.end or "": _("end"), lived.peak or "": _("peak")}
    stages = [(name, len(list(steps))) for name, steps in groupby(lived.steps, key=lambda step: step.stage_name)]
    before = lived.steps if any(step.before and step.before.n for step in lived.steps) else ()
    return Curve(
        _("Emotion curve"), "score",
        _("mean valence, −1 to 1, of everything said and answered at each touchpoint"), height,
        points=tuple(_point(step, step.valence, scope, notes.get(step.touchpoint, "")) for step in lived.steps),
        stages=tuple(stages), peak=lived.peak or "", valley=low,
        before=tuple(_point(step, step.before, scope) for step in before),
        before_name=span(scope.against_span.first, scope.against_span.last) if scope.against_span else "",
    )  # fmt: skip


def _point(step: Step, figure: Figure | None, scope: Scope, note: str = "") -> Point:
    href = scope.link("/listen/voices/", touchpoint=step.touchpoint)
    if figure is None:
        return Point(step.name, None, href=href, key=step.touchpoint)
    return Point(
        step.name, figure.value, figure.low, figure.high, figure.n, href, not figure.enough, step.touchpoint, note
    )
