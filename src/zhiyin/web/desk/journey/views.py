"""Where on their way do customers suffer?"""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from zhiyin.measure.journeys.queries import read_curve
from zhiyin.web.desk.journey.drawing import draw_curve
from zhiyin.web.pages import Request, page, show


@page()
def journey(request: Request) -> HttpResponse:
    scope = request.scope
    lived = read_curve(scope.period, request.reader, against=scope.against, where=scope.where)
    names = {step.touchpoint: step.name for step in lived.steps}
    return show(request, "desk/journey/page.html", {
        "title": _("Where on their way do customers suffer, and how does it end?"), "lived": lived,
        "chart": draw_curve(lived, scope),
        "peak": names.get(lived.peak or "", ""), "end": names.get(lived.end or "", ""),
    })  # fmt: skip
