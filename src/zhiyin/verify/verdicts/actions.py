"""Judging an initiative by its frozen plan."""

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.act.initiatives import actions as initiatives
from zhiyin.act.initiatives.queries import find
from zhiyin.act.initiatives.rules import span
from zhiyin.company import queries as company
from zhiyin.kit.errors import Conflict, Invalid
from zhiyin.measure.indicators.registry import indicator
from zhiyin.verify.comparisons.queries import compare
from zhiyin.verify.comparisons.values import Comparison, Plan
from zhiyin.verify.verdicts import rules
from zhiyin.verify.verdicts.models import Verdict
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

if TYPE_CHECKING:
    from zhiyin.act.initiatives.models import Initiative


@transaction.atomic
def judge(actor: Actor, number: int, *, now: datetime) -> Verdict:
    """The verdict on initiative `number` as the facts stand now.

    Judged once a snapshot, and again only when newer facts say something else. The plan names the units, so all of them
    are read whoever asks; the verdict shows figures, never words.
    """
    check(actor, Permission.JUDGE_INITIATIVES)
    initiative = find(actor, number)
    plan = _plan(initiative, now)
    facts = open_facts(Reader.of_task("verify"), zone=company.zone().key)
    verdict = Verdict.objects.filter(initiative=initiative, snapshot=facts.snapshot).first()
    if verdict is None:
        verdict = _judge(actor, initiative, compare(plan, facts.reader, facts=facts), now)
    if initiative.state != "judged":
        initiatives.judge(actor, number, now=now)
    return verdict


def _judge(actor: Actor, initiative: "Initiative", comparison: Comparison, now: datetime) -> Verdict:
    newest = Verdict.objects.filter(initiative=initiative).first()
    if newest is not None and newest.evidence == rules.evidence(comparison):
        return newest
    verdict, new = Verdict.objects.get_or_create(
        initiative=initiative,
        snapshot=comparison.snapshot,
        defaults=_record(actor, comparison, _better(initiative), now),
    )
    if new:
        audit.record(actor, "judge", verdict, initiative=initiative.pk, code=verdict.code, estimate=verdict.estimate)
    return verdict


def plan_of(initiative: "Initiative") -> Plan:
    """The frozen plan, or the draft's as it stands."""
    frozen = initiative.plan or {
        "indicator": initiative.indicator, "filters": initiative.filters,
        "treated_units": initiative.treated_units, "untreated_units": initiative.untreated_units,
        "starts_on": initiative.starts_on.isoformat(),
        "weeks_before": initiative.weeks_before, "weeks_after": initiative.weeks_after,
    }  # fmt: skip
    return Plan(
        indicator=frozen["indicator"],
        filters={name: (values,) if isinstance(values, str) else tuple(values)
                 for name, values in (frozen["filters"] or {}).items()},
        treated=tuple(frozen["treated_units"]),
        untreated=tuple(frozen["untreated_units"]),
        starts_on=date.fromisoformat(str(frozen["starts_on"])),
        weeks_before=int(frozen["weeks_before"]),
        weeks_after=int(frozen["weeks_after"]),
    )  # fmt: skip


def _plan(initiative: "Initiative", now: datetime) -> Plan:
    if not initiative.plan:
        raise Conflict(_("“{title}” has not started: there is nothing to judge yet."), title=initiative.title)
    plan = plan_of(initiative)
    ends_on = span(plan.starts_on, plan.weeks_before, plan.weeks_after)[1]
    ends_at = datetime.combine(ends_on, time(), company.zone()).astimezone(UTC)
    if now < ends_at:
        # Looking early and stopping at a good moment finds effects that are not there.
        raise Conflict(
            _("“{title}” is measured until {day}; judging earlier would mistake a good week for an effect."),
            title=initiative.title,
            day=ends_on.isoformat(),
        )
    return plan


def _better(initiative: "Initiative") -> int:
    better = indicator(initiative.plan["indicator"]).better
    if better:
        return better
    if not initiative.expected_effect:
        raise Invalid(
            _("More of “{indicator}” is neither good nor bad: say in the initiative which effect is expected."),
            indicator=indicator(initiative.plan["indicator"]).name,
        )
    return 1 if initiative.expected_effect > 0 else -1


def _record(actor: Actor, comparison: Comparison, better: int, now: datetime) -> dict[str, object]:
    found = comparison.effect
    evidence = rules.evidence(comparison)
    record: dict[str, object] = {
        "computed_at": now,
        "judged_by": actor.name[:80],
        "indicator": comparison.plan.indicator,
        "code": rules.decide(found, better),
        "treated": len(comparison.treated),
        "untreated": len(comparison.untreated),
        "observations": round(found.observations) if found else 0,
        "evidence": evidence,
    }
    if found is not None:
        shown = rules.finite(found)
        record |= {name: shown["effect"][name] for name in ("low", "high", "p")}
        record |= {"estimate": shown["effect"]["value"], "pre_trend_p": (shown["trend"] or {}).get("p")}
    return record
