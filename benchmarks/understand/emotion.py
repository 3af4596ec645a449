"""Which emotion a Chinese post shows: `ZHIYIN_SHARED=… python -m benchmarks.understand.emotion`.

SMP2020-EWECT, six classes, bucket 0 of the labelled files at hand (the official test files are not used). What ships
(model and word lists together, and each alone) beside TF-IDF + logistic regression trained in the same run on the same
texts. Intervals of macro-F1 by bootstrap."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import yaml
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline

from benchmarks.understand import corpora
from benchmarks.understand.accuracy import interval
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.company.packs import load
from zhiyin.understand.text import classes, codes, emotions
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.model import FOLDER

EMOTIONS = {
    "happy": "joy",
    "angry": "anger",
    "sad": "sadness",
    "fear": "fear",
    "surprise": "surprise",
    "neutral": "none",
}
"""The six of SMP2020 as this house calls them."""
KIN = {"trust": "joy", "disgust": "anger", "disappointment": "sadness"}
"""The house tells eight apart: for this comparison the three more count as their nearest."""


@dataclass(frozen=True)
class Post:
    text: str
    emotion: str
    part: str

    @property
    def bucket(self) -> int:
        return Example(self.text, 0, "").bucket


def posts() -> list[Post]:
    """The first label of every text; `usual` is any post, `virus` those about the epidemic."""
    found: dict[str, Post] = {}
    for name in ("usual_eval_labeled.txt", "virus_eval_labeled.txt", "virus_train.txt.gz"):
        with corpora.lines(corpora.shared() / "smp2020-ewect-emotion" / name) as stream:
            for post in json.load(stream):
                text = post["content"]
                found.setdefault(text, Post(text, EMOTIONS[post["label"]], name.partition("_")[0]))
    return list(found.values())


def bootstrap(truth: np.ndarray, said: np.ndarray, draws: int = 400) -> tuple[float, float]:
    random = np.random.default_rng(0)
    picks = [random.integers(0, len(truth), len(truth)) for _ in range(draws)]
    scores = [f1_score(truth[pick], said[pick], average="macro", zero_division=0) for pick in picks]
    low, high = np.quantile(scores, [0.025, 0.975])
    return float(low), float(high)


def show(name: str, held: list[Post], judge: Callable[[list[str]], list[str]]) -> None:
    texts, truth = [post.text for post in held], np.array([post.emotion for post in held])
    start = time.process_time()
    said = np.array(judge(texts))
    speed = len(texts) / (time.process_time() - start)
    print(f"  {name} ({speed:,.0f} texts/s)")
    for part in ("usual", "virus", ""):
        own = np.array([post.part.startswith(part) for post in held])
        macro = f1_score(truth[own], said[own], average="macro", zero_division=0)
        low, high = bootstrap(truth[own], said[own])
        right = accuracy_score(truth[own], said[own])
        least, most = interval(right, int(own.sum()))
        figures = f"macro-F1 {macro:.4f} [{low:.3f}, {high:.3f}] accuracy {right:.4f} [{least:.3f}, {most:.3f}]"
        print(f"    {part or 'both':6} n {own.sum():5} {figures}", flush=True)


def by_model(texts: list[str]) -> list[str]:
    model, batch = classes.load(emotions.NAME), codes.encode(texts)
    return [model.labels[place] for place in model.judge(batch, batch.starts, batch.ends).argmax(1)]


def by_words(texts: list[str]) -> list[str]:
    """The listed words alone: the emotion most of whose words occur."""
    listed = yaml.safe_load((FOLDER.parent / "text/lexicon.yaml").read_text(encoding="utf-8"))["emotions"]

    def told(text: str) -> str:
        found = {emotion: sum(word in text for word in words) for emotion, words in listed.items()}
        best = max(sorted(found), key=lambda emotion: found[emotion])
        return _named(best if found[best] else None)

    return [told(text) for text in texts]


def shipped(texts: list[str], understander: Understander) -> list[str]:
    return [_named(emotion) for emotion in understander.annotate(texts).documents["emotion"].to_pylist()]


def _named(emotion: str | None) -> str:
    return KIN.get(emotion or "none", emotion or "none")


def main() -> None:
    every = posts()
    held = [post for post in every if post.bucket == CHECKING]
    taught = [post for post in every if post.bucket != CHECKING]
    print(f"SMP2020-EWECT: {len(taught)} taught, {len(held)} checked")
    understander = Understander(load("generic"))
    understander.annotate([post.text for post in held[:50]])
    show("zhiyin, as shipped (everything annotated)", held, lambda texts: shipped(texts, understander))
    show("zhiyin, model alone", held, by_model)
    show("word lists alone", held, by_words)
    for name, weights in (("TF-IDF + LR", None), ("TF-IDF + LR, classes balanced", "balanced")):
        grams = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        model = make_pipeline(grams, LogisticRegression(C=10, max_iter=300, class_weight=weights))
        model.fit([post.text for post in taught], [post.emotion for post in taught])
        show(name, held, lambda texts, model=model: model.predict(texts).tolist())


if __name__ == "__main__":
    main()
