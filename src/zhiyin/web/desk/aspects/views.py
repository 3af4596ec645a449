"""What do they talk about, and how?"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhiyin.company.concepts.queries import own_codes
from zhiyin.company.packs.values import OWN
from zhiyin.measure.indicators.queries import answer
from zhiyin.measure.indicators.values import Cell
from zhiyin.warehouse.questions import Question
from zhiyin.web.desk.labels import names_of, nothing
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show

ASKED = ("net_sentiment", "mention_share", "mention_volume")


@dataclass(frozen=True)
class Spoken:
    """One aspect: how much of the talk, and how."""

    code: str
    name: str
    net: Cell
    share: Cell
    volume: Cell
    pain: float
    """Share of all talk times how negative it is: what hurts most stands first."""
    own: bool
    """Made by the company, or given words by it."""

    @property
    def shipped(self) -> bool:
        """Of the pack, so that the company may give it words."""
        return bool(self.code) and not self.code.startswith(OWN)


@page()
def aspects(request: Request) -> HttpResponseBase:
    scope = request.scope
    question = Question.of(ASKED, scope.period, request.reader, by=["aspect"], where=scope.where, against=scope.against)
    found = answer(question)
    names, own = names_of("aspect"), own_codes()
    nets = {cell.keys["aspect"]: cell for cell in found.of("net_sentiment")}
    shares = {cell.keys["aspect"]: cell for cell in found.of("mention_share")}
    rows = [
        Spoken(code or "", names.get(code, code) if code else nothing(), nets[code], shares[code], cell,
               _pain(nets[code], shares[code]), code in own)
        for cell in found.of("mention_volume")
        for code in [cell.keys["aspect"]]
        if code in nets and code in shares
    ]  # fmt: skip
    rows.sort(key=lambda row: row.pain)
    if form := form_asked(request):
        return download(form, _("aspects"), _head(), _rows(rows))
    return show(request, "desk/aspects/page.html", {
        "title": _("What do customers talk about, and what hurts?"), "rows": rows,
    })  # fmt: skip


def _pain(net: Cell, share: Cell) -> float:
    if not net.figure.enough:
        return 0.0
    return (net.figure.value or 0.0) * (share.figure.value or 0.0) / 100


def _head() -> list[str]:
    return [_("code"), _("aspect"), _("net sentiment"), _("low"), _("high"), "n", _("change"), _("share of mentions"),
            _("mentions")]  # fmt: skip


def _rows(rows: list[Spoken]) -> Iterator[Row]:
    for row in rows:
        f, c = row.net.figure, row.net.change
        yield (row.code, row.name, f.value, f.low, f.high, f.n, c.value if c else None, row.share.figure.value,
               row.volume.figure.value)  # fmt: skip
