"""Where are we better, and where worse, than our rivals?"""

from collections.abc import Iterator, Sequence

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhiyin.measure.benchmarks.queries import Contest, compare_all
from zhiyin.measure.benchmarks.values import Comparison
from zhiyin.measure.indicators.registry import indicator
from zhiyin.measure.indicators.values import Change, Figure, Indicator
from zhiyin.stats.differences import Verdict
from zhiyin.web.charts import Dots, Line, Point
from zhiyin.web.desk.labels import names_of
from zhiyin.web.desk.scope import Scope
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show

COMPARED = ("net_sentiment", "text_sentiment", "rating", "voice_volume")
MOST_ASPECTS = 16


@page()
def rivals(request: Request) -> HttpResponseBase:
    scope = request.scope
    where = {name: value for name, value in scope.where.items() if name not in ("brand", "unit")}
    contests = [*(Contest(slug) for slug in COMPARED), Contest("net_sentiment", by_aspect=True)]
    *alone, by_aspect = compare_all(contests, scope.period, request.reader, where=where)
    overall = [(indicator(slug), found[0]) for slug, found in zip(COMPARED, alone, strict=True)]
    shown = sorted((row for row in by_aspect if _ours(row).enough), key=lambda row: -_ours(row).n)[:MOST_ASPECTS]
    names = names_of("aspect")
    kind = indicator("net_sentiment")
    if form := form_asked(request):
        every = [(kind, "", row) for kind, row in overall] + [
            (kind, names.get(r.aspect or "", r.aspect or ""), r) for r in shown
        ]
        return download(form, _("rivals"), _head(), _rows(every))
    return show(request, "desk/rivals/page.html", {
        "title": _("Where are we better than our rivals, and where worse?"), "overall": overall, "kind": kind,
        "brands": overall[0][1].standings,
        "chart": _chart(shown, names, scope) if len(overall[0][1].standings) > 1 else None,
        "rows": [(names.get(row.aspect or "", row.aspect), row) for row in shown],
        "spanned": not scope.where.get("unit"),
    })  # fmt: skip


def _head() -> list[str]:
    return [_("indicator"), _("aspect"), _("brand"), _("value"), _("low"), _("high"), "n", _("gap"), _("low"),
            _("high"), _("gap is real")]  # fmt: skip


def _rows(every: list[tuple[Indicator, str, Comparison]]) -> Iterator[Row]:
    for kind, aspect, row in every:
        for one in row.standings:
            f, gap = one.figure, one.gap
            apart = (gap.value, gap.low, gap.high, _yes(gap)) if gap else (None, None, None, "")
            yield (str(kind.name), aspect, one.name, f.value, f.low, f.high, f.n, *apart)


def _yes(gap: Change) -> str:
    return {Verdict.CHANGED: _("yes"), Verdict.UNCLEAR: _("may be chance"), Verdict.TOO_FEW: _("too few")}[gap.verdict]


def _ours(row: Comparison) -> Figure:
    return next(one.figure for one in row.standings if one.ours)


def _chart(rows: Sequence[Comparison], names: dict[str, str], scope: Scope) -> Dots:
    lines: dict[str, list[Point]] = {}
    ours: dict[str, bool] = {}
    for row in rows:
        for one in row.standings:
            f = one.figure
            href = scope.link("/listen/voices/", brand=one.asked, aspect=row.aspect)
            label = names.get(row.aspect or "", row.aspect or "")
            lines.setdefault(one.name, []).append(Point(label, f.value, f.low, f.high, f.n, href, not f.enough))
            ours[one.name] = one.ours
    series = tuple(Line(name, tuple(points), ours[name]) for name, points in lines.items())
    return Dots(_("Net sentiment by aspect"), "points", _("our own in colour; bars are 95% intervals"), series=series)
