"""What a change of the company map changed, with the names of fields and of what they point at."""

from collections.abc import Hashable, Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.translation import gettext as _

from zhiyin.company import actions
from zhiyin.company.changes.models import Change
from zhiyin.company.changes.values import differences

Told = tuple[str, Any, Any]


def describe(changes: Iterable[Change]) -> list[tuple[Change, list[Told]]]:
    names: dict[type[Model], dict[Any, str]] = {}
    return [(change, [_tell(change.kind, *one, names) for one in _differences(change)]) for change in changes]


def _differences(change: Change) -> list[tuple[str, Any, Any]]:
    return differences(change.before, change.after)


def _tell(kind: str, name: str, old: Any, new: Any, names: dict[type[Model], dict[Any, str]]) -> Told:
    model = actions.KINDS.get(kind)
    try:
        field: Any = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    if not isinstance(field, Field):
        return (name, old, new)
    other = field.related_model
    if isinstance(other, type) and other not in names:
        names[other] = {one.pk: str(one) for one in other._default_manager.all()}
    known = names.get(other, {}) if isinstance(other, type) else dict(field.flatchoices)
    return (str(field.verbose_name), _say(old, known), _say(new, known))


def _say(value: Any, known: dict[Any, str]) -> Any:
    """Several values (channels, dates) stand side by side."""
    if isinstance(value, list):
        return _(", ").join(str(_say(one, known)) for one in value)
    return known.get(value, value) if isinstance(value, Hashable) else value
