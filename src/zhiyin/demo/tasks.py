from django_tasks import task

from zhiyin.accounts.values import Actor
from zhiyin.demo import actions
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job


@task()
def reset_demo(ident: str, **_later: object) -> None:
    """Started by whoever may; their name stands in the job and in the audit trail of the request."""

    def work(job: Job) -> dict[str, object]:
        def tell(step: str, share: float) -> None:
            jobs.advance(job.pk, round(share * 1000), 1000, step)

        done = actions.reset(Actor.of_task("demo"), progress=tell)
        return {"facts": done.facts, "customers": done.customers}

    jobs.run(ident, work)
