"""Records as JSON and back, so that a change can be kept and undone."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model

Snapshot = dict[str, Any]


def snapshot(record: Model) -> Snapshot:
    return {field.attname: _plain(getattr(record, field.attname)) for field in record._meta.concrete_fields}


def revive(model: type[Model], values: Snapshot) -> Model:
    """An unsaved record as it was."""
    known = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: known[name].to_python(value) for name, value in values.items() if name in known})


def differences(before: Snapshot | None, after: Snapshot | None) -> list[tuple[str, Any, Any]]:
    """What changed, field by field, bookkeeping left out."""
    old, new = before or {}, after or {}
    names = [name for name in (new or old) if name not in ("id", "version", "path")]
    return [(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name)]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
