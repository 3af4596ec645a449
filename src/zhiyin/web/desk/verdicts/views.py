"""What helped, and what did not?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.act.initiatives.models import Initiative
from zhiyin.act.initiatives.queries import find, initiatives
from zhiyin.company.queries import names
from zhiyin.kit.time import now
from zhiyin.measure.indicators.registry import indicator
from zhiyin.verify.verdicts.actions import judge
from zhiyin.verify.verdicts.models import Verdict
from zhiyin.verify.verdicts.queries import newest, sentence, verdicts
from zhiyin.web.charts import Line, Mark, Point, Trend
from zhiyin.web.components.numbers import plain
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show, tell

TONES = {"helped": "pos", "hurt": "neg"}


@dataclass(frozen=True)
class Judged:
    initiative: Initiative
    verdict: Verdict | None
    sentence: str
    tone: str


@page(scoped=False)
def judged(request: Request) -> HttpResponseBase:
    rows = []
    for initiative in initiatives(request.actor):
        verdict = newest(request.actor, initiative.pk)
        rows.append(_judged(initiative, verdict))
    rows.sort(key=lambda row: row.verdict is None)
    if form := form_asked(request):
        return download(form, _("verdicts"), _head(), _rows(rows))
    return show(request, "desk/verdicts/list.html", {"title": _("What helped, and what did not?"), "rows": rows})


@page(scoped=False)
def one(request: Request, number: int) -> HttpResponse:
    initiative = find(request.actor, number)
    found = verdicts(request.actor, number)
    verdict = found[0] if found else None
    units = names("unit")
    evidence = verdict.evidence if verdict else {}
    return show(request, "desk/verdicts/page.html", {
        "title": _("Did “%(name)s” help?") % {"name": initiative.title}, "row": _judged(initiative, verdict),
        "initiative": initiative, "verdict": verdict, "evidence": evidence,
        "chart": _path(verdict) if verdict else None,
        "treated": [units.get(code, code) for code in evidence.get("treated", ())],
        "untreated": [units.get(code, code) for code in evidence.get("untreated", ())],
        "left_out": [units.get(code, code) for code in evidence.get("left_out", ())],
        "kind": indicator(initiative.indicator), "older": [(old, sentence(old)) for old in found[1:]],
    })  # fmt: skip


@require_POST
@page(Permission.JUDGE_INITIATIVES, scoped=False)
def again(request: Request, number: int) -> HttpResponse:
    judge(request.actor, number, now=now())
    tell(request, _("Judged by the facts as they stand now."))
    return redirect(f"/verify/{number}/")


def _head() -> list[str]:
    return [_("number"), _("initiative"), _("indicator"), _("verdict"), _("effect"), _("low"), _("high"), "p", "n",
            _("units with the change"), _("units without"), _("judged"), _("in words")]  # fmt: skip


def _rows(rows: list[Judged]) -> Iterator[Row]:
    for row in rows:
        one, v = row.initiative, row.verdict
        numbers = (v.estimate, v.low, v.high, v.p, v.observations, v.treated, v.untreated, v.computed_at) if v else ()
        said = v.get_code_display() if v else one.get_state_display()
        yield (one.pk, one.title, str(indicator(one.indicator).name), said, *(numbers or [None] * 8), row.sentence)


def _judged(initiative: Initiative, verdict: Verdict | None) -> Judged:
    said = sentence(verdict) if verdict else ""
    return Judged(initiative, verdict, said, TONES.get(verdict.code, "neu") if verdict else "")


def _path(verdict: Verdict) -> Trend:
    """Week by week: the treated units against the others, their usual distance taken away."""
    points = tuple(
        Point(_("week %(n)s") % {"n": plain(gap["week"]) if gap["week"] < 0 else f"+{gap['week'] + 1}"},
              gap["value"], gap["low"], gap["high"], gap["n"] or 0)
        for gap in verdict.evidence.get("path", ())
    )  # fmt: skip
    start = next(
        (p.label for p, gap in zip(points, verdict.evidence.get("path", ()), strict=True) if gap["week"] == 0), ""
    )
    kind = indicator(verdict.indicator)
    marks = (Mark(start, _("the change begins"), "incident"),) if start else ()
    note = _("units with the change minus units without, against their usual distance")
    return Trend(_("Week by week"), kind.unit, note, lines=(Line(str(kind.name), points),), marks=marks, target=0.0)
