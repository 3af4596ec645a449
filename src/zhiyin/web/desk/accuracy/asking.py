"""What it doubts most, one opinion after the other, answered with single keys."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.kit.errors import Invalid, ZhiyinError
from zhiyin.understand.corrections import actions
from zhiyin.understand.corrections.models import Correction
from zhiyin.understand.corrections.queries import said
from zhiyin.understand.corrections.values import Change, Target
from zhiyin.understand.doubts import queries
from zhiyin.web.components.words import Marked
from zhiyin.web.desk.codes import LABELS
from zhiyin.web.desk.labels import names_of
from zhiyin.web.desk.voices.judging import KEYS
from zhiyin.web.pages import Request, page, show, tell, whole

MOST_SKIPPED = 200


@page(Permission.CORRECT_UNDERSTANDING)
def ask(request: Request) -> HttpResponse:
    context = _card(request, 0, [], None) | {"title": _("Is this right?")}
    return show(request, "desk/accuracy/ask.html", context)


@transaction.non_atomic_requests
@require_POST
@page(Permission.CORRECT_UNDERSTANDING)
def answer(request: Request) -> HttpResponse:
    turn = whole(request.POST.get("turn")) or 0
    skipped = request.POST.getlist("skipped")[-MOST_SKIPPED:]
    verb, last = request.POST.get("verb", ""), None
    if verb == "skip":
        skipped.append(request.POST.get("key", "")[:120])
    elif verb == "undo":
        with transaction.atomic():
            actions.undo(request.actor, whole(request.POST.get("last")) or 0)
        turn -= 1
    else:
        try:
            with transaction.atomic():
                last = _judge(request, verb)
        except ZhiyinError as error:
            # Somebody was quicker, or the text is gone: say so and go on with the next one.
            if isinstance(error, Invalid):
                raise
            tell(request, error)
            skipped.append(request.POST.get("key", "")[:120])
    turn += verb not in ("undo", "skip")
    template = "desk/accuracy/card.html" if request.htmx else "desk/accuracy/ask.html"
    context = _card(request, max(turn, 0), skipped, last) | {"title": _("Is this right?")}
    return render(request, template, context) if request.htmx else show(request, template, context)


def _judge(request: Request, verb: str) -> Correction:
    start, end = whole(request.POST.get("at")), whole(request.POST.get("to"))
    if start is None or end is None:
        raise Invalid(_("Mark the words that say it first."))
    target, ident = Target(start, end, request.POST.get("of", "")), request.POST.get("feedback", "")
    revision, drawn = whole(request.POST.get("revision")), request.POST.get("drawn", "")
    if verb == "confirm":
        return actions.confirm(request.actor, ident, target, revision=revision, drawn=drawn)
    if verb == "delete":
        return actions.delete(request.actor, ident, target, revision=revision, drawn=drawn)
    if verb in LABELS:
        return actions.change(request.actor, ident, target, Change(label=verb), revision=revision, drawn=drawn)
    raise Invalid(_("There is no step “{verb}”."), verb=verb[:40])


def _card(request: Request, turn: int, skipped: list[str], last: Correction | None) -> dict[str, object]:
    asked = queries.ask(request.reader, request.scope.period, turn, skipped)
    context: dict[str, object] = {"asked": asked, "turn": turn, "skipped": skipped, "last": last}
    if asked is None:
        return context
    text = said(asked.feedback, request.reader)
    here = next(
        (o for o in text.opinions if (o.start, o.end, o.aspect) == (asked.start, asked.end, asked.aspect)), None
    )
    return context | {
        "said": text,
        "opinion": here,
        "aspect": names_of("aspect").get(asked.aspect, asked.aspect),
        "label": LABELS.get(here.label) if here else "",
        "marks": [Marked(asked.start, asked.end, here.label if here else "")],
        "tones": [(code, name, KEYS[code]) for code, name in LABELS.items()],
    }
