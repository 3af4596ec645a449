"""A change to the business, its hypothesis, and the plan by which it will be judged."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts import queries as accounts
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.act.initiatives.models import Initiative, InitiativeStep
from zhiyin.act.initiatives.queries import find
from zhiyin.act.initiatives.rules import FEWEST_UNITS, MOVES, compared
from zhiyin.act.scope import user_id
from zhiyin.company.units.queries import leaves
from zhiyin.kit.errors import Conflict, Invalid
from zhiyin.measure.indicators.registry import indicator

PLAN = ("indicator", "filters", "treated_units", "untreated_units", "starts_on", "weeks_before", "weeks_after",
        "expected_effect")  # fmt: skip
FIELDS = frozenset({"title", "hypothesis", "owner", "owner_id", *PLAN})


@transaction.atomic
def open_from_finding(actor: Actor, finding: Mapping[str, Any], *, now: datetime, **values: Any) -> Initiative:
    """`finding` is kept as the reason: what was seen, where, with which figures. Everything else is in `values`."""
    check(actor, Permission.MANAGE_INITIATIVES)
    initiative = Initiative(finding=dict(finding), created_at=now, owner_id=user_id(actor))
    _fill(actor, initiative, values)
    initiative.save(force_insert=True)
    _note(actor, initiative, "open", {}, now)
    return initiative


@transaction.atomic
def change(actor: Actor, number: int, *, now: datetime, version: int | None = None, **values: Any) -> Initiative:
    """The plan only as a draft: whoever moves the goalposts after the start has proved nothing."""
    initiative = _mine(actor, number, version)
    if initiative.state != Initiative.State.DRAFT:
        raise Conflict(_("“{title}” has started: its measuring plan stands."), title=initiative.title)
    before = {name: _plain(getattr(initiative, name)) for name in _attnames(values)}
    _fill(actor, initiative, values)
    _store(initiative, {name: getattr(initiative, name) for name in before})
    _note(actor, initiative, "change", before, now)
    return initiative


@transaction.atomic
def start(actor: Actor, number: int, *, now: datetime, version: int | None = None) -> Initiative:
    """Freezes the plan: units become lists of those that exist today, so that a new store changes nothing later."""
    initiative = _mine(actor, number, version)
    treated = leaves(initiative.treated_units)
    chosen = initiative.untreated_units
    untreated = compared(treated, leaves(chosen or None), chosen)
    if not treated or not untreated or len(treated) + len(untreated) <= FEWEST_UNITS:
        raise Invalid(
            _("A comparison needs units that change and units that do not, three in all; here are {a} and {b}."),
            a=len(treated),
            b=len(untreated),
            field="treated_units",
        )
    plan = {name: _plain(getattr(initiative, name)) for name in PLAN}
    plan |= {"treated_units": sorted(treated), "untreated_units": untreated}
    return _move(actor, initiative, "start", now, plan=plan, started_at=now)


@transaction.atomic
def stop(actor: Actor, number: int, *, reason: str, now: datetime, version: int | None = None) -> Initiative:
    if not reason.strip():
        raise Invalid(_("Say why the initiative is stopped."), field="reason")
    initiative = _mine(actor, number, version)
    return _move(actor, initiative, "stop", now, stopped_at=now, stop_reason=reason.strip())


@transaction.atomic
def measure(actor: Actor, number: int, *, now: datetime) -> Initiative:
    """Enough time has passed: `verify` is at work."""
    check(actor, Permission.JUDGE_INITIATIVES)
    return _move(actor, find(actor, number), "measure", now)


@transaction.atomic
def judge(actor: Actor, number: int, *, now: datetime) -> Initiative:
    """`verify` has written its verdict; whoever owns a fix may not do this."""
    check(actor, Permission.JUDGE_INITIATIVES)
    return _move(actor, find(actor, number), "judge", now)


@transaction.atomic
def list_tasks(
    actor: Actor, number: int, tasks: list[dict[str, Any]], *, now: datetime, version: int | None = None
) -> Initiative:
    """What is to be done, ticked off or not; free to change at any time."""
    initiative = _mine(actor, number, version)
    cleaned = [{"text": str(one.get("text", "")).strip()[:300], "done": bool(one.get("done"))} for one in tasks[:100]]
    before = {"tasks": initiative.tasks}
    _store(initiative, {"tasks": [one for one in cleaned if one["text"]]})
    _note(actor, initiative, "tasks", before, now)
    return initiative


@transaction.atomic
def undo(actor: Actor, number: int, *, now: datetime, version: int | None = None) -> Initiative:
    """Takes back the newest step; what `verify` judged it judges again."""
    initiative = _mine(actor, number, version)
    last = initiative.steps.filter(undone=False).exclude(before={}).first()
    if last is None:
        raise Conflict(_("There is nothing to take back in “{title}”."), title=initiative.title)
    if last.verb in ("judge", "measure"):
        check(actor, Permission.JUDGE_INITIATIVES)
    if not InitiativeStep.objects.filter(pk=last.pk, undone=False).update(undone=True):
        raise _overtaken(initiative)
    fields = {field.attname: field for field in Initiative._meta.concrete_fields}
    _store(initiative, {name: fields[name].to_python(value) for name, value in last.before.items()})
    _note(actor, initiative, "undo", {}, now)
    return initiative


def _mine(actor: Actor, number: int, version: int | None) -> Initiative:
    check(actor, Permission.MANAGE_INITIATIVES)
    initiative = find(actor, number)
    if version is not None and version != initiative.version:
        raise _overtaken(initiative)
    return initiative


def _fill(actor: Actor, initiative: Initiative, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name not in FIELDS:
            raise Invalid(_("“{field}” is not a field of an initiative."), field=name)
        setattr(initiative, name, value)
    _check(actor, initiative)
    try:
        initiative.full_clean()
    except ValidationError as problem:
        field, errors = next(iter(problem.error_dict.items()))
        places = {one.name: one.verbose_name for one in Initiative._meta.concrete_fields}
        raise Invalid(
            _("{field}: {problem}"), field=places.get(field, field), problem=" ".join(errors[0].messages)
        ) from None


def _check(actor: Actor, initiative: Initiative) -> None:
    known = indicator(initiative.indicator).base.dimensions
    if "unit" not in known:
        raise Invalid(
            _("{indicator} is not measured by unit, so it cannot judge an initiative."),
            indicator=indicator(initiative.indicator).name,
        )
    strange = [name for name in initiative.filters if name not in known]
    if strange:
        raise Invalid(
            _("{indicator} cannot be looked at by “{dimension}”; possible are {known}."),
            indicator=indicator(initiative.indicator).name,
            dimension=strange[0],
            known=", ".join(known),
        )
    if not initiative.treated_units:
        raise Invalid(_("Name the units that change."), field="treated_units")
    for unit in initiative.treated_units:
        accounts.check_unit(actor, unit)
    both = set(initiative.treated_units) & set(initiative.untreated_units)
    if both:
        raise Invalid(_("{unit} cannot both change and be compared with."), unit=", ".join(sorted(both)))


def _move(actor: Actor, initiative: Initiative, verb: str, now: datetime, **more: Any) -> Initiative:
    sources, target = MOVES[verb]
    if initiative.state not in sources:
        raise Conflict(
            _("“{title}” is “{state}” now; this step does not fit."),
            title=initiative.title,
            state=Initiative.State(initiative.state).label,
        )
    changes = {"state": target, **more}
    before = {name: _plain(getattr(initiative, name)) for name in changes}
    _store(initiative, changes)
    _note(actor, initiative, verb, before, now)
    return initiative


def _store(initiative: Initiative, changes: dict[str, Any]) -> None:
    seen = initiative.version
    if not Initiative.objects.filter(pk=initiative.pk, version=seen).update(**changes, version=seen + 1):
        raise _overtaken(initiative)
    initiative.version = seen + 1
    for name, value in changes.items():
        setattr(initiative, name, value)


def _note(actor: Actor, initiative: Initiative, verb: str, before: dict[str, Any], now: datetime) -> None:
    InitiativeStep.objects.create(initiative=initiative, at=now, actor=actor.name[:80], verb=verb, before=before)
    audit.record(actor, verb, initiative, state=initiative.state)


def _attnames(values: Mapping[str, Any]) -> list[str]:
    return ["owner_id" if name == "owner" else name for name in values if name in FIELDS]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _overtaken(initiative: Initiative) -> Conflict:
    return Conflict(_("Somebody else has just changed “{title}”; look at it again."), title=initiative.title)
