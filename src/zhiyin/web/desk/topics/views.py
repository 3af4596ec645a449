"""What do customers talk about that nobody has named yet?"""

from collections.abc import Iterator

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zhiyin.accounts.values import Permission
from zhiyin.kit.time import now
from zhiyin.measure.indicators.values import Change
from zhiyin.stats.differences import Verdict
from zhiyin.understand.pieces.queries import TOPICS, names
from zhiyin.understand.topics import actions
from zhiyin.understand.topics.queries import dismissed, emerging
from zhiyin.understand.topics.values import Found, Topic
from zhiyin.understand.writer.values import Purpose
from zhiyin.web.desk.pieces.panel import language, panel
from zhiyin.web.exports import Row, download
from zhiyin.web.pages import Request, form_asked, page, show, tell


@page(Permission.READ_PERSONAL)
def topics(request: Request) -> HttpResponseBase:
    scope = request.scope
    before = scope.span.before().period(scope.zone)
    found = emerging(scope.period, before, scope.where, request.reader, language()[:2])
    if form := form_asked(request):
        return download(form, _("topics"), _head(), _rows(found))
    named = names(language(), request.reader)
    unnamed = sum(topic.code not in named for topic in found.topics)
    return show(request, "desk/topics/page.html", {
        "named": named, "panel": panel(request, Purpose.TOPICS, TOPICS, scope.link("/understand/written/topics/")),
        "unnamed": unnamed, "complete": not unnamed,
        "title": _("What do customers talk about that nobody has named yet?"), "found": found,
        "rows": [(topic, change_of(topic)) for topic in found.topics], "dismissed": dismissed(),
    })  # fmt: skip


@require_POST
@page(Permission.EDIT_COMPANY)
def dismiss(request: Request) -> HttpResponse:
    topic = actions.dismiss(request.actor, request.POST.getlist("phrase"), now=now())
    undone = reverse("topics:recall", args=[topic.code])
    tell(request, _("“%(name)s” is no topic; it stays off this page.") % {"name": topic}, undo=undone)
    return redirect(request.scope.link("/understand/topics/"))


@require_POST
@page(Permission.EDIT_COMPANY)
def recall(request: Request, code: str) -> HttpResponse:
    topic = actions.recall(request.actor, code)
    tell(request, _("“%(name)s” is a topic again.") % {"name": topic})
    return redirect(request.scope.link("/understand/topics/"))


def change_of(topic: Topic) -> Change:
    """In percentage points."""
    return Change(topic.value * 100, topic.low * 100, topic.high * 100, None, Verdict(topic.verdict))


def _head() -> list[str]:
    return [_("topic"), _("phrases"), _("voices"), _("voices before"), _("change"), _("low"), _("high"), _("last said")]


def _rows(found: Found) -> Iterator[Row]:
    for topic in found.topics:
        yield (topic.name, _(", ").join(topic.phrases), topic.n, topic.n_before, topic.value, topic.low, topic.high,
               topic.last.strftime("%Y-%m-%d"))  # fmt: skip
