from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.company import actions
from zhiyin.company.maps.values import Document, checked, ordered
from zhiyin.company.queries import zone
from zhiyin.company.releases.models import Release
from zhiyin.kit.errors import Invalid


@transaction.atomic
def load(actor: Actor, document: Document) -> int:
    """Creates or changes what the document names, by code; what it does not name stays. All of it or nothing.

    Returns how many entries it read; the same document twice changes nothing.
    """
    check(actor, Permission.EDIT_COMPANY)
    checked(document)
    n = 0
    for row in document.get("calendars") or []:
        n += _put(actor, "calendar", row)
    for row in ordered(document.get("units") or []):
        n += _put(actor, "unit", row)
    for row in document.get("brands") or []:
        n += _put(actor, "brand", row)
    for row in ordered(document.get("products") or []):
        n += _put(actor, "product", row)
    n += _journey(actor, document.get("stages") or [])
    for row in document.get("releases") or []:
        n += _release(actor, row)
    if document.get("company"):
        actions.configure(actor, **_named(document["company"]))
        n += 1
    # Their words lie over the pack that the company has by now.
    for row in ordered(document.get("concepts") or []):
        n += _put(actor, "concept", row)
    return n


def _journey(actor: Actor, stages: Iterable[dict[str, Any]]) -> int:
    n = 0
    for place, row in enumerate(stages, 1):
        points = row.get("touchpoints") or []
        own = {name: value for name, value in row.items() if name != "touchpoints"}
        n += _put(actor, "stage", own | {"position": place})
        for position, point in enumerate(points, 1):
            n += _put(actor, "touchpoint", point | {"stage": str(row["code"]), "position": position})
    return n


def _release(actor: Actor, row: dict[str, Any]) -> int:
    """A release has no code: the same name at the same time is the same release."""
    at = _instant(row["at"])
    if not Release.objects.filter(at=at, name=str(row["name"])).exists():
        actions.create(actor, "release", **row | {"at": at})
    return 1


def _put(actor: Actor, kind: str, row: dict[str, Any]) -> int:
    values = _named(row)
    actions.put(actor, kind, str(values.pop("code")), **values)
    return 1


def _named(row: dict[str, Any]) -> dict[str, Any]:
    """`zh` and `en` are short for the names; a reference written as a number is still a code."""
    renamed = {{"zh": "name_zh", "en": "name_en"}.get(name, name): value for name, value in row.items()}
    for name in ("days_off", "days_worked"):
        if isinstance(renamed.get(name), list):
            renamed[name] = [str(day) for day in renamed[name]]
    texts = (
        "name_zh",
        "name_en",
        "parent",
        "brand",
        "calendar",
        "owner_unit",
        "owner",
        "stage",
        "extends",
        "touchpoint",
    )
    return {name: str(value) if name in texts and value is not None else value for name, value in renamed.items()}


def _instant(value: object) -> datetime:
    """A time without a zone is the company's; YAML reads some times by itself."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        raise Invalid(_("“{at}” is not a time; write it like 2026-06-01T09:00."), at=value) from None
    return (found if found.tzinfo else found.replace(tzinfo=zone())).astimezone(UTC)
