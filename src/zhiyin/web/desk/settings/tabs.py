from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Permission
from zhiyin.web.pages import Request

TABS = (
    ("/settings/", pgettext_lazy("tab", "This installation"), Permission.READ_FACTS),
    ("/settings/users/", pgettext_lazy("tab", "Users"), Permission.MANAGE_USERS),
    ("/settings/keys/", pgettext_lazy("tab", "API keys"), Permission.MANAGE_KEYS),
    ("/settings/writer/", pgettext_lazy("tab", "Language model"), Permission.MANAGE_SETTINGS),
    ("/settings/audit/", pgettext_lazy("tab", "Audit trail"), Permission.READ_AUDIT),
)


def tabs(request: Request) -> Iterator[tuple[str, str | Promise, bool]]:
    for path, name, permission in TABS:
        if allows(request.actor, permission):
            current = request.path == path if path == "/settings/" else request.path.startswith(path)
            yield path, name, current
