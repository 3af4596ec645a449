"""The strip above every page: period, comparison, unit, brand, product, channel, each a menu of links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhiyin.company.queries import names
from zhiyin.company.units.queries import tree
from zhiyin.warehouse.questions import EVERY
from zhiyin.web.desk.labels import names_of
from zhiyin.web.desk.scope import Scope, Span

Text = str | Promise

AGAINST = {
    "previous": gettext_lazy("the period before"),
    "year": gettext_lazy("a year earlier"),
    "none": gettext_lazy("nothing"),
    "custom": gettext_lazy("another period"),
}
LONG = 12
"""Menus with more choices than this get a search field."""


@dataclass(frozen=True)
class Choice:
    name: Text
    href: str
    current: bool = False
    deep: int = 0


@dataclass(frozen=True)
class Menu:
    key: str
    label: Text
    value: Text
    choices: tuple[Choice, ...]
    chosen: bool

    @property
    def long(self) -> bool:
        return len(self.choices) > LONG


@dataclass(frozen=True)
class Bar:
    earlier: str
    later: str
    periods: tuple[Choice, ...]
    comparisons: tuple[Choice, ...]
    menus: tuple[Menu, ...]
    kept: tuple[tuple[str, str], ...]
    """What a form in the bar must carry on besides its own fields."""


def bar(request: HttpRequest, scope: Scope) -> Bar:
    path = request.path
    # What belongs to the page alone (search words, sorting) stays; where one was in a list does not.
    own = [(k, v) for k, v in request.GET.dict().items() if k not in dict(scope.given) and k not in ("after", "open")]
    page = _page(path, own)
    menus = (
        _menu(scope, page, "unit", _("Unit"), ((u.code, u.name, u.path.count("/") - 2) for u in tree())),
        _brands(scope, page),
        _menu(scope, page, "product", _("Product"), _flat("product")),
        _menu(scope, page, "touchpoint", _("Touchpoint"), _flat("touchpoint")),
        _menu(scope, page, "channel", _("Channel"), ((c, n, 0) for c, n in names_of("channel").items())),
    )
    earlier, later = scope.span.before(), scope.span.after()
    return Bar(
        scope.link(page, from_=earlier.first, to=earlier.last),
        scope.link(page, from_=later.first, to=later.last) if later.first <= scope.extent.last else "",
        tuple(_periods(scope, page)),
        tuple(
            Choice(
                AGAINST[name],
                scope.link(page, against=name, against_from=None, against_to=None),
                scope.comparison == name,
            )
            for name in ("previous", "year", "none")
        ),
        tuple(menu for menu in menus if len(menu.choices) > 1 or menu.chosen),
        (*((k, v) for k, v in scope.given if k not in ("from", "to")), *own),
    )


def _brands(scope: Scope, page: str) -> Menu:
    """Ours unless said otherwise: rivals' reviews must not slip into our numbers."""
    given = scope.value("brand")
    known = names("brand")
    choices = [Choice(_("Ours"), scope.link(page, brand=None), not given)]
    choices += [Choice(name, scope.link(page, brand=code), given == code) for code, name in known.items()]
    choices.append(Choice(_("All brands"), scope.link(page, brand=EVERY), given == EVERY))
    said = _("All brands") if given == EVERY else known.get(given, given) or _("Ours")
    return Menu("brand", _("Brand"), said, tuple(choices) if known else (), bool(given))


def _flat(kind: str) -> Iterable[tuple[str, str, int]]:
    return ((code, name, 0) for code, name in names(kind).items())


def _page(path: str, own: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(own)}" if own else path


def _periods(scope: Scope, page: str) -> Iterable[Choice]:
    last = scope.extent.last
    month = Span.month_of(last)
    full = month if month.last <= last else month.before()
    quarter = Span(_back(full, 2).first, full.last)
    year = Span(_back(full, 11).first, full.last)
    spans = (
        (_("Last full month"), full),
        (_("Month before"), full.before()),
        (_("Last 7 days"), Span(last - timedelta(days=6), last)),
        (_("Last 30 days"), Span(last - timedelta(days=29), last)),
        (_("Last 3 months"), quarter),
        (_("Last 12 months"), year),
        (_("Everything"), scope.extent),
    )
    for name, span in spans:
        yield Choice(name, scope.link(page, from_=span.first, to=span.last), span == scope.span)


def _back(month: Span, n: int) -> Span:
    for _step in range(n):
        month = month.before()
    return month


def _menu(scope: Scope, page: str, key: str, label: Text, some: Iterable[tuple[str, str, int]]) -> Menu:
    chosen = scope.where.get(key, ())
    names: dict[str, str] = {}
    choices = [Choice(_("All"), scope.link(page, **{key: None}), not chosen)]
    for code, name, deep in some:
        names[code] = name
        choices.append(Choice(name, scope.link(page, **{key: code}), code in chosen, max(deep, 0)))
    said = _(", ").join(names.get(code, code) for code in chosen[:3]) + ("…" if len(chosen) > 3 else "")
    return Menu(key, label, said or _("All"), tuple(choices), bool(chosen))
