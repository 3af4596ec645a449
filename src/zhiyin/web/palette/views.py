"""Ctrl-K: pages, indicators, customers, cases; words that fit nothing search the voices."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from django.http import HttpResponse, JsonResponse
from django.utils.translation import pgettext

from zhiyin.accounts.rules import allows, is_confined
from zhiyin.accounts.values import Permission
from zhiyin.act.cases.queries import Wanted, cases
from zhiyin.company.queries import names
from zhiyin.customers.profiles.queries import search
from zhiyin.kit.errors import ZhiyinError
from zhiyin.kit.time import now
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.tree.queries import version
from zhiyin.web.desk.help import pages as formulas
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
    query = (request.POST or request.GET).get("q", "").strip().replace("\x00", "")[:100]
    hits = [hit for finder in FINDERS for hit in list(finder(request, query))[:MOST]]
    return JsonResponse({"hits": [asdict(hit) for hit in hits]})


def _pages(request: Request, query: str) -> Iterable[Hit]:
    wanted = query.casefold()
    for entry in entries(request.actor):
        if wanted in f"{entry.name} {entry.words} {entry.path}".casefold():
            yield Hit(pgettext("hit", "Page"), str(entry.name), request.scope.link(entry.path))


def _indicators(request: Request, query: str) -> Iterable[Hit]:
    if not query:
        return
    wanted = query.casefold()
    for slug, kind in INDICATORS.items():
        if wanted in f"{kind.name} {slug}".casefold():
            href = request.scope.link(f"/measure/indicators/{slug}/")
            yield Hit(pgettext("hit", "Indicator"), str(kind.name), href, str(kind.meaning))
    try:
        nodes = version().nodes.exclude(indicator="")
    except ZhiyinError:
        return
    for node in nodes:
        if wanted in f"{node.name_zh} {node.name_en}".casefold():
            href = request.scope.link(f"/measure/indicators/{node.indicator}/", **node.filters)
            yield Hit(pgettext("hit", "Indicator"), f"{node.name_zh} {node.name_en}", href)


def _places(request: Request, query: str) -> Iterable[Hit]:
    """A unit, product or touchpoint: the overview of it alone."""
    wanted = query.casefold()
    for kind in ("unit", "product", "touchpoint") if query else ():
        for code, name in names(kind).items():
            if wanted in f"{name} {code}".casefold():
                yield Hit(pgettext("hit", "Place"), name, request.scope.link("/", **{kind: code}), code)


def _cases(request: Request, query: str) -> Iterable[Hit]:
    if query and allows(request.actor, Permission.WORK_CASES):
        for case in cases(request.actor, Wanted(view="all", words=query), now=now())[:MOST]:
            yield Hit(pgettext("hit", "Case"), case.name, f"/act/cases/{case.pk}/")


def _customers(request: Request, query: str) -> Iterable[Hit]:
    # By POST alone: a phone number must not stand in an address.
    if (
        request.method == "POST"
        and len(query) >= 2
        and allows(request.actor, Permission.READ_PERSONAL)
        and not is_confined(request.actor)
    ):
        for one in search(request.actor, query, limit=MOST):
            yield Hit(pgettext("hit", "Customer"), one.name or one.code, f"/customers/{one.code}/", one.city)


def _formulas(request: Request, query: str) -> Iterable[Hit]:
    wanted = query.casefold()
    for name in formulas.names() if query else ():
        title = formulas.read(name).title
        if wanted in f"{title} {name}".casefold():
            yield Hit(pgettext("hit", "Formula"), title, formulas.address(name))


FINDERS: tuple[Finder, ...] = (_pages, _indicators, _places, _cases, _customers, _formulas)
