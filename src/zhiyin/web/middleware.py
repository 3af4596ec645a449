"""Who asks, in which language, and how failures look."""

import json
import logging
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from zhiyin.accounts import queries as accounts
from zhiyin.kit.errors import ZhiyinError
from zhiyin.kit.memory import remembering
from zhiyin.warehouse.engines import counting
from zhiyin.web.failures import failure

log = logging.getLogger(__name__)

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        # Charts position their labels with style attributes; sheets and <style> come from us alone.
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Content-Type-Options": "nosniff",
}
FREE = ("/password", "/sign-out", "/language")
"""Where somebody who must change a password may still go."""


class RequestMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        # What is sent may change what was read before it; a page that is only looked at changes nothing.
        reading = remembering() if request.method in ("GET", "HEAD") else nullcontext()
        with counting() as facts, reading:
            response = self.get_response(request)
        whole = 1000 * (time.perf_counter() - started)
        asked = f'facts;dur={1000 * facts.seconds:.1f};desc="{facts.queries} queries"'
        response.headers["Server-Timing"] = f"app;dur={whole:.1f}, {asked}"
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if getattr(request, "htmx", False) and isinstance(response, HttpResponse):
            _pass_on(request, response)
        return response

    def process_view(
        self, request: Any, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Pages of the desk need somebody signed in; the API and customers' pages know their callers otherwise."""
        ours = getattr(view, "__module__", "").startswith("zhiyin.web")
        if not ours or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        request.actor = accounts.actor_of(request.user)
        request.reader = accounts.reader_of(request.actor)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
        if request.user.must_change_password and request.path not in FREE:
            return redirect("/password")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The transaction is rolled back by now. What nobody anticipated goes on to `views.broken`."""
        if isinstance(error, ZhiyinError):
            return failure(request, error)
        return None


def _to_sign_in(request: Any) -> HttpResponseBase:
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = f"{settings.LOGIN_URL}?{REDIRECT_FIELD_NAME}=/"
        return response
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/", settings.LOGIN_URL)


def _pass_on(request: HttpRequest, response: HttpResponse) -> None:
    """An htmx answer has no page around it to show messages in: they travel in a header."""
    if response.status_code >= 300 or "HX-Redirect" in response.headers or "HX-Trigger" in response.headers:
        return
    told = [
        {"text": str(m), "undo": (m.extra_tags or "").removeprefix("undo:")} for m in messages.get_messages(request)
    ]
    if told:
        response.headers["HX-Trigger"] = json.dumps({"zhiyin:tell": {"messages": told}}, ensure_ascii=True)
