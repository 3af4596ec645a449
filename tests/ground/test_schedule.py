import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from zhiyin.warehouse import workers


@pytest.mark.parametrize("path", settings.SCHEDULE)
def test_each_scheduled_task_is_there(path: str) -> None:
    assert isinstance(import_string(path), Task)


@pytest.mark.django_db
def test_task_still_waiting_is_not_queued_again() -> None:
    path = "zhiyin.warehouse.workers.tasks.prune"
    assert workers.enqueue(path)
    assert not workers.enqueue(path)
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert workers.enqueue(path)


@pytest.mark.django_db
def test_health_and_metrics_tell_counts_only(client: Client) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    workers.beat("w1")
    text = client.get("/metrics").content.decode()
    assert "zhiyin_workers 1" in text
