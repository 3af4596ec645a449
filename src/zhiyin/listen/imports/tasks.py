from django_tasks import task

from zhiyin.listen.imports import actions


@task()
def run_import(ident: str, **_later: object) -> None:
    actions.run(ident)
