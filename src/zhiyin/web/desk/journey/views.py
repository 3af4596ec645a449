"""Where on their way do customers suffer?"""

from collections.abc import Iterator

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhiyin.measure.journeys.queries import read_curve
from zhiyin.measure.journeys.values import Curve
from zhiyin.web.desk.journey.drawing import draw_curve
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show


@page()
def journey(request: Request) -> HttpResponseBase:
    scope = request.scope
    lived = read_curve(scope.period, request.reader, against=scope.against, where=scope.where)
    if form := form_asked(request):
        return download(form, _("journey"), _head(), _rows(lived))
    names = {step.touchpoint: step.name for step in lived.steps}
    return show(request, "desk/journey/page.html", {
        "title": _("Where on their way do customers suffer, and how does it end?"), "lived": lived,
        "chart": draw_curve(lived, scope),
        "peak": names.get(lived.peak or "", ""), "end": names.get(lived.end or "", ""),
    })  # fmt: skip


def _head() -> list[str]:
    return [_("stage"), _("code"), _("touchpoint"), _("valence"), _("low"), _("high"), "n", _("before"), _("change"),
            _("against the step before"), _("share unhappy")]  # fmt: skip


def _rows(lived: Curve) -> Iterator[Row]:
    for step in lived.steps:
        v, before, change, drop = step.valence, step.before, step.change, step.drop
        yield (
            step.stage_name, step.touchpoint, step.name, v.value, v.low, v.high, v.n,
            before.value if before else None, change.value if change else None, drop.value if drop else None,
            step.negative,
        )  # fmt: skip
