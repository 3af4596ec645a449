"""Reading 10 thousand to 4 million reviews, beside what a Python user would pick: `ZHIYIN_SHARED=… python -m
benchmarks.understand.volume [ROWS …]`. SnowNLP, jieba and VADER are measured where they are installed.

Peers judge the sign of a text and nothing else, each in one process, on as many texts as it reads in `SECONDS`; so does
Zhiyin in the first table. The second is the whole command from file to file: every opinion with aspect, emotion, need
and spans, on all cores. Rows beyond the 66,000 reviews there are come again, in another order.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pyarrow.parquet as pq
from sklearn.metrics import accuracy_score

from benchmarks.shell import table
from benchmarks.understand import corpora
from benchmarks.understand.accuracy import baseline
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.company.packs import load
from zhiyin.understand.text import shipped
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import FILES

SECONDS = 30.0
SIZES = (10_000, 100_000, 1_000_000, 4_000_000)
REVIEWS, TWEETS = ("shop", "takeaway", "hotel"), ("airline",)

Judge = Callable[[Sequence[str]], Sequence[int]]


def main(sizes: Sequence[int]) -> None:
    reviews, tweets = (
        _of(source(), names) for source, names in ((corpora.chinese, REVIEWS), (corpora.english, TWEETS))
    )
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for language, examples in (("zh", reviews), ("en", tweets)):
        held = [one for one in examples if one.bucket == CHECKING]
        print(f"\n{'Chinese reviews' if language == 'zh' else 'English tweets'}: the sign of a text, one process")
        rows = [_timed(name, judge, held) for name, judge in _judges(language, examples)]
        ours = float(rows[0][2])
        table(
            ["", "sign right", "rows/s of a core", "Zhiyin is faster by"],
            [[*row, ours / float(row[2])] for row in rows],
        )
    print("from file to file, everything, all cores")
    table(
        ["rows", "s", "rows/s", "peak of all processes, MB", "opinions", "file in, MB", "out, MB"],
        [_whole(size, [one.text for one in reviews]) for size in sizes],
    )


def _of(found: Iterable[Example], names: Sequence[str]) -> list[Example]:
    """Those that take a side, each text once."""
    return list({one.text: one for one in found if one.corpus in names and one.sign}.values())


def _judges(language: str, examples: Sequence[Example]) -> list[tuple[str, Judge]]:
    understander = Understander(load("ecommerce"))
    taught = [one for one in examples if one.bucket != CHECKING]
    linear = baseline(language).fit([one.text for one in taught], [one.sign for one in taught])
    return [
        ("Zhiyin", lambda texts: [1 if polarity > 0 else -1 for polarity in understander.polarity(list(texts))]),
        ("TF-IDF + logistic regression", lambda texts: linear.predict(texts).tolist()),
        *(_vader() if language == "en" else [*_snownlp(), *_jieba()]),
    ]


def _snownlp() -> list[tuple[str, Judge]]:
    if not find_spec("snownlp"):
        return []
    snow = import_module("snownlp").SnowNLP
    return [
        ("SnowNLP (was taught part of these)", lambda texts: [1 if snow(one).sentiments > 0.5 else -1 for one in texts])
    ]


def _jieba() -> list[tuple[str, Judge]]:
    """Words of opinion counted, the way it is usually shown; the words are the product's own."""
    if not find_spec("jieba"):
        return []
    jieba = import_module("jieba")
    jieba.initialize()
    listed = shipped.words(FILES[0])
    signs = {"positive": 1, "negative": -1}
    words = {word: sign for side, sign in signs.items() for group in listed[side] for word in group}

    def judge(texts: Sequence[str]) -> list[int]:
        return [1 if sum(words.get(word, 0) for word in jieba.lcut(one)) >= 0 else -1 for one in texts]

    return [("jieba + words of opinion", judge)]


def _vader() -> list[tuple[str, Judge]]:
    if not find_spec("vaderSentiment"):
        return []
    vader = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    return [("VADER", lambda texts: [1 if vader.polarity_scores(one)["compound"] >= 0 else -1 for one in texts])]


def _timed(name: str, judge: Judge, held: Sequence[Example]) -> tuple[str, str, float]:
    """Accuracy on what was kept apart, as far as the time goes; speed after a first batch that loads what it needs."""
    judge([one.text for one in held[:20]])
    said: list[int] = []
    began = time.process_time()
    for start in range(0, len(held), 500):
        said += judge([one.text for one in held[start : start + 500]])
        if time.process_time() - began > SECONDS:
            break
    speed = len(said) / (time.process_time() - began)
    return [
        name,
        f"{accuracy_score([one.sign for one in held[: len(said)]], said):.3f} (n {len(said):,})",
        round(speed),
    ]


def _whole(size: int, texts: Sequence[str]) -> list[object]:
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder) / "reviews.csv", Path(folder) / "mentions.parquet"
        order, left = random.Random(0), size
        with given.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(["review"])
            while left:
                part = order.sample(texts, min(left, len(texts)))
                writer.writerows([text] for text in part)
                left -= len(part)
        command = [str(Path(sys.executable).parent / "zhiyin"), "understand", str(given), "--column", "review"]
        began = time.perf_counter()
        child = subprocess.Popen(
            [*command, "--pack", "ecommerce", "--out", str(found)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        peak = 0.0
        while child.poll() is None:
            peak = max(peak, _held(child.pid))
            time.sleep(0.2)
        seconds = time.perf_counter() - began
        if child.returncode:
            sys.exit(f"zhiyin understand ended with {child.returncode}")
        opinions = pq.ParquetFile(found).metadata.num_rows
        sizes = [round(path.stat().st_size / 1e6) for path in (given, found)]
        print(f"  {size:,} rows: {seconds:.1f} s, {peak:.0f} MB", flush=True)
        return [f"{size:,}", round(seconds, 1), round(size / seconds), round(peak), f"{opinions:,}", *sizes]


def _held(pid: int) -> float:
    """Megabytes that a process and those below it hold, shared pages counted once (Linux)."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            waiting += [int(child) for child in Path(f"/proc/{one}/task/{one}/children").read_text().split()]
        except OSError:  # it has ended meanwhile
            continue
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
    return total


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
