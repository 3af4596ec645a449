"""Aspect, emotion and intent, learned from judgements: what is systematic passes the gate, reaches new voices and is
taken back; what is chance does not pass."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import numpy as np
import pytest
from django.test import Client
from tests.cast import Cast
from tests.understand.test_corrections import bring, rows

from zhiyin.accounts.audit.models import AuditEntry
from zhiyin.kit.errors import Conflict, Forbidden, Invalid, NotFound
from zhiyin.understand.corrections import actions as corrections
from zhiyin.understand.corrections.values import Change, Target
from zhiyin.understand.layers import actions
from zhiyin.understand.layers.models import LearnedLayer
from zhiyin.understand.pipeline import actions as pipeline
from zhiyin.understand.pipeline import queries
from zhiyin.warehouse.engines import Lake

Commit = Callable[..., AbstractContextManager[object]]
SAID = {"aspect": "product", "emotion": "fear", "intent": "praise"}
TRUTH = {"aspect": "online", "emotion": "joy", "intent": "suggestion"}
"""大风车 is what the house calls its app; a ride that frightens is fun; 返场 asks for something to come back."""
NEW = {"aspect": "第88次打开大风车还是很慢", "emotion": "第88趟过山车真吓人", "intent": "第88回大风车返场很好"}
SENTENCE = {"aspect": "{}次打开大风车{}", "emotion": "{}趟过山车{}", "intent": "{}回大风车返场{}"}
ENDS = {
    "aspect": ("很慢", "很难用", "真不错"),
    "emotion": ("真吓人", "太吓人", "很吓人"),
    "intent": ("很好", "真好", "太好"),
}


def voices(kind: str) -> list[str]:
    return [SENTENCE[kind].format(f"第{n}", ENDS[kind][n % 3]) for n in range(18)]


def found(text: str) -> Mapping[str, str]:
    """The mention of a text that has one."""
    query = f"""SELECT CAST(feedback.id AS VARCHAR) AS id, "start", "end", aspect, emotion, intent, label, polarity,
        mention.step_versions AS version FROM mention JOIN feedback ON mention.feedback = feedback.id
        WHERE text = '{text}' """
    (only,) = rows(query)
    return only


def judge(cast: Cast, wanted: Callable[[str, int], Mapping[str, str]]) -> None:
    """A person corrects what is wrong in the voices of each kind, and confirms others that are right."""
    others = [f"第{n}位服务员{said}" for n in range(6) for said in ("很慢", "真不错")]
    bring([*(text for kind in SAID for text in voices(kind)), *others], "gold")
    pipeline.annotate()
    for kind in SAID:
        for n, text in enumerate(voices(kind)):
            seen = found(text)
            assert seen[kind] == SAID[kind], text
            corrections.change(cast.actor("zhou"), seen["id"], target(seen), Change(**wanted(kind, n)))
    for text in others:
        seen = found(text)
        corrections.confirm(cast.actor("zhou"), seen["id"], target(seen))
    pipeline.annotate()


def target(seen: Mapping[str, str]) -> Target:
    return Target(int(seen["start"]), int(seen["end"]), seen["aspect"])


@pytest.fixture
def judged(lake: Lake, cast: Cast, units: object) -> None:
    judge(cast, lambda kind, _n: {kind: TRUTH[kind]})
    bring([*NEW.values(), "第88位服务员很热情"], "later")
    pipeline.annotate()


def told() -> dict[str, Mapping[str, str]]:
    return {kind: found(text) for kind, text in NEW.items()}


@pytest.mark.django_db
def test_learned_gated_used_and_taken_back_by_kind(
    judged: None, cast: Cast, drain: Callable[[], int], django_capture_on_commit_callbacks: Commit
) -> None:
    zhou, before, plain, other = cast.actor("zhou"), told(), queries.version(), found("第88位服务员很热情")
    assert {kind: before[kind][kind] for kind in NEW} == SAID
    with pytest.raises(Forbidden):
        actions.learn_all(cast.actor("wang"))
    made = {one.kind: one for one in actions.learn_all(zhou).layers}
    for kind in SAID:
        one = made[kind]
        assert one.passed, (kind, one.n, one.right_before, one.gained, one.lost)
        assert (one.n, one.right_before) == (66, 48)
        assert one.gained >= 12
        assert 0 < one.low < one.high
    assert queries.version() == plain, "learned, not used"
    versions = set()
    for done, kind in enumerate(SAID, 1):
        with django_capture_on_commit_callbacks(execute=True):
            actions.use(zhou, made[kind].pk)
        assert queries.progress().done == 0, "everything is to be read again"
        drain()
        versions.add(queries.version())
        now = told()
        used = [*SAID][:done]
        assert {kind: now[kind][kind] for kind in used} == {kind: TRUTH[kind] for kind in used}
        assert {kind: now[kind][kind] for kind in SAID if kind not in used} == {
            kind: SAID[kind] for kind in SAID if kind not in used
        }
    assert len(versions | {plain}) == 4
    for kind in SAID:
        assert (now[kind]["label"], now[kind]["polarity"]) == (before[kind]["label"], before[kind]["polarity"])
    assert {name: found("第88位服务员很热情")[name] for name in SAID} == {name: other[name] for name in SAID}
    # one kind goes back, the others stay
    actions.leave(zhou, made["aspect"].pk)
    with pytest.raises(NotFound):
        actions.leave(zhou, made["aspect"].pk)
    pipeline.annotate()
    now = told()
    assert [now[kind][kind] for kind in SAID] == ["product", "joy", "suggestion"]
    actions.use(zhou, 0)
    pipeline.annotate()
    assert told() == before
    assert queries.version() == plain
    assert list(AuditEntry.objects.filter(verb="leave").values_list("subject_id", flat=True)) == [
        str(made["aspect"].pk)
    ]


@pytest.mark.django_db
def test_a_newer_layer_takes_the_place_of_its_kind_alone(judged: None, cast: Cast) -> None:
    zhou = cast.actor("zhou")
    aspect, emotion = actions.learn(zhou, "aspect"), actions.learn(zhou, "emotion")
    for one in (aspect, emotion):
        actions.use(zhou, one.pk)
    again = actions.learn(zhou, "aspect")
    # Judged before it was made: the shipped model stands for the layer in use.
    assert (again.gained, again.passed) == (aspect.gained, True)
    actions.use(zhou, again.pk)
    assert set(LearnedLayer.objects.filter(active=True)) == {again, emotion}


@pytest.mark.django_db
def test_chance_does_not_pass_and_too_little_is_said_by_kind(lake: Lake, cast: Cast, units: object) -> None:
    zhou = cast.actor("zhou")
    outcome = actions.learn_all(zhou)
    assert not outcome.layers
    assert "0" in str(outcome.refused["emotion"])
    assert len({str(error) for error in outcome.refused.values()}) == 4
    noise, chance = ("product", "online", "price", "hygiene"), np.random.default_rng(5)
    judge(cast, lambda _kind, _n: {"aspect": str(chance.choice(noise))})
    outcome = actions.learn_all(zhou)
    made = {one.kind: one for one in outcome.layers}
    assert not made["aspect"].passed, (made["aspect"].gained, made["aspect"].lost)
    with pytest.raises(Conflict):
        actions.use(zhou, made["aspect"].pk)
    assert set(outcome.refused) == {"emotion", "intent"}, "nobody corrected them"
    with pytest.raises(Invalid):
        actions.learn(zhou, "emotion")


@pytest.mark.django_db
def test_who_judged_mistakes_only_is_told_what_is_missing(lake: Lake, cast: Cast, units: object) -> None:
    """All of them mended and none broken, yet nobody knows what else it would break."""
    texts = [SENTENCE["aspect"].format(f"第{n}", ENDS["aspect"][n % 3]) for n in range(36)]
    bring(texts, "mistakes")
    pipeline.annotate()
    for text in texts:
        seen = found(text)
        corrections.change(cast.actor("zhou"), seen["id"], target(seen), Change(aspect=TRUTH["aspect"]))
    pipeline.annotate()
    made = actions.learn(cast.actor("zhou"), "aspect")
    assert (made.right_before, made.gained > 30, made.lost, made.passed) == (0, True, 0, False)
    with pytest.raises(Conflict, match="判断过的正确观点太少"):
        actions.use(cast.actor("zhou"), made.pk)
    client = Client()
    client.force_login(cast.zhou)
    for language, said, not_said in (
        ("zh-hans", "判断过的正确观点太少", "不更好"), ("en", "too few that were right", "not better")
    ):  # fmt: skip
        cast.zhou.language = language
        cast.zhou.save(update_fields=["language"])
        page = client.get("/understand/accuracy/").content.decode()
        assert said in page
        assert not_said not in page


@pytest.mark.django_db
def test_one_long_interview_is_no_ground_to_stop(lake: Lake, cast: Cast, units: object) -> None:
    """All that was judged lies in one fold: of the others nothing is learned, and nothing breaks."""
    bring(["".join(f"第{n}次打开大风车很慢。" for n in range(34))], "interview")
    pipeline.annotate()
    seen = rows("""SELECT CAST(feedback AS VARCHAR) AS id, "start", "end", aspect FROM mention""")
    for one in [one for one in seen if one["aspect"] == SAID["aspect"]][:32]:
        corrections.change(cast.actor("zhou"), one["id"], target(one), Change(aspect=TRUTH["aspect"]))
    outcome = actions.learn_all(cast.actor("zhou"))
    made = {one.kind: one for one in outcome.layers}
    assert (made["aspect"].n, made["aspect"].gained, made["aspect"].passed) == (32, 0, False)
    assert {"emotion", "intent"} <= {*outcome.refused}


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_the_gate_of_each_kind(judged: None, cast: Cast, drain: Callable[[], int]) -> None:
    client = Client()
    client.force_login(cast.zhou)
    assert client.post("/understand/accuracy/learn/").status_code == 302
    drain()
    made = {one.kind: one for one in LearnedLayer.objects.all()}
    expected = {"zh-hans": (("方面", "情绪", "意图"), "使用"), "en": (("Aspect", "Emotion", "Intent"), "Use it")}
    for language, (kinds, button) in expected.items():
        cast.zhou.language = language
        cast.zhou.save(update_fields=["language"])
        page = client.get("/understand/accuracy/").content.decode()
        section = page[page.index("/understand/accuracy/learn/") :]
        for kind in kinds:
            assert f"<td>{kind}</td>" in section, (language, kind)
        assert f">{button}</button>" in section
        for kind in SAID:
            assert f"/understand/accuracy/use/{made[kind].pk}/" in section
            assert f"{made[kind].gained}, {made[kind].lost}" in section
    assert client.post(f"/understand/accuracy/use/{made['intent'].pk}/").status_code == 302
    drain()
    page = client.get("/understand/accuracy/").content.decode()
    assert f"/understand/accuracy/leave/{made['intent'].pk}/" in page
    assert client.post(f"/understand/accuracy/leave/{made['intent'].pk}/").status_code == 302
    assert client.post(f"/understand/accuracy/leave/{made['intent'].pk}/").status_code == 404
    client.force_login(cast.wang)
    assert client.post(f"/understand/accuracy/leave/{made['intent'].pk}/").status_code == 403
