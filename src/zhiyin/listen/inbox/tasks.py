from django_tasks import task

from zhiyin.listen.inbox import actions
from zhiyin.warehouse.workers import follow


@task()
def load() -> None:
    """Also by the clock, so that nothing waits for the next call."""
    if actions.load():
        follow()
