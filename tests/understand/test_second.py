"""The second look at doubtful texts: what it says of a text depends on that text alone."""

import numpy as np
import pytest

from zhiyin.understand.text import second
from zhiyin.understand.text.codes import encode

TEXTS = [
    "还行吧，送得有点慢",
    "",
    "包装一般但是味道不错",
    "😀",
    "不" * 500,
    "一般般",
    "房间小了点。" * 100,
    "𠮷野家还可以",
]


def judged(texts: list[str]) -> list[float]:
    batch = encode(texts)
    return second.load().judge(batch, np.arange(len(texts)), np.zeros(len(texts))).tolist()


def test_a_batch_says_what_each_text_alone_says() -> None:
    together = judged(TEXTS)
    assert together == pytest.approx([judged([text])[0] for text in TEXTS], abs=1e-5)
    assert together == pytest.approx(judged(TEXTS[::-1])[::-1], abs=1e-5)


def test_parts_of_a_large_batch_say_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = judged(TEXTS * 3)
    monkeypatch.setattr(second, "PART", 50)
    assert judged(TEXTS * 3) == pytest.approx(whole, abs=1e-5)
