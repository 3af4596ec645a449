"""Who calls: a bearer API key."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from zhiyin.accounts.keys.actions import authenticate
from zhiyin.accounts.values import Actor


class Key(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return authenticate(token)


def caller(request: HttpRequest) -> Actor:
    actor = request.auth  # type: ignore[attr-defined]  # ninja puts there what Key.authenticate gave
    assert isinstance(actor, Actor)
    return actor
