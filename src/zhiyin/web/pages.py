"""What every page of the desk is: signed in, permitted, scoped, in its reader's language."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django_htmx.middleware import HtmxDetails

from zhiyin.accounts.models import User
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.kit.errors import Invalid
from zhiyin.warehouse.reader import Reader
from zhiyin.web.desk.extent import read_scope
from zhiyin.web.desk.scope import Scope

P = ParamSpec("P")


class Request(HttpRequest):
    """What a view gets once it is behind `@page`."""

    user: User
    actor: Actor
    reader: Reader
    scope: Scope
    scoped: bool
    htmx: HtmxDetails


View = Callable[Concatenate[Request, P], HttpResponseBase]
Open = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def page(permission: Permission = Permission.READ_FACTS, *, scoped: bool = True) -> Callable[[View[P]], Open[P]]:
    """Signing in is required everywhere by `RequestMiddleware`; this asks for the permission and reads the scope."""

    def decorate(view: View[P]) -> Open[P]:
        @wraps(view)
        def wrapped(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            check(request.actor, permission)
            _check_readable(request)
            request.scoped = scoped
            request.scope = read_scope(request.GET, request.reader)
            return view(request, *args, **kwargs)

        return cast(Open[P], wrapped)

    return decorate


def form_asked(request: Request) -> str:
    """What `?as=` asks for, csv or xlsx, of whoever may take data away; empty for the page itself."""
    form = request.GET.get("as", "")
    if form:
        check(request.actor, Permission.EXPORT_DATA)
    return form


def whole(text: str | None) -> int | None:
    """A number somebody sent; None for what is none, or longer than any database counts."""
    return int(text) if text and text.isdecimal() and len(text) < 18 else None


def _check_readable(request: HttpRequest) -> None:
    """No database and no engine takes NUL in a text, and nobody types it."""
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            if "\x00" in name or any("\x00" in str(value) for value in values):
                raise Invalid(_("The field “{name}” holds unreadable characters."), name=name.replace("\x00", "")[:40])


def show(
    request: HttpRequest, template: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page. Templates extend `layout`: the whole frame, or the side panel when one was asked for."""
    target = getattr(getattr(request, "htmx", None), "target", None)
    layout = "desk/side.html" if target == "side" else "desk/base.html"
    response = render(request, template, {"layout": layout, **(context or {})}, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target", "Cookie"])
    return response


def tell(request: HttpRequest, sentence: object, *, undo: str = "") -> None:
    """A short message on the next page; `undo` is the address that a POST takes the step back at."""
    messages.success(request, str(sentence), extra_tags=f"undo:{undo}" if undo else "")
