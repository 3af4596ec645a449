"""How failures look: a sentence in the frame, or a toast when only a part of the page was asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from zhiyin.kit.errors import ZhiyinError


def failure(request: HttpRequest, error: ZhiyinError) -> HttpResponse:
    return _answer(request, str(error), error.status)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, _("There is no page at this address. It may have moved; the navigation leads on."), 404)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    return _answer(
        request, _("This page has been open for too long, or cookies are blocked. Reload it and try again."), 403
    )


def broken(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here may fail: no database, no context processors."""
    text = _("Something went wrong on our side; nothing was changed. Try again, or tell your administrator the time.")
    if _fragment(request):
        return _toast(request, text, 500)
    return HttpResponse(_bare(text), status=500)


def _answer(request: HttpRequest, text: str, status: int) -> HttpResponse:
    if request.path.startswith(("/api/", "/v1/")):
        return JsonResponse({"title": text, "status": status}, status=status, content_type="application/problem+json")
    if _fragment(request):
        return _toast(request, text, status)
    frame = "desk/base.html" if getattr(request, "actor", None) else "plain.html"
    return render(request, "errors/failure.html", {"layout": frame, "text": text, "status": status}, status=status)


def _fragment(request: Any) -> bool:
    return bool(getattr(request, "htmx", False)) and not request.htmx.boosted


def _toast(request: HttpRequest, text: str, status: int) -> HttpResponse:
    response = render(request, "errors/toast.html", {"text": text}, status=status)
    response.headers["HX-Retarget"] = "#toasts"
    response.headers["HX-Reswap"] = "beforeend"
    return response


def _bare(text: str) -> str:
    style = "<link rel=stylesheet href=/static/built/desk.css>"
    body = f"<main class=gate><h1>500</h1><p>{text}</p><p><a class=button href=/>{_('To the overview')}</a></p></main>"
    return f"<!doctype html><meta charset=utf-8><title>500 · Zhiyin</title>{style}<body class=plain>{body}"
