import logging

from django.db import transaction
from django_tasks import task

from zhiyin.accounts.values import Actor
from zhiyin.act.initiatives.queries import due
from zhiyin.company import queries as company
from zhiyin.kit.errors import ZhiyinError
from zhiyin.kit.time import now
from zhiyin.verify.verdicts.actions import judge

logger = logging.getLogger(__name__)


@task()
def judge_due(**_unknown: object) -> int:
    """Judges every initiative whose weeks are over; each in its own transaction."""
    moment, judged = now(), 0
    for initiative in due(moment.astimezone(company.zone()).date()):
        try:
            with transaction.atomic():
                judge(Actor.of_task("verify"), initiative.pk, now=moment)
            judged += 1
        except ZhiyinError as problem:
            logger.warning("initiative %s cannot be judged: %s", initiative.pk, problem)
    return judged
