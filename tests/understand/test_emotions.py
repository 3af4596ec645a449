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
