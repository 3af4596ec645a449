"""Stop beside the bar of a re-reading, what is said then, and going on."""

from collections.abc import Callable

import pytest
from django.test import Client
from tests.web.test_concepts import LIST, NEW

from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.pipeline.models import Pause

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
STOP, RESUME = "/understand/concepts/stop/", "/understand/concepts/resume/"
SCRIPT = {"HX-Request": "true", "HX-Target": "reading"}


def test_stop_and_go_on(browse: Browse) -> None:
    pipeline.annotate()
    client = browse("zhou", "en")
    client.post(NEW, {"name_zh": "次数", "words": "第3次"})
    assert f'action="{STOP}"' in client.get(LIST).content.decode()
    page = client.post(STOP, follow=True).content.decode()
    assert "Stopped by 周宁" in page
    assert "keep their former reading" in page
    assert f'action="{RESUME}"' in page
    assert "hx-trigger" not in page.split('id="reading"')[1].split("</div>")[0], "nothing moves: it is not asked again"
    pipeline.annotate()
    assert "Stopped by" in client.get("/understand/concepts/progress/").content.decode()
    part = client.post(RESUME, headers=SCRIPT).content.decode()
    assert f'action="{STOP}"' in part
    assert "<html" not in part
    assert "已停止" in _chinese(browse, STOP)
    browse("zhou").post(RESUME)
    pipeline.annotate()
    assert 'id="reading"' not in client.get(LIST).content.decode()


def _chinese(browse: Browse, address: str) -> str:
    return browse("zhou", "zh-hans").post(address, headers=SCRIPT).content.decode()


def test_who_may(browse: Browse) -> None:
    browse("zhou").post(NEW, {"name_zh": "次数", "words": "第3次"})
    client = browse("wang", "en")
    page = client.get(LIST).content.decode()
    assert "<progress" in page
    assert STOP not in page
    for address in (STOP, RESUME):
        assert client.post(address).status_code == 403
        assert browse("zhou").get(address).status_code == 405
    assert not Pause.objects.exists()
