from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.act.alerts.models import AlertRule, Firing
from zhiyin.act.alerts.queries import find, firings, fresh
from zhiyin.act.alerts.values import Finding, Kind
from zhiyin.act.cases.actions import open_or_join
from zhiyin.act.cases.values import INTENTS
from zhiyin.company import packs
from zhiyin.kit.errors import Conflict, Invalid, NotFound
from zhiyin.measure.indicators.registry import indicator

BOOKKEEPING = {"id", "version", "active", "snoozed_until", "evaluated_at", "problem"}
FIELDS = frozenset(
    name for field in AlertRule._meta.concrete_fields for name in (field.name, field.attname) if name not in BOOKKEEPING
)


@transaction.atomic
def create(actor: Actor, **values: Any) -> AlertRule:
    check(actor, Permission.MANAGE_ALERTS)
    rule = _filled(AlertRule(), values)
    rule.save(force_insert=True)
    audit.record(actor, "create", rule, code=rule.code)
    return rule


@transaction.atomic
def change(actor: Actor, code: str, *, version: int | None = None, **values: Any) -> AlertRule:
    check(actor, Permission.MANAGE_ALERTS)
    rule = find(code)
    if version is not None and version != rule.version:
        raise _overtaken(rule)
    before = {name: getattr(rule, name) for name in values if name in FIELDS}
    _store(_filled(rule, values))
    audit.record(actor, "change", rule, before=before, after=values)
    return rule


@transaction.atomic
def pause(actor: Actor, code: str) -> AlertRule:
    return _set(actor, code, "pause", active=False)


@transaction.atomic
def unpause(actor: Actor, code: str) -> AlertRule:
    return _set(actor, code, "resume", active=True, snoozed_until=None)


@transaction.atomic
def snooze(actor: Actor, code: str, until: datetime, *, now: datetime) -> AlertRule:
    if until <= now:
        raise Invalid(_("Choose a time in the future to be reminded again."), field="until")
    return _set(actor, code, "snooze", snoozed_until=until)


@transaction.atomic
def acknowledge(actor: Actor, firing: int, *, now: datetime) -> Firing:
    """I have seen it."""
    check(actor, Permission.WORK_CASES)
    found = firings(actor).filter(pk=firing).first()
    if found is None:
        raise NotFound(_("There is no such firing."))
    seen = {"acknowledged_at": now, "acknowledged_by": actor.name[:80]}
    if Firing.objects.filter(pk=firing, acknowledged_at=None).update(**seen):
        audit.record(actor, "acknowledge", found)
    found.refresh_from_db()
    return found


@transaction.atomic
def fire(actor: Actor, rule: AlertRule, finding: Finding, *, now: datetime) -> Firing | None:
    """The firing and its case in one transaction: both or neither. None when it has fired already."""
    if not fresh(rule, finding, now):
        return None
    try:
        with transaction.atomic():
            firing = Firing.objects.create(
                rule=rule, group=finding.group, period=finding.period, at=now, figures=finding.figures
            )
    except IntegrityError:
        return None
    case, _new = open_or_join(actor, finding.draft, rule, now=now)
    Firing.objects.filter(pk=firing.pk).update(case=case)
    firing.case = case
    return firing


def mark(rule: AlertRule, now: datetime, problem: str = "") -> None:
    """When it was last looked at, and what kept it from seeing; no version, since nobody edited it."""
    AlertRule.objects.filter(pk=rule.pk).update(evaluated_at=now, problem=problem[:300])


@transaction.atomic
def adopt(actor: Actor, name: str) -> int:
    """The alert rules that an industry pack suggests; those already there stay as they are. What another pack
    suggested makes room, unless somebody has touched it or it has fired."""
    check(actor, Permission.MANAGE_ALERTS)
    _drop(actor, name)
    n = 0
    for alert in packs.load(name).alerts:
        if not AlertRule.objects.filter(code=alert.code).exists():
            create(actor, **_suggested(alert))
            n += 1
    return n


def _drop(actor: Actor, name: str) -> None:
    wanted = [_suggested(alert) for alert in packs.load(name).alerts]
    others = [_suggested(alert) for other in packs.names() if other != name for alert in packs.load(other).alerts]
    for rule in AlertRule.objects.filter(version=1, active=True, owner=None, firings=None):
        as_is = [one for one in others if all(getattr(rule, field) == value for field, value in one.items())]
        if as_is and as_is[0] not in wanted:
            audit.record(actor, "delete", rule, code=rule.code)
            rule.delete()


def _suggested(alert: packs.Alert) -> dict[str, Any]:
    limits = alert.limits
    return {
        "code": alert.code,
        "name_zh": alert.name.zh,
        "name_en": alert.name.en,
        "kind": alert.kind,
        "severity": alert.severity,
        "indicator": alert.indicator or "",
        "direction": "above" if "above" in limits else "below",
        "limit": limits.get("above", limits.get("below")),
        "fewest": max(int(limits.get("n", 30)), 10),
        "window_days": int(limits.get("days", 7)),
        "intents": [alert.intent] if alert.intent else [],
    }


def _set(actor: Actor, code: str, verb: str, **values: Any) -> AlertRule:
    check(actor, Permission.MANAGE_ALERTS)
    rule = find(code)
    for name, value in values.items():
        setattr(rule, name, value)
    _store(rule)
    audit.record(actor, verb, rule, **values)
    return rule


def _filled(rule: AlertRule, values: dict[str, Any]) -> AlertRule:
    for name, value in values.items():
        if name not in FIELDS:
            raise Invalid(_("“{field}” is not a field of an alert rule."), field=name)
        if name != "code" or not rule.pk:
            setattr(rule, name, value)
    _check(rule)
    try:
        rule.full_clean()
    except ValidationError as problem:
        field, errors = next(iter(problem.error_dict.items()))
        places = {one.name: one.verbose_name for one in rule._meta.concrete_fields}
        raise Invalid(
            _("{field}: {problem}"), field=places.get(field, field), problem=" ".join(errors[0].messages)
        ) from None
    return rule


def _check(rule: AlertRule) -> None:
    """What the fields must be to each other."""
    if not isinstance(rule.filters, dict) or not isinstance(rule.intents, list):
        raise Invalid(_("Filters are written as dimension: [values]; intents as a list."))
    if rule.kind == Kind.VOICE:
        strange = [intent for intent in rule.intents if intent not in INTENTS]
        if strange:
            raise Invalid(_("There is no intent “{intent}”."), intent=strange[0])
        if not rule.intents and rule.value_from is None:
            raise Invalid(_("Choose at least one intent, or the spending from which a customer is valued."))
        return
    known = indicator(rule.indicator).base.dimensions
    for name in (*rule.filters, *([rule.scope] if rule.scope else [])):
        if name not in known:
            raise Invalid(
                _("{indicator} cannot be looked at by “{dimension}”; possible are {known}."),
                indicator=indicator(rule.indicator).name,
                dimension=name,
                known=", ".join(known),
            )
    if rule.kind == Kind.THRESHOLD and rule.limit is None:
        raise Invalid(_("A threshold needs its limit: the number that must not be passed."), field="limit")


def _store(rule: AlertRule) -> None:
    seen = rule.version
    fields = [field for field in AlertRule._meta.concrete_fields if not field.primary_key]
    rule.version = seen + 1
    values = {field.attname: getattr(rule, field.attname) for field in fields}
    if not AlertRule.objects.filter(pk=rule.pk, version=seen).update(**values):
        raise _overtaken(rule)


def _overtaken(rule: AlertRule) -> Conflict:
    return Conflict(_("Somebody else has just changed the rule “{name}”; look at it again."), name=rule.name)
