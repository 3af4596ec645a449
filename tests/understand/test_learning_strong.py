"""Learning stays on course whatever the size of the numbers: strong features, badly scaled ones, no two alike."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from zhiyin.understand.text.learning import PENALTY, learn, softmax, solve

Numbers = npt.NDArray[np.float64]


def loss(kernel: Numbers, found: Numbers, truth: npt.NDArray[np.int64], bias: Numbers) -> float:
    """What `solve` minimises, written as its docstring says it."""
    pulled = kernel @ found
    chances = softmax(pulled + bias)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(chances, 1e-300)).sum() + PENALTY / 2 * (found * pulled).sum())


def apart(scales: Numbers, seed: int, texts: int = 60, labels: int = 3) -> tuple[Numbers, npt.NDArray[np.int64]]:
    """Rows that one plane each parts from the others, each column of another size."""
    chance = np.random.default_rng(seed)
    truth = np.arange(texts) % labels
    rows = chance.normal(size=(texts, len(scales))) * 0.2
    rows[np.arange(texts), truth] += 3
    return rows * scales, truth


SCALES = {
    "strong": np.full(8, 1e3),
    "very strong": np.full(8, 1e7),
    "a column a thousand times another": np.array([1e3, 1.0, 1e-2, 1e3, 10.0, 1.0, 1e2, 1.0]),
    "every column of another size": 10.0 ** np.arange(-3, 5),
}


def learned(rows: Numbers, truth: npt.NDArray[np.int64]) -> tuple[float, float]:
    """The loss, as a share of that of knowing nothing, and how many are told rightly."""
    kernel = rows @ rows.T
    bias = np.log(np.bincount(truth) / len(truth))
    found = solve(lambda part: kernel @ part, truth, np.ones(len(truth)), bias)
    assert np.isfinite(found).all()
    start = loss(kernel, np.zeros_like(found), truth, bias)
    return loss(kernel, found, truth, bias) / start, float((softmax(kernel @ found + bias).argmax(1) == truth).mean())


@pytest.mark.parametrize("scales", SCALES.values(), ids=SCALES)
@pytest.mark.parametrize("seed", range(5))
def test_columns_of_any_size_do_not_lead_away(scales: Numbers, seed: int) -> None:
    left, right = learned(*apart(scales, seed))
    assert left < 1
    if (scales == scales[0]).all():
        assert (left < 0.01, right) == (True, 1.0)


@pytest.mark.parametrize("scale", [1.0, 10.0, 1e2, 1e4])
@pytest.mark.parametrize("seed", range(5))
def test_rows_a_thousand_times_as_long_as_others_do_not_lead_away(scale: float, seed: int) -> None:
    """More columns than rows: any labels can be told apart, so that nothing holds the weights but the penalty."""
    chance = np.random.default_rng(seed)
    rows, truth = chance.standard_cauchy(size=(50, 60)) * scale, np.arange(50) % 4
    left, right = learned(rows, truth)
    assert left < 0.5
    assert right > 0.8


def test_vectors_of_any_length_are_learned_from() -> None:
    """`learn` brings them to one length; a group of texts that are all alike must not break it either."""
    texts = [f"第{n}次排队" for n in range(20)] + [f"第{n}次味道不错" for n in range(20)]
    labels = ["queue"] * 20 + ["taste"] * 20

    def vectors(asked: Sequence[str]) -> Numbers:
        return np.array([[1e9, 1e-9] if "队" in text else [-1e9, 1e-9] for text in asked])

    judged = learn(texts, labels, vectors=vectors).judge(texts)
    assert np.isfinite(judged).all()
    assert [("queue", "taste")[place] for place in judged.argmax(1)] == labels
