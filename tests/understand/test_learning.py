"""A few examples make a classifier at once: same answer every time, in either language, with clear refusals."""

import numpy as np
import pytest

from zhiyin.understand.text.learning import learn

TEXTS = [
    "排队排了一个小时",
    "等位等了好久",
    "前面还有二十桌",
    "叫号叫不到",
    "味道不错",
    "服务员很热情",
    "环境很好",
    "菜量很大",
]
LABELS = ["queue"] * 4 + ["other"] * 4


def test_learns_from_four_examples():
    assert learn(TEXTS, LABELS).label(["排队等位等了很久", "味道很好"]) == ["queue", "other"]


def test_learns_english():
    texts = ["card has not arrived", "where is my card", "exchange rate is wrong", "wrong rate for foreign money"]
    taught = learn(texts, ["arrival", "arrival", "rate", "rate"])
    assert taught.label(["my new card did not arrive", "which exchange rate"]) == ["arrival", "rate"]


def test_chances_add_up_and_any_text_is_judged():
    judged = learn(TEXTS, LABELS).judge(["", "😀", "plain English", "排队", "\0\ud800", "长" * 10_000])
    assert judged.shape == (6, 2)
    assert np.allclose(judged.sum(1), 1)
    assert np.isfinite(judged).all()


def test_same_answer_every_time_alone_or_together():
    once, again = learn(TEXTS, LABELS), learn(TEXTS, LABELS)
    together = once.judge(TEXTS)
    assert (together == again.judge(TEXTS)).all()
    assert np.allclose(together, np.concatenate([once.judge([text]) for text in TEXTS]))


def test_balanced_lets_few_examples_speak():
    crowd = [f"第{number}个味道不错" for number in range(60)]
    texts, labels = TEXTS[:3] + crowd, ["queue"] * 3 + ["other"] * 60
    asked = ["排队一个小时才叫号"]
    place = 1  # labels are sorted
    assert learn(texts, labels, balanced=True).judge(asked)[0, place] > learn(texts, labels).judge(asked)[0, place]


def test_vectors_bring_in_meaning_that_letters_lack():
    def vectors(texts: list[str]) -> np.ndarray:
        return np.array([[1.0, 0.0] if "队" in text or "queue" in text else [0.0, 1.0] for text in texts])

    asked = ["the queue!"]
    assert learn(TEXTS, LABELS, vectors=vectors).judge(asked)[0, 1] > learn(TEXTS, LABELS).judge(asked)[0, 1]


@pytest.mark.parametrize(("texts", "labels"), [([], []), (["好"], ["good"]), (["好", "坏"], ["good"])])
def test_refuses_what_cannot_be_learned(texts, labels):
    with pytest.raises(ValueError, match="label"):
        learn(texts, labels)
