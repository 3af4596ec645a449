from django_tasks import task

from zhiyin.kit.time import now
from zhiyin.understand.topics import actions


@task()
def remember(**_later: object) -> None:
    actions.remember(now())
