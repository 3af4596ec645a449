"""Voices and opinions by scene over HTTP, and aspects by kind, in both languages, by whoever may see them."""

import csv
import re
from collections.abc import Callable
from datetime import timedelta

import pyarrow as pa
import pytest
from django.test import Client
from tests.cast import Cast
from tests.web.conftest import START
from tests.web.test_tables import rows

from zhiyin.company.concepts.models import Concept
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.warehouse.loading import append

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
WHEN = "from=2026-09-01&to=2026-11-01"
LIST = f"/listen/voices/?{WHEN}"


@pytest.fixture
def told(world: Cast) -> None:
    """Twelve with children, twelve with friends, half of them about the food."""
    said = ["带孩子来的，咖啡很好喝", "带孩子来的，服务很差", "和朋友来的，咖啡太难喝了", "和朋友来的，服务很好"] * 6
    append("feedback", pa.Table.from_pylist([
        {"at": START + timedelta(hours=n), "source": "tests", "external_id": f"g{n}", "customer": f"c{n}",
         "unit": ("east-01", "north-01")[n // 4 % 2], "brand": "shanfeng", "touchpoint": "product", "channel": "app",
         "kind": "review", "text": f"{text}{n}", "language": "zh"}
        for n, text in enumerate(said)
    ]), batch="scenes")  # fmt: skip
    pipeline.annotate()


def texts(client: Client, address: str) -> list[str]:
    return [row["text"] for row in rows(client, address)]


def test_voices_are_filtered_by_scene(told: None, browse: Browse) -> None:
    client = browse("lin", "en")
    children = texts(client, f"{LIST}&scene=children")
    assert len(children) == 12
    assert all("孩子" in text for text in children)
    assert len(texts(client, f"{LIST}&scene=children,friends")) == 24
    # Beside an aspect it is the opinion about that aspect which is told of the scene.
    assert len(texts(client, f"{LIST}&scene=children&aspect=staff")) == 6
    assert texts(client, f"{LIST}&scene=children&aspect=staff&label=positive") == []
    assert {row["scenes"] for row in rows(client, f"{LIST}&scene=friends")} == {"With friends"}
    assert texts(client, f"{LIST}&scene=nowhere") == []


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "带孩子"), ("en", "With children")])
def test_a_scene_is_chosen_on_the_list_and_shown_on_the_voice(
    told: None, browse: Browse, language: str, name: str
) -> None:
    client = browse("lin", language)
    page = client.get(f"{LIST}&scene=children").content.decode()
    assert f'<option value="children" selected>{name}</option>' in page
    href = re.findall(r'data-href="(/listen/voices/[0-9a-f-]{36}/[^"]*)"', page)[0]
    voice = client.get(href.replace("&amp;", "&")).content.decode()
    assert re.search(rf'class="badge" href="/listen/voices/\?[^"]*scene=children[^"]*"[^>]*>{name}</a>', voice)


def test_who_may_not_read_customers_words_gets_no_list(told: None, browse: Browse) -> None:
    assert browse("he").get(f"{LIST}&scene=children").status_code == 403


def test_sentiment_by_scene_has_n_and_interval_and_leads_to_its_voices(told: None, browse: Browse) -> None:
    client = browse("lin", "en")
    address = f"/measure/indicators/net_sentiment/?{WHEN}&by=scene"
    page = client.get(address).content.decode()
    assert "With friends" in page
    file = b"".join(client.get(f"{address}&as=csv")).decode()  # type: ignore[arg-type]  # a streaming answer
    found = {row[0]: row for row in csv.reader(file.splitlines()[1:])}
    assert set(found) == {"children", "friends"}
    for _code, _name, value, low, high, n, *_change in found.values():
        assert float(low) < float(value) < float(high)
        assert n == "12"
    assert client.get(f"/measure/indicators/mention_share/?{WHEN}&by=scene&aspect=staff").status_code == 200
    records = f"/measure/indicators/net_sentiment/records/?{WHEN}&scene=children"
    assert "scene=children" in client.get(records)["Location"]


def test_the_concept_graph_says_parts_attributes_and_scenes(told: None, browse: Browse) -> None:
    client = browse("zhou", "en")
    new = f"/understand/concepts/new/?{WHEN}"
    client.post(new, {"name_en": "Crema", "words": "crema", "kind": "attribute"})
    client.post(new, {"name_en": "Tram stop", "words": "tram stop"})
    assert dict(Concept.objects.values_list("name_en", "kind")) == {"Crema": "attribute", "Tram stop": "part"}
    assert client.post(new, {"name_en": "Odd", "words": "oddity", "kind": "thing"}).status_code == 422
    page = client.get(f"/understand/concepts/?{WHEN}").content.decode()
    assert '<span class="badge">attribute</span>' in page
    assert "14 scenes" in page
    kinds = {row["code"]: row["kind"] for row in rows(client, f"/understand/aspects/?{WHEN}")}
    assert kinds["staff"] == "part"
    assert kinds["taste"] == "attribute"
    document = client.get("/company/document/yaml/")
    assert b"kind: attribute" in document.content
    assert "属性" in browse("zhou").get(f"/understand/concepts/?{WHEN}").content.decode()
