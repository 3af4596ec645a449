"""Everything that happens to a case. Each step is a conditional update: of two people who act at once, one is told."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts import queries as accounts
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission, Role
from zhiyin.act.alerts.models import AlertRule
from zhiyin.act.cases import rules
from zhiyin.act.cases.models import Case, CaseEvent
from zhiyin.act.cases.queries import find
from zhiyin.act.cases.values import RANKS, UNRESOLVED, Draft, State
from zhiyin.act.scope import user_id, visible
from zhiyin.company import queries as company
from zhiyin.company.calendars.queries import hours
from zhiyin.kit.errors import Conflict, Invalid

LONGEST = 10_000
"""Characters of a comment."""


@transaction.atomic
def open_case(actor: Actor, draft: Draft, *, now: datetime) -> Case:
    """By hand. A voice has one open case: of two who open one, the second gets the first's."""
    check(actor, Permission.WORK_CASES)
    if not draft.title and not draft.title_code:
        raise Invalid(_("A case needs a title: write in a few words what is to be solved."), field="title")
    accounts.check_unit(actor, draft.unit or None)
    case, new = _open(actor, draft, None, now)
    if not new and not Case.objects.filter(visible(actor), pk=case.pk).exists():
        raise Conflict(_("Somebody of another unit is working on this voice already."))
    return case


@transaction.atomic
def open_or_join(actor: Actor, draft: Draft, rule: AlertRule, *, now: datetime) -> tuple[Case, bool]:
    """The unresolved case of this rule and group, or of the same voice, opened now when there is none; and whether it
    is new. What is graver than the case was makes the case so."""
    check(actor, Permission.WORK_CASES)
    case, new = _open(actor, draft, rule, now)
    if not new:
        note(actor, case, "fired", now=now)
        if RANKS[draft.severity] > RANKS[case.severity]:
            case = change_severity(actor, case.pk, draft.severity, now=now)
    return case, new


def _open(actor: Actor, draft: Draft, rule: AlertRule | None, now: datetime) -> tuple[Case, bool]:
    """Routed to the owner of the touchpoint; the clock is that of the unit which has to act."""
    if (known := _twin(rule, draft.group, draft.feedback)) is not None:
        return known, False
    owner = company.owner(draft.touchpoint)
    owner_unit = owner.unit or draft.unit
    clock = rules.start(hours(owner_unit), now, draft.severity)
    case = Case(
        title=draft.title.strip()[:200],
        title_code=draft.title_code,
        title_fields=draft.title_fields,
        severity=draft.severity,
        touchpoint=draft.touchpoint,
        unit=draft.unit,
        owner_id=owner.user,
        owner_unit=owner_unit,
        customer=draft.customer,
        feedback=draft.feedback,
        rule=rule,
        group=draft.group,
        opened_at=now,
        opened_by=actor.name[:80],
        first_response_due=clock.first_response_due,
        resolution_due=clock.resolution_due,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        # Somebody was quicker; the constraint kept their case the only one.
        known = _twin(rule, draft.group, draft.feedback)
        if known is None:
            raise
        return known, False
    note(actor, case, "opened", now=now)
    audit.record(actor, "open", case, severity=draft.severity, unit=draft.unit, touchpoint=draft.touchpoint)
    return case, True


def _twin(rule: AlertRule | None, group: str, feedback: str) -> Case | None:
    """The unresolved case that leaves no room for another of the same rule and group, or of the same voice."""
    same = Q(rule=rule, group=group) if rule else Q(pk__in=())
    if feedback:
        same |= Q(feedback=feedback)
    return Case.objects.filter(same, state__in=UNRESOLVED).order_by("pk").first()


@transaction.atomic
def assign(
    actor: Actor, number: int, *, now: datetime, owner: int | None = None, unit: str = "", version: int | None = None
) -> Case:
    """To a person, to a unit, or to both; also to another unit, which is how a case finds its right place."""
    case = _mine(actor, number, version)
    if owner is not None and not accounts.user(owner).is_active:
        raise Invalid(_("This person no longer works here; choose somebody else."), field="owner")
    if unit and not company.known("unit", unit):
        raise Invalid(_("There is no unit “{unit}” on the company map."), unit=unit, field="unit")
    changes: dict[str, Any] = {"owner_id": owner, "owner_unit": unit or case.owner_unit}
    to = str(accounts.user(owner)) if owner is not None else unit
    return _step(actor, case, "assign", changes, now=now, text=to)


@transaction.atomic
def take(actor: Actor, number: int, *, now: datetime, version: int | None = None) -> Case:
    """I see to it."""
    case = _mine(actor, number, version)
    changes = _moved(case, "take") | {"owner_id": user_id(actor) or case.owner_id}
    return _step(actor, case, "take", changes | _answered(case, now), now=now)


@transaction.atomic
def comment(actor: Actor, number: int, text: str, *, now: datetime) -> CaseEvent:
    case = _mine(actor, number, None)
    words = _words(text, _("Write the comment before sending it."))
    entry = note(actor, case, "comment", now=now, text=words)
    audit.record(actor, "comment", case)
    return entry


@transaction.atomic
def wait(actor: Actor, number: int, *, now: datetime, text: str = "", version: int | None = None) -> Case:
    """Stops the clock while the customer has to answer."""
    case = _mine(actor, number, version)
    changes = _moved(case, "wait") | {"waiting_since": now, "seconds_left": _left(case, now)}
    return _step(actor, case, "wait", changes | _answered(case, now), now=now, text=text)


@transaction.atomic
def resume(actor: Actor, number: int, *, now: datetime, text: str = "", version: int | None = None) -> Case:
    case = _mine(actor, number, version)
    due = rules.resumed(hours(case.owner_unit), now, timedelta(seconds=case.seconds_left or 0), case.resolution_due)
    changes = _moved(case, "resume") | {"waiting_since": None, "seconds_left": None, "resolution_due": due}
    return _step(actor, case, "resume", changes, now=now, text=text)


@transaction.atomic
def resolve(actor: Actor, number: int, *, cause: str, done: str, now: datetime, version: int | None = None) -> Case:
    """Stops the clock. Cause and remedy are asked for because the next case of this kind needs them."""
    case = _mine(actor, number, version)
    changes = _moved(case, "resolve") | {
        "cause": _words(cause, _("Say what caused the problem before resolving it.")),
        "done": _words(done, _("Say what was done before resolving it.")),
        "resolved_at": now,
        "seconds_left": case.seconds_left if case.state == State.WAITING else _left(case, now),
        "waiting_since": None,
    }
    return _step(actor, case, "resolve", changes | _answered(case, now), now=now)


@transaction.atomic
def close(actor: Actor, number: int, *, now: datetime, version: int | None = None) -> Case:
    case = _mine(actor, number, version)
    return _step(actor, case, "close", _moved(case, "close") | {"closed_at": now}, now=now)


@transaction.atomic
def reopen(actor: Actor, number: int, *, now: datetime, text: str = "", version: int | None = None) -> Case:
    """The problem is back: a fresh clock, since the old one has been answered for."""
    case = _mine(actor, number, version)
    if twin := _twin(case.rule, case.group, case.feedback):
        raise Conflict(_("Case #{number} is already open for the same reason; work on that one."), number=twin.pk)
    due = rules.start(hours(case.owner_unit), now, case.severity).resolution_due
    changes = _moved(case, "reopen") | {
        "resolution_due": due,
        "resolved_at": None,
        "closed_at": None,
        "escalated_at": None,
        "seconds_left": None,
    }
    return _step(actor, case, "reopen", changes, now=now, text=text)


@transaction.atomic
def change_severity(actor: Actor, number: int, severity: str, *, now: datetime, version: int | None = None) -> Case:
    """The deadlines follow, counted from when the case was opened."""
    case = _mine(actor, number, version)
    if severity not in rules.RESOLVE_IN:
        raise Invalid(_("There is no severity “{severity}”."), severity=severity, field="severity")
    if case.state not in UNRESOLVED:
        raise _not_now("severity", case)
    clock = rules.start(hours(case.owner_unit), case.opened_at, severity)
    changes = {
        "severity": severity,
        "first_response_due": clock.first_response_due,
        "resolution_due": clock.resolution_due,
    }
    return _step(actor, case, "severity", changes, now=now, text=severity)


@transaction.atomic
def undo(actor: Actor, number: int, *, now: datetime, version: int | None = None) -> Case:
    """Takes back the last step; comments stay."""
    case = _mine(actor, number, version)
    last = case.events.filter(undone=False).exclude(data={}).order_by("-id").first()
    if last is None:
        raise Conflict(_("There is no step to take back in case #{number}."), number=case.pk)
    if not CaseEvent.objects.filter(pk=last.pk, undone=False).update(undone=True):
        raise _overtaken(case)
    fields = {field.attname: field for field in Case._meta.concrete_fields}
    changes = {name: fields[name].to_python(value) for name, value in last.data["before"].items()}
    try:
        with transaction.atomic():
            _store(case, changes)
    except IntegrityError:
        raise Conflict(_("A newer case is open for the same reason; work on that one.")) from None
    note(actor, case, "undone", now=now, text=last.verb)
    audit.record(actor, "undo", case, step=last.verb)
    return case


@transaction.atomic
def escalate(actor: Actor, case: Case, *, now: datetime) -> bool:
    """Once: to the service lead responsible. False when somebody acted in between."""
    changes: dict[str, Any] = {"escalated_at": now}
    if not Case.objects.filter(pk=case.pk, version=case.version, escalated_at=None).exists():
        return False
    lead = next(iter(accounts.people(Role.SERVICE_LEAD, case.unit or None)), None)
    _store(case, changes)
    note(actor, case, "escalated", now=now, text=str(lead or ""))
    audit.record(actor, "escalate", case, to=lead.pk if lead else None)
    return True


def note(
    actor: Actor, case: Case, verb: str, *, now: datetime, text: str = "", data: dict[str, Any] | None = None
) -> CaseEvent:
    return CaseEvent.objects.create(
        case=case,
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id[:80],
        actor=actor.name[:80],
        verb=verb,
        text=text,
        data=data or {},
    )


def _mine(actor: Actor, number: int, version: int | None) -> Case:
    """A case this actor may work on, as far as it still is what they looked at."""
    check(actor, Permission.WORK_CASES)
    case = find(actor, number)
    if version is not None and version != case.version:
        raise _overtaken(case)
    return case


def _moved(case: Case, verb: str) -> dict[str, Any]:
    if not rules.allowed(verb, case.state):
        raise _not_now(verb, case)
    return {"state": rules.MOVES[verb][1].value}


def _answered(case: Case, now: datetime) -> dict[str, Any]:
    """Whoever takes a case up, asks back or solves it has responded; handing it on is no response."""
    return {} if case.responded_at else {"responded_at": now}


def _left(case: Case, now: datetime) -> float:
    return rules.left(hours(case.owner_unit), now, case.resolution_due).total_seconds()


def _words(text: str, missing: object) -> str:
    if not text.strip():
        raise Invalid(missing)
    if len(text) > LONGEST:
        raise Invalid(_("This text is longer than {n} characters; shorten it."), n=LONGEST)
    return text.strip()


def _step(actor: Actor, case: Case, verb: str, changes: dict[str, Any], *, now: datetime, text: str = "") -> Case:
    before = {name: _plain(getattr(case, name)) for name in changes}
    _store(case, changes)
    note(actor, case, verb, now=now, text=text.strip()[:LONGEST], data={"before": before})
    audit.record(actor, verb, case, state=case.state)
    return case


def _store(case: Case, changes: dict[str, Any]) -> None:
    seen = case.version
    if not Case.objects.filter(pk=case.pk, version=seen).update(**changes, version=seen + 1):
        raise _overtaken(case)
    case.version = seen + 1
    for name, value in changes.items():
        setattr(case, name, value)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _overtaken(case: Case) -> Conflict:
    last = CaseEvent.objects.filter(case=case.pk).order_by("-id").first()
    return Conflict(
        _("{who} has just changed case #{number}; look at it again before you go on."),
        who=last.actor if last else _("Somebody"),
        number=case.pk,
    )


def _not_now(verb: str, case: Case) -> Conflict:
    return Conflict(
        _("Case #{number} is “{state}” now; this step does not fit. Look at it again."),
        number=case.pk,
        state=State(case.state).label,
        verb=verb,
    )
