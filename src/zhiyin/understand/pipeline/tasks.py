from django_tasks import task

from zhiyin.understand.pipeline import actions


@task()
def annotate(**_later: object) -> None:
    """By the clock: whatever came in since."""
    actions.annotate()


@task()
def run_job(ident: str, **_later: object) -> None:
    actions.run(ident)
