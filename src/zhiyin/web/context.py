"""What the frame around every page shows."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Permission
from zhiyin.act.cases.queries import mine
from zhiyin.kit.errors import ZhiyinError
from zhiyin.web.desk.bar import bar
from zhiyin.web.desk.extent import read_scope
from zhiyin.web.navigation import Entry, Shown, is_current, visible

THEMES = ("light", "dark")


def frame(request: HttpRequest) -> dict[str, Any]:
    """Navigation, scope, theme; before signing in only the theme."""
    theme = request.COOKIES.get("zhiyin_theme", "")
    common: dict[str, Any] = {
        "theme": theme if theme in THEMES else "",
        "site_languages": settings.LANGUAGES,
        "home": settings.HOME.path.name,
    }
    actor = getattr(request, "actor", None)
    if actor is None:
        return common
    scope = getattr(request, "scope", None)
    if scope is None:  # a page without scope, or a failure before it was read
        try:
            scope = read_scope({}, request.reader)  # type: ignore[attr-defined]  # RequestMiddleware put it there
        except ZhiyinError:
            return common
    groups, ground = visible(actor)
    scoped = getattr(request, "scoped", False)

    counts = {"/act/cases/": cache(lambda: mine(actor))}

    def shown(entry: Entry) -> Shown:
        return Shown(scope.link(entry.path), entry.name, is_current(entry, request.path), counts.get(entry.path))

    return common | {
        "actor": actor,
        "scope": scope,
        "bar": bar(request, scope) if scoped else None,
        "nav_groups": [(group.name, [shown(entry) for entry in group.entries]) for group in groups],
        "nav_ground": [shown(entry) for entry in ground],
        "may": {permission.value: allows(actor, permission) for permission in Permission},
    }
