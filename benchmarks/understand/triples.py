"""Who is praised or blamed for what, span by span: `ZHIYIN_SHARED=… python -m benchmarks.understand.triples`.

Chinese restaurant sentences (train and dev parts; the official test part is not used), bucket 0 for checking. A triple
is right when the characters of the aspect, those of the opinion and the polarity are all exactly those marked (the
usual exact-match F1). Judged by a light labeller trained here: every character by a linear model of the characters
around it, the best chain by Viterbi, aspect and opinion paired by a linear model of what stands between them, polarity
by one of the clause. Beside it the opinion words that the product finds without any of this training.
"""

import ast
import re
import time
from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from sklearn.linear_model import LogisticRegression, SGDClassifier

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.company.packs import load
from zhiyin.understand.text import features
from zhiyin.understand.text.annotate import Understander

Span = tuple[int, int]
Triple = tuple[Span, Span, int]
Numbers = npt.NDArray[np.float64]

NAMES = {"POS": 1, "NEG": -1, "NEU": 0}
LABELS = {"negative": -1, "neutral": 0, "positive": 1}
IMPLIED: Span = (-1, -1)
TAGS = 5
"""Outside, aspect begins, goes on, opinion begins, goes on."""
WIDE, SLOTS = 4, 1 << 21
FAR = 40
"""Aspect and opinion farther apart than so many characters are not looked at."""


@dataclass(frozen=True)
class Sentence:
    """`implied` triples have an aspect or opinion that no words name; they can only be missed."""

    text: str
    triples: frozenset[Triple]
    implied: int

    @property
    def spans(self) -> tuple[set[Span], set[Span]]:
        return {aspect for aspect, _, _ in self.triples}, {opinion for _, opinion, _ in self.triples}


def sentences() -> list[Sentence]:
    """Marks are of words split by blanks; spans here are of characters, end exclusive."""
    found: dict[str, Sentence] = {}
    for name in ("train.txt.gz", "dev.txt"):
        with corpora.lines(corpora.shared() / "absa-chinese-zhang-restaurant" / name) as stream:
            for line in stream:
                given, _, marks = line.strip().partition("####")
                words = given.split(" ")
                place = np.concatenate([[0], np.cumsum([len(word) for word in words])]).tolist()
                triples = [
                    (_span(aspect, place), _span(opinion, place), NAMES[sign[:3].upper()])
                    for aspect, opinion, sign in ast.literal_eval(marks)
                ]
                text = "".join(words)
                implied = {one for one in triples if IMPLIED in one}
                found.setdefault(text, Sentence(text, frozenset(triples) - implied, len(implied)))
    return list(found.values())


def _span(marked: tuple[int, int], place: list[int]) -> Span:
    return IMPLIED if marked[0] < 0 else (place[marked[0]], place[marked[1] + 1])


def windows(texts: list[str]) -> sparse.csr_matrix:
    """One row a character: the characters, pairs and triples around it, each with its distance."""
    joined = ("\0" * WIDE).join(["", *texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    inside = np.flatnonzero(codes != 0)
    columns = []
    for width in (1, 2, 3):
        for first in range(-WIDE + 1, WIDE - width + 1):
            mixed = np.full(len(inside), width * 100 + first + 50, dtype=np.uint64)
            for step in range(width):
                mixed = (mixed ^ codes[inside + first + step]) * np.uint64(0x9E3779B97F4A7C15)
                mixed ^= mixed >> np.uint64(31)
            columns.append((mixed % np.uint64(SLOTS)).astype(np.int64))
    slots = np.stack(columns, 1)
    where = (slots.ravel(), np.arange(0, slots.size + 1, slots.shape[1]))
    return sparse.csr_matrix((np.ones(slots.size, np.float32), *where), shape=(len(inside), SLOTS))


def tags(sentence: Sentence) -> npt.NDArray[np.int64]:
    marked = np.zeros(len(sentence.text), dtype=np.int64)
    for kind, spans in zip((1, 3), sentence.spans, strict=True):
        for start, end in spans:
            marked[start:end] = kind + 1
            marked[start] = kind
    return marked


def viterbi(chances: Numbers, moves: Numbers) -> list[int]:
    best, back = chances[0] + moves[0], []
    for row in chances[1:]:
        options = best[:, None] + moves
        back.append(options.argmax(0))
        best = options.max(0) + row
    chain = [int(best.argmax())]
    for step in reversed(back):
        chain.append(int(step[chain[-1]]))
    return chain[::-1]


def spans(chain: list[int], kind: int) -> list[Span]:
    letters = "".join("B" if tag == kind else "I" if tag == kind + 1 else "." for tag in chain)
    return [found.span() for found in re.finditer("BI*", letters)]


def between(text: str, aspect: Span, opinion: Span, aspects: list[Span], opinions: list[Span]) -> list[float]:
    """What tells whether two spans belong together."""
    low, high = min(aspect[1], opinion[1]), max(aspect[0], opinion[0])
    gap = text[low:high]
    inside = [sum(low <= start and end <= high for start, end in listed) for listed in (aspects, opinions)]
    nearest = min(opinions, key=lambda span: abs(span[0] - aspect[1])) == opinion
    closest = min(aspects, key=lambda span: abs(span[1] - opinion[0])) == aspect
    commas, stops = sum(sign in "，,、" for sign in gap), sum(sign in "。！？；!?;" for sign in gap)
    after = aspect[0] < opinion[0]
    plain = [len(gap) / 10, len(gap) == 0, commas, stops, *inside, nearest, closest, after, nearest and closest]
    return [float(value) for value in [*plain, after * commas, after * inside[0], (not after) * inside[1], commas == 0]]


def near(aspects: list[Span], opinions: list[Span]) -> list[tuple[Span, Span]]:
    pairs = [(aspect, opinion) for aspect in aspects for opinion in opinions]
    return [(a, o) for a, o in pairs if max(a[0], o[0]) - min(a[1], o[1]) <= FAR]


def context(text: str, aspect: Span, opinion: Span) -> str:
    """The opinion's clause with a character on either side, and the opinion once more."""
    start = max(text.rfind(sign, 0, opinion[0]) for sign in "，。！？；,") + 1
    return f"{text[start : opinion[1] + 2]} {text[opinion[0] : opinion[1]]} {text[aspect[0] : aspect[1]]}"


class Labeller:
    def __init__(self, taught: list[Sentence]) -> None:
        marked = [tags(sentence) for sentence in taught]
        self.letters = SGDClassifier(loss="log_loss", alpha=2e-6, max_iter=6, tol=None, average=True, random_state=0)
        self.letters.fit(windows([sentence.text for sentence in taught]), np.concatenate(marked))
        moves = np.ones((TAGS, TAGS)) * 0.01
        for chain in marked:
            np.add.at(moves, (chain[:-1], chain[1:]), 1)
        share = np.bincount(np.concatenate(marked), minlength=TAGS) / sum(map(len, marked))
        # log p(next | tag) - log p(next): the characters already tell how common a tag is
        self.moves = np.log(moves / moves.sum(1, keepdims=True)) - np.log(share)
        rows, right, said, signs = [], [], [], []
        for sentence in taught:
            aspects, opinions = (sorted(found) for found in sentence.spans)
            true = {(aspect, opinion): sign for aspect, opinion, sign in sentence.triples}
            for pair in near(aspects, opinions):
                rows.append(between(sentence.text, *pair, aspects, opinions))
                right.append(pair in true)
            for pair, sign in true.items():
                said.append(context(sentence.text, *pair))
                signs.append(sign)
        self.pairing = LogisticRegression(max_iter=300).fit(np.array(rows), right)
        counted = features.count(said)
        self.inverse = counted.frequencies()
        self.polarity = LogisticRegression(C=5, max_iter=60).fit(counted.scaled(self.inverse), signs)

    def chains(self, texts: list[str]) -> list[list[int]]:
        chances = np.log(np.maximum(self.letters.predict_proba(windows(texts)), 1e-9))
        ends = np.cumsum([len(text) for text in texts])
        return [viterbi(part, self.moves) for part in np.split(chances, ends[:-1])]

    def triples(self, texts: list[str]) -> list[set[Triple]]:
        chosen: list[tuple[int, Span, Span]] = []
        for number, (text, chain) in enumerate(zip(texts, self.chains(texts), strict=True)):
            aspects, opinions = spans(chain, 1), spans(chain, 3)
            pairs = near(aspects, opinions)
            if pairs:
                rows = np.array([between(text, *pair, aspects, opinions) for pair in pairs])
                chosen += [(number, *pair) for pair, yes in zip(pairs, self.pairing.predict(rows), strict=True) if yes]
        said = [context(texts[number], aspect, opinion) for number, aspect, opinion in chosen]
        signs = self.polarity.predict(features.count(said).scaled(self.inverse)) if said else []
        found: list[set[Triple]] = [set() for _ in texts]
        for (number, aspect, opinion), sign in zip(chosen, signs, strict=True):
            found[number].add((aspect, opinion, int(sign)))
        return found


def show(name: str, truth: list[set[object]], said: list[set[object]], implied: list[int] | None = None) -> None:
    hits = np.array([len(right & found) for right, found in zip(truth, said, strict=True)])
    marked, given = np.array([len(one) for one in truth]), np.array([len(one) for one in said])
    marked = marked + np.array(implied or 0)
    random = np.random.default_rng(0)
    draws = []
    for _ in range(400):
        pick = random.integers(0, len(hits), len(hits))
        draws.append(2 * hits[pick].sum() / (marked[pick].sum() + given[pick].sum()))
    low, high = np.quantile(draws, [0.025, 0.975])
    precision, recall = hits.sum() / max(1, given.sum()), hits.sum() / marked.sum()
    score = 2 * hits.sum() / (marked.sum() + given.sum())
    print(
        f"  {name:36} F1 {score:.4f} [{low:.3f}, {high:.3f}] precision {precision:.4f} recall {recall:.4f}", flush=True
    )


def main() -> None:
    every = sentences()
    held = [sentence for sentence in every if Example(sentence.text, 0, "").bucket == CHECKING]
    taught = [sentence for sentence in every if Example(sentence.text, 0, "").bucket != CHECKING]
    texts = [sentence.text for sentence in held]
    marked, implied = sum(len(one.triples) for one in held), sum(one.implied for one in held)
    print(f"{len(taught)} taught, {len(held)} sentences with {marked} triples checked, {implied} more are implied")
    start = time.process_time()
    labeller = Labeller(taught)
    learned = time.process_time()
    said = labeller.triples(texts)
    print(f"  {learned - start:.0f} s to learn, {len(texts) / (time.process_time() - learned):.0f} sentences/s")
    show("labeller, triples", [set(one.triples) for one in held], said)
    show("labeller, triples, implied missed", [set(one.triples) for one in held], said, [one.implied for one in held])
    show("labeller, pairs without polarity", [cut(one.triples, 2) for one in held], [cut(one, 2) for one in said])
    show("labeller, aspects", [one.spans[0] for one in held], [{a for a, _, _ in one} for one in said])
    show("labeller, opinions", [one.spans[1] for one in held], [{o for _, o, _ in one} for one in said])
    truth = [{(text[o[0] : o[1]], s) for _, o, s in one.triples} for text, one in zip(texts, held, strict=True)]
    show("product, opinion words + polarity", truth, words(texts))
    signs = Counter(sign for one in held for _, _, sign in one.triples)
    print(f"  marked: {signs[1]} positive, {signs[0]} neutral, {signs[-1]} negative")


def cut(triples: frozenset[Triple] | set[Triple], size: int) -> set[object]:
    return {triple[:size] for triple in triples}


def words(texts: list[str]) -> list[set[object]]:
    mentions = Understander(load("restaurant")).annotate(texts).mentions
    found: list[set[object]] = [set() for _ in texts]
    for row, listed, label in zip(*(mentions[name].to_pylist() for name in ("row", "words", "label")), strict=True):
        found[row] |= {(word, LABELS[label]) for word in listed}
    return found


if __name__ == "__main__":
    main()
