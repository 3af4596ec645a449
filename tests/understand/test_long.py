"""One clause as long as a text may be, full of words that mean something: it takes its length in time, not the square
of it. And what stands beside a text in its batch changes nothing."""

import time

import pytest

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import Name
from zhiyin.understand.text.scenes import MOST

SHORT, TIMES, SLACK = 5_000, 16, 3.0
SAID = {
    "compared": "better than good ",
    "likened": "跟隔壁差不多好吃",
    "asked": "能不能希望快一点贵",
    "longed": "希望小份小一点贵",
    "denied": "i don't think it is good ",
    "threatened": "不退款就发抖音",
    "a scene in a sentence without end": "带孩子好吃，",
    "a scene in each sentence": "带孩子好吃。",
}


@pytest.fixture(scope="module")
def understander() -> Understander:
    return Understander(load("restaurant"), names=[Name("rival", "qing", "qingliu")])


@pytest.mark.parametrize("said", SAID.values(), ids=SAID)
def test_long_texts_take_their_length_in_time(understander: Understander, said: str) -> None:
    def taken(size: int) -> float:
        began = time.process_time()
        understander.annotate([(said * (size // len(said) + 1))[:size]])
        return time.process_time() - began

    short = min(taken(SHORT) for _ in range(3))
    assert taken(SHORT * TIMES) < max(short, 0.02) * TIMES * SLACK


def test_every_opinion_tells_the_first_words_of_a_scene_and_no_more(understander: Understander) -> None:
    found = understander.annotate(["带孩子好吃，" * 1_000]).mentions
    assert found.num_rows == 1_000
    assert {tuple(codes) for codes in found["scenes"].to_pylist()} == {("children",)}
    spans = {tuple(some) for some in found["scene_spans"].to_pylist()}
    assert spans == {tuple(f"{start}-{start + 2}" for start in range(1, 6 * MOST, 6))}


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("ok other than the wait", ["everything was lovely", ""]),
        ("it beats qingliu any day", ["", "thank you for all this here"]),
    ],
)
def test_texts_beside_it_change_nothing(understander: Understander, text: str, beside: list[str]) -> None:
    alone = understander.annotate([text]).mentions.drop_columns(["row"]).to_pylist()
    among = understander.annotate([beside[0], text, beside[1]]).mentions
    assert [row for row in among.to_pylist() if row.pop("row") == 1] == alone
    assert alone
