"""Train the polarity model that ships with the package: `ZHIYIN_SHARED=… python tools/train_polarity.py [zh] [en]`.

A linear support vector machine on hashed n-grams scaled by inverse document frequency and the root of their log-count
ratio (after Wang & Manning 2012; the root did better than the ratio and than none), made a probability by Platt's
calibration. Deterministic: the same data gives the same file.
"""

import hashlib
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from scipy.special import expit
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CALIBRATING, CHECKING, Example

from zhiyin.understand.text import codes, grams
from zhiyin.understand.text.model import FAMILIES, FOLDER, PRIOR

SOURCES = {"zh": corpora.chinese, "en": corpora.english}
# Sets far from what customers write count less, so that they teach without bending the rest.
SHARES = {
    "takeaway": 1.5,
    "hotel": 1.3,
    "airline": 1.5,
    "car-forum": 0.7,
    "restaurant-long": 0.6,
    "dish": 0.5,
    "weibo": 0.5,
    "dialogue": 0.5,
    "command": 0.4,
}
STRENGTH = 0.3

Numbers = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


def matrix(language: str, texts: list[str]) -> sparse.csr_matrix:
    """Gram counts, one row a text."""
    parts = []
    for start in range(0, len(texts), 5000):
        batch = codes.encode(texts[start : start + 5000])
        rows, slots = [], []
        for family in FAMILIES[language](batch):
            low, high = family.ranges(batch.starts, batch.ends)
            rows.append(np.repeat(np.arange(len(low)), high - low))
            slots += [family.slots[a:b] for a, b in zip(low, high, strict=True)]
        where = (np.concatenate(rows), np.concatenate(slots))
        counts = sparse.csr_matrix((np.ones(len(where[0]), np.float32), where), shape=(len(batch.starts), grams.SIZE))
        parts.append(counts)
    return sparse.vstack(parts).tocsr()


def frequencies(counts: sparse.csr_matrix) -> Numbers:
    """Squared inverse document frequencies, as the shipped table holds them (1/256 steps)."""
    present = np.bincount(counts.indices, minlength=grams.SIZE)
    inverse = np.log((1 + counts.shape[0]) / (1 + present)) + 1
    return np.minimum(np.round(inverse**2 * 256), 65535).astype(np.float32) / 256


def ratios(counts: sparse.csr_matrix, positive: Flags) -> Numbers:
    """How differently often a gram occurs in the two classes: root of |log ratio| of its presence, smoothed by 1."""
    presence = counts.copy()
    presence.data[:] = 1
    p = np.asarray(presence[positive].sum(0)).ravel() + 1
    q = np.asarray(presence[~positive].sum(0)).ravel() + 1
    return np.sqrt(np.abs(np.log((p / p.sum()) / (q / q.sum())))).astype(np.float32)


def weigh(counts: sparse.csr_matrix, square: Numbers, positive: Flags, shares: Numbers) -> Numbers:
    """Weights w such that `counts @ w / sqrt(counts @ square + PRIOR)` is the logit, up to calibration."""
    scale = np.sqrt(square) * ratios(counts, positive)
    size = np.sqrt(counts @ square + PRIOR)
    scaled = sparse.diags((1 / size).astype(np.float32)) @ counts @ sparse.diags(scale)
    fitted = LinearSVC(C=STRENGTH, random_state=0)
    fitted.fit(scaled.tocsr(), positive, sample_weight=shares)
    return (fitted.coef_[0] * scale).astype(np.float32)


def platt(logits: Numbers, positive: Flags, shares: Numbers) -> tuple[float, float]:
    fitted = LogisticRegression(C=1e6).fit(logits[:, None], positive, sample_weight=shares)
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def train(language: str) -> None:
    examples = list({example.text: example for example in SOURCES[language]()}.values())
    buckets = np.array([example.bucket for example in examples])
    signs = np.array([example.sign for example in examples])
    shares = np.array([SHARES.get(example.corpus, 1.0) for example in examples], dtype=np.float32)
    counts = matrix(language, [example.text for example in examples])
    square = frequencies(counts[buckets != CHECKING])
    tables: dict[str, npt.NDArray[np.int16]] = {}
    calibration: list[float] = []
    logits = {}
    for name, known, positive in (("polar", signs != 0, signs > 0), ("stand", signs == signs, signs != 0)):
        # Calibrated on a bucket the weights have not seen; the weights that ship have seen it too.
        held = known & (buckets == CALIBRATING)
        seen = known & (buckets != CHECKING)
        part = seen & ~held
        first = weigh(counts[part], square, positive[part], shares[part])
        a, b = platt(judge(counts[held], first, square), positive[held], shares[held])
        weights = weigh(counts[seen], square, positive[seen], shares[seen])
        step = float(np.abs(weights).max()) / 32767
        tables[name] = np.round(weights / step).astype(np.int16)
        calibration += [a * step, b]
        logits[name] = a * judge(counts, weights, square) + b
    store(language, tables, square, calibration)
    report(examples, buckets, logits["polar"], logits["stand"])


def judge(counts: sparse.csr_matrix, weights: Numbers, square: Numbers) -> Numbers:
    return np.asarray(counts @ weights / np.sqrt(counts @ square + PRIOR)).ravel()


def store(language: str, tables: dict[str, npt.NDArray[np.int16]], square: Numbers, calibration: list[float]) -> None:
    used = (tables["polar"] != 0) | (tables["stand"] != 0)
    unseen = square.max()
    whole = np.round(np.where(used, square, unseen) * 256).astype(np.uint16)
    digest = hashlib.blake2b(tables["polar"].tobytes() + tables["stand"].tobytes() + whole.tobytes(), digest_size=4)
    path = FOLDER / f"polarity-{language}.npz"
    np.savez_compressed(
        path,
        **tables,
        square=whole,
        calibration=np.array(calibration),
        version=np.array(digest.hexdigest()),
        encoding=np.array(codes.version()),
    )
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {int(used.sum())} slots used")


def report(examples: list[Example], buckets: npt.NDArray[np.int64], polar: Numbers, stand: Numbers) -> None:
    """Accuracy on the checking bucket, three labels unless the set has two."""
    taken = expit(stand)
    positive = taken * expit(polar)
    labels = np.argmax(np.stack([taken - positive, 1 - taken, positive]), axis=0) - 1
    for corpus, _ in Counter(example.corpus for example in examples).most_common():
        chosen = [i for i, e in enumerate(examples) if e.corpus == corpus and buckets[i] == CHECKING]
        truth, said = np.array([examples[i].sign for i in chosen]), labels[chosen]
        sided = truth != 0
        sides = ((polar[chosen] > 0) == (truth > 0))[sided].mean() if sided.any() else np.nan
        figures = f"labels {(truth == said).mean():.4f} sides {sides:.4f} macro-F1 {macro(truth, said):.4f}"
        print(f"{corpus:16} n={len(chosen):5} {figures}")


def macro(truth: npt.NDArray[np.int64], said: npt.NDArray[np.int64]) -> float:
    scores = []
    for sign in set(truth.tolist()):
        hit = ((truth == sign) & (said == sign)).sum()
        scores.append(2 * hit / max(1, (truth == sign).sum() + (said == sign).sum()))
    return float(np.mean(scores))


if __name__ == "__main__":
    for code in sys.argv[1:] or list(SOURCES):
        train(code)
