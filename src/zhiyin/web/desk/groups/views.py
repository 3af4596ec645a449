"""What are all these voices about?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from zhiyin.accounts.values import Permission
from zhiyin.kit.errors import Invalid, NotFound
from zhiyin.measure.indicators.values import Figure
from zhiyin.understand.groups import queries
from zhiyin.understand.groups.values import FEWEST, MOST_GROUPS, Group, Grouped, Share
from zhiyin.understand.meanings.values import Sought
from zhiyin.web.desk.labels import say_code
from zhiyin.web.desk.pieces.panel import language
from zhiyin.web.desk.voices import views as listed
from zhiyin.web.desk.voices.search import MOST_WORDS, PAGE, among
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show, whole

ALL, MEMBERS = "/understand/groups/", "/understand/groups/voices/"
NUMBERS = (5, 10, 20, 40)
"""How many groups one may choose; otherwise the voices decide."""
NONE = "none"
"""Asks for what stands in no group."""


@dataclass(frozen=True)
class Line:
    """A group as its row shows it."""

    group: Group
    share: Figure
    valence: Figure | None
    languages: Sequence[tuple[str, float]]
    href: str


@page(Permission.READ_PERSONAL)
def groups(request: Request) -> HttpResponseBase:
    found = grouped(request)
    lines = [_line(request, group) for group in found.groups]
    if form := form_asked(request):
        return download(form, _("groups"), _head(), _rows(lines))
    return show(request, "desk/groups/page.html", {
        "title": _("What are all these voices about?"), "found": found, "lines": lines,
        "waiting": found.waiting, "tabs": _tabs(request),
        "alone": _percent(queries.part(len(found.alone), found.n)), "alone_href": _link(request, of=NONE),
    } | listed.choices(request))  # fmt: skip


@page(Permission.READ_PERSONAL)
def voices(request: Request) -> HttpResponseBase:
    """All voices of one group, nearest to its middle first; a group is asked for by a voice that stands in it."""
    found = grouped(request)
    of = request.GET.get("of", "")
    group = found.holding(of)
    if group is None and of != NONE:
        raise NotFound(_("This group is gone: the voices have changed since. Look at the groups again."))
    near = group.voices if group else found.alone
    if form := form_asked(request):
        shown = among(near, request.reader)
        return download(form, _("voices"), listed.head(), (listed.row(one, listed.named(), request) for one in shown))
    first = whole(request.GET.get("after")) or 0
    context = {
        "voices": among(near[first : first + PAGE], request.reader), "coverage": True, "names": listed.named(),
        "next": _link(request, MEMBERS, of=of, after=first + PAGE) if first + PAGE < len(near) else "", "q": "",
    }  # fmt: skip
    if first and request.htmx:
        return render(request, "desk/voices/rows.html", context)
    title = " · ".join(group.phrases) if group and group.phrases else _("Voices of one group")
    return show(request, "desk/groups/voices.html", context | {
        "title": title if group else _("Voices in no group"), "n": len(near), "back": _link(request, ALL),
    })  # fmt: skip


def grouped(request: Request) -> Grouped:
    wanted = listed.wanted_of(request)
    where = {name: tuple(values) for name, values in wanted.where.items()}
    sought = Sought(period=wanted.period, where=where, words=wanted.words[:MOST_WORDS])
    asked = request.GET.get("groups")
    count = whole(asked) if asked else 0
    if count is None:
        raise Invalid(_("Ask for {fewest} to {most} groups."), fewest=FEWEST, most=MOST_GROUPS)
    return queries.grouped(sought, request.reader, language=language()[:2], wanted=count)


def _line(request: Request, group: Group) -> Line:
    total = sum(n for _code, n in group.languages)
    spoken = [(say_code("language", code) or _("not known"), n / total) for code, n in group.languages]
    valence = Figure(**vars(group.valence)) if group.valence else None
    return Line(group, _percent(group.share), valence, spoken, _link(request, MEMBERS, of=group.code))


def _percent(share: Share) -> Figure:
    return Figure(100 * share.value, 100 * share.low, 100 * share.high, share.n)


def _tabs(request: Request) -> list[tuple[str, str, bool]]:
    """As many groups as the voices make, or as one asks for."""
    asked = whole(request.GET.get("groups")) or 0
    names = {0: _("as the voices make them"), **{n: _("%(n)s groups") % {"n": n} for n in NUMBERS}}
    return [(name, _link(request, ALL, groups=n or ""), n == asked) for n, name in names.items()]


def _link(request: Request, path: str = MEMBERS, **changes: object) -> str:
    """The same voices, elsewhere or otherwise."""
    own = {name: request.GET.get(name) for name in (*listed.OWN, "q", "groups")}
    return request.scope.link(path, **(own | changes))


def _head() -> list[str]:
    return [_("group"), _("voices"), _("share"), _("low"), _("high"), _("mean sentiment"), _("low"), _("high"),
            _("languages"), _("in its middle")]  # fmt: skip


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    for line in lines:
        group = line.group
        felt = (group.valence.value, group.valence.low, group.valence.high) if group.valence else (None, None, None)
        spoken = _(", ").join(f"{name} {share:.0%}" for name, share in line.languages)
        name = " · ".join(group.phrases) or f"“{Truncator(group.examples[0].text).chars(24)}”"
        yield (name, group.n, group.share.value, group.share.low, group.share.high, *felt,
               spoken, group.examples[0].text)  # fmt: skip
