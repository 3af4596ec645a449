"""What groups by meaning are worth: `python -m benchmarks.understand.groups [labels] [pairs] [steady] [speed]`.

Labels: texts of the checking bucket, grouped into as many groups as there are labels, beside k-means of scikit-learn on
TF-IDF and SVD fitted on the same texts in the same run. Pairs: how often a conversation and its translation fall into
one group. Steady: what a home's groups become when a twentieth of the voices is left out. Speed: 10,000 voices.
"""

import sys
import time
from hashlib import md5
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from benchmarks.understand.search import labelled, mates
from zhiyin.understand.groups import rules
from zhiyin.understand.meanings import shelf
from zhiyin.understand.meanings.values import PLACES
from zhiyin.understand.text.vectors import load, unit

Labels = npt.NDArray[np.int64]
SEEDS = 5


def purity(label: Labels, group: Labels) -> float:
    table = np.zeros((label.max() + 1, group.max() + 1), int)
    np.add.at(table, (label, group), 1)
    return float(table.max(axis=0).sum() / len(label))


def by_words(texts: list[str], k: int, seed: int) -> Labels:
    """k-means on TF-IDF of characters and SVD, as scikit-learn does it."""
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), min_df=3, sublinear_tf=True).fit_transform(texts)
    close = unit(TruncatedSVD(100, random_state=seed).fit_transform(rows).astype(np.float32))
    found: Labels = KMeans(k, n_init=10, random_state=seed).fit(close).labels_.astype(np.int64)
    return found


def labels() -> None:
    for title, examples in labelled().items():
        # As ids would order them: at random, and the same every time.
        found = sorted(examples, key=lambda one: md5(one[1].encode(), usedforsecurity=False).digest())
        texts = [text for _label, text in found]
        label = np.unique([label for label, _text in found], return_inverse=True)[1].astype(np.int64)
        k = int(label.max()) + 1
        rows = load().embed(texts)
        for name, wanted in (("Zhiyin", k), ("Zhiyin, its own number", 0)):
            part = rules.partition(rows, wanted)
            inside = part.label >= 0
            tell(title, f"{name} ({part.count})", label[inside], part.label[inside], inside)
        scores = [by_words(texts, k, seed) for seed in range(SEEDS)]
        tell(title, f"TF-IDF, SVD, k-means, {SEEDS} seeds", label, *scores)


def tell(title: str, name: str, label: Labels, *found: npt.NDArray[np.generic]) -> None:
    """Means over `found`; flags behind one grouping say what stands in a group."""
    groups = [one.astype(np.int64) for one in found if one.dtype != np.bool_]
    inside = next((float(one.mean()) for one in found if one.dtype == np.bool_), 1.0)
    ari, nmi, pure = (np.mean([score(label, one) for one in groups]) for score in (
        adjusted_rand_score, normalized_mutual_info_score, purity))  # fmt: skip
    print(f"{title:30} {name:32} n={len(label):5} in groups {inside:.3f}  ARI {ari:.3f}  NMI {nmi:.3f}  "
          f"purity {pure:.3f}", flush=True)  # fmt: skip


def pairs() -> None:
    chinese, english = mates()
    texts = [*chinese, *english]
    order = np.argsort([md5(text.encode(), usedforsecurity=False).hexdigest() for text in texts], kind="stable")
    back = np.argsort(order)
    rows = load().embed(texts)
    spoken = np.repeat(["zh", "en"], len(chinese))[order].tolist()
    words = {k: by_words(texts, k, 0) for k in (10, 20)}
    for k in (10, 20):
        found = rules.partition(rows[order], k, spoken).label[back]
        for name, group in (("Zhiyin", found), ("TF-IDF, SVD, k-means", words[k])):
            one, other = group[: len(chinese)], group[len(chinese) :]
            both = (one >= 0) & (other >= 0)
            sizes = [np.bincount(some[both], minlength=k) / both.sum() for some in (one, other)]
            print(f"{k} groups, {name:22} {both.sum()} pairs, in one group {np.mean(one[both] == other[both]):.3f}, "
                  f"by chance {float(sizes[0] @ sizes[1]):.3f}", flush=True)  # fmt: skip


def standing(home: str) -> tuple[rules.Numbers, list[str]]:
    space = load()
    found = shelf.read(Path(home) / "meanings", space.version, space.width)
    order = np.argsort(found.keys)
    column = PLACES.index("language")
    spoken = [found.places[place][column] or "" for place in found.place[order]]
    return unit(found.rows[order].astype(np.float32)), spoken


def steady(home: str) -> None:
    rows, spoken = standing(home)
    for n in (1_000, 4_000, 10_000):
        whole = rules.partition(rows[:n], 0, spoken[:n])
        scores, counts = [], []
        for seed in range(10):
            some = np.random.default_rng(seed).random(min(n, len(rows))) >= 0.05
            part = rules.partition(rows[:n][some], 0, [spoken[k] for k in np.flatnonzero(some)])
            scores.append(adjusted_rand_score(whole.label[some], part.label))
            counts.append(part.count)
        print(f"{n} voices in {whole.count} groups; without 5 %: ARI median {np.median(scores):.2f}, lowest "
              f"{min(scores):.2f}, groups {sorted(set(counts))}", flush=True)  # fmt: skip


def speed(home: str) -> None:
    rows, spoken = standing(home)
    times = []
    for _time in range(5):
        started = time.perf_counter()
        rules.partition(rows[:10_000], 0, spoken[:10_000])
        times.append(time.perf_counter() - started)
    print(f"10000 voices: median {np.median(times):.2f} s, slowest {max(times):.2f} s", flush=True)


if __name__ == "__main__":
    import os

    for part in sys.argv[1:] or ("labels", "pairs", "steady", "speed"):
        if part in ("steady", "speed"):
            {"steady": steady, "speed": speed}[part](os.environ["ZHIYIN_HOME"])
        else:
            {"labels": labels, "pairs": pairs}[part]()
