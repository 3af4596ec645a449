from django_tasks import task

from zhiyin.understand.pieces import actions


@task()
def run_job(ident: str, **_later: object) -> None:
    actions.run(ident)
