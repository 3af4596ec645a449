"""What do they talk about, and how?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from zhiyin.company.concepts.queries import own_codes, pack
from zhiyin.company.packs.values import OWN
from zhiyin.measure.indicators.queries import answer_all
from zhiyin.measure.indicators.values import Cell
from zhiyin.warehouse.questions import Question
from zhiyin.web.desk.labels import names_of, nothing, say_code
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show

ASKED = ("net_sentiment", "mention_share", "mention_volume")


@dataclass(frozen=True)
class Spoken:
    """One aspect, or a group of them: how much of the talk, and how."""

    codes: tuple[str, ...]
    """Its own; of a group those of its parts, too."""
    name: str
    parts: tuple[str, ...]
    """Names of its parts: they are counted with a group, and not with an aspect that stands alone."""
    net: Cell
    share: Cell
    volume: Cell
    own: bool
    """Made by the company, or given words by it."""
    kind: str
    """As in `company.packs.values.KINDS`; empty where nothing says what it is about."""

    @property
    def pain(self) -> float:
        """Share of all talk times how negative it is: what hurts most stands first."""
        if not self.net.figure.enough:
            return 0.0
        return (self.net.figure.value or 0.0) * (self.share.figure.value or 0.0) / 100

    @property
    def code(self) -> str:
        return self.codes[0]

    @property
    def shipped(self) -> bool:
        """Of the pack, so that the company may give it words."""
        return bool(self.code) and not self.code.startswith(OWN)


@page()
def aspects(request: Request) -> HttpResponseBase:
    grouped = request.GET.get("by") == "group"
    rows = sorted(_rows(request, grouped=grouped), key=lambda row: row.pain)
    if form := form_asked(request):
        return download(form, _("aspects"), _head(), _table(rows))
    tabs = (("", _("Each aspect")), ("group", _("Groups of aspects")))
    return show(request, "desk/aspects/page.html", {
        "title": _("What do customers talk about, and what hurts?"), "rows": rows, "grouped": grouped,
        "tabs": [(name, request.scope.link(request.path, by=by), grouped == bool(by)) for by, name in tabs],
    })  # fmt: skip


def _rows(request: Request, *, grouped: bool) -> Iterator[Spoken]:
    """Every mention counts in one row, grouped or not."""
    known, names, own = pack(), names_of("aspect"), own_codes()
    groups = {code: codes for code, codes in known.groups.items() if len(codes) > 1} if grouped else {}
    kinds = {one.code: one.kind for one in known.aspects}
    families = {one.code: known.family(one.code) for one in known.aspects if one.code != known.whole}
    for code, (net, share, volume) in _cells(request, groups):
        parts = tuple(names[part] for part in families.get(code, ())[1:])
        name = names.get(code, code) or nothing()
        yield Spoken(groups.get(code, (code,)), name, parts, net, share, volume, code in own, kinds.get(code, ""))


def _cells(request: Request, groups: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[Cell, Cell, Cell]]]:
    """Of each group, and of each aspect that is in none of them, one cell of each that is asked; of those that
    anybody speaks of."""
    scope = request.scope
    ask = partial(Question.of, ASKED, scope.period, request.reader, against=scope.against)
    sums = [ask(where=scope.where | {"aspect": codes}) for codes in groups.values()]
    apart, *together = answer_all([ask(by=["aspect"], where=scope.where), *sums])
    inside = {code for codes in groups.values() for code in codes}
    found: dict[str, list[Cell]] = {code: list(one.cells) for code, one in zip(groups, together, strict=True)}
    for cell in apart.cells:
        if cell.keys["aspect"] not in inside:
            found.setdefault(cell.keys["aspect"] or "", []).append(cell)
    for code, cells in found.items():
        net, share, volume = (next((one for one in cells if one.indicator == slug), None) for slug in ASKED)
        if net and share and volume and (volume.figure.n or (volume.before and volume.before.n)):
            yield code, (net, share, volume)


def _head() -> list[str]:
    return [_("code"), _("aspect"), _("net sentiment"), _("low"), _("high"), "n", _("change"), _("share of mentions"),
            _("mentions"), _("kind")]  # fmt: skip


def _table(rows: Iterable[Spoken]) -> Iterator[Row]:
    for row in rows:
        f, c = row.net.figure, row.net.change
        yield (row.code, row.name, f.value, f.low, f.high, f.n, c.value if c else None, row.share.figure.value,
               row.volume.figure.value, say_code("aspect_kind", row.kind))  # fmt: skip
