"""How failures look: a sentence in the frame, or a toast when only a part of the page was asked for."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from zhiyin.kit.errors import ZhiyinError

CODES = {400: "bad_request", 403: "forbidden", 404: "not_found", 409: "conflict", 422: "invalid", 500: "bug"}


def failure(request: HttpRequest, error: ZhiyinError) -> HttpResponse:
    return _answer(request, str(error), error.status)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # No view was found, so nobody has asked yet who reads this.
    if (user := getattr(request, "user", None)) and user.is_authenticated:
        translation.activate(user.language)
    return _answer(request, _("There is no page at this address. It may have moved; the navigation leads on."), 404)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    return _answer(
        request, _("This page has been open for too long, or cookies are blocked. Reload it and try again."), 403
    )


def broken(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing here may fail: no database, no context processors. Of a request that nobody could read, `exception` says
    what was wrong with it."""
    if _of_program(request):
        return _problem(*((400, _("This request cannot be read.")) if exception else (500, _ours())))
    text = _ours()
    if _fragment(request):
        return _toast(request, text, 500)
    return HttpResponse(_bare(text), status=500)


def _ours() -> str:
    return _("Something went wrong on our side; nothing was changed. Try again, or tell your administrator the time.")


def _answer(request: HttpRequest, text: str, status: int) -> HttpResponse:
    if _of_program(request):
        return _problem(status, text)
    if _fragment(request):
        return _toast(request, text, status)
    frame = "desk/base.html" if getattr(request, "actor", None) else "plain.html"
    return render(request, "errors/failure.html", {"layout": frame, "text": text, "status": status}, status=status)


def _of_program(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/v1/"))


def _problem(status: int, text: str) -> HttpResponse:
    """The shape of `api.problems`, for what fails before or behind the API."""
    body = {"type": "about:blank", "title": text, "status": status, "code": CODES.get(status, "error"), "fields": {}}
    return JsonResponse(body, status=status, content_type="application/problem+json")


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
