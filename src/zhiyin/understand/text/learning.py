"""A classifier from few examples, at once: `learn(texts, labels)`, then `judge(texts)`.

Multinomial logistic regression with a quadratic penalty over hashed n-grams (and, where given, vectors of whole texts),
solved in its dual: the weights of a class are a sum of the training texts, so that only `texts x classes` numbers are
sought, however many grams there are. Deterministic. On Banking77 with ten examples a class it did better than ridge
regression (0.68), nearest centroids (0.68) and support vector machines (0.71) on the same grams.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from zhiyin.understand.text import features
from zhiyin.understand.text.features import Numbers

Vectors = Callable[[Sequence[str]], npt.NDArray[np.floating]]
"""Texts to rows of numbers, any length; near rows mean near texts."""

PENALTY = 0.1
VECTOR_SHARE = 4.0
"""Weight of the likeness of vectors beside that of grams, whose groups weigh 1 each; 2 to 8 did equally well."""

STEPS = 100
CLOSE = 1e-3
"""Solved when the slope is this part of the first one."""

NEWTON, MOST_NEWTON = 3, 60
"""Steps along a direction: as many as do on nearly all data, and the most that are made until the loss has fallen."""

DENSE = 4_000
"""Up to so many texts the likeness of all pairs is kept (128 MB)."""


@dataclass(frozen=True)
class Classifier:
    labels: tuple[str, ...]
    inverse: Numbers
    slots: npt.NDArray[np.int64]
    """The slots seen in training, sorted; the rows of `weights`."""
    weights: Numbers
    bias: Numbers
    vectors: Vectors | None = None
    centre: Numbers | None = None
    meaning: Numbers | None = None
    """Weights of the vectors."""

    def judge(self, texts: Sequence[str]) -> Numbers:
        """Probability of each label, one row a text."""
        if not len(texts):
            return np.zeros((0, len(self.labels)))
        scores = features.count(texts).scaled(self.inverse)[:, self.slots] @ self.weights + self.bias
        if self.vectors is not None and self.centre is not None and self.meaning is not None:
            scores = scores + _centred(self.vectors(texts), self.centre) @ self.meaning
        return softmax(scores)

    def label(self, texts: Sequence[str]) -> list[str]:
        return [self.labels[place] for place in self.judge(texts).argmax(1)]


def learn(
    texts: Sequence[str],
    labels: Sequence[str],
    *,
    vectors: Vectors | None = None,
    balanced: bool = False,
) -> Classifier:
    """`balanced` gives every label the same say however many examples it has: for five examples of a concept beside a
    thousand texts that are something else."""
    if len(texts) != len(labels):
        raise ValueError(f"{len(texts)} texts and {len(labels)} labels: one label a text is needed")
    known = tuple(sorted(set(labels)))
    if len(known) < 2:
        raise ValueError("Examples of at least two labels are needed to tell them apart")
    counted = features.count(texts)
    inverse = counted.frequencies()
    rows = counted.scaled(inverse)
    slots = np.unique(rows.indices).astype(np.int64)
    rows = rows[:, slots]
    truth = np.searchsorted(known, labels)
    sizes = np.bincount(truth, minlength=len(known))
    shares = len(truth) / (len(known) * sizes[truth]) if balanced else np.ones(len(truth))
    bias = np.zeros(len(known)) if balanced else np.log(sizes / sizes.sum())
    if vectors is None:
        found = solve(_kernel(rows), truth, shares, bias)
        return Classifier(known, inverse, slots, rows.T @ found, bias)
    raw = np.asarray(vectors(texts), dtype=np.float64)
    centre = raw.mean(0)
    dense = _centred(raw, centre)
    found = solve(_kernel(rows, dense), truth, shares, bias)
    return Classifier(known, inverse, slots, rows.T @ found, bias, vectors, centre, dense.T @ found)


def _kernel(rows: sparse.csr_matrix, dense: Numbers | None = None) -> Callable[[Numbers], Numbers]:
    """Multiplication by the likeness of every two texts; of many texts it is not written out."""
    if rows.shape[0] > DENSE:
        many = rows.T.tocsr()
        if dense is None:
            return lambda part: rows @ (many @ part)
        return lambda part: rows @ (many @ part) + dense @ (dense.T @ part)
    alike = (rows @ rows.T).toarray()
    if dense is not None:
        alike += dense @ dense.T
    return lambda part: alike @ part


def solve(apply: Callable[[Numbers], Numbers], truth: npt.NDArray[np.int64], shares: Numbers, bias: Numbers) -> Numbers:
    """Minimises `sum(share * -log p(truth)) + PENALTY / 2 * |w|^2` over dual weights. `apply` multiplies by the kernel;
    `bias` has one row for all texts, or one for each.

    Conjugate gradients (Polak and Ribiere 1969) with the lengths of weight space, not of dual space: a third of the
    steps of L-BFGS on dual weights, and closer. Along a direction the loss needs no further product, so Newton finds
    its lowest point; none is gone to where the loss is higher.
    """
    wanted = np.eye(bias.shape[-1])[truth]
    share = shares[:, None]
    found = np.zeros(wanted.shape)
    pulled, way, pulled_way, before, first, last = found.copy(), found.copy(), found.copy(), found.copy(), 0.0, 0.0
    for step in range(STEPS):
        slope = share * (softmax(pulled + bias) - wanted) + PENALTY * found
        pulled_slope = apply(slope)
        size = float((slope * pulled_slope).sum())
        first = size if step == 0 else first
        if size <= CLOSE**2 * first:
            break
        turn = max(0.0, (size - float((before * pulled_slope).sum())) / last) if step else 0.0
        way, pulled_way = turn * way - slope, turn * pulled_way - pulled_slope
        before, last = slope, size
        far = _along(pulled + bias, pulled_way, wanted, share, float((pulled * way).sum()), way)
        found, pulled = found + far * way, pulled + far * pulled_way
    return found


def _along(scores: Numbers, way: Numbers, wanted: Numbers, share: Numbers, lean: float, dual: Numbers) -> float:
    """How far to go along a direction: three Newton steps on a convex function of one number, and more while it has not
    fallen. Where all is certain the function is all but straight, and a step may lead far beyond its lowest point: rows
    a thousand times as long as others do that. What is known to lie on either side of that point bounds what is added.
    """
    length = float((dual * way).sum())
    start, pull = _total(scores), float((share * wanted * way).sum())
    far, low, high = 0.0, 0.0, np.inf
    for step in range(MOST_NEWTON):
        if step >= NEWTON:
            gone = float((share * (_total(scores + far * way) - start)).sum()) - far * pull
            if gone + PENALTY * far * (lean + far * length / 2) <= 0:
                return far
        chances = softmax(scores + far * way)
        mean = (chances * way).sum(1, keepdims=True)
        slope = float((share * (chances - wanted) * way).sum()) + PENALTY * (lean + far * length)
        bend = float((share * chances * (way - mean) ** 2).sum()) + PENALTY * length
        if not bend > 0:
            break
        low, high = (max(low, far), high) if slope < 0 else (low, min(high, far))
        far -= slope / bend
        if step >= NEWTON and not low <= far <= high:
            far = (low + high) / 2
    return low


def _total(scores: Numbers) -> Numbers:
    """The logarithm of the sum of the exponentials of each row."""
    most = scores.max(1, keepdims=True)
    total: Numbers = most + np.log(np.exp(scores - most).sum(1, keepdims=True))
    return total


def softmax(scores: Numbers) -> Numbers:
    raised = np.exp(scores - scores.max(1, keepdims=True))
    chances: Numbers = raised / raised.sum(1, keepdims=True)
    return chances


def _centred(raw: npt.NDArray[np.floating], centre: Numbers) -> Numbers:
    moved = np.asarray(raw, dtype=np.float64) - centre
    length = np.linalg.norm(moved, axis=1, keepdims=True)
    unit: Numbers = np.sqrt(VECTOR_SHARE) * moved / np.where(length > 0, length, 1)
    return unit
