"""What searching by meaning finds, and how fast: `python -m benchmarks.understand.search [quality] [speed]`.

Quality, on texts kept out of the vectors' vocabulary by hash: how many of the ten nearest share the label, and whether
a conversation finds its own translation among 2,062. Speed: two million rows made of real vectors with noise added, so
that no two are alike; the search itself, with and without a narrow reader.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CHECKING, Example, rows
from benchmarks.understand.reading import dialogues, unlabelled
from zhiyin.understand.meanings import rules, shelf
from zhiyin.understand.text.vectors import load, signs, unit

Numbers = npt.NDArray[np.float32]
Embed = Callable[[Sequence[str]], Numbers]
Labelled = list[tuple[str, str]]

ROWS = 2_000_000


def labelled() -> dict[str, Labelled]:
    """Label and text of each set, checking bucket only."""
    sets: dict[str, Labelled] = {
        "shop reviews, 10 categories": [
            (row["cat"], row["review"]) for row in rows("online-shopping-10-cats/online_shopping_10_cats.csv.gz")
        ],
        "bank questions, 77 intents": [(row["category"], row["text"]) for row in rows("banking77/train.csv")],
        "car forum, 10 subjects": list(
            {
                row["content"]: (row["subject"], row["content"]) for row in rows("ccf-bdci-2018-car/train_2.csv.gz")
            }.values()
        ),
    }
    return {
        name: [(label, text) for label, text in found if text.strip() and Example(text, 0, "").bucket == CHECKING]
        for name, found in sets.items()
    }


def mates() -> tuple[list[str], list[str]]:
    """The same conversations in both languages."""
    chinese, english = ({key: text for one in dialogues(code) for key, text in one.items()} for code in ("cn", "en"))
    both = sorted(set(chinese) & set(english))
    return [chinese[key] for key in both], [english[key] for key in both]


def alike(labels: list[str], vectors: Numbers, among: int = 10) -> float:
    """Share of the nearest that carry the same label."""
    named = np.array(labels)
    close = vectors @ vectors.T
    np.fill_diagonal(close, -9)
    nearest = np.argpartition(-close, among, axis=1)[:, :among]
    return float((named[nearest] == named[:, None]).mean())


def recall(asked: Numbers, found: Numbers, among: int) -> float:
    close = asked @ found.T
    return float(((close > np.diag(close)[:, None]).sum(axis=1) < among).mean())


def tfidf() -> Embed:
    """Character 1- to 3-grams, as dense rows."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    known = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3), min_df=3, max_features=60_000, sublinear_tf=True)
    known.fit(list(unlabelled())[::8])
    return lambda texts: known.transform(texts).toarray().astype(np.float32)


def quality() -> None:
    sets, (chinese, english) = labelled(), mates()
    for name, embed in (("TF-IDF", tfidf()), ("Zhiyin", load().embed)):
        for title, found in sets.items():
            share = alike([label for label, _ in found], embed([text for _, text in found]))
            print(f"{name:8} {title:30} n={len(found):5}  same label among 10 nearest {share:.3f}", flush=True)
        a, b = embed(chinese), embed(english)
        for title, one, other in (("zh finds en", a, b), ("en finds zh", b, a)):
            print(f"{name:8} {title:30} n={len(chinese):5}  first {recall(one, other, 1):.3f}  "
                  f"among 10 {recall(one, other, 10):.3f}", flush=True)  # fmt: skip


def speed() -> None:
    space = load()
    texts = [example.text for example in corpora.chinese() if example.bucket == CHECKING][:5_000]
    started = time.perf_counter()
    real = space.embed(texts)
    print(f"placing: {len(texts) / (time.perf_counter() - started):,.0f} texts a second", flush=True)
    rng = np.random.default_rng(7)
    folder = Path(tempfile.mkdtemp())
    with (folder / "rows").open("wb") as kept, (folder / "bits").open("wb") as bits:
        for _ in range(ROWS // 20_000):
            some = real[rng.integers(0, len(real), 20_000)]
            noisy = unit(some + rng.normal(0, 0.03, some.shape).astype(np.float32))
            kept.write(rules.packed(noisy).tobytes())
            bits.write(signs(noisy).tobytes())
    stored = np.memmap(folder / "rows", np.int8, "r", shape=(ROWS, space.width))
    marks = np.memmap(folder / "bits", np.int64, "r", shape=(ROWS, space.width // 64))
    narrow = rng.random(ROWS) < 0.03
    questions = real[rng.integers(0, len(real), 30)]
    for name, allowed in (("all of 2 million", None), ("a reader of 3 %", narrow)):
        times, hits = [], []
        for query in questions:
            started = time.perf_counter()
            places, _ = rules.nearest(marks, stored, query, 50, allowed)
            times.append(time.perf_counter() - started)
            hits.append(_hits(stored, query, places[:10], allowed))
        print(f"{name}: median {np.median(times) * 1e3:.0f} ms, slowest {max(times) * 1e3:.0f} ms; "
              f"{np.mean(hits):.2f} of the ten truly nearest found", flush=True)  # fmt: skip
    print(f"a voice takes {sum(_size(name, space.width) for name in shelf.LAYOUT)} bytes")


def _size(name: str, width: int) -> int:
    kind, columns = shelf.LAYOUT[name]
    return np.dtype(kind).itemsize * (columns if columns > 0 else width // -columns if columns else 1)


def _hits(stored: rules.Rows, query: Numbers, found: rules.Places, allowed: rules.Flags | None) -> float:
    scores = np.empty(len(stored), np.float32)
    for first in range(0, len(stored), 100_000):
        part = np.asarray(stored[first : first + 100_000], np.float32)
        scores[first : first + 100_000] = (part @ query) / np.linalg.norm(part, axis=1)
    if allowed is not None:
        scores[~allowed] = -1
    return len(set(np.argsort(-scores)[:10].tolist()) & set(found.tolist())) / 10


if __name__ == "__main__":
    for part in sys.argv[1:] or ("quality", "speed"):
        {"quality": quality, "speed": speed}[part]()
