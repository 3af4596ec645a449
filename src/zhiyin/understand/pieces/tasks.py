from django_tasks import task

from zhiyin.understand.pieces import actions


@task()
def run_job(ident: str, **_later: object) -> None:
    actions.run(ident)


@task()
def prune(**_later: object) -> None:
    """By the clock: what left, and what was written, that is older than it is to be kept."""
    actions.prune()
