"""Short reviews read a second by one core: `ZHIYIN_SHARED=… python -m benchmarks.understand.speed [ROUNDS]`.

Shop reviews kept apart, in parts of `PART`; polarity alone, everything (opinions with aspect, emotion, intent, need and
spans), and TF-IDF with logistic regression for the sign alone, in turn. Seconds of processor, bound to one core, so
that other work on the machine disturbs the figures less; the median and the range of all parts are printed.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence

if hasattr(os, "sched_setaffinity"):
    # before anything asks how many cores there are
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

from benchmarks.shell import table
from benchmarks.understand import corpora
from benchmarks.understand.accuracy import baseline
from benchmarks.understand.corpora import CHECKING
from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

ROUNDS, PART, PARTS = 5, 2_000, 2

Read = Callable[[Sequence[str]], object]


def main(rounds: int) -> None:
    shop = [one for one in corpora.chinese() if one.corpus == "shop" and one.sign]
    held = [one.text for one in shop if one.bucket == CHECKING][: PART * PARTS]
    taught = [one for one in shop if one.bucket != CHECKING]
    linear = baseline("zh").fit([one.text for one in taught], [one.sign for one in taught])
    understander = Understander(load("ecommerce"))
    readers: dict[str, Read] = {
        "polarity alone": understander.polarity,
        "everything": understander.annotate,
        "TF-IDF + logistic regression, the sign alone": linear.predict,
    }
    speeds: dict[str, list[float]] = {name: [] for name in readers}
    for reader in readers.values():
        reader(held[:200])
    for _ in range(rounds):
        for name, reader in readers.items():
            for first in range(0, len(held), PART):
                began = time.process_time()
                reader(held[first : first + PART])
                speeds[name].append(len(held[first : first + PART]) / (time.process_time() - began))
    size = sum(map(len, held)) / len(held)
    print(f"{len(held):,} shop reviews of {size:.0f} characters, {rounds} rounds; load {os.getloadavg()[0]:.1f}")
    peer = statistics.median(speeds["TF-IDF + logistic regression, the sign alone"])
    table(
        ["", "reviews/s of a core, median", "range", "beside TF-IDF"],
        [
            [name, f"{statistics.median(some):,.0f}", f"{min(some):,.0f} to {max(some):,.0f}",
             f"{statistics.median(some) / peer:.2f}"]
            for name, some in speeds.items()
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
