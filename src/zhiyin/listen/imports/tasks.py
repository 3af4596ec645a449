from django_tasks import task

from zhiyin.listen.imports import actions
from zhiyin.warehouse.workers import follow


@task()
def run_import(ident: str, **_later: object) -> None:
    actions.run(ident)
    follow()


@task()
def settle(**_later: object) -> None:
    """By the clock: what died on the way and was given up leaves nothing behind."""
    actions.settle()
