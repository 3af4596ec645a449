"""Aspect categories and what is felt about each: `ZHIYIN_SHARED=… python -m benchmarks.understand.aspects [SET...]`.

Restaurants (AI Challenger 2018, 20 categories, the 1,600 reviews at hand instead of 105,000) and cars (CCF BDCI 2018,
10) are checked on bucket 0, MAMS (8, English) on its official test part. Detection: micro-F1 over all text-category
pairs. Polarity: macro-F1 of three labels over the pairs that people marked. The baseline is TF-IDF + logistic
regression, one for every category, trained in the same run on the same texts.

What is measured beside it: a linear model judges whole texts, another single clauses (taught that the likeliest clause
of a text with the category speaks of it); polarity is judged on the text's clauses, each weighing as much as it speaks
of the category, by weights that all categories share plus weights of their own (after Daume 2007).
"""

import re
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.svm import LinearSVC

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.understand.text import features

Marked = tuple[str, dict[str, int]]
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Pairs = npt.NDArray[np.int64]
"""One row a marked pair: number of the text, number of the category, sign."""

SIGNS = {"positive": 1, "negative": -1, "neutral": 0}
CUTS = {
    "zh": re.compile(r"[，。！？；,!?;\n~～…、 ]+|但是|不过|就是|可是|但"),
    "en": re.compile(r"[,.!?;:()\n-]+\s|\b(?:but|and|although|though|however|while|which|so|because)\b"),
}
CLAUSES, LIMIT, SOFT, WHOLE = 0.7, -0.34, 0.3, 0.5
"""Chosen on the validation part of MAMS: weight of clauses beside texts, limit of their sum, how softly clauses share a
category, weight of the whole text beside its clauses."""


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


@dataclass(frozen=True)
class Part:
    """Texts and clauses as rows of grams; the clauses of text `t` are `clauses[starts[t]:starts[t + 1]]`."""

    texts: sparse.csr_matrix
    clauses: sparse.csr_matrix
    starts: npt.NDArray[np.int64]

    def best(self, scores: Numbers) -> npt.NDArray[np.int64]:
        """The clause of every text that scores highest."""
        spans = zip(self.starts[:-1], self.starts[1:], strict=True)
        return np.array([start + int(np.argmax(scores[start:end])) for start, end in spans])


def parts(task: Task) -> tuple[Part, Part]:
    cut = CUTS[task.language]
    counted = []
    for part in (task.taught, task.held):
        texts = [text for text, _ in part]
        clauses = [[piece for piece in cut.split(text) if piece and piece.strip()] or [text] for text in texts]
        starts = np.concatenate([[0], np.cumsum([len(pieces) for pieces in clauses])])
        flat = [piece for pieces in clauses for piece in pieces]
        counted.append((features.count(texts), features.count(flat), starts))
    whole, single = counted[0][0].frequencies(), counted[0][1].frequencies()
    kept = np.flatnonzero(np.bincount(counted[0][1].scaled(single).indices, minlength=features.SIZE) >= 2)
    taught, held = (
        Part(texts.scaled(whole)[:, kept], clauses.scaled(single)[:, kept], starts)
        for texts, clauses, starts in counted
    )
    return taught, held


def ratios(rows: sparse.csr_matrix, positive: Flags) -> Numbers:
    """Root of the log-count ratio of each gram, as in `tools/train_polarity.py`."""
    present = (rows > 0).astype(float)
    p = np.asarray(present[positive].sum(0)).ravel() + 1
    q = np.asarray(present[~positive].sum(0)).ravel() + 1
    found: Numbers = np.sqrt(np.abs(np.log((p / p.sum()) / (q / q.sum()))))
    return found


def detect(taught: Part, held: Part, marks: Flags) -> tuple[Flags, Numbers, Numbers]:
    """Which categories the held texts have; how much each clause, taught and held, speaks of each."""
    count = marks.shape[1]
    detected = np.zeros((held.texts.shape[0], count), dtype=np.bool_)
    speaks, speaking = np.zeros((taught.clauses.shape[0], count)), np.zeros((held.clauses.shape[0], count))
    text = np.repeat(np.arange(len(marks)), np.diff(taught.starts))
    for place in range(count):
        marked = marks[:, place]
        scale = sparse.diags(ratios(taught.texts, marked))
        whole = LinearSVC(C=0.5, random_state=0).fit(taught.texts @ scale, marked)
        chosen = np.zeros(len(text), dtype=np.bool_)
        chosen[taught.best((taught.clauses @ scale) @ whole.coef_[0])[marked]] = True
        used = chosen | ~marked[text]
        own = sparse.diags(ratios(taught.clauses[used], chosen[used]))
        single = LinearSVC(C=0.3, class_weight={True: 3, False: 1}, random_state=0)
        single.fit(taught.clauses[used] @ own, chosen[used])
        speaks[:, place] = single.decision_function(taught.clauses @ own)
        speaking[:, place] = single.decision_function(held.clauses @ own)
        most = speaking[held.best(speaking[:, place]), place]
        detected[:, place] = whole.decision_function(held.texts @ scale) + CLAUSES * most > LIMIT
    return detected, speaks, speaking


def attended(part: Part, speaks: Numbers, pairs: Pairs) -> sparse.csr_matrix:
    """One row a pair: the text's clauses, each by how much it speaks of the category, then the whole text, then the
    clauses once more in columns of the category's own."""
    rows, columns, values = [], [], []
    for number, (text, category, _) in enumerate(pairs):
        start, end = part.starts[text], part.starts[text + 1]
        said = speaks[start:end, category]
        shares = np.exp((said - said.max()) / SOFT)
        rows.append(np.full(end - start, number))
        columns.append(np.arange(start, end))
        values.append(shares / np.linalg.norm(shares))
    where = (np.concatenate(rows), np.concatenate(columns))
    shape = (len(pairs), part.clauses.shape[0])
    shared = sparse.csr_matrix((np.concatenate(values), where), shape=shape) @ part.clauses
    own = [sparse.diags((pairs[:, 1] == place).astype(float)) @ shared for place in range(speaks.shape[1])]
    named = sparse.csr_matrix(
        (np.ones(len(pairs)), (np.arange(len(pairs)), pairs[:, 1])), (len(pairs), speaks.shape[1])
    )
    return sparse.hstack([shared, WHOLE * part.texts[pairs[:, 0]], named, *own]).tocsr()


def ours(task: Task) -> tuple[Flags, Pairs]:
    taught, held = parts(task)
    detected, speaks, speaking = detect(taught, held, task.marks(task.taught))
    pairs = task.pairs(task.taught)
    felt = LinearSVC(C=0.1, class_weight="balanced", random_state=0).fit(attended(taught, speaks, pairs), pairs[:, 2])
    return detected, felt.predict(attended(held, speaking, task.pairs(task.held)))


def main() -> None:
    tasks = {"mams": mams, "cars": cars, "restaurants": restaurants}
    for name in sys.argv[1:] or tasks:
        task = tasks[name]()
        size = f"{len(task.taught)} taught, {len(task.held)} texts with {len(task.pairs(task.held))} pairs checked"
        print(f"{task.name}: {size}, {len(task.categories)} categories")
        for label, method in (("TF-IDF + LR", baseline), ("zhiyin", ours)):
            start = time.process_time()
            detected, signs = method(task)
            show(label, task, detected, signs, time.process_time() - start)


if __name__ == "__main__":
    main()
