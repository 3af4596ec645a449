from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.rules import check, is_confined
from zhiyin.accounts.values import Actor, Permission
from zhiyin.act.alerts import rules
from zhiyin.act.alerts.models import AlertRule, Firing
from zhiyin.act.alerts.values import Finding, Kind
from zhiyin.act.cases.models import Case
from zhiyin.act.cases.values import UNRESOLVED, Draft
from zhiyin.act.scope import visible
from zhiyin.company import queries as company
from zhiyin.kit.errors import NotFound
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.queries import answer
from zhiyin.measure.indicators.values import Cell
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.questions import Question, matches
from zhiyin.warehouse.reader import Reader

READER = Reader.of_task("alerts")
MOST_VOICES = 500
"""Cases one voice rule opens in one evaluation; the others follow in the next ones."""


def alert_rules(actor: Actor) -> QuerySet[AlertRule]:
    """With how often each has fired, and when last."""
    check(actor, Permission.READ_FACTS)
    return AlertRule.objects.select_related("owner").annotate(fired=Count("firings"), last=Max("firings__at"))


def find(code: str) -> AlertRule:
    rule = AlertRule.objects.filter(code=code).first()
    if rule is None:
        raise NotFound(_("There is no alert rule “{code}”."), code=code)
    return rule


def firings(actor: Actor, rule: AlertRule | None = None) -> QuerySet[Firing]:
    """Did it fire? Newest first; who is confined sees the firings whose case they may see."""
    check(actor, Permission.READ_FACTS)
    found = Firing.objects.select_related("rule", "case", "case__owner")
    if is_confined(actor):
        found = found.filter(case__in=Case.objects.filter(visible(actor)))
    return found if rule is None else found.filter(rule=rule)


def due(now: datetime) -> list[AlertRule]:
    """Rules to evaluate: in use, not snoozed, and awake (a critical one never sleeps)."""
    local = now.astimezone(company.zone())
    return [
        rule
        for rule in AlertRule.objects.filter(active=True)
        if (rule.snoozed_until is None or rule.snoozed_until <= now)
        and (rule.severity == "critical" or not rules.quiet(rule.quiet_from, rule.quiet_to, local))
    ]


def findings(rule: AlertRule, now: datetime) -> list[Finding]:
    """What the rule finds now, fired before or not."""
    return list(_voices(rule, now) if rule.kind == Kind.VOICE else _figures(rule, now))


def window(rule: AlertRule, now: datetime) -> Period:
    """The last whole days of the company's calendar: half a day would look like a fall."""
    zone = company.zone()
    today = now.astimezone(zone).date()
    return Period.of_days(today - timedelta(days=rule.window_days), today - timedelta(days=1), zone)


def fresh(rule: AlertRule, finding: Finding, now: datetime) -> bool:
    """Neither fired for this period nor in the rest after a closed case. One that is open is joined."""
    if Firing.objects.filter(rule=rule, group=finding.group, period=finding.period).exists():
        return False
    if rule.kind == Kind.VOICE:
        return True
    mine = Case.objects.filter(rule=rule, group=finding.group)
    if mine.filter(state__in=[state.value for state in UNRESOLVED]).exists():
        return True
    ended = mine.aggregate(last=Max("resolved_at"))["last"]
    return rules.rested(ended, timedelta(days=rule.window_days), now)


def _figures(rule: AlertRule, now: datetime) -> Iterator[Finding]:
    period = window(rule, now)
    against = period.before() if rule.kind == Kind.CHANGE else None
    by = [rule.scope] if rule.scope else []
    where = {"brand": company.ours(), **rule.filters}
    found = answer(Question.of(rule.indicator, period, READER, by=by, where=where, against=against))
    cells = [cell for cell in found.of(rule.indicator) if None not in cell.keys.values()]
    if rule.kind == Kind.CHANGE:
        loud = rules.moved(cells, rule.direction, rule.limit, rule.fewest)
    else:
        loud = [cell for cell in cells if rules.passes(cell, rule.direction, rule.limit or 0.0, rule.fewest)]
    day = (period.end - timedelta(microseconds=1)).astimezone(company.zone()).date().isoformat()
    for cell in loud:
        yield Finding(_group(cell), day, now, _draft(rule, cell), _numbers(rule, cell, period))


def _group(cell: Cell) -> str:
    return ",".join(f"{name}={value}" for name, value in sorted(cell.keys.items()))


def _draft(rule: AlertRule, cell: Cell) -> Draft:
    change = {"below": "fell", "above": "rose"}
    code = change[rule.direction] if rule.kind == Kind.CHANGE else rule.direction
    return Draft(
        title_code=code,
        title_fields={"indicator": rule.indicator, "limit": rule.limit},
        severity=rule.severity,
        touchpoint=_place(rule, cell, "touchpoint"),
        unit=_place(rule, cell, "unit"),
        group=_group(cell),
    )


def _place(rule: AlertRule, cell: Cell, name: str) -> str:
    """The group itself, or the only one the rule looks at."""
    chosen = rule.filters.get(name) or []
    return cell.keys.get(name) or (chosen[0] if len(chosen) == 1 else "")


def _numbers(rule: AlertRule, cell: Cell, period: Period) -> dict[str, Any]:
    return {
        "keys": dict(cell.keys),
        "figure": asdict(cell.figure),
        "before": asdict(cell.before) if cell.before else None,
        "change": asdict(cell.change) if cell.change else None,
        "limit": rule.limit,
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
    }


# Recent voices only: an old review imported today is history, not an alarm. What a rival's customers suffer is no case.
# Who compares praises or complains, too.
_CRITICAL = """
    WITH heard AS (
        SELECT *, CASE WHEN intent = 'comparison' AND NOT list_contains($intents, intent) THEN
                       CASE label WHEN 'positive' THEN 'praise' WHEN 'negative' THEN 'complaint' END
                  ELSE intent END AS said
        FROM mention)
    SELECT CAST(m.feedback AS VARCHAR) AS feedback, min(m.at) AS at, any_value(m.unit) AS unit,
           any_value(m.touchpoint) AS touchpoint, any_value(m.customer) AS customer,
           min(CASE WHEN list_contains($intents, m.said) THEN m.said END) AS intent,
           arg_min(m.aspect, m.polarity) AS aspect, min(m.polarity) AS polarity, count(*) AS n,
           max(v.spent) AS spent
    FROM heard m
    LEFT JOIN (SELECT o.customer, sum(o.amount) AS spent FROM "order" o
               WHERE o.at >= $year AND o.at < $now GROUP BY o.customer) v ON v.customer = m.customer
    WHERE m.at >= $start AND m.at < $now AND {brand}
      AND (list_contains($intents, m.said)
           OR ($spent IS NOT NULL AND v.spent >= $spent AND m.polarity <= $strong AND m.confidence >= $sure))
    GROUP BY m.feedback ORDER BY min(m.at)
"""


def _voices(rule: AlertRule, now: datetime) -> Iterator[Finding]:
    """Reads the whole window each time rather than from a cursor: a mention that was committed late, or written again
    by a newer model, is found all the same, and the firing's key keeps it from firing twice."""
    start = now - timedelta(days=rule.window_days)
    facts = open_facts(READER, zone=company.zone().key)
    fired = set(Firing.objects.filter(rule=rule, at__gte=start).values_list("group", flat=True))
    values = {
        "intents": list(rule.intents),
        "year": now - timedelta(days=365),
        "start": start,
        "now": now,
        "spent": rule.value_from,
        "strong": rules.STRONG,
        "sure": rules.SURE,
    }
    ours = list(company.ours())
    query = _CRITICAL.format(brand=matches("m.brand", "ours") if ours else "true")
    rows = facts.sql(query, values | ({"ours": ours} if ours else {})).to_pylist()
    fresh_rows = [row for row in rows if row["feedback"] not in fired and _selected(rule, row)]
    for row in fresh_rows[:MOST_VOICES]:
        yield Finding(row["feedback"], "", row["at"], _voice_draft(rule, row), _voice_numbers(row))


def _selected(rule: AlertRule, row: dict[str, Any]) -> bool:
    return all(row.get(name) in accepted for name, accepted in rule.filters.items() if name in ("unit", "touchpoint"))


def _voice_draft(rule: AlertRule, row: dict[str, Any]) -> Draft:
    return Draft(
        title_code="voice" if row["intent"] else "valued",
        title_fields={"intent": row["intent"] or ""},
        severity=rule.severity,
        touchpoint=row["touchpoint"] or "",
        unit=row["unit"] or "",
        customer=row["customer"] or "",
        feedback=row["feedback"],
        group=row["feedback"],
    )


def _voice_numbers(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("intent", "aspect", "polarity", "n", "spent")}
