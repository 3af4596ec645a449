"""Aspect categories and what is felt about each: `ZHIYIN_SHARED=… python -m benchmarks.understand.aspects [SET...]`.

Restaurants (AI Challenger 2018, 20 categories, the 1,600 reviews at hand instead of 105,000) and cars (CCF BDCI 2018,
10) are checked on bucket 0, MAMS (8, English) on its official test part. Detection: micro-F1 over all text-category
pairs. Polarity: macro-F1 of three labels over the pairs that people marked. The baseline is TF-IDF + logistic
regression, one for every category, trained in the same run on the same texts.

What is measured beside it are the schemes that ship (`zhiyin.understand.text.categories`).
"""

import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.understand.text import categories

Marked = tuple[str, dict[str, int]]
Flags = npt.NDArray[np.bool_]
Pairs = npt.NDArray[np.int64]
"""One row a marked pair: number of the text, number of the category, sign."""

SIGNS = {"positive": 1, "negative": -1, "neutral": 0}


@dataclass(frozen=True)
class Task:
    name: str
    language: str
    taught: list[Marked]
    held: list[Marked]

    @property
    def categories(self) -> list[str]:
        return sorted({category for _, marks in self.taught for category in marks})

    def marks(self, part: list[Marked]) -> Flags:
        return np.array([[category in marks for category in self.categories] for _, marks in part])

    def pairs(self, part: list[Marked]) -> Pairs:
        place = {category: number for number, category in enumerate(self.categories)}
        listed = [(row, place[name], sign) for row, (_, marks) in enumerate(part) for name, sign in marks.items()]
        return np.array(listed, dtype=np.int64)


def restaurants() -> Task:
    listed = []
    for row in corpora.rows("ai-challenger-2018-fsauor/chinese_valid.csv.gz"):
        marks = {name: int(sign) for name, sign in row.items() if name not in ("id", "content") and sign != "-2"}
        listed.append((row["content"], marks))
    return _by_hash("restaurants, AI Challenger 2018", listed)


def cars() -> Task:
    found: dict[str, dict[str, int]] = {}
    for row in corpora.rows("ccf-bdci-2018-car/train_2.csv.gz"):
        found.setdefault(row["content"], {})[row["subject"]] = int(row["sentiment_value"])
    return _by_hash("cars, CCF BDCI 2018", list(found.items()))


def mams() -> Task:
    parts = []
    for name in ("train.xml.gz", "test.xml"):
        root = ElementTree.fromstring(corpora.lines(corpora.shared() / "mams/MAMS-ACSA" / name).read())
        sentences = list(root.iter("sentence"))
        marks = [
            {mark.attrib["category"]: SIGNS[mark.attrib["polarity"]] for mark in sentence.iter("aspectCategory")}
            for sentence in sentences
        ]
        texts = [sentence.findtext("text") or "" for sentence in sentences]
        parts.append(list(zip(texts, marks, strict=True)))
    return Task("MAMS", "en", *parts)


def _by_hash(name: str, listed: list[Marked]) -> Task:
    held = [Example(text, 0, "").bucket == CHECKING for text, _ in listed]
    return Task(
        name,
        "zh",
        [one for one, apart in zip(listed, held, strict=True) if not apart],
        [one for one, apart in zip(listed, held, strict=True) if apart],
    )


def show(name: str, task: Task, detected: Flags, signs: Pairs, seconds: float) -> None:
    truth, pairs = task.marks(task.held), task.pairs(task.held)
    random = np.random.default_rng(0)
    micro, macro = [], []
    for _ in range(200):
        texts = random.integers(0, len(truth), len(truth))
        micro.append(f1_score(truth[texts], detected[texts], average="micro", zero_division=0))
        chosen = random.integers(0, len(pairs), len(pairs))
        macro.append(f1_score(pairs[chosen, 2], signs[chosen], average="macro", zero_division=0))
    found = f1_score(truth, detected, average="micro", zero_division=0)
    felt = f1_score(pairs[:, 2], signs, average="macro", zero_division=0)
    detection = f"detection micro-F1 {found:.4f} [{np.quantile(micro, 0.025):.3f}, {np.quantile(micro, 0.975):.3f}]"
    polarity = f"polarity macro-F1 {felt:.4f} [{np.quantile(macro, 0.025):.3f}, {np.quantile(macro, 0.975):.3f}]"
    right = accuracy_score(pairs[:, 2], signs)
    print(f"  {name:12} {detection} {polarity} accuracy {right:.4f} {seconds:5.0f} s", flush=True)


def baseline(task: Task) -> tuple[Flags, Pairs]:
    chinese = task.language == "zh"
    kind = {"analyzer": "char", "ngram_range": (1, 2)} if chinese else {"analyzer": "char_wb", "ngram_range": (2, 5)}
    grams = TfidfVectorizer(sublinear_tf=True, min_df=2, **kind)
    rows = grams.fit_transform([text for text, _ in task.taught])
    asked = grams.transform([text for text, _ in task.held])
    marks, taught, held = task.marks(task.taught), task.pairs(task.taught), task.pairs(task.held)
    detected = np.zeros((len(task.held), len(task.categories)), dtype=np.bool_)
    signs = np.zeros(len(held), dtype=np.int64)
    for place in range(len(task.categories)):
        detected[:, place] = LogisticRegression(C=10, max_iter=200).fit(rows, marks[:, place]).predict(asked)
        own, wanted = taught[taught[:, 1] == place], held[:, 1] == place
        if len(set(own[:, 2])) > 1 and wanted.any():
            felt = LogisticRegression(C=10, max_iter=200).fit(rows[own[:, 0]], own[:, 2])
            signs[wanted] = felt.predict(asked[held[wanted, 0]])
    return detected, signs


def ours(scheme: categories.Scheme, task: Task) -> tuple[Flags, Pairs]:
    """As it ships."""
    pairs = task.pairs(task.held)
    detected, signs = np.zeros((len(task.held), len(task.categories)), dtype=np.bool_), np.zeros(len(pairs), np.int64)
    for first in range(0, len(task.held), categories.PART):
        last = first + categories.PART
        found = categories.stretches([text for text, _ in task.held[first:last]])
        chances, texts, pieces = scheme.chances(found)
        detected[first:last] = chances >= scheme.limits[2]
        own = (pairs[:, 0] >= first) & (pairs[:, 0] < last)
        asked = pairs[own] - [first, 0, 0]
        signs[own] = scheme.sides(found, texts, pieces, asked).argmax(1) - 1
    return detected, signs


TASKS = {"restaurants-zh": restaurants, "cars-zh": cars, "restaurants-en": mams}
"""By the names of the schemes that ship."""


def speed() -> None:
    """Take-away reviews a second of processor, one process."""
    texts = [row["review"] for row in corpora.rows("waimai-10k/waimai_10k.csv")]
    scheme = categories.load("restaurants-zh")
    scheme.judge(texts[:100])
    start = time.process_time()
    scheme.judge(texts)
    print(f"restaurants-zh: {len(texts) / (time.process_time() - start):,.0f} take-away reviews a second")


def main() -> None:
    for name in sys.argv[1:] or TASKS:
        task = TASKS[name]()
        size = f"{len(task.taught)} taught, {len(task.held)} texts with {len(task.pairs(task.held))} pairs checked"
        print(f"{task.name}: {size}, {len(task.categories)} categories")
        for label, method in (("TF-IDF + LR", baseline), ("zhiyin", partial(ours, categories.load(name)))):
            start = time.process_time()
            detected, signs = method(task)
            show(label, task, detected, signs, time.process_time() - start)
    speed()


if __name__ == "__main__":
    main()
