"""Ctrl-K: pages, indicators, customers, cases; words that fit nothing search the voices."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from zhiyin.web.navigation import entries
from zhiyin.web.pages import Request, page

MOST = 6
"""Hits of one kind."""


@dataclass(frozen=True)
class Hit:
    kind: str
    name: str
    href: str
    note: str = ""


Finder = Callable[[Request, str], Iterable[Hit]]


@page()
def find(request: Request) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    hits = [hit for finder in FINDERS for hit in list(finder(request, query))[:MOST]]
    return JsonResponse({"hits": [asdict(hit) for hit in hits]})


def _pages(request: Request, query: str) -> Iterable[Hit]:
    wanted = query.casefold()
    for entry in entries(request.actor):
        if wanted in f"{entry.name} {entry.words} {entry.path}".casefold():
            yield Hit(_("Page"), str(entry.name), request.scope.link(entry.path))


FINDERS: tuple[Finder, ...] = (_pages,)
