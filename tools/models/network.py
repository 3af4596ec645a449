"""Teach the network of `zhiyin.understand.text.network` what clauses are about, for `train_hearing.py`. Needs PyTorch
(2.13.0, CPU; one thread, so that the same data gives the same file); the product does not.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import optimize

try:
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError:
    sys.exit("This needs PyTorch, for training only: pip install torch==2.13.0")

from zhiyin.understand.text import vectors
from zhiyin.understand.text.context import BEFORE, Setting
from zhiyin.understand.text.learning import softmax
from zhiyin.understand.text.network import Network

WIDTH, HIDDEN, DEEPER = 96, 256, 128
SEEN = 5
"""Words in fewer clauses are left out."""
ROUNDS, TEXTS, RATE, DECAY = 10, 32, 2e-3, 0.05
LOST, UNHEARD = 0.3, 0.2
"""What is left out by chance in teaching: of the numbers of a layer, and of a clause's words."""
STORED = {"table": np.int8, "step": np.float32}
START = 0.3
"""Size of a word's vector to begin with: the first coordinates of what words mean."""

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lesson:
    """The clauses of one pack in their texts. `truth`: a row a clause, a column an aspect and one for none of them, the
    share of readers who put it there; zeros where nobody read it or it is no opinion. `ties`: of each clause, aspect
    and tie."""

    pack: str
    codes: tuple[str, ...]
    setting: Setting
    ties: npt.NDArray[np.float32]
    truth: npt.NDArray[np.float32]

    def texts(self, chosen: npt.NDArray[np.bool_]) -> Whole:
        """Numbers of the texts with a clause to learn from."""
        return np.unique(self.setting.owner[chosen & (self.truth.sum(1) > 0)])


class Net(nn.Module):
    def __init__(self, lessons: Sequence[Lesson], known: Whole) -> None:
        super().__init__()
        form = lessons[0].setting.facts.shape[1]
        self.words = nn.EmbeddingBag(len(known), WIDTH, mode="sum", include_last_offset=True)
        self.words.weight.data = torch.from_numpy(_beginning(known))
        self.facts = nn.Linear(form, WIDTH)
        self.names = nn.ModuleList([nn.Linear(2 * len(one.codes), WIDTH, bias=False) for one in lessons])
        self.hidden, self.deeper = nn.Linear((2 + BEFORE) * WIDTH, HIDDEN), nn.Linear(HIDDEN, DEEPER)
        self.out = nn.ModuleList([nn.Linear(DEEPER, len(one.codes) + 1) for one in lessons])
        self.ties = nn.Parameter(torch.full((lessons[0].ties.shape[2],), 0.3))
        self.lost = nn.Dropout(LOST)

    def forward(self, lesson: int, given: "Given") -> torch.Tensor:
        said = self.words(given.words, given.borders, per_sample_weights=given.weights)
        said = self.lost(said + self.facts(given.facts) + self.names[lesson](given.named))
        many = torch.bincount(given.owner).sqrt()[:, None]
        text = torch.zeros(len(many), WIDTH).index_add(0, given.owner, said) / many
        before = [_back(said, given.owner, steps)[given.read] for steps in range(1, BEFORE + 1)]
        layer = torch.cat([said[given.read], *before, text[given.owner[given.read]]], 1)
        layer = self.lost(functional.relu(self.hidden(layer)))
        layer = self.lost(functional.relu(self.deeper(layer)))
        return self.out[lesson](layer) + functional.pad(given.ties @ self.ties, (0, 1))


@dataclass(frozen=True)
class Given:
    """Some texts: all their clauses, and which of them were read."""

    words: torch.Tensor
    borders: torch.Tensor
    weights: torch.Tensor
    facts: torch.Tensor
    named: torch.Tensor
    owner: torch.Tensor
    read: torch.Tensor
    ties: torch.Tensor
    truth: torch.Tensor


def teach(lessons: Sequence[Lesson], chosen: Sequence[npt.NDArray[np.bool_]]) -> Mapping[str, Any]:
    """The arrays of a `Network`, by name, from the chosen clauses of each lesson; without its blends."""
    torch.manual_seed(0)
    torch.set_num_threads(1)
    order = np.random.default_rng(0)
    many = sum(np.bincount(one.setting.words.indices, minlength=one.setting.words.shape[1]) for one in lessons)
    known = np.flatnonzero(many >= SEEN)
    net = Net(lessons, known)
    free = [weight for name, weight in net.named_parameters() if name == "words.weight"]
    held = [weight for name, weight in net.named_parameters() if name != "words.weight"]
    optimiser = torch.optim.AdamW([{"params": free, "weight_decay": 0.0}, {"params": held}], RATE, weight_decay=DECAY)
    texts = [one.texts(mine) for one, mine in zip(lessons, chosen, strict=True)]
    steps = ROUNDS * sum(len(_parts(some)) for some in texts)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.1)
    for _ in range(ROUNDS):
        parts = [(number, part) for number, some in enumerate(texts) for part in _parts(order.permutation(some))]
        for place in order.permutation(len(parts)).tolist():
            number, part = parts[place]
            given = _given(lessons[number], part, known, order)
            loss = -(given.truth * functional.log_softmax(net(number, given), 1)).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimiser.step()
            schedule.step()
    return _arrays(net, lessons, known)


def _beginning(known: Whole) -> npt.NDArray[np.float32]:
    space = vectors.load()
    rows = space.table[known].astype(np.float64) * space.scale[known][:, None]
    left, size, _ = np.linalg.svd(rows - rows.mean(0), full_matrices=False)
    rows = (left * size)[:, :WIDTH]
    return (START * rows / np.sqrt((rows**2).mean())).astype(np.float32)


def _parts(texts: Whole) -> list[Whole]:
    return np.array_split(texts, max(1, -(-len(texts) // TEXTS)))


def _given(lesson: Lesson, texts: Whole, known: Whole, order: np.random.Generator) -> Given:
    setting = lesson.setting
    rows = np.concatenate(list(_rows(setting.owner, texts)))
    words = setting.words[rows][:, known]
    kept = order.random(len(words.data)) >= UNHEARD
    read = np.flatnonzero(lesson.truth[rows].sum(1) > 0)
    named = np.concatenate([setting.named[rows], setting.judged[rows]], axis=1)
    _, owner = np.unique(setting.owner[rows], return_inverse=True)
    arrays = (
        words.indices.astype(np.int64), words.indptr.astype(np.int64),
        (words.data * kept / (1 - UNHEARD)).astype(np.float32), setting.facts[rows], named, owner, read,
        lesson.ties[rows[read]], lesson.truth[rows[read]],
    )  # fmt: skip
    return Given(*(torch.from_numpy(one) for one in arrays))


def _rows(owner: Whole, texts: Whole) -> Iterator[Whole]:
    """The clauses of each text; `owner` rises."""
    for first, last in zip(*(np.searchsorted(owner, np.sort(texts), side) for side in ("left", "right")), strict=True):
        yield np.arange(first, last)


def _back(rows: torch.Tensor, owner: torch.Tensor, steps: int) -> torch.Tensor:
    same = (owner[steps:] == owner[:-steps])[:, None]
    return functional.pad(rows[:-steps] * same, (0, 0, min(steps, len(rows)), 0))[: len(rows)]


def _arrays(net: Net, lessons: Sequence[Lesson], known: Whole) -> Mapping[str, Any]:
    own = {name: one.detach().numpy() for name, one in net.named_parameters()}
    rows = own["words.weight"].astype(np.float64)
    step = np.abs(rows).max(0) / 127
    table = np.zeros((lessons[0].setting.words.shape[1], WIDTH), np.int8)
    table[known] = np.rint(rows / step).astype(np.int8)
    found = {
        "table": table, "step": step, "facts": own["facts.weight"].T, "start": own["facts.bias"],
        "hidden": own["hidden.weight"].T, "hidden_bias": own["hidden.bias"], "deeper": own["deeper.weight"].T,
        "deeper_bias": own["deeper.bias"], "ties": own["ties"],
    }  # fmt: skip
    stored = {f"net-{name}": one.astype(STORED.get(name, np.float16)) for name, one in found.items()}
    for number, one in enumerate(lessons):
        stored |= {
            f"{one.pack}:net-names": own[f"names.{number}.weight"].T.astype(np.float16),
            f"{one.pack}:net-weights": own[f"out.{number}.weight"].T.astype(np.float16),
            f"{one.pack}:net-bias": own[f"out.{number}.bias"].astype(np.float16),
            f"{one.pack}:net-blend": np.ones(2, np.float32),
        }
    return stored


def network(stored: Mapping[str, Any], lessons: Sequence[Lesson]) -> Network:
    return Network.unpack(stored, {one.pack: one.codes for one in lessons})


def scores(net: Network, lesson: Lesson) -> Numbers:
    """Of all clauses."""
    found = net.scores(lesson.pack, lesson.codes, lesson.setting, np.arange(len(lesson.ties)))
    found[:, :-1] += lesson.ties @ net.ties
    return found


def blend(linear: Numbers, other: Numbers, truth: npt.NDArray[np.float32]) -> Numbers:
    """Shares of both that make what readers said of clauses that neither has seen likeliest (Platt 1999, of two)."""

    def loss(shares: Numbers) -> tuple[float, Numbers]:
        away = softmax(shares[0] * linear + shares[1] * other)
        lost = -float((truth * np.log(away + 1e-12)).sum()) / len(truth)
        slope = (away * truth.sum(1, keepdims=True) - truth) / len(truth)
        return lost, np.array([(slope * linear).sum(), (slope * other).sum()])

    return optimize.minimize(loss, np.array([0.5, 0.35]), jac=True, method="L-BFGS-B").x
