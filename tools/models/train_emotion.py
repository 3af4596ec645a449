"""Train the emotion model that ships with the package: `ZHIYIN_SHARED=… python tools/models/train_emotion.py`.

Multinomial logistic regression on hashed character n-grams scaled by inverse document frequency; every class weighs as
the fourth root of its size, which favours the rare ones. Deterministic: the same data gives the same file.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.understand.corpora import CHECKING
from benchmarks.understand.emotion import posts
from tools.train_polarity import frequencies, matrix

from zhiyin.understand.text import codes, grams
from zhiyin.understand.text.model import FOLDER, PRIOR

NAME, LANGUAGE = "emotion-zh", "zh"
STRENGTH, FAVOUR, ROUNDS = 5.0, 0.75, 200
SEEN = 2
"""Grams of fewer training texts are left out."""


def train() -> None:
    taught = [post for post in posts() if post.bucket != CHECKING]
    labels = np.array([post.emotion for post in taught])
    counts = matrix(LANGUAGE, [post.text for post in taught])
    square = frequencies(counts)
    kept = np.flatnonzero(np.bincount(counts.indices, minlength=grams.SIZE) >= SEEN)
    size = np.sqrt(counts @ square + PRIOR)
    rows = (sparse.diags(1 / size) @ counts @ sparse.diags(np.sqrt(square))).tocsr()[:, kept]
    many = dict(zip(*np.unique(labels, return_counts=True), strict=True))
    shares = np.array([float(many[label]) ** -FAVOUR for label in labels])
    fitted = LogisticRegression(C=STRENGTH, max_iter=ROUNDS)
    fitted.fit(rows, labels, sample_weight=shares * len(shares) / shares.sum())
    weights = fitted.coef_ * np.sqrt(square[kept])
    store(kept, weights, square, [str(label) for label in fitted.classes_], fitted.intercept_)


def store(
    kept: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float64],
    square: npt.NDArray[np.float32],
    labels: list[str],
    bias: npt.NDArray[np.float64],
) -> None:
    """Row 0 is for what training never saw: no weight, and as rare as the rarest."""
    step = np.abs(weights).max(1) / 32767
    whole = np.zeros((len(labels), len(kept) + 1), dtype=np.int16)
    whole[:, 1:] = np.round(weights / step[:, None])
    squares = np.round(np.concatenate([[square.max()], square[kept]]) * 256).astype(np.uint16)
    bias = np.round(bias, 6)
    digest = hashlib.blake2b(whole.tobytes() + squares.tobytes() + bias.tobytes(), digest_size=4).hexdigest()
    path = FOLDER / f"{NAME}.npz"
    np.savez_compressed(
        path,
        slots=kept.astype(np.int32),
        weights=whole,
        square=squares,
        step=step,
        bias=bias,
        labels=np.array(labels),
        language=np.array(LANGUAGE),
        version=np.array(digest),
        encoding=np.array(codes.version()),
    )
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(kept)} slots")


if __name__ == "__main__":
    train()
