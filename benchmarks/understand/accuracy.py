"""How well and how fast texts are understood, on texts kept out of training: `ZHIYIN_SHARED=… python -m
benchmarks.understand.accuracy`. Beside it a TF-IDF + logistic regression trained in the same run on the same texts, and
SnowNLP or VADER where they are installed. A neutral label on a text of two-sided data counts as wrong."""

import time
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import Pipeline, make_pipeline

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

SIGNS = {"negative": -1, "neutral": 0, "positive": 1}
CHECKED = {"zh": ("shop", "takeaway", "hotel"), "en": ("airline",)}
PACKS = {"shop": "ecommerce", "takeaway": "restaurant", "hotel": "ecommerce", "airline": "airline"}
REASONS = {
    "Customer Service Issue": {"customer_service", "refund"},
    "Late Flight": {"late_flight"},
    "Cancelled Flight": {"cancelled_flight"},
    "Lost Luggage": {"lost_luggage"},
    "Bad Flight": {"bad_flight", "boarding", "food", "entertainment", "seat"},
    "Flight Booking Problems": {"booking", "app", "price", "loyalty"},
    "Flight Attendant Complaints": {"flight_attendant"},
    "longlines": {"long_lines"},
    "Damaged Luggage": {"damaged_luggage"},
}


def figures(truth: Sequence[int], said: Sequence[int]) -> str:
    signs = sorted(set(truth))
    macro = f1_score(truth, said, labels=signs, average="macro", zero_division=0)
    low, high = interval(accuracy_score(truth, said), len(truth))
    return f"accuracy {accuracy_score(truth, said):.4f} [{low:.3f}, {high:.3f}] macro-F1 {macro:.4f}"


def interval(share: float, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson 1927."""
    centre, spread = share + z * z / (2 * n), z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return (centre - spread) / (1 + z * z / n), (centre + spread) / (1 + z * z / n)


def baseline(language: str) -> Pipeline:
    grams = (
        {"analyzer": "char", "ngram_range": (1, 2)}
        if language == "zh"
        else {"analyzer": "char_wb", "ngram_range": (2, 5)}
    )
    return make_pipeline(TfidfVectorizer(sublinear_tf=True, min_df=2, **grams), LogisticRegression(C=10, max_iter=300))


def timed(name: str, truth: Sequence[int], texts: list[str], judge: Callable[[list[str]], Sequence[int]]) -> None:
    start = time.process_time()  # of one core, so that other work on the machine does not count
    said = judge(texts)
    speed = len(texts) / (time.process_time() - start)
    print(f"  {name:28} {figures(truth, said)} {speed:8.0f} texts/s")


def check(language: str, corpus: str, examples: list[Example]) -> None:
    own = [example for example in examples if example.corpus == corpus]
    held = [example for example in own if example.bucket == CHECKING]
    taught = [example for example in own if example.bucket != CHECKING]
    texts, truth = [example.text for example in held], [example.sign for example in held]
    two_sided = 0 not in truth
    understander = Understander(load(PACKS[corpus]))
    understander.annotate(texts[:50])
    print(f"{corpus}: {len(held)} texts, {np.mean([len(text) for text in texts]):.0f} characters each")

    def whole(given: list[str]) -> list[int]:
        return [SIGNS[label] for label in understander.annotate(given).documents["label"].to_pylist()]

    timed("zhiyin, with clauses", truth, texts, whole)
    if two_sided:
        timed(
            "zhiyin, polarity only",
            truth,
            texts,
            lambda given: np.where(understander.polarity(given) > 0, 1, -1).tolist(),
        )
    model = baseline(language).fit([example.text for example in taught], [example.sign for example in taught])
    timed("TF-IDF + logistic regression", truth, texts, lambda given: model.predict(given).tolist())
    for name, judge in libraries(language, two_sided):
        timed(name, truth, texts, judge)


def libraries(language: str, two_sided: bool) -> list[tuple[str, Callable[[list[str]], list[int]]]]:
    if language == "zh" and find_spec("snownlp"):
        snow = import_module("snownlp").SnowNLP
        return [("SnowNLP", lambda given: [1 if snow(text).sentiments > 0.5 else -1 for text in given])]
    if language == "en" and find_spec("vaderSentiment"):
        vader = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()

        def judge(given: list[str]) -> list[int]:
            scores = [vader.polarity_scores(text)["compound"] for text in given]
            return [1 if score >= 0.05 else -1 if score <= -0.05 else 0 for score in scores]

        return [("VADER", judge)]
    return []


def reasons() -> None:
    """Negative tweets whose labelled reason is among the aspects found negative; of those kept apart, as clauses of
    others were read for `hearing`."""
    rows = [
        row
        for row in corpora.rows("twitter-us-airline-sentiment/Tweets.csv.gz")
        if row["negativereason"] in REASONS and Example(row["text"].strip(), 0, "").bucket == CHECKING
    ]
    found = Understander(load("airline")).annotate([row["text"] for row in rows]).mentions
    aspects: dict[int, set[str]] = {}
    for row, aspect, label in zip(
        found["row"].to_pylist(), found["aspect"].to_pylist(), found["label"].to_pylist(), strict=True
    ):
        if aspect and label != "positive":
            aspects.setdefault(row, set()).add(aspect)
    for reason, wanted in REASONS.items():
        chosen = [n for n, row in enumerate(rows) if row["negativereason"] == reason]
        hits = sum(bool(aspects.get(n, set()) & wanted) for n in chosen)
        others = [n for n, row in enumerate(rows) if row["negativereason"] != reason]
        stray = sum(bool(aspects.get(n, set()) & wanted) for n in others) / len(others)
        print(f"  {reason:28} n={len(chosen):5} found {hits / len(chosen):.3f}, also in {stray:.3f} of the others")


if __name__ == "__main__":
    for code, source in (("zh", corpora.chinese), ("en", corpora.english)):
        everything = list({example.text: example for example in source()}.values())
        for each in CHECKED[code]:
            check(code, each, everything)
    print("airline: reasons of complaints among the aspects")
    reasons()
