from datetime import timedelta

from django_tasks import task
from django_tasks_db.models import DBTaskResult

from zhiyin.kit.time import now
from zhiyin.warehouse.jobs.models import Job

KEEP_TASKS = timedelta(days=7)
KEEP_JOBS = timedelta(days=90)


@task()
def prune() -> None:
    """Forget finished work after a while."""
    DBTaskResult.objects.finished().filter(finished_at__lt=now() - KEEP_TASKS).delete()
    Job.objects.filter(finished_at__lt=now() - KEEP_JOBS).delete()
