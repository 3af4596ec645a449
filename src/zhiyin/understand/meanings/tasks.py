from django_tasks import task

from zhiyin.understand.meanings import actions


@task()
def refresh(**_later: object) -> None:
    """By the clock: whatever was said, or taken back, since."""
    actions.refresh()
