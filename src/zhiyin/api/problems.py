"""Every failure has one shape: application/problem+json with type, title, status, code and fields."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from zhiyin.kit.errors import ZhiyinError

View = Callable[..., HttpResponseBase]
logger = logging.getLogger(__name__)


class Problem(Schema):
    type: str = "about:blank"
    title: str
    status: int
    code: str
    fields: dict[str, str] = {}


def problem(status: int, code: str, title: str, fields: Mapping[str, object] | None = None) -> HttpResponse:
    body = Problem(title=title, status=status, code=code, fields={k: str(v) for k, v in (fields or {}).items()})
    response = JsonResponse(body.model_dump(), status=status, content_type="application/problem+json")
    if status == 401:
        response["WWW-Authenticate"] = "Bearer"
    return response


def install(api: NinjaAPI) -> None:
    @api.exception_handler(ZhiyinError)
    def ours(request: HttpRequest, error: ZhiyinError) -> HttpResponse:
        return problem(error.status, error.code, str(error), error.fields)

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, "unauthenticated", _("Send a valid API key: Authorization: Bearer zy_…"))

    @api.exception_handler(ValidationError)
    def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
        fields = {".".join(map(str, part["loc"])): part["msg"] for part in error.errors}
        return problem(422, "invalid", _("Some values cannot be used; fields says which."), fields)

    @api.exception_handler(HttpError)
    def plain(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, "bad_request", str(error))

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return nowhere(request)

    @api.exception_handler(Exception)
    def bug(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("%s %s failed", request.method, request.path, exc_info=error)
        return problem(500, "bug", _("Something went wrong on our side. The server's log says more."))


def told(view: View) -> View:
    """Ninja answers the wrong method in plain text."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        if answer.status_code != 405:
            return answer
        sentence = _("{method} is nothing that this address does: use {allowed}.")
        allowed = answer.headers.get("Allow", "")
        refused = problem(405, "method_not_allowed", sentence.format(method=request.method, allowed=allowed))
        refused.headers["Allow"] = allowed
        return refused

    return asked


def nowhere(request: HttpRequest) -> HttpResponse:
    return problem(404, "not_found", _("There is nothing at this address; /api/v1/docs lists what there is."))
