from django_tasks_db.models import DBTaskResult

from zhiyin.warehouse.workers.models import Worker
from zhiyin.warehouse.workers.values import Backlog


def backlog() -> Backlog:
    """How much work waits, and what went wrong last."""
    failed = DBTaskResult.objects.failed().order_by("-finished_at")
    latest = failed.first()
    return Backlog(
        waiting=DBTaskResult.objects.ready().count(),
        failed=failed.count(),
        task=latest.task_path if latest else "",
        error=latest.exception_class_path if latest else "",
        workers=Worker.objects.count(),
    )
