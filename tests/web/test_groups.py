"""Aspects summed up over their parts: every mention in one row, and every row opens what it counts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pyarrow as pa
import pytest
from django.test import Client
from tests.cast import Cast
from tests.web.conftest import START
from tests.web.test_tables import rows

from zhiyin.company import packs
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.warehouse.loading import append

Browse = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
WHEN = "from=2026-09-01&to=2026-11-01"
PACK = packs.load("restaurant")


@pytest.fixture
def heard(world: Cast) -> None:
    """Of the product and its parts: taste twice as bad as good; and of the whole, which holds no other."""
    said = ["咖啡太难喝了"] * 8 + ["咖啡很好喝"] * 4 + ["分量很足"] * 3 + ["产品不错"] * 2 + ["强烈推荐这家店"] * 3
    append("feedback", pa.Table.from_pylist([
        {"at": START + timedelta(hours=n), "source": "tests", "external_id": f"g{n}", "customer": f"c{n}",
         "unit": "east-01", "brand": "shanfeng", "touchpoint": "product", "channel": "app", "kind": "review",
         "text": text, "language": "zh"}
        for n, text in enumerate(said)
    ]), batch="groups")  # fmt: skip
    pipeline.annotate()


def test_a_group_counts_its_parts(heard: None, browse: Browse) -> None:
    each = {row["code"]: row for row in rows(browse("lin", "en"), f"/understand/aspects/?{WHEN}")}
    groups = {row["code"]: row for row in rows(browse("lin", "en"), f"/understand/aspects/?{WHEN}&by=group")}
    family = PACK.family("product")
    assert {"taste", "portion"} <= set(family)
    assert set(groups) & set(family) == {"product"}
    assert float(groups["product"]["mentions"]) == sum(float(each[c]["mentions"]) for c in family if c in each) >= 17
    for table in (each, groups):
        assert sum(float(row["share of mentions"]) for row in table.values()) == pytest.approx(100, abs=0.5)
    assert float(groups["product"]["net sentiment"]) > float(each["taste"]["net sentiment"])
    assert set(groups) >= {PACK.whole}, "the whole stands beside the groups"
    assert "environment" not in groups, "nobody speaks of it"


def test_without_voices_the_groups_say_so_too(heard: None, browse: Browse) -> None:
    empty = "from=2020-01-01&to=2020-01-31"
    pages = [browse("lin", "en").get(f"/understand/aspects/?{empty}{by}").content.decode() for by in ("", "&by=group")]
    assert all("No opinions yet" in page for page in pages)


@pytest.mark.parametrize(("language", "rest"), [("zh-hans", "未细说"), ("en", "not said more closely")])
def test_what_a_row_counts_is_said_and_opens(heard: None, browse: Browse, language: str, rest: str) -> None:
    client = browse("lin", language)
    assert rest in client.get(f"/understand/aspects/?{WHEN}").content.decode()
    page = client.get(f"/understand/aspects/?{WHEN}&by=group").content.decode()
    assert rest not in page
    (voices,) = set(re.findall(r'href="(/listen/voices/\?[^"]*aspect=product[^"]*)"', page))
    (figure,) = set(re.findall(r'href="(/measure/indicators/net_sentiment/\?[^"]*aspect=product[^"]*)"', page))
    opened = client.get(voices.replace("&amp;", "&")).content.decode()
    assert all(word in opened for word in ("难喝", "分量"))
    names = [PACK.aspect(code).name.say(language) for code in PACK.family("product")]
    assert (", " if language == "en" else "、").join(names) in opened.replace("&amp;", "&")
    assert client.get(figure.replace("&amp;", "&")).status_code == 200
