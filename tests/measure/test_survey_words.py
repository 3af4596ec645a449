"""What is written in a survey carries the survey's score along; it is one signal, and no rating of a review."""

import pytest
from tests.cast import SYSTEM
from tests.measure.world import ALL, JUNE, add, nps

from zhiyin.company import actions as company
from zhiyin.measure.indicators.queries import answer
from zhiyin.measure.journeys.queries import read_curve
from zhiyin.warehouse.engines import Lake
from zhiyin.warehouse.questions import Question

pytestmark = pytest.mark.django_db


def survey() -> None:
    """Twelve detractors, each with a comment, and twelve reviews of four stars."""
    company.create(SYSTEM, "stage", code="all", name_zh="全程", position=1)
    company.create(SYSTEM, "touchpoint", code="store", name_zh="门店", stage="all", position=1)
    add("answer", nps(0, 0, 12, touchpoint="store"))
    words = {"kind": "survey", "text": "不好", "rating": 3.0, "rating_scale": 10.0, "touchpoint": "store"}
    add("feedback", [words] * 12)
    add("feedback", [{"kind": "review", "rating": 4.0, "rating_scale": 5.0, "touchpoint": "store"}] * 12)


def test_the_rating_is_that_of_reviews(lake: Lake) -> None:
    survey()
    (rating,) = answer(Question.of("rating", JUNE, ALL)).cells
    assert (rating.figure.value, rating.figure.n) == (4.0, 12)


def test_an_answer_with_a_comment_is_one_signal(lake: Lake) -> None:
    survey()
    assert read_curve(JUNE, ALL).steps[0].valence.n == 24
