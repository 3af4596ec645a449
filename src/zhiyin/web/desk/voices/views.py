"""What do customers say?"""

from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhiyin.accounts.values import Permission
from zhiyin.web.desk.codes import INTENTS, LABELS
from zhiyin.web.desk.labels import aspect_names, names_of, say_code
from zhiyin.web.desk.voices.judging import judged
from zhiyin.web.desk.voices.search import Voice, Wanted, one, search, tally
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show

OWN = ("label", "intent", "aspect", "kind", "language")
"""Filters of this page beyond those of the scope."""


@page(Permission.READ_PERSONAL)
def voices(request: Request) -> HttpResponseBase:
    wanted = _wanted(request)
    if form := form_asked(request):
        return download(form, _("voices"), _head(), _rows(wanted, request))
    found, after = search(wanted, request.reader)
    context: dict[str, object] = {
        "voices": found,
        "q": request.GET.get("q", ""),
        "own": {name: request.GET.get(name, "") for name in OWN},
        "next": _link(request, after=after) if after else "",
        "names": _names(),
        "labels": LABELS,
        "intents": INTENTS,
        "aspects": aspect_names(),
    }
    if wanted.after and request.htmx:
        return render(request, "desk/voices/rows.html", context)
    counts = tally(wanted, request.reader)
    context |= {
        "title": _("What do customers say?"),
        "total": sum(counts.values()),
        "counts": counts,
        "kinds": names_of("kind"),
        "languages": names_of("language"),
        "tones": [(code, name, counts.get(code, 0), _link(request, label=code)) for code, name in LABELS.items()],
    }
    return show(request, "desk/voices/page.html", context)


@page(Permission.READ_PERSONAL)
def voice(request: Request, ident: str) -> HttpResponse:
    found = one(ident, request.reader)
    return show(request, "desk/voices/voice.html", {
        "title": _("What did this customer say?"), "names": _names(), **judged(request, found),
    })  # fmt: skip


def _wanted(request: Request, **changes: object) -> Wanted:
    own = {name: tuple(request.GET[name].split(",")) for name in OWN if request.GET.get(name)}
    words = tuple(request.GET.get("q", "").replace("\x00", "").split())
    return Wanted(request.scope.period, request.scope.where | own, words, request.GET.get("after", ""))


def _link(request: Request, **changes: str) -> str:
    """This list, with the page's own filters kept."""
    own = {name: request.GET.get(name) for name in (*OWN, "q")}
    return request.scope.link(request.path, **(own | changes))


def _names() -> dict[str, dict[str, str]]:
    return {kind: names_of(kind) for kind in ("unit", "brand", "product", "touchpoint", "channel", "aspect", "kind")}


def _head() -> list[str]:
    return [
        _("time"), _("text"), _("valence"), _("rating"), _("aspects"), _("unit"), _("brand"), _("product"),
        _("touchpoint"), _("channel"), _("source"), _("key at the source"), _("customer"),
    ]  # fmt: skip


def _rows(wanted: Wanted, request: Request) -> Iterator[Row]:
    """All of them, page by page, so that memory stays small."""
    names = _names()
    after = ""
    while True:
        found, after = search(Wanted(wanted.period, wanted.where, wanted.words, after, 2_000), request.reader)
        for v in found:
            said = {kind: names[kind].get(code, code) for kind, code in _codes(v)}
            aspects = _(", ").join(dict.fromkeys(names["aspect"].get(m.aspect, m.aspect) for m in v.mentions))
            yield (
                v.at.astimezone(request.scope.zone).strftime("%Y-%m-%d %H:%M:%S"), v.text,
                str(LABELS.get(v.label, v.label)), v.rating, aspects, *said.values(), say_code("source", v.source),
                v.external_id, v.customer,
            )  # fmt: skip
        if not after:
            return


def _codes(v: Voice) -> tuple[tuple[str, str], ...]:
    return (("unit", v.unit), ("brand", v.brand), ("product", v.product), ("touchpoint", v.touchpoint),
            ("channel", v.channel))  # fmt: skip
