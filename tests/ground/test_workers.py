import os
import socket
import uuid
from datetime import timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from zhiyin.kit.time import now
from zhiyin.warehouse import jobs, workers
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.workers.models import Worker
from zhiyin.warehouse.workers.values import ATTEMPTS

pytestmark = pytest.mark.django_db


def running(*worker_ids: str, job: uuid.UUID | None = None) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        args_kwargs={"args": [], "kwargs": {"job": str(job)}},
        task_path="x.y",
        backend_name="default",
        run_after=get_date_max(),
        worker_ids=list(worker_ids),
        started_at=now(),
    )


def dead(ident: str) -> None:
    Worker.objects.create(pk=ident, host="elsewhere", pid=1, seen_at=now() - timedelta(minutes=5))


def job_of(worker: str) -> Job:
    job = jobs.create("import")
    Job.objects.filter(pk=job.pk).update(state="running", worker=worker, heartbeat=now())
    return job


def test_dead_workers_work_is_queued_again() -> None:
    dead("gone")
    job = job_of("gone")
    task = running("gone", job=job.pk)
    assert workers.recover() == 1
    task.refresh_from_db()
    assert (task.status, jobs.job(job.pk).state) == ("READY", "queued")
    assert workers.recover() == 0


def test_living_worker_is_left_alone() -> None:
    workers.beat("mine")
    job = job_of("mine")
    task = running("mine", job=job.pk)
    assert workers.recover() == 0
    task.refresh_from_db()
    assert (task.status, jobs.job(job.pk).state) == ("RUNNING", "running")


def test_process_that_is_gone_needs_no_waiting() -> None:
    Worker.objects.create(pk="gone", host=socket.gethostname(), pid=2**22 + 1, seen_at=now())
    running("gone")
    assert workers.recover() == 1


def test_reused_process_number_is_another_worker() -> None:
    Worker.objects.create(pk="before", host=socket.gethostname(), pid=os.getpid(), seen_at=now())
    running("before")
    workers.beat("after")
    assert workers.recover() == 1


def test_task_that_kills_its_workers_is_given_up() -> None:
    job = job_of("w4")
    task = running(*(f"w{n}" for n in range(1, ATTEMPTS + 1)), job=job.pk)
    assert workers.recover() == 0
    task.refresh_from_db()
    assert (task.status, jobs.job(job.pk).state, jobs.job(job.pk).error_code) == ("FAILED", "failed", "lost")


def test_commands_job_fails_once_it_is_silent() -> None:
    job = job_of("process:laptop:77")
    workers.recover()
    assert jobs.job(job.pk).state == "running"
    Job.objects.filter(pk=job.pk).update(heartbeat=now() - timedelta(hours=1))
    workers.recover()
    assert jobs.job(job.pk).error_code == "lost"
