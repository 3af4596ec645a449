"""Train the triples that ship with the package: `ZHIYIN_SHARED=… python tools/models/train_triples.py`. Needs PyTorch.

Taught on buckets 2 to 9 of the Chinese restaurant sentences: the chain of tags by its likelihood, pairs by those people
marked. What each word means comes from the word vectors that ship, in fewer directions, and is taught on. On bucket 1
the chance that a triple is exactly right is calibrated, and the limit chosen. Deterministic (one thread): the same data
gives the same file.
"""

import hashlib
import random
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import rjieba
from sklearn.linear_model import LogisticRegression

try:
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError:
    sys.exit("This needs PyTorch, for training only: pip install torch==2.13.0")

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.understand.corpora import CALIBRATING, CHECKING
from benchmarks.understand.triples import Sentence, bucket, sentences

from zhiyin.understand.text import codes, triples, vectors
from zhiyin.understand.text.codes import Batch
from zhiyin.understand.text.model import FOLDER
from zhiyin.understand.text.triples import ASPECT, DILATIONS, FORM, LABELS, OPINION, STEP, TAGS, Span

WIDTHS = {"signs": 64, "before": 32, "behind": 32, "words": 64, "places": 8}
HIDDEN, PAIRED = 128, 64
SEEN = {"signs": 2, "pairs": 4, "words": 2}
"""What comes more seldom in teaching has no row of its own."""
ROUNDS, SIGNS, RATE, DECAY = 6, 1_500, 2e-3, 0.02
LOST, UNREAD = 0.3, 0.15
"""What is left out by chance in teaching: of the numbers of a layer, and of signs, pairs and words."""
START = 0.3
TALL = 127

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Lesson:
    """One sentence: the rows of its signs in the five tables, its tags, and what is marked in it."""

    rows: Whole
    tags: Whole
    text: str
    marked: dict[tuple[Span, Span], int]

    @property
    def pairs(self) -> list[tuple[Span, Span, list[float]]]:
        aspects, opinions = (sorted({pair[kind] for pair in self.marked}) for kind in (0, 1))
        return triples.near(aspects, opinions, self.text)


@dataclass(frozen=True)
class Vocabulary:
    signs: Whole
    pairs: Whole
    words: tuple[str, ...]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Vocabulary":
        signs = Counter(sign for text in texts for sign in text)
        pairs = Counter(pair for text in texts for pair in zip("\0" + text, text + "\0", strict=True))
        words = Counter(word for text in texts for word in rjieba.cut(text))
        known = {word for word in vectors.load().places if word[0] >= "㐀"}
        return cls(
            np.array(sorted(ord(sign) for sign, many in signs.items() if many >= SEEN["signs"])),
            np.array(sorted(ord(a) << 21 | ord(b) for (a, b), many in pairs.items() if many >= SEEN["pairs"])),
            tuple(sorted(known | {word for word, many in words.items() if many >= SEEN["words"] and word.strip()})),
        )


class Net(nn.Module):
    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        sizes = [len(vocabulary.signs), *[len(vocabulary.pairs)] * 2, len(vocabulary.words), 4]
        tables = [nn.Embedding(many + 1, wide) for many, wide in zip(sizes, WIDTHS.values(), strict=True)]
        for table in tables:
            nn.init.normal_(table.weight, std=START)
        tables[3].weight.data = torch.from_numpy(beginning(vocabulary.words))
        self.tables = nn.ModuleList(tables)
        self.start = nn.Linear(sum(WIDTHS.values()), HIDDEN)
        self.deeper = nn.ModuleList([nn.Linear(3 * HIDDEN, HIDDEN) for _ in DILATIONS])
        self.tags, self.moves = nn.Linear(HIDDEN, TAGS), nn.Parameter(torch.zeros(TAGS, TAGS))
        self.pairing, self.sides = nn.Linear(3 * HIDDEN + FORM, PAIRED), nn.Linear(PAIRED, len(LABELS) + 1)
        self.lost = nn.Dropout(LOST)

    def forward(self, rows: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
        """`rows`: sentence, sign, table; `inside`: 1 where a sentence has a sign."""
        if self.training:
            rows = rows * (torch.rand(rows.shape) >= UNREAD)
        told = torch.cat([table(rows[..., place]) for place, table in enumerate(self.tables)], -1)
        told = torch.relu(self.start(self.lost(told))) * inside
        for layer, step in zip(self.deeper, DILATIONS, strict=True):
            held = self.lost(functional.pad(told, (0, 0, step, step)))
            size = told.shape[1]
            beside = torch.cat([held[:, at : at + size] for at in (0, step, 2 * step)], -1)
            told = (told + torch.relu(layer(beside))) * inside
        return told

    def judged(self, told: torch.Tensor, owner: Whole, aspects: Whole, opinions: Whole, form: Any) -> torch.Tensor:
        sums = functional.pad(told.cumsum(1), (0, 0, 1, 0))
        both = np.stack([np.minimum(aspects[:, 0], opinions[:, 0]), np.maximum(aspects[:, 1], opinions[:, 1])], 1)
        means = []
        for span in (aspects, opinions, both):
            long = torch.from_numpy(span[:, 1] - span[:, 0])[:, None]
            means.append((sums[owner, span[:, 1]] - sums[owner, span[:, 0]]) / long)
        given = torch.cat([*means, torch.from_numpy(form)], 1)
        return self.sides(self.lost(torch.relu(self.pairing(self.lost(given)))))


def beginning(words: Sequence[str]) -> npt.NDArray[np.float32]:
    """The first directions of what words mean; nothing of a word that has no vector."""
    space = vectors.load()
    places = np.array([space.places.get(word, -1) for word in words])
    rows = space.table[places].astype(np.float64) * space.scale[places][:, None]
    rows[places < 0] = 0
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    size, ways = np.linalg.eigh(rows.T @ rows)
    fewer = rows @ ways[:, np.argsort(-size)[: WIDTHS["words"]]]
    fewer *= START / np.sqrt((fewer[places >= 0] ** 2).mean())
    return np.concatenate([np.zeros((1, fewer.shape[1])), fewer]).astype(np.float32)


def lessons(taught: Sequence[Sentence], labeller: triples.Labeller) -> list[Lesson]:
    """Sentences as the product cuts them; what is marked across a cut is not taught."""
    batch = codes.encode([one.text for one in taught])
    part = triples.cut(batch)
    sizes = part.ends - part.starts
    places = np.repeat(part.starts - np.cumsum(sizes) + sizes, sizes) + np.arange(sizes.sum())
    rows = np.stack(labeller.rows(part, places, sizes), 1)
    letters = batch.codes.astype("<u4").tobytes().decode("utf-32-le")
    found = []
    for text, start, end, last in zip(
        *(one.tolist() for one in (part.text, part.starts, part.ends, np.cumsum(sizes))), strict=True
    ):
        marked = {}
        for aspect, opinion, sign in sorted(taught[text].triples):
            spans = [placed(batch, text, span) for span in (aspect, opinion)]
            if all(start <= span[0] < span[1] <= end for span in spans):
                moved = [(span[0] - start, span[1] - start) for span in spans]
                marked[moved[0], moved[1]] = sign
        found.append(Lesson(rows[last - end + start : last], tagged(marked, end - start), letters[start:end], marked))
    return found


def placed(batch: Batch, text: int, span: Span) -> Span:
    """Where a span of the original stands in the batch."""
    own = slice(int(batch.starts[text]), int(batch.ends[text]))
    first = int(np.searchsorted(batch.origin[own], span[0]))
    return first + own.start, int(np.searchsorted(batch.until[own], span[1], side="right")) + own.start


def tagged(marked: Mapping[tuple[Span, Span], int], size: int) -> Whole:
    tags = np.zeros(size, np.int64)
    for kind, spans in ((ASPECT, {aspect for aspect, _ in marked}), (OPINION, {opinion for _, opinion in marked})):
        for start, end in sorted(spans):
            tags[start:end] = kind + 1
            tags[start] = kind
    return tags


def parts(taught: Sequence[Lesson], order: random.Random) -> list[list[Lesson]]:
    """Of about the same length each, in any order."""
    sizes = {number: len(one.tags) + order.random() * 8 for number, one in enumerate(taught)}
    found: list[list[Lesson]] = [[]]
    for number in sorted(sizes, key=lambda one: sizes[one]):
        if (len(found[-1]) + 1) * len(taught[number].tags) > SIGNS and found[-1]:
            found.append([])
        found[-1].append(taught[number])
    order.shuffle(found)
    return found


def together(arrays: Sequence[Whole], fill: int = 0) -> Whole:
    longest = max(len(one) for one in arrays)
    held = np.full((len(arrays), longest, *arrays[0].shape[1:]), fill, np.int64)
    for number, one in enumerate(arrays):
        held[number, : len(one)] = one
    return held


def lost(net: Net, part: Sequence[Lesson]) -> torch.Tensor:
    tags = torch.from_numpy(together([one.tags for one in part], -1))
    inside = tags >= 0
    told = net(torch.from_numpy(together([one.rows for one in part])), inside[..., None].float())
    loss = unlikely(net.tags(net.lost(told)), net.moves, tags.clamp(min=0), inside).sum() / len(part) / 8
    listed = [(number, one, *pair) for number, one in enumerate(part) for pair in one.pairs]
    if listed:
        owner, ones, aspects, opinions, form = zip(*listed, strict=True)
        given = (np.array(owner), np.array(aspects), np.array(opinions), np.array(form, np.float32))
        truth = [one.marked[pair] + 2 if (pair := (a, o)) in one.marked else 0
                 for one, a, o in zip(ones, aspects, opinions, strict=True)]  # fmt: skip
        loss = loss + functional.cross_entropy(net.judged(told, *given), torch.tensor(truth))
    return loss


def unlikely(scores: torch.Tensor, moves: torch.Tensor, tags: torch.Tensor, inside: torch.Tensor) -> torch.Tensor:
    """Of each sentence, minus the log of the chance of its tags among all chains."""
    summed = scores[:, 0]
    for step in range(1, scores.shape[1]):
        going = torch.logsumexp(summed[:, :, None] + moves, 1) + scores[:, step]
        summed = torch.where(inside[:, step, None], going, summed)
    own = (scores.gather(2, tags[..., None])[..., 0] * inside).sum(1)
    return torch.logsumexp(summed, 1) - own - (moves[tags[:, :-1], tags[:, 1:]] * inside[:, 1:]).sum(1)


def teach(taught: Sequence[Lesson], vocabulary: Vocabulary) -> Net:
    order = random.Random(0)
    net = Net(vocabulary)
    optimiser = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    every = [part for _ in range(ROUNDS) for part in parts(taught, order)]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=len(every), pct_start=0.15)
    start, summed = time.process_time(), 0.0
    for number, part in enumerate(every, 1):
        loss = lost(net, part)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        schedule.step()
        summed += loss.item()
        if number % 300 == 0:
            print(f"  {number} of {len(every)}, {time.process_time() - start:.0f} s: {summed / 300:.3f}", flush=True)
            summed = 0.0
    return net


def stored(vocabulary: Vocabulary, net: Net | None) -> dict[str, Any]:
    """The arrays of the file; without a net those that tell which rows a sign has."""
    found: dict[str, Any] = {
        "signs": vocabulary.signs,
        "pairs": vocabulary.pairs,
        "words": np.frombuffer("\n".join(vocabulary.words).encode(), np.uint8),
    }
    own = {name: one.detach().numpy().astype(np.float64) for name, one in (net or Net(vocabulary)).named_parameters()}
    for place, name in enumerate(WIDTHS):
        table = np.clip(np.rint(own[f"tables.{place}.weight"] / STEP), -TALL, TALL)
        found[f"table-{name}"] = table.astype(np.int8)
    names = {"start": "start", "tags": "tags", "pairing": "pairing", "sides": "sides"}
    for name, given in (names | {f"deeper{step}": f"deeper.{place}" for place, step in enumerate(DILATIONS)}).items():
        weights = own[f"{given}.weight"].T
        step = np.maximum(np.abs(weights).max(0), 1e-9) / TALL
        found[f"{name}-weights"] = np.rint(weights / step).astype(np.int8)
        found[f"{name}-step"], found[f"{name}-bias"] = step.astype(np.float32), own[f"{given}.bias"].astype(np.float32)
    return found | {
        "moves": np.round(own["moves"], 6),
        "trust": np.zeros(5),
        "limit": np.array(0.0),
        "version": np.array(""),
        "encoding": np.array(codes.version()),
    }


def calibrate(labeller: triples.Labeller, held: Sequence[Sentence]) -> tuple[npt.NDArray[np.float64], float]:
    """Weights of what tells how sure a triple is (Platt 1999, of several), and the limit with the best F1."""
    batch = codes.encode([one.text for one in held])
    said, right = [], []
    for part in triples.cut(batch).parts():
        found = labeller.candidates(part)
        said.append(found.said)
        for number, aspect, opinion, side in zip(
            found.sentence.tolist(), found.aspects.tolist(), found.opinions.tolist(), found.side.tolist(), strict=True
        ):
            spans = (batch.span(*aspect), batch.span(*opinion))
            right.append((*spans, side - 1) in held[part.text[number]].triples)
    given = np.concatenate(said)
    fitted = LogisticRegression(C=1e3, max_iter=1000).fit(given, right)
    trust = np.round(np.append(fitted.coef_[0], fitted.intercept_[0]), 6)
    chances = 1 / (1 + np.exp(-(given @ trust[:-1] + trust[-1])))
    marked, hits = sum(len(one.triples) for one in held), np.array(right)
    scores = {limit: score(hits[chances >= limit], marked) for limit in np.arange(0.05, 0.6, 0.01).tolist()}
    limit = max(scores, key=lambda one: scores[one])
    print(f"bucket 1, {len(held)} sentences: F1 {scores[limit]:.4f} from {limit:.2f}, {score(hits, marked):.4f} from 0")
    return trust, round(limit, 2)


def score(hits: npt.NDArray[np.bool_], marked: int) -> float:
    return float(2 * hits.sum() / (len(hits) + marked))


def train() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    every = [one for one in sentences() if bucket(one) != CHECKING]
    taught = [one for one in every if bucket(one) != CALIBRATING]
    held = [one for one in every if bucket(one) == CALIBRATING]
    batch = codes.encode([one.text for one in taught])
    letters = batch.codes.astype("<u4").tobytes().decode("utf-32-le")
    spans = zip(*(one.tolist() for one in (triples.cut(batch).starts, triples.cut(batch).ends)), strict=True)
    vocabulary = Vocabulary.of([letters[start:end] for start, end in spans])
    reader = triples.unpack(stored(vocabulary, None))
    net = teach(lessons(taught, reader), vocabulary)
    found = stored(vocabulary, net)
    trust, limit = calibrate(triples.unpack(found), held)
    found |= {"trust": trust, "limit": np.array(limit)}
    digest = hashlib.blake2b(b"".join(found[name].tobytes() for name in sorted(found)), digest_size=4).hexdigest()
    path = FOLDER / f"{triples.NAME}.npz"
    np.savez_compressed(path, **found | {"version": np.array(digest)})
    sizes = f"{len(vocabulary.signs)} signs, {len(vocabulary.pairs)} pairs, {len(vocabulary.words)} words"
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {sizes}")


if __name__ == "__main__":
    train()
