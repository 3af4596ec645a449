"""Workers come and go; what a dead one left half done is queued again."""

import os
import socket
from datetime import timedelta

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_noop
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from zhiyin.kit.time import now
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.jobs.values import State
from zhiyin.warehouse.workers.models import Worker
from zhiyin.warehouse.workers.values import ALIVE, ATTEMPTS

LOST = gettext_noop("The process that worked on this ended before it was done. Start it again.")


def beat(ident: str) -> None:
    """Say that we live, and that whoever had our process number before us does not."""
    host, pid = socket.gethostname(), os.getpid()
    Worker.objects.filter(host=host, pid=pid).exclude(pk=ident).delete()
    Worker.objects.update_or_create(pk=ident, defaults={"host": host, "pid": pid, "seen_at": now()})


def leave(ident: str) -> None:
    Worker.objects.filter(pk=ident).delete()


def recover() -> int:
    """Queue again what dead workers were at; how many tasks that were."""
    _bury()
    alive = set(Worker.objects.values_list("pk", flat=True))
    revived = 0
    for task in DBTaskResult.objects.running():
        if task.worker_ids and task.worker_ids[-1] in alive:
            continue
        if len(task.worker_ids) >= ATTEMPTS:
            task.set_failed(RuntimeError(f"took {ATTEMPTS} workers down with it"))
            continue
        revived += DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING).update(
            status=TaskResultStatus.READY, started_at=None
        )
    _release(alive)
    return revived


def enqueue(path: str, *unless: TaskResultStatus) -> bool:
    """Queue a periodic task, unless it is waiting or at work already."""
    unfinished = unless or (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    if DBTaskResult.objects.filter(task_path=path, status__in=unfinished).exists():
        return False
    import_string(path).enqueue()
    return True


def follow() -> None:
    """Something came in: have it worked on now, not by the clock. What is at work already began before it came."""
    for path in settings.FOLLOWS:
        enqueue(path, TaskResultStatus.READY)


def _bury() -> None:
    """Dead: silent for too long, or of this machine and its process is gone."""
    moment = now()
    for worker in Worker.objects.all():
        here = worker.host == socket.gethostname()
        if moment - worker.seen_at > ALIVE or (here and not _runs(worker.pid)):
            worker.delete()


def _release(alive: set[str]) -> None:
    moment = now()
    running = Job.objects.filter(state=State.RUNNING).exclude(worker__in=alive)
    # A command in somebody's terminal is no worker: nobody will take its job up again.
    stale = running.filter(worker__startswith="process:", heartbeat__lt=moment - timedelta(minutes=10))
    stale.update(state=State.FAILED, finished_at=moment, error_code="lost", error_message=LOST)
    waiting = running.exclude(worker__startswith="process:")
    failed = DBTaskResult.objects.failed().values_list("args_kwargs", flat=True)
    for job in waiting:
        given_up = any(str(job.pk) in str(arguments) for arguments in failed)
        change = {"state": State.FAILED, "error_code": "lost", "error_message": LOST, "finished_at": moment}
        Job.objects.filter(pk=job.pk, worker=job.worker).update(**(change if given_up else {"state": State.QUEUED}))


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
