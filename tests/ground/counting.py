"""Long work for the crash tests: appends the facts 0..N-1 one by one."""

import time
from datetime import UTC, datetime

import pyarrow as pa
from django_tasks import task

from zhiyin.warehouse import cursors, jobs
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.loading import append
from zhiyin.warehouse.reader import Reader

N = 60


@task()
def count(*, job: str) -> None:
    jobs.run(job, _work)


def _work(job: Job) -> dict[str, object]:
    begun = int(cursors.read("tests", "count").position or 0)
    for n in range(begun, N):
        at = datetime(2026, 1, 1, tzinfo=UTC)
        append("event", pa.table({"source": ["tests"], "external_id": [str(n)], "at": [at]}), batch="b")
        time.sleep(0.02)  # where a kill is likely to hit: the fact is there, the cursor is behind
        cursors.finish("tests", "count", str(n + 1))
        jobs.advance(job.pk, n + 1, N)
    return {"begun_at": begun}


def start() -> None:
    count.enqueue(job=str(jobs.create("count").pk))


def lake() -> list[str]:
    ids: list[str] = open_facts(Reader.of_task("tests")).sql("SELECT external_id FROM event")["external_id"].to_pylist()
    return ids
