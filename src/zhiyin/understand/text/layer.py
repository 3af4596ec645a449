"""A thin layer over the shipped model, learned from texts that people judged.

It adds to each logit `a * sum(d[g]) / sqrt(sum(v[g]) + PRIOR) + shift`, with d sparse over the same hashed n-grams: the
weights stay whole numbers, so a text's score still does not depend on the batch it stands in. d and shift minimise the
logistic loss of the judged texts, the shipped logit being given, with a quadratic penalty.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse
from scipy.sparse import linalg

from zhiyin.understand.text.codes import encode
from zhiyin.understand.text.grams import SIZE
from zhiyin.understand.text.model import PRIOR, SCALE, Judge, Model, Numbers, Weights

PENALTY = 1.0
SHIFT_PENALTY = 4.0
"""A dozen texts of one label must not move every other text."""


@dataclass(frozen=True)
class Delta:
    """Of one language: what is added to the tables at `slots`, and to the logits."""

    slots: npt.NDArray[np.int64]
    polar: npt.NDArray[np.int64]
    stand: npt.NDArray[np.int64]
    shift: tuple[float, float]


Layer = Mapping[str, Delta]
"""By language."""


def layered(model: Model, layer: Layer) -> Model:
    languages = {
        code: _added(weights, layer[code]) if code in layer else weights for code, weights in model.languages.items()
    }
    return replace(model, languages=languages)


def _added(weights: Weights, delta: Delta) -> Weights:
    def table(whole: npt.NDArray[np.int16], part: npt.NDArray[np.int64]) -> npt.NDArray[np.int16]:
        sums = whole.astype(np.int64)
        sums[delta.slots] += part
        return np.clip(sums, -32768, 32767).astype(np.int16)

    a, b, c, d = weights.calibration
    return replace(
        weights,
        version=f"{weights.version}~{digest({weights.language: delta})}",
        polar=table(weights.polar, delta.polar),
        stand=table(weights.stand, delta.stand),
        calibration=(a, b + delta.shift[0], c, d + delta.shift[1]),
    )


def learn(texts: Sequence[str], labels: Sequence[str], weights: Weights) -> Delta:
    """From texts of one language and their labels: negative, neutral, positive."""
    batch = encode(texts)
    judge = Judge(batch, weights)
    verdicts = judge.judge(batch.starts, batch.ends)
    counts, sizes = _counted(judge, batch.starts, batch.ends)
    slots = np.unique(counts.indices).astype(np.int64)
    rows = counts[:, slots].multiply(1 / sizes[:, None]).tocsr()
    truth = np.array(labels)
    taken, leaning = truth != "neutral", truth == "positive"
    a, _b, c, _d = weights.calibration
    # A text's grams together move its logit as far as one feature of length 1 would.
    unit = 1 / max(float(np.median(linalg.norm(rows, axis=1))), 1e-9)
    polar, up = _fitted(rows[taken] * unit, verdicts.polar[taken], leaning[taken])
    stand, more = _fitted(rows * unit, verdicts.stand, taken)
    return Delta(
        slots, np.rint(polar * unit / a).astype(np.int64), np.rint(stand * unit / c).astype(np.int64), (up, more)
    )


def _counted(
    judge: Judge, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
) -> tuple[sparse.csr_matrix, Numbers]:
    """Gram counts, texts × slots, and what the model divides by."""
    total = sparse.csr_matrix((len(starts), SIZE))
    square = np.zeros(len(starts), dtype=np.int64)
    for family in judge.families:
        low, high = family.ranges(starts, ends)
        sizes = high - low
        places = np.repeat(low - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) + np.arange(sizes.sum())
        slots = family.slots[places]
        rows = np.repeat(np.arange(len(starts)), sizes)
        total = total + sparse.csr_matrix((np.ones(len(slots)), (rows, slots)), shape=total.shape)
        square += np.bincount(rows, judge.weights.square[slots], len(starts)).astype(np.int64)
    return total.tocsr(), np.sqrt(square / SCALE + PRIOR)


def _fitted(rows: sparse.csr_matrix, given: Numbers, wanted: npt.NDArray[np.bool_]) -> tuple[Numbers, float]:
    """Weights and shift of the least penalised logistic loss beside the logits `given`."""
    sign = np.where(wanted, 1.0, -1.0)
    if not len(sign):
        return np.zeros(rows.shape[1]), 0.0
    penalty = np.append(np.full(rows.shape[1], PENALTY), SHIFT_PENALTY)

    def loss(found: Numbers) -> tuple[float, Numbers]:
        margin = sign * (given + rows @ found[:-1] + found[-1])
        pull = -sign / (1 + np.exp(np.clip(margin, -40, 40)))
        slope = np.append(rows.T @ pull, pull.sum()) + penalty * found
        return float(np.logaddexp(0, -margin).sum() + 0.5 * (penalty * found**2).sum()), slope

    best = optimize.minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B").x
    return best[:-1], float(round(best[-1], 6))


def digest(layer: Layer) -> str:
    return blake2b(pack(layer), digest_size=4).hexdigest()


def pack(layer: Layer) -> bytes:
    """As plain bytes, the same for the same layer."""
    parts = [part for code in sorted(layer) for part in _parts(code, layer[code])]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def _parts(code: str, delta: Delta) -> tuple[bytes, ...]:
    arrays = (np.asarray(each, dtype="<i8").tobytes() for each in (delta.slots, delta.polar, delta.stand))
    return (code.encode(), *arrays, np.asarray(delta.shift, dtype="<f8").tobytes())


def unpack(stored: bytes) -> Layer:
    stream, parts = io.BytesIO(stored), []
    while head := stream.read(4):
        parts.append(stream.read(int.from_bytes(head, "big")))
    layer = {}
    for code, slots, polar, stand, shift in zip(*(parts[n::5] for n in range(5)), strict=True):
        up, more = np.frombuffer(shift, dtype="<f8")
        layer[code.decode()] = Delta(_whole(slots), _whole(polar), _whole(stand), (float(up), float(more)))
    return layer


def _whole(stored: bytes) -> npt.NDArray[np.int64]:
    return np.frombuffer(stored, dtype="<i8").astype(np.int64)
