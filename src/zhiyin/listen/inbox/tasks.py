from django_tasks import task

from zhiyin.listen.inbox import actions


@task()
def load() -> None:
    """Also by the clock, so that nothing waits for the next call."""
    actions.load()
