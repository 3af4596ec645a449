from django.db import transaction
from django_tasks import task

from zhiyin.accounts.values import Actor
from zhiyin.act.cases.actions import escalate
from zhiyin.act.cases.queries import overdue
from zhiyin.kit.time import now


@task()
def escalate_overdue(**_unknown: object) -> int:
    """Tells the service lead about every case whose clock has run out; each once, each in its own transaction."""
    moment, n = now(), 0
    actor = Actor.of_task("escalate")
    for case in overdue(moment).iterator():
        with transaction.atomic():
            n += escalate(actor, case, now=moment)
    return n
