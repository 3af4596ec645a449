from django_tasks import task

from zhiyin.warehouse.loading.compact import compact as run


@task()
def compact(**_: object) -> None:
    run()
