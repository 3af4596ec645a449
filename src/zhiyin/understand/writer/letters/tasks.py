from django_tasks import task

from zhiyin.understand.writer.letters import actions


@task()
def prune(**_later: object) -> None:
    """By the clock: records of what left that are older than they are to be kept."""
    actions.prune()
