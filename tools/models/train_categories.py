"""Train the categories that ship with the package: `ZHIYIN_SHARED=… python tools/models/train_categories.py [SCHEME…]`.

For every category two linear support vector machines on hashed n-grams, scaled by inverse document frequency and the
root of their log-count ratio (after Wang & Manning 2012): one for whole texts, one for clauses, taught that the
likeliest clause of a text with the category speaks of it. What is felt: one machine over the clauses of a text, each
weighing as much as it speaks of the category. The chance is calibrated, and its limit chosen, on bucket 1 by weights
that have not seen it (of English texts: the last seventh). Deterministic: the same data gives the same file.
"""

import hashlib
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.svm import LinearSVC

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.understand.aspects import TASKS, Marked, Task
from benchmarks.understand.corpora import CALIBRATING, Example
from tools.train_polarity import frequencies, ratios

from zhiyin.understand.text import categories, codes, grams
from zhiyin.understand.text.categories import WHOLE, Stretches, attended, evidence, likeliest, stretches
from zhiyin.understand.text.classes import Classes
from zhiyin.understand.text.codes import Batch, Places
from zhiyin.understand.text.model import FAMILIES, FOLDER, PRIOR

TEXTS, CLAUSES, SIDES = 0.5, 0.3, 0.1
"""Strengths of the machines, chosen on bucket 1."""
SEEN, TALL = 2, 127
"""Grams of fewer training texts are left out; weights are whole numbers up to `TALL`."""
TAUGHT_POLARITY = {"cars-zh"}
"""Sets the polarity model was taught as well: it is too sure of them to be a witness here, so it is not asked."""

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Whole = npt.NDArray[np.int64]


def rows(batch: Batch, starts: Places, ends: Places, language: str) -> sparse.csr_matrix:
    """Gram counts, one row a stretch."""
    owner, slots = [], []
    for family in FAMILIES[language](batch):
        low, high = family.ranges(starts, ends)
        many = high - low
        before = np.concatenate([[0], np.cumsum(many)[:-1]])
        owner.append(np.repeat(np.arange(len(low)), many))
        slots.append(family.slots[np.repeat(low - before, many) + np.arange(many.sum())])
    where = (np.concatenate(owner), np.concatenate(slots))
    return sparse.csr_matrix((np.ones(len(where[0]), np.float32), where), shape=(len(starts), grams.SIZE))


@dataclass(frozen=True)
class Part:
    """Texts and clauses as rows of grams."""

    found: Stretches
    texts: sparse.csr_matrix
    clauses: sparse.csr_matrix

    @staticmethod
    def of(marked: list[Marked], language: str) -> "Part":
        found = stretches([text for text, _ in marked])
        batch = found.batch
        return Part(
            found,
            rows(batch, batch.starts, batch.ends, language),
            rows(batch, found.starts, found.ends, language),
        )

    def scaled(self, square: npt.NDArray[np.float32], kept: Whole) -> "Part":
        return replace(self, texts=_scaled(self.texts, square, kept), clauses=_scaled(self.clauses, square, kept))


def _scaled(counts: sparse.csr_matrix, square: npt.NDArray[np.float32], kept: Whole) -> sparse.csr_matrix:
    size = np.sqrt(counts @ square + PRIOR)
    return (sparse.diags(1 / size) @ counts[:, kept] @ sparse.diags(np.sqrt(square[kept]))).tocsr()


@dataclass(frozen=True)
class Weights:
    """Columns of grams, rows as `categories.Scheme` has them."""

    kept: Whole
    square: npt.NDArray[np.float32]
    table: Numbers
    bias: Numbers
    felt: Numbers
    bias_of: Numbers


def teach(task: Task, taught: list[Marked], witness: bool) -> Weights:
    part = Part.of(taught, task.language)
    square = frequencies(part.texts)
    kept = np.flatnonzero(np.bincount(part.texts.indices, minlength=grams.SIZE) >= SEEN)
    scaled = part.scaled(square, kept)
    marks = task.marks(taught)
    texts = [_machine(scaled.texts, part.texts[:, kept], marks[:, place], TEXTS) for place in range(marks.shape[1])]
    single = [_of_clauses(part, scaled, kept, marks[:, place], texts[place][0]) for place in range(marks.shape[1])]
    speaks = np.stack([scaled.clauses @ weights + bias for weights, bias in single], axis=1)
    sides = _sides(task, taught, scaled, speaks, witness)
    detecting = [*texts, *single]
    table = np.concatenate([np.stack([weights for weights, _ in detecting]), sides[0]]) * np.sqrt(square[kept])
    bias = np.concatenate([[bias for _, bias in detecting], np.zeros(len(sides[0]))])
    return Weights(kept, square, table, bias, sides[1], sides[2])


def _machine(
    scaled: sparse.csr_matrix, counts: sparse.csr_matrix, positive: Flags, strength: float, favour: float = 1
) -> tuple[Numbers, float]:
    ratio = ratios(counts, positive)
    fitted = LinearSVC(C=strength, class_weight={True: favour, False: 1}, random_state=0)
    fitted.fit((scaled @ sparse.diags(ratio)).tocsr(), positive)
    return fitted.coef_[0] * ratio, float(fitted.intercept_[0])


def _of_clauses(part: Part, scaled: Part, kept: Whole, marked: Flags, whole: Numbers) -> tuple[Numbers, float]:
    owner = part.found.owner
    scores = scaled.clauses @ whole
    order = np.lexsort((-scores, owner))
    best = order[np.concatenate([[True], np.diff(owner[order]) > 0])]
    chosen = np.zeros(len(owner), dtype=np.bool_)
    chosen[best[marked[owner[best]]]] = True
    used = chosen | ~marked[owner]
    return _machine(scaled.clauses[used], part.clauses[used][:, kept], chosen[used], CLAUSES, favour=3)


def _sides(
    task: Task, taught: list[Marked], part: Part, speaks: Numbers, witness: bool
) -> tuple[Numbers, Numbers, Numbers]:
    """Weights of grams (shared, of the text, of each category), of what the polarity model says, and biases."""
    pairs = task.pairs(taught)
    count = speaks.shape[1]
    shares = attended(part.found, speaks, pairs)
    shared = shares @ part.clauses
    own = [sparse.diags((pairs[:, 1] == place).astype(float)) @ shared for place in range(count)]
    named = sparse.csr_matrix((np.ones(len(pairs)), (np.arange(len(pairs)), pairs[:, 1])), (len(pairs), count))
    clause, text = part.found.polarity(task.language)
    said = sparse.csr_matrix(evidence(shares @ clause, text[pairs[:, 0]]) * WITNESS * witness)
    fitted = LinearSVC(C=SIDES, class_weight="balanced", random_state=0)
    fitted.fit(sparse.hstack([shared, WHOLE * part.texts[pairs[:, 0]], *own, named, said]).tocsr(), pairs[:, 2])
    width = shared.shape[1]
    split = fitted.coef_[:, : (count + 2) * width].reshape(3, count + 2, width)
    table = np.concatenate([split[:, place] for place in range(count + 2)])
    rest = fitted.coef_[:, (count + 2) * width :]
    return table, rest[:, count:].T * WITNESS, rest[:, :count].T + fitted.intercept_


WITNESS = 0.3
"""How much the polarity model's word may weigh; 0.3 and 0.6 did alike."""


def whole_numbers(weights: Weights) -> tuple[npt.NDArray[np.int8], Numbers, npt.NDArray[np.uint16]]:
    """Row 0 is for what training never saw: no weight, and as rare as the rarest."""
    step = np.abs(weights.table).max(1) / TALL
    table = np.zeros((len(step), len(weights.kept) + 1), dtype=np.int8)
    table[:, 1:] = np.round(weights.table / step[:, None])
    square = np.concatenate([[weights.square.max()], weights.square[weights.kept]])
    return table, step, np.round(square * 256).astype(np.uint16)


def scheme(name: str, task: Task, weights: Weights, limits: tuple[float, float, float]) -> categories.Scheme:
    table, step, square = whole_numbers(weights)
    rows_of = np.zeros(grams.SIZE, dtype=np.int32)
    rows_of[weights.kept] = np.arange(1, len(weights.kept) + 1)
    labels = tuple(str(number) for number in range(len(step)))
    held = Classes(labels, task.language, "", rows_of, table, square, step, weights.bias)
    return categories.Scheme(name, held, tuple(task.categories), limits, weights.felt, weights.bias_of)


def calibrate(name: str, task: Task, witness: bool) -> tuple[float, float, float]:
    if task.language == "zh":
        held = [one for one in task.taught if Example(one[0], 0, "").bucket == CALIBRATING]
        part = [one for one in task.taught if Example(one[0], 0, "").bucket != CALIBRATING]
    else:
        part, held = task.taught[: -len(task.taught) // 7], task.taught[-len(task.taught) // 7 :]
    found = stretches([text for text, _ in held])
    judging = scheme(name, task, teach(task, part, witness), (1.0, 0.0, 0.5))
    _, texts, pieces = judging.chances(found)
    count = len(task.categories)
    logits, truth = texts[:, :count] + likeliest(pieces[:, count : 2 * count], found), task.marks(held)
    fitted = LogisticRegression(C=1e6).fit(logits.reshape(-1, 1), truth.ravel())
    a, b = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    chances = 1 / (1 + np.exp(-(a * logits + b)))
    limit = max(np.arange(0.2, 0.7, 0.02), key=lambda one: f1_score(truth, chances >= one, average="micro"))
    print(f"{name}: a {a:.3f} b {b:.3f} limit {limit:.2f} on {len(held)} texts")
    return a, b, float(round(limit, 2))


def train(name: str) -> None:
    task, witness = TASKS[name](), name not in TAUGHT_POLARITY
    limits = calibrate(name, task, witness)
    weights = teach(task, task.taught, witness)
    table, step, square = whole_numbers(weights)
    rounded = [np.round(one, 6) for one in (step, weights.bias, weights.felt, weights.bias_of, np.array(limits))]
    digest = hashlib.blake2b(table.tobytes() + square.tobytes() + rounded[1].tobytes(), digest_size=4).hexdigest()
    path = FOLDER / f"categories-{name}.npz"
    np.savez_compressed(
        path,
        slots=weights.kept.astype(np.int32),
        weights=table,
        square=square,
        step=step,
        bias=rounded[1],
        felt=rounded[2],
        bias_of=rounded[3],
        limits=rounded[4],
        labels=np.array([str(number) for number in range(len(step))]),
        categories=np.array(task.categories),
        language=np.array(task.language),
        version=np.array(digest),
        encoding=np.array(codes.version()),
    )
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(weights.kept)} slots, {len(step)} rows")


if __name__ == "__main__":
    for one in sys.argv[1:] or TASKS:
        train(one)
