"""Who is praised or blamed for what, span by span: `ZHIYIN_SHARED=… python -m benchmarks.understand.triples`.

Chinese restaurant sentences (train and dev parts; the official test part is not used), bucket 0 for checking. A triple
is right when the characters of the aspect, those of the opinion and the polarity are all exactly those marked (the
usual exact-match F1). Judged by the model that ships (`zhiyin triples`). Beside it the opinion words that the product
finds in any review.
"""

import ast
import time
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.company.packs import load
from zhiyin.understand.text import triples
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.triples import Span

Triple = tuple[Span, Span, int]

NAMES = {"POS": 1, "NEG": -1, "NEU": 0}
LABELS = {"negative": -1, "neutral": 0, "positive": 1}
IMPLIED: Span = (-1, -1)
BANDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 1.0)


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
                listed = [
                    (_span(aspect, place), _span(opinion, place), NAMES[sign[:3].upper()])
                    for aspect, opinion, sign in ast.literal_eval(marks)
                ]
                text = "".join(words)
                implied = {one for one in listed if IMPLIED in one}
                found.setdefault(text, Sentence(text, frozenset(listed) - implied, len(implied)))
    return list(found.values())


def bucket(sentence: Sentence) -> int:
    return Example(sentence.text, 0, "").bucket


def _span(marked: tuple[int, int], place: list[int]) -> Span:
    return IMPLIED if marked[0] < 0 else (place[marked[0]], place[marked[1] + 1])


def judged(texts: list[str]) -> tuple[list[set[Triple]], list[tuple[int, Triple, float]]]:
    """Of each text, and one by one with the confidence."""
    listed = []
    for one in triples.load().judge(texts).to_pylist():
        spans = [(one[f"{name}_start"], one[f"{name}_end"]) for name in ("aspect", "opinion")]
        listed.append((one["row"], (spans[0], spans[1], LABELS[one["label"]]), one["confidence"]))
    found: list[set[Triple]] = [set() for _ in texts]
    for row, triple, _ in listed:
        found[row].add(triple)
    return found, listed


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
        f"  {name:38} F1 {score:.4f} [{low:.3f}, {high:.3f}] precision {precision:.4f} recall {recall:.4f}", flush=True
    )


def main() -> None:
    held = [sentence for sentence in sentences() if bucket(sentence) == CHECKING]
    texts = [sentence.text for sentence in held]
    marked, implied = sum(len(one.triples) for one in held), sum(one.implied for one in held)
    print(f"{len(held)} sentences with {marked} triples checked, {implied} more are implied")
    said, listed = judged(texts)
    show("triples", [set(one.triples) for one in held], said)
    show("triples, implied missed", [set(one.triples) for one in held], said, [one.implied for one in held])
    show("pairs without polarity", [cut(one.triples, 2) for one in held], [cut(one, 2) for one in said])
    show("aspects", [one.spans[0] for one in held], [{a for a, _, _ in one} for one in said])
    show("opinions", [one.spans[1] for one in held], [{o for _, o, _ in one} for one in said])
    truth = [{(text[o[0] : o[1]], s) for _, o, s in one.triples} for text, one in zip(texts, held, strict=True)]
    show("opinion words + polarity", truth, [{(t[o[0] : o[1]], s) for _, o, s in one}
                                             for t, one in zip(texts, said, strict=True)])  # fmt: skip
    show("the product's opinion words + polarity", truth, words(texts))
    overlapping(held, said)
    sure = np.array([chance for _, _, chance in listed])
    right = np.array([triple in held[row].triples for row, triple, _ in listed])
    for low, high in pairwise(BANDS):
        here = (sure >= low) & (sure < high)
        if here.any():
            print(f"  confidence {low:.1f} to {high:.1f}: {here.sum():5} triples, {right[here].mean():.3f} right")
    signs = Counter(sign for one in held for _, _, sign in one.triples)
    print(f"  marked: {signs[1]} positive, {signs[0]} neutral, {signs[-1]} negative")
    speed("sentences", texts)
    speed("take-away reviews", [one.text for one in corpora.chinese() if one.corpus == "takeaway"][:4_000])


def overlapping(held: list[Sentence], said: list[set[Triple]]) -> None:
    """Triples whose spans only have to share a character with those marked."""
    found = hits = reached = 0
    for one, mine in zip(held, said, strict=True):
        hits += sum(any(meet(triple, other) for other in one.triples) for triple in mine)
        reached += sum(any(meet(triple, other) for other in mine) for triple in one.triples)
        found += len(mine)
    marked = sum(len(one.triples) for one in held)
    print(f"  spans that overlap, same polarity: precision {hits / found:.3f}, recall {reached / marked:.3f}")


def meet(one: Triple, other: Triple) -> bool:
    spans = zip(one[:2], other[:2], strict=True)
    return one[2] == other[2] and all(max(a[0], b[0]) < min(a[1], b[1]) for a, b in spans)


def speed(name: str, texts: list[str]) -> None:
    triples.load().judge(texts[:100])
    spent = []
    for _ in range(3):
        start = time.process_time()
        triples.load().judge(texts)
        spent.append(time.process_time() - start)
    size = sum(map(len, texts)) / len(texts)
    print(f"  {len(texts) / np.median(spent):.0f} {name} of {size:.0f} characters a second of one core")


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
