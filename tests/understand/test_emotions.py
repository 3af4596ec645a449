"""Emotions by model and words: Chinese by both, other languages by words, the same alone or together."""

import numpy as np
import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text import classes, codes, emotions
from zhiyin.understand.text.annotate import Understander

TEXTS = [
    "气死我了，客服就是骗子",
    "好难过，一个人哭了一晚上",
    "So disappointed with the service",
    "明天几点开门",
    "",
    "😀",
]


@pytest.fixture(scope="module")
def understander() -> Understander:
    return Understander(load("generic"))


def test_tells_emotions_in_both_languages(understander):
    told = understander.annotate(TEXTS).documents["emotion"].to_pylist()
    assert told[:5] == ["anger", "sadness", "disappointment", None, None]


def test_finer_words_win_over_their_kin(understander):
    told = understander.annotate(["太恶心了，菜里有头发，气人"]).documents["emotion"].to_pylist()
    assert told == ["disgust"]


def test_alone_as_together(understander):
    together = understander.annotate(TEXTS)
    alone = [understander.annotate([text]) for text in TEXTS]
    assert together.documents["emotion"].to_pylist() == [part.documents["emotion"][0].as_py() for part in alone]
    assert together.mentions["emotion"].to_pylist() == [
        emotion for part in alone for emotion in part.mentions["emotion"].to_pylist()
    ]


def test_a_stretch_is_judged_by_its_own_letters():
    model, batch = classes.load(emotions.NAME), codes.encode(["开心。难过", "难过"])
    inside = model.judge(batch, batch.starts[:1] + 3, batch.ends[:1])
    assert np.array_equal(inside[0], model.judge(batch, batch.starts, batch.ends)[1])


def test_version_names_the_model(understander):
    assert emotions.version() in understander.version


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("I'm not happy", {"joy"}),
        ("I'm not angry", {"anger"}),
        ("味道让人不放心", {"trust", "joy"}),
        ("一点都不失望", {"disappointment", "sadness", "anger"}),
        ("客服不生气", {"anger"}),
        ("没有难过", {"sadness"}),
        ("一点都没有生气", {"anger"}),
        ("我不伤心", {"sadness"}),
        ("I am not sad", {"sadness"}),
        ("I don't love it", {"joy"}),
    ],
)
def test_a_feeling_denied_is_not_felt(understander, text, denied):
    found = understander.annotate([text])
    assert not denied & {*found.documents["emotion"].to_pylist(), *found.mentions["emotion"].to_pylist()}


@pytest.mark.parametrize(
    ("text", "emotion"),
    [("Never not happy", "joy"), ("价格不贵很开心", "joy"), ("Not expensive, I am happy", "joy"), ("不贵😊", "joy")],
)
def test_what_denies_something_else_leaves_the_feeling(understander, text, emotion):
    assert emotion in understander.annotate([text]).documents["emotion"].to_pylist()


@pytest.mark.parametrize("text", ["好吃吗？", "你们开心吗？", "Are you happy?"])
def test_a_bare_question_shows_no_emotion(understander, text):
    found = understander.annotate([text])
    assert {*found.documents["emotion"].to_pylist(), *found.mentions["emotion"].to_pylist()} <= {None}


@pytest.mark.parametrize("text", ["怎么这么差？气死我了", "Is it good? I am so angry"])
def test_a_question_hides_no_anger_beside_it(understander, text):
    assert understander.annotate([text]).documents["emotion"].to_pylist() == ["anger"]


@pytest.mark.parametrize(
    "face", ["(´；ω；`)", "(ㄒoㄒ)", "(T_T)", "QAQ", "(；´д｀)", "இ௰இ", "(╥﹏╥)", "（；＿；）", "(´;ω;｀)"]
)
def test_a_crying_face_is_sad(understander, face):
    found = understander.annotate([f"味道{face}"])
    assert found.documents["emotion"].to_pylist() == ["sadness"]
    assert found.documents["label"].to_pylist() == ["negative"]
