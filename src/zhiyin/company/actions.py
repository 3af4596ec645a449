"""The one door through which the company map is written. Every write is checked, audited, kept and can be undone."""

from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.db.models import ForeignKey, ProtectedError
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.company.base import Kept
from zhiyin.company.changes.models import Change
from zhiyin.company.changes.values import Snapshot, revive, snapshot
from zhiyin.company.models import Brand, Calendar, Company, Concept, Product, Release, Stage, Touchpoint, Unit
from zhiyin.kit.errors import Conflict, Invalid, NotFound

KINDS: dict[str, type[Kept]] = {
    "unit": Unit,
    "brand": Brand,
    "product": Product,
    "stage": Stage,
    "touchpoint": Touchpoint,
    "release": Release,
    "calendar": Calendar,
    "company": Company,
    "concept": Concept,
}


@transaction.atomic
def create(actor: Actor, kind: str, /, **values: Any) -> Kept:
    """References (parent, brand, stage, owner_unit …) are given by code, an owner by sign-in name."""
    check(actor, _permission(kind))
    record = _fill(_model(kind)(), values)
    _valid(record)
    record.save(force_insert=True)
    return _keep(actor, "create", None, record)


@transaction.atomic
def change(actor: Actor, kind: str, key: str | int, /, *, version: int | None = None, **values: Any) -> Kept:
    """`version` is the one the user looked at: when somebody was quicker, nothing is written."""
    check(actor, _permission(kind))
    record = find(kind, key)
    before = snapshot(record)
    if version is not None and version != record.version:
        raise _overtaken(record)
    _valid(_fill(record, values))
    if snapshot(record) == before:
        return record
    _store(record)
    return _keep(actor, "change", before, record)


def retire(actor: Actor, kind: str, key: str | int) -> Kept:
    """Taken off lists and forms; facts that carry its code stay readable under its name."""
    return change(actor, kind, key, active=False)


def restore(actor: Actor, kind: str, key: str | int) -> Kept:
    return change(actor, kind, key, active=True)


@transaction.atomic
def undo(actor: Actor, change_id: int, *, now: datetime) -> None:
    """Takes back one change, provided that nothing was changed on top of it."""
    done = Change.objects.filter(pk=change_id).first()
    if done is None:
        raise NotFound(_("There is no such change to undo."))
    check(actor, _permission(done.kind))
    newest = Change.objects.filter(kind=done.kind, key=done.key, undone_at=None).first()
    if newest is None or newest.pk != done.pk:
        raise Conflict(_("“{name}” was changed again since; undo the newer change first."), name=done.label)
    # Conditional, so that of two people who undo at once one is told.
    if not Change.objects.filter(pk=done.pk, undone_at=None).update(undone_at=now):
        raise Conflict(_("Somebody has just undone this."))
    _revert(done)
    audit.record(actor, "undo", (_model(done.kind)._meta.label_lower, done.key), change=done.pk)


def put(actor: Actor, kind: str, code: str, /, **values: Any) -> Kept:
    """Create it, or change it when the code is known: how documents are brought in."""
    known: dict[str, Any] = {"code": code}
    if _model(kind)._default_manager.filter(**known).exists():
        return change(actor, kind, code, **values)
    return create(actor, kind, code=code, **values)


def configure(actor: Actor, *, version: int | None = None, **values: Any) -> Company:
    """The company-wide settings: name_zh, name_en, time_zone, pack, language, journey_gap_days, calendar."""
    if not Company.objects.exists():
        create(actor, "company", code="company")
        version = None
    record = change(actor, "company", "company", version=version, **values)
    assert isinstance(record, Company)
    return record


def find(kind: str, key: str | int) -> Kept:
    """By code; a release, which has none, by number."""
    model = _model(kind)
    condition = {"pk": key} if model is Release else {"code": key}
    record = model._default_manager.filter(**condition).first()
    if record is None:
        raise NotFound(_("There is no {kind} “{code}” on the company map."), kind=model._meta.verbose_name, code=key)
    return record


def _model(kind: str) -> type[Kept]:
    if kind not in KINDS:
        raise NotFound(_("The company map has no “{kind}”."), kind=kind)
    return KINDS[kind]


def _permission(kind: str) -> Permission:
    return Permission.MANAGE_SETTINGS if _model(kind) is Company else Permission.EDIT_COMPANY


def _fill(record: Kept, values: dict[str, Any]) -> Kept:
    for name, value in values.items():
        try:
            field = record._meta.get_field(name)
        except FieldDoesNotExist:
            raise Invalid(
                _("“{field}” is not a field of {kind}."), field=name, kind=record._meta.verbose_name
            ) from None
        if name in ("id", "version", "path") or (name == "code" and record.pk):
            continue
        if isinstance(field, ForeignKey) and isinstance(value, str):
            setattr(record, name, _refer(field, value))
        else:
            setattr(record, name, value)
    return record


def _refer(field: "ForeignKey[Any, Any]", key: str) -> Any:
    if not key:
        return None
    name = "code" if hasattr(field.related_model, "code") else "username"
    found = field.related_model._default_manager.filter(**{name: key}).first()
    if found is None:
        raise Invalid(_("{field}: there is no “{code}”."), field=field.verbose_name, code=key)
    return found


def _valid(record: Kept) -> None:
    try:
        record.full_clean()
    except ValidationError as problem:
        name, errors = next(iter(problem.error_dict.items()))
        label = getattr(record, "code", "") or str(record)
        places = {field.name: field.verbose_name for field in record._meta.concrete_fields}
        raise Invalid(
            _("{kind} “{code}”, {field}: {problem}"),
            kind=record._meta.verbose_name,
            code=label,
            field=places.get(name, name),
            problem=" ".join(errors[0].messages),
        ) from None


def _store(record: Kept) -> None:
    """Only over the version that was read: a lost update becomes a sentence."""
    fields = [field for field in record._meta.concrete_fields if not field.primary_key]
    seen, record.version = record.version, record.version + 1
    values = {field.attname: getattr(record, field.attname) for field in fields}
    if not type(record)._default_manager.filter(pk=record.pk, version=seen).update(**values):
        raise _overtaken(record)


def _keep(actor: Actor, verb: str, before: Snapshot | None, record: Kept) -> Kept:
    record.settle()
    kind = record._meta.model_name or ""
    Change.objects.create(
        actor=actor.name[:80], kind=kind, key=record.pk, label=str(record), verb=verb, before=before,
        after=snapshot(record),
    )  # fmt: skip
    audit.record(actor, verb, record, code=getattr(record, "code", ""))
    return record


def _revert(done: Change) -> None:
    model = _model(done.kind)
    current = model._default_manager.filter(pk=done.key).first()
    if done.before is not None:
        old = revive(model, done.before)
        assert isinstance(old, Kept)
        if current is not None:
            old.version = current.version
        if isinstance(old, Unit) and isinstance(current, Unit):
            old.path = current.path
        old._state.adding = False
        _valid(old)
        _store(old)
        old.settle()
        return
    if current is not None and model.lasting:
        current.active = False
        _store(current)
        current.settle()
        return
    try:
        model._default_manager.filter(pk=done.key).delete()
    except ProtectedError:
        raise Conflict(
            _("“{name}” is already used elsewhere on the map; retire it instead."), name=done.label
        ) from None


def _overtaken(record: Kept) -> Conflict:
    return Conflict(_("Somebody else has just changed “{name}”; look at it again."), name=str(record))
