"""Learning from judgements: what is systematic is learned, what is chance is refused, all of it can be taken back."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import numpy as np
import pytest
from django.test import Client
from tests.cast import Cast
from tests.understand.test_corrections import bring, rows

from zhiyin.company.packs import load as load_pack
from zhiyin.kit.errors import Conflict, Forbidden, Invalid, NotFound
from zhiyin.understand.corrections import actions as corrections
from zhiyin.understand.layers import actions
from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.layers.rules import gate
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.pipeline import queries
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.layer import layered, learn, pack, unpack
from zhiyin.understand.text.model import load
from zhiyin.warehouse.engines import Lake

Commit = Callable[..., AbstractContextManager[object]]
GOOD, BAD = "咕噜", "哐当"


def said(word: str, n: int) -> str:
    return f"第{n}杯{word}得很，给朋友们也带了{n % 7}份"


def test_a_layer_learns_words_the_model_does_not_know() -> None:
    texts = [said(word, n) for n in range(20) for word in (GOOD, BAD)]
    delta = learn(texts, ["positive", "negative"] * 20, load().languages["zh"])
    again = unpack(pack({"zh": delta}))
    assert np.array_equal(again["zh"].polar, delta.polar)
    model = layered(load(), again)
    assert model.version != load().version
    new = [said(word, n) for n in range(50, 60) for word in (GOOD, BAD)]
    found = Understander(load_pack("generic"), model).annotate(new).documents["label"].to_pylist()
    assert sum(a == b for a, b in zip(found, ["positive", "negative"] * 10, strict=True)) >= 15
    far = ["房间很脏，隔音差", "物美价廉，强烈推荐"]
    found = Understander(load_pack("generic"), model).annotate(far).documents["label"].to_pylist()
    assert found == ["negative", "positive"]


def test_the_gate() -> None:
    before = {("f", n, 0, ""): n >= 10 for n in range(40)}
    better = before | {("f", n, 0, ""): True for n in range(10)}
    assert gate(before, better).passed
    assert not gate(better, before).passed
    assert not gate(before, before).passed
    assert not gate(before, {}).passed
    few = before | {("f", n, 0, ""): True for n in range(5)}
    assert not gate(before, few).passed, "five for nothing may be chance: p = 0.0625"
    mistakes = {("f", n, 0, ""): n >= 100 for n in range(130)}
    third = mistakes | {("f", n, 0, ""): True for n in range(30)}
    assert gate(mistakes, third).passed
    assert not gate(mistakes, third | {("f", n, 0, ""): False for n in range(120, 123)}).passed, (
        "three in ten gained of what is wrong, one in ten lost of what is right: at large more is lost"
    )
    blind = {("f", n, 0, ""): False for n in range(100)}
    assert not gate(blind, blind | {("f", n, 0, ""): True for n in range(40)}).passed, "nobody saw what it would break"


def judge(cast: Cast, label: Callable[[str, int], str], size: int = 30) -> None:
    texts = [said(word, n) for n in range(size) for word in (GOOD, BAD)]
    bring(texts, "gold")
    pipeline.annotate()
    found = {row["text"]: row["id"] for row in rows("SELECT CAST(id AS VARCHAR) AS id, text FROM feedback")}
    for n in range(size):
        for word in (GOOD, BAD):
            corrections.judge_whole(cast.actor("zhou"), found[said(word, n)], label(word, n))
    pipeline.annotate()


@pytest.mark.django_db
def test_learned_used_and_taken_back(
    lake: Lake, cast: Cast, drain: Callable[[], int], django_capture_on_commit_callbacks: Commit
) -> None:
    zhou = cast.actor("zhou")
    with pytest.raises(Invalid):
        actions.learn(zhou)
    with pytest.raises(Forbidden):
        actions.learn(cast.actor("wang"))
    judge(cast, lambda word, _n: "positive" if word == GOOD else "negative")
    plain = queries.version()
    made = actions.learn(zhou)
    assert made.passed, (made.n, made.gained, made.lost)
    assert made.low > 0
    bring([said(BAD, 77)], "later")
    pipeline.annotate()
    with django_capture_on_commit_callbacks(execute=True):
        actions.use(zhou, made.pk)
    assert queries.version() != plain
    assert queries.progress().done == 0, "everything is to be read again"
    drain()
    assert queries.progress().due == 0
    assert rows("SELECT DISTINCT step_versions AS v FROM document") == [{"v": queries.version()}]
    actions.use(zhou, 0)
    assert queries.version() == plain
    with pytest.raises(NotFound):
        actions.use(zhou, 999)


@pytest.mark.django_db(transaction=True)
def test_what_is_chance_is_refused(lake: Lake, cast: Cast, drain: Callable[[], int]) -> None:
    judge(cast, lambda word, n: ("positive", "negative")[(n * 7 + len(word) + n // 3) % 2])
    client = Client()
    client.force_login(cast.zhou)
    assert client.post("/understand/accuracy/learn/").status_code == 302
    drain()
    made = LearnedLayer.objects.get()
    assert not made.passed
    with pytest.raises(Conflict):
        actions.use(cast.actor("zhou"), made.pk)
    page = client.get("/understand/accuracy/").content.decode()
    assert "不更好" in page
    assert "已判断的观点只有 0 个，不足以学习方面，至少需要 30 个。" in page, "of the other kinds why there is none"
    cast.zhou.language = "en"
    cast.zhou.save(update_fields=["language"])
    page = client.get("/understand/accuracy/").content.decode()
    for kind in ("aspects", "emotions", "intents"):
        assert f"0 judged opinions are too few to learn {kind} from; 30 are needed." in page
    assert client.post(f"/understand/accuracy/use/{made.pk}/").status_code == 409
    assert not LearnedLayer.objects.filter(active=True).exists()
    client.force_login(cast.wang)
    assert client.post("/understand/accuracy/learn/").status_code == 403
