"""Judging what was understood, on the voice itself: each step is one form, answered in place."""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Permission
from zhiyin.company.concepts.queries import aspect_names
from zhiyin.kit.errors import Invalid
from zhiyin.understand.corrections import actions, queries
from zhiyin.understand.corrections.gaps import gaps
from zhiyin.understand.corrections.models import Correction
from zhiyin.understand.corrections.values import Change, Target
from zhiyin.web.components.words import Marked, Word
from zhiyin.web.desk.codes import EMOTIONS, INTENTS, LABELS
from zhiyin.web.desk.labels import names_of
from zhiyin.web.desk.voices.search import Voice, one
from zhiyin.web.pages import Request, page, tell, whole

WORDS = {
    "judging": pgettext_lazy("word", "Judges"),
    "aspect": pgettext_lazy("word", "Names the aspect"),
    "name": pgettext_lazy("word", "Brand or product"),
    "place": pgettext_lazy("word", "Place"),
    "time": pgettext_lazy("word", "Time"),
}
"""What single words of a text tell, as its legend says."""
KEYS = {"negative": "1", "neutral": "2", "positive": "3"}


@transaction.non_atomic_requests
@require_POST
@page(Permission.CORRECT_UNDERSTANDING)
def judge(request: Request, ident: str) -> HttpResponse:
    verb = request.POST.get("verb", "")
    if verb not in STEPS:
        raise Invalid(_("There is no step “{verb}”."), verb=verb[:40])
    # Kept before the answer is drawn: the facts follow the commit.
    with transaction.atomic():
        made = STEPS[verb](request, ident)
    if made is None:
        return _shown(request, ident, _target(request))
    tell(
        request,
        _("Noted. It stays so, whatever a later model says."),
        undo=reverse("voices:undo", args=[ident, made.pk]),
    )
    return _shown(request, ident)


@transaction.non_atomic_requests
@require_POST
@page(Permission.CORRECT_UNDERSTANDING)
def undo(request: Request, ident: str, number: int) -> HttpResponse:
    with transaction.atomic():
        actions.undo(request.actor, number)
    tell(request, _("Taken back."))
    return _shown(request, ident)


def _shown(request: Request, ident: str, opened: Target | None = None) -> HttpResponse:
    if request.htmx:
        return render(request, "desk/voices/judged.html", judged(request, one(ident, request.reader), opened))
    if opened:
        asked = urlencode({"start": opened.start, "end": opened.end, "about": opened.aspect})
        # No fragment: a browser that is led to one leaves `autofocus` alone.
        return redirect(f"{reverse('voices:voice', args=[ident])}?{asked}")
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return redirect(target)
    return redirect("voices:voice", ident=ident)


def judged(request: Request, voice: Voice, opened: Target | None = None) -> dict[str, object]:
    """What the template needs to show a voice as it was understood, with the means to correct it; `opened` is the
    mention whose other means are shown at once."""
    names = names_of("aspect")
    # What is no longer in use stays to be chosen where it stands: saving something else must not take it away.
    here = {m.aspect: names.get(m.aspect, m.aspect) for m in voice.mentions if m.aspect}
    judging = allows(request.actor, Permission.CORRECT_UNDERSTANDING) and bool(voice.text)
    first = next((mention for mention in voice.mentions if not mention.judged), None)
    shown = next((m for m in voice.mentions if judging and Target(m.start, m.end, m.aspect) == opened), None)
    told = list(_words(voice, names))
    return {
        "voice": voice,
        "marks": [Marked(m.start, m.end, m.label, names.get(m.aspect, m.aspect)) for m in voice.mentions],
        "words": told,
        "legend": {kind: name for kind, name in WORDS.items() if any(word.kind == kind for word in told)},
        "labels": LABELS,
        "intents": INTENTS,
        "emotions": EMOTIONS,
        "aspects": here | aspect_names(),
        "judging": judging,
        "revision": queries.revision(voice.id) if judging else 0,
        "last": queries.last(voice.id) if judging else None,
        "first": first,
        "opened": shown,
        "gaps": gaps(voice.text, shown.start, shown.end) if shown else None,
        "found": bool(shown and opened and actions.found(request.actor, voice.id, opened)),
        "tones": [(code, name, KEYS[code]) for code, name in LABELS.items()],
    }


def opened_in(request: Request) -> Target | None:
    """The mention whose other means the address asks for."""
    start, end = whole(request.GET.get("start")), whole(request.GET.get("end"))
    return None if start is None or end is None else Target(start, end, request.GET.get("about", ""))


def _words(voice: Voice, names: Mapping[str, str]) -> Iterator[Word]:
    """Each once, though several opinions rest on it."""
    said: set[tuple[str, int, int]] = set()
    for mention in voice.mentions:
        for kind, start, end in mention.spans:
            aspect = names.get(mention.aspect, mention.aspect) if kind == "aspect" else ""
            if aspect or (kind, start, end) not in said:
                said.add((kind, start, end))
                yield Word(start, end, kind, f"{WORDS[kind]}: {aspect}" if aspect else str(WORDS[kind]))


def _target(request: Request) -> Target:
    return Target(_number(request, "at"), _number(request, "to"), request.POST.get("of", ""))


def _number(request: Request, name: str) -> int:
    found = whole(request.POST.get(name))
    if found is None:
        raise Invalid(_("Mark the words that say it first."))
    return found


def _change(request: Request, suffix: str = "") -> Change:
    """A field that was not sent stays as it is; one sent empty is emptied."""
    sent = {name: request.POST.get(name + suffix) for name in ("aspect", "label", "emotion", "intent", "asks")}
    asks = None if sent.pop("asks") is None else request.POST.getlist("asks" + suffix)[-1] == "1"
    return Change(**sent, asks=asks, start=whole(request.POST.get("start")), end=whole(request.POST.get("end")))


def _revision(request: Request) -> int | None:
    return whole(request.POST.get("revision"))


def _cut(request: Request, ident: str) -> Correction | None:
    """At the gap that was pressed; without one, the gaps are shown."""
    if "cut" not in request.POST:
        return None
    at = whole(request.POST["cut"])
    return actions.cut(request.actor, ident, _target(request), -1 if at is None else at, revision=_revision(request))


def _split(request: Request, ident: str) -> Correction:
    parts = [Change(), Change(aspect=request.POST.get("aspect2", ""), label=request.POST.get("label2"))]
    return actions.split(request.actor, ident, _target(request), parts, revision=_revision(request))


STEPS: dict[str, Callable[[Request, str], Correction | None]] = {
    "confirm": lambda r, ident: actions.confirm(r.actor, ident, _target(r), revision=_revision(r)),
    "change": lambda r, ident: actions.change(r.actor, ident, _target(r), _change(r), revision=_revision(r)),
    "delete": lambda r, ident: actions.delete(r.actor, ident, _target(r), revision=_revision(r)),
    "split": _split,
    "part": lambda r, ident: actions.part(r.actor, ident, _target(r), revision=_revision(r)),
    "cut": _cut,
    "add": lambda r, ident: actions.add(r.actor, ident, _change(r), revision=_revision(r)),
    "whole": lambda r, ident: actions.judge_whole(r.actor, ident, r.POST.get("label", ""), revision=_revision(r)),
    "complete": lambda r, ident: actions.complete(r.actor, ident, revision=_revision(r)),
}
