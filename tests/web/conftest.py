"""A small world behind the pages: a map, a tree, two months of facts, and a browser without a browser."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from django.test import Client
from tests.cast import SYSTEM, Cast
from tests.web.hostile import HOSTILE

from zhiyin.company import actions as company
from zhiyin.company import packs
from zhiyin.measure.tree.actions import plant
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.loading import append
from zhiyin.web.desk import extent

START = datetime(2026, 9, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh_extent() -> None:
    extent.forget_extent()


@pytest.fixture
def world(lake: Lake, cast: Cast) -> Cast:
    company.configure(SYSTEM, name_zh="山风咖啡", name_en="Shanfeng", pack="restaurant")
    for code, name, parent in (("east", "华东", ""), ("north", "华北", ""), ("east-01", "一店", "east")):
        company.put(SYSTEM, "unit", code, name_zh=name, name_en=code, parent=parent)
    for code, ours in (("shanfeng", True), ("daxi", False)):
        company.put(SYSTEM, "brand", code, name_zh=code, name_en=code, ours=ours)
    pack = packs.load("restaurant")
    for n, stage in enumerate(pack.stages):
        company.put(SYSTEM, "stage", stage.code, name_zh=stage.name.zh, name_en=stage.name.en, position=n)
    for n, point in enumerate(pack.touchpoints):
        names = {"name_zh": point.name.zh, "name_en": point.name.en}
        company.put(SYSTEM, "touchpoint", point.code, stage=point.stage, position=n, **names)
    plant(SYSTEM, pack)
    _say()
    return cast


def _say() -> None:
    """Sixty voices, each with an opinion, and sixty answers: half in the east, half in the north."""
    common = [
        {
            "at": START + timedelta(days=n), "source": "tests", "external_id": f"v{n}", "customer": f"c{n % 20}",
            "unit": ("east-01", "north-01")[n % 2], "brand": "daxi" if n % 10 == 9 else "shanfeng",
            "touchpoint": "delivery", "channel": "app",
        }
        for n in range(60)
    ]  # fmt: skip
    texts = [HOSTILE if n == 58 else f"=1+1 第{n}次，配送太慢了" for n in range(60)]
    feedback = [row | {"kind": "review", "text": text, "language": "zh", "rating": 2.0, "rating_scale": 5.0}
                for row, text in zip(common, texts, strict=True)]  # fmt: skip
    append("feedback", pa.Table.from_pylist(feedback), batch="tests")
    answers = [row | {"response": f"r{n}", "survey": "s", "question": "q", "instrument": "nps", "score": float(n % 11),
                      "scale_min": 0.0, "scale_max": 10.0, "weight": 1.0} for n, row in enumerate(common)]  # fmt: skip
    append("answer", pa.Table.from_pylist(answers), batch="tests")


@pytest.fixture
def browse(world: Cast) -> Callable[[str], Client]:
    """A client signed in as one of the cast."""

    def enter(name: str, language: str = "zh-hans") -> Client:
        user = getattr(world, name)
        user.language = language
        user.save(update_fields=["language"])
        client = Client()
        client.force_login(user)
        return client

    return enter
