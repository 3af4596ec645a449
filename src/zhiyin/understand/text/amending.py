"""What people's judgements change of a mention after it was found: its aspect, its emotion or its intent.

Multinomial logistic regression over the hashed n-grams of the mention's words. What was said of it comes first, with
`PRIOR` logits: a class takes its place only where words of judged mentions lead there clearly. Weights are kept for
grams of judged mentions alone, so whatever shares none with them stays as it is. A gram counts by how rare it is among
reviews in general: the word of the house is learned, not 的. Weights are whole numbers, so a mention's score does not
depend on the batch. Spans, labels and polarity are never touched.
"""

import io
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from zhiyin.understand.text.codes import encode
from zhiyin.understand.text.features import matrix
from zhiyin.understand.text.language import chinese as hanzi
from zhiyin.understand.text.learning import softmax
from zhiyin.understand.text.model import FAMILIES, SCALE, Numbers, load
from zhiyin.understand.text.model import PRIOR as EVIDENCE

LANGUAGES = ("zh", "en")
PRIOR = 2.0
"""Logits of what was said."""
CLEARLY = 1.0
"""Logits by which another class must be ahead of it."""
UNIT = 5.0
"""The length of a mention's features: how far one judged mention moves another that says the same. Of a coarse grid of
these three more careful ones mended less, bolder ones broke what was right (`benchmarks/understand/amending.py`)."""
PENALTY = 0.1
_STEPS = 1 << 15


@dataclass(frozen=True, eq=False)
class Amendment:
    """Of one kind. `classes`: what was said or is to be said, "" for nothing; `learned`: which of them people name, so
    that they can be learned to. `weights`, whole numbers times `step`: a row a slot, a column a class."""

    kind: str
    classes: tuple[str, ...]
    learned: tuple[bool, ...]
    slots: npt.NDArray[np.int64]
    weights: npt.NDArray[np.int64]
    step: float

    def best(self, texts: Sequence[str], saids: Sequence[str], known: Collection[str]) -> list[str]:
        """What each is, of the `known` classes: what was said of it, or what is clearly ahead of that."""
        found = scores(self, texts, saids)
        given = np.full(len(texts), PRIOR)
        for row, said in enumerate(saids):
            if said in self.classes:
                given[row] = found[row, self.classes.index(said)]
        open_ = [learned and name in known for name, learned in zip(self.classes, self.learned, strict=True)]
        found[:, ~np.array(open_, dtype=np.bool_)] = -np.inf
        first = found.argmax(axis=1)
        clear = found.max(axis=1) >= given + CLEARLY
        return [
            self.classes[place] if taken else said
            for said, place, taken in zip(saids, first.tolist(), clear.tolist(), strict=True)
        ]


def learn(kind: str, texts: Sequence[str], saids: Sequence[str], truths: Sequence[str]) -> Amendment:
    """From the words of judged mentions, what was said of each and what people say; "" is nothing."""
    classes = tuple(sorted({*saids, *truths}))
    place = {name: number for number, name in enumerate(classes)}
    counts, squares = _counted(texts), _squares()
    slots = np.unique(counts.indices).astype(np.int64)
    rare = UNIT * np.sqrt(squares[slots])
    rows = (sparse.diags(1 / _sizes(counts, squares)) @ counts[:, slots] @ sparse.diags(rare)).tocsr()
    offset = np.zeros((len(texts), len(classes)))
    offset[np.arange(len(texts)), [place[said] for said in saids]] = PRIOR
    truth = np.array([place[one] for one in truths], dtype=np.int64)
    weights = _fitted(rows, truth, offset) * rare[:, None]
    step = float(np.abs(weights).max(initial=0.0)) / _STEPS or 1.0
    whole = np.rint(weights / step).astype(np.int64)
    kept = whole.any(axis=1)
    return Amendment(kind, classes, tuple(name in truths for name in classes), slots[kept], whole[kept], step)


def _fitted(rows: sparse.csr_matrix, truth: npt.NDArray[np.int64], offset: Numbers) -> Numbers:
    """Weights, a row a slot and a column a class, of the least penalised loss beside what was said."""
    shape = (rows.shape[1], offset.shape[1])
    wanted = np.eye(shape[1])[truth]

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        weights = flat.reshape(shape)
        chances = softmax(rows @ weights + offset)
        told = np.log(np.maximum(chances[np.arange(len(truth)), truth], 1e-300))
        slope = rows.T @ (chances - wanted) + PENALTY * weights
        return float(0.5 * PENALTY * (flat**2).sum() - told.sum()), slope.ravel()

    best = optimize.minimize(loss, np.zeros(shape[0] * shape[1]), jac=True, method="L-BFGS-B")
    found: Numbers = best.x.reshape(shape)
    return found


def scores(amendment: Amendment, texts: Sequence[str], saids: Sequence[str]) -> Numbers:
    """Logits of each class, a row a text; what was said has `PRIOR` ahead where it is one of them."""
    counts = _counted(texts)
    sums = counts[:, amendment.slots] @ amendment.weights.astype(np.float64)
    found = amendment.step * sums / _sizes(counts, _squares())[:, None]
    for row, said in enumerate(saids):
        if said in amendment.classes:
            found[row, amendment.classes.index(said)] += PRIOR
    rounded: Numbers = np.round(found, 6)
    return rounded


def _counted(texts: Sequence[str]) -> sparse.csr_matrix:
    """How often each gram stands in each text: Chinese ones where a Chinese character does, English ones elsewhere."""
    batch = encode(texts)
    sums = np.concatenate([[0], np.cumsum(hanzi(batch.codes))])
    han = (sums[batch.ends] > sums[batch.starts]).astype(np.float64)
    parts = zip(LANGUAGES, (han, 1 - han), strict=True)
    counts = sparse.hstack([sparse.diags(mine) @ matrix(batch, FAMILIES[code](batch)) for code, mine in parts]).tocsr()
    counts.eliminate_zeros()
    return counts


@cache
def _squares() -> Numbers:
    """Of every gram how rare it is among reviews in general: squared inverse document frequencies."""
    squares: Numbers = np.concatenate([load().languages[code].square for code in LANGUAGES]) / SCALE
    return squares


def _sizes(counts: sparse.csr_matrix, squares: Numbers) -> Numbers:
    """What sums are divided by, as in `model`: a few words alone are never certain."""
    sizes: Numbers = np.sqrt(counts @ squares + EVIDENCE)
    return sizes


def pack(amendment: Amendment) -> bytes:
    """As plain bytes, the same for the same amendment."""
    plain = {"kind": amendment.kind, "classes": amendment.classes, "learned": amendment.learned, "step": amendment.step}
    head = json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()
    arrays = (np.asarray(each, dtype="<i8").tobytes() for each in (amendment.slots, amendment.weights))
    return b"".join(len(part).to_bytes(4, "big") + part for part in (head, *arrays))


def unpack(stored: bytes) -> Amendment:
    stream = io.BytesIO(stored)
    head, slots, weights = (stream.read(int.from_bytes(stream.read(4), "big")) for _ in range(3))
    plain = json.loads(head)
    classes = tuple(plain["classes"])
    table = np.frombuffer(weights, dtype="<i8").astype(np.int64).reshape(-1, len(classes))
    rows = np.frombuffer(slots, dtype="<i8").astype(np.int64)
    return Amendment(plain["kind"], classes, tuple(plain["learned"]), rows, table, float(plain["step"]))


def digest(amendments: Sequence[Amendment]) -> str:
    return blake2b(b"".join(map(pack, amendments)), digest_size=4).hexdigest()
