import logging
from datetime import datetime

from django.db import transaction
from django_tasks import task

from zhiyin.accounts.values import Actor
from zhiyin.act.alerts.actions import fire, mark
from zhiyin.act.alerts.models import AlertRule
from zhiyin.act.alerts.queries import due, findings
from zhiyin.kit.errors import ZhiyinError
from zhiyin.kit.time import now as clock

logger = logging.getLogger(__name__)


def evaluate(now: datetime) -> int:
    """Looks at every rule that is due and fires what is found; how many fired. Looking twice fires once."""
    return sum(_look(rule, now) for rule in due(now))


@task()
def evaluate_alerts(**_unknown: object) -> int:
    return evaluate(clock())


def _look(rule: AlertRule, now: datetime) -> int:
    """A rule that cannot be evaluated says so on its page and does not keep the others from being looked at."""
    actor = Actor.of_task("alerts")
    try:
        found = findings(rule, now)
    except ZhiyinError as problem:
        logger.warning("alert rule %s: %s", rule.code, problem)
        mark(rule, now, str(problem))
        return 0
    n = 0
    for finding in found:
        # One transaction a firing: a crash loses at most the one being written, and the next look finds it again.
        with transaction.atomic():
            n += fire(actor, rule, finding, now=now) is not None
    mark(rule, now)
    return n
