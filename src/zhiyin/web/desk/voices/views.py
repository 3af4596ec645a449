"""What do customers say?"""

from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhiyin.accounts.values import Permission
from zhiyin.company.concepts.queries import aspect_names, scene_names
from zhiyin.understand.meanings import queries as meanings
from zhiyin.understand.meanings.values import Sought
from zhiyin.understand.pieces.rules import digest
from zhiyin.understand.writer.values import Purpose
from zhiyin.web.desk.codes import INTENTS, LABELS
from zhiyin.web.desk.labels import names_of, say_code, say_codes
from zhiyin.web.desk.pieces.panel import panel
from zhiyin.web.desk.voices.judging import judged, opened_in
from zhiyin.web.desk.voices.search import PAGE, Voice, Wanted, among, one, search, tally
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show

OWN = ("label", "intent", "aspect", "scene", "kind", "language")
"""Filters of this page beyond those of the scope."""
ALIKE = 5
"""Voices like one that are shown beside it."""
LONGEST = 2_000
"""Characters of a question by meaning."""
GROUP = ("/listen/voices/", "/understand/groups/")
"""A list, and where the same voices are grouped by meaning."""
SUMMARISE = ("/listen/voices/", "/understand/written/voices/")
"""A list, and where a summary of the same list is asked for."""


@page(Permission.READ_PERSONAL)
def voices(request: Request) -> HttpResponseBase:
    if request.GET.get("by") == "meaning" and request.GET.get("q", "").strip():
        return near(request)
    wanted = wanted_of(request)
    if form := form_asked(request):
        return download(form, _("voices"), head(), _rows(wanted, request))
    found, after = search(wanted, request.reader)
    context: dict[str, object] = {
        "voices": found,
        "next": _link(request, after=after) if after else "",
    } | choices(request)
    if wanted.after and request.htmx:
        return render(request, "desk/voices/rows.html", context)
    counts = tally(wanted, request.reader)
    context |= {
        "title": _("What do customers say?"),
        "total": sum(counts.values()),
        "counts": counts,
        "groups": _link(request).replace(*GROUP, 1),
        "panel": panel(request, Purpose.SUMMARY, place_of(wanted), _link(request).replace(*SUMMARISE, 1)),
        "tones": [(code, name, counts.get(code, 0), _link(request, label=code)) for code, name in LABELS.items()],
    }
    return show(request, "desk/voices/page.html", context)


def place_of(wanted: Wanted) -> str:
    """The list as a place that something can be written for: the same voices, the same place."""
    where = {name: sorted(values) for name, values in sorted(wanted.where.items())}
    return digest("voices", wanted.period.start, wanted.period.end, where, wanted.words)


def near(request: Request) -> HttpResponseBase:
    """The same list by meaning: what is nearest to the words first, whatever words it uses."""
    wanted = wanted_of(request)
    where = {name: tuple(values) for name, values in wanted.where.items()}
    asked = Sought(request.GET["q"][:LONGEST], period=wanted.period, where=where, limit=PAGE)
    found = among(meanings.search(asked, request.reader), request.reader)
    if form := form_asked(request):
        return download(form, _("voices"), head(), (row(voice, named(), request) for voice in found))
    return show(request, "desk/voices/page.html", {
        "title": _("What do customers say?"), "voices": found, "coverage": meanings.coverage(request.reader),
    } | choices(request))  # fmt: skip


def choices(request: Request) -> dict[str, object]:
    """What the filters above the list offer, and what is chosen."""
    aspects = request.GET.get("aspect", "").split(",")
    return {
        "several": say_codes("aspect", aspects) if len(aspects) > 1 else "",
        "q": request.GET.get("q", ""),
        "by": request.GET.get("by", ""),
        "own": {name: request.GET.get(name, "") for name in OWN},
        "names": named(),
        "labels": LABELS,
        "intents": INTENTS,
        "aspects": aspect_names(),
        "scenes": scene_names(),
        "kinds": names_of("kind"),
        "languages": names_of("language"),
    }


@page(Permission.READ_PERSONAL)
def voice(request: Request, ident: str) -> HttpResponse:
    found = one(ident, request.reader)
    like = meanings.search(Sought(like=found.id, limit=ALIKE), request.reader)
    return show(request, "desk/voices/voice.html", {
        "title": _("What did this customer say?"), "names": named(), "alike": among(like, request.reader),
        **judged(request, found, opened_in(request)),
    })  # fmt: skip


def wanted_of(request: Request) -> Wanted:
    own = {name: tuple(request.GET[name].split(",")) for name in OWN if request.GET.get(name)}
    words = tuple(request.GET.get("q", "").replace("\x00", "").split())
    return Wanted(request.scope.period, request.scope.where | own, words, request.GET.get("after", ""))


def _link(request: Request, **changes: str) -> str:
    """This list, with the page's own filters kept."""
    own = {name: request.GET.get(name) for name in (*OWN, "q", "by")}
    return request.scope.link(request.path, **(own | changes))


def named() -> dict[str, dict[str, str]]:
    return {kind: names_of(kind) for kind in ("unit", "brand", "product", "touchpoint", "channel", "aspect", "kind")}


def head() -> list[str]:
    return [
        _("time"), _("text"), _("valence"), _("rating"), _("aspects"), _("unit"), _("brand"), _("product"),
        _("touchpoint"), _("channel"), _("source"), _("key at the source"), _("customer"), _("scenes"),
    ]  # fmt: skip


def _rows(wanted: Wanted, request: Request) -> Iterator[Row]:
    """All of them, page by page, so that memory stays small."""
    names = named()
    after = ""
    while True:
        found, after = search(Wanted(wanted.period, wanted.where, wanted.words, after, 2_000), request.reader)
        yield from (row(voice, names, request) for voice in found)
        if not after:
            return


def row(v: Voice, names: dict[str, dict[str, str]], request: Request) -> Row:
    said = {kind: names[kind].get(code, code) for kind, code in _codes(v)}
    aspects = _(", ").join(dict.fromkeys(names["aspect"].get(m.aspect, m.aspect) for m in v.mentions))
    return (
        v.at.astimezone(request.scope.zone).strftime("%Y-%m-%d %H:%M:%S"), v.text,
        str(LABELS.get(v.label, v.label)), v.rating, aspects, *said.values(), say_code("source", v.source),
        v.external_id, v.customer, say_codes("scene", v.scenes),
    )  # fmt: skip


def _codes(v: Voice) -> tuple[tuple[str, str], ...]:
    return (("unit", v.unit), ("brand", v.brand), ("product", v.product), ("touchpoint", v.touchpoint),
            ("channel", v.channel))  # fmt: skip
