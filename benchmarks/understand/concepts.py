"""A concept from five examples: `ZHIYIN_SHARED=… python -m benchmarks.understand.concepts`.

Of each label of three sets (intents of a bank in English, subjects of a car forum and domains of spoken commands in
Chinese) some examples are drawn from the texts outside bucket 0; a thousand others, drawn blindly, so that some of the
concept are among them, say what is usual. Counted on bucket 0, which was never looked at before: how many of the label
are found (recall), how many of those found have it (precision), how many of the other texts are (false alarms).
`learning.learn(balanced=True)` with vectors is taught in the same run by the same texts, its limit set to the same
share of false alarms on the checked texts, which favours it.

Then somebody who reads: five examples, and of 2,000 other texts outside bucket 0 what the page shows, twelve found and
six nearly found; half of what may be judged, once more on what is shown then, and the rest. Counted before and after,
and with the confirmed ones alone. Last the time that likeness adds to annotating.
"""

import json
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.understand import corpora
from benchmarks.understand.accuracy import interval
from benchmarks.understand.corpora import CHECKING, Example
from zhiyin.company.packs import load as load_pack
from zhiyin.understand.text import likeness
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.learning import learn
from zhiyin.understand.text.vectors import load

OTHERS, DRAWS, FEWEST = 1_000, 5, 10
LOOKED_AT, FOUND, MISSED = 2_000, 12, 6
Pairs = list[tuple[str, str]]
Flags = npt.NDArray[np.bool_]


@dataclass
class Counted:
    right: int = 0
    of: int = 0
    wrong: int = 0
    beside: int = 0

    def add(self, found: Flags, truth: Flags) -> None:
        self.right += int(found[truth].sum())
        self.of += int(truth.sum())
        self.wrong += int(found[~truth].sum())
        self.beside += int((~truth).sum())

    def __str__(self) -> str:
        found = max(1, self.right + self.wrong)
        return (f"recall {self.right / self.of:.2f} {_said(self.right, self.of)}, precision {self.right / found:.2f} "
                f"{_said(self.right, found)}, false alarms {self.wrong / self.beside:.4f}")  # fmt: skip


def banking() -> Pairs:
    return [(row["text"].strip(), row["category"]) for row in corpora.rows("banking77/train.csv")]


def cars() -> Pairs:
    found: dict[str, set[str]] = {}
    for row in corpora.rows("ccf-bdci-2018-car/train_2.csv.gz"):
        found.setdefault(row["content"], set()).add(row["subject"])
    return [(text, subjects.pop()) for text, subjects in found.items() if len(subjects) == 1]


def commands() -> Pairs:
    listed = json.loads((corpora.shared() / "smp2019-nlu/train.json").read_text(encoding="utf-8"))
    return [(one["text"], one["domain"]) for one in listed]


def check(name: str, pairs: Pairs, shots: int) -> None:
    held = np.array([Example(text, 0, "").bucket == CHECKING for text, _label in pairs])
    texts, labels = np.array([text for text, _ in pairs], object), np.array([label for _, label in pairs])
    taught, apart = np.flatnonzero(~held), np.flatnonzero(held)
    space, ours, other = load(), Counted(), Counted()
    rows = space.embed(list(texts[apart]))
    for label in sorted(set(labels)):
        truth = labels[apart] == label
        if truth.sum() < 1 or (labels[taught] == label).sum() < shots + FEWEST:
            continue
        for draw in range(DRAWS):
            random = np.random.default_rng(draw)
            examples = random.permutation(taught[labels[taught] == label])[:shots]
            usual = random.permutation(np.setdiff1d(taught, examples))[:OTHERS]
            learned = likeness.learn(label, list(texts[examples]), list(texts[usual]), space)
            assert learned
            found = learned.over(rows) > 0
            ours.add(found, truth)
            if draw == 0:
                other.add(_compared(texts, examples, usual, apart, float(found[~truth].mean()), truth), truth)
    print(f"{name}, {shots} examples, {len(apart)} texts\n  likeness  {ours}\n  learning  {other}", flush=True)


def judged(name: str, pairs: Pairs, most: int) -> None:
    """`most`: of either kind, the confirmed and the refused."""
    held = np.array([Example(text, 0, "").bucket == CHECKING for text, _label in pairs])
    texts, labels = np.array([text for text, _ in pairs], object), np.array([label for _, label in pairs])
    taught, apart = np.flatnonzero(~held), np.flatnonzero(held)
    rows = load().embed(list(texts))
    counts = {kind: Counted() for kind in ("before", "confirmed alone", "confirmed and refused")}
    said: list[tuple[int, int]] = []
    for label in sorted(set(labels)):
        truth = labels[apart] == label
        if truth.sum() < 1 or (labels[taught] == label).sum() < 5 + FEWEST:
            continue
        for draw in range(DRAWS):
            random = np.random.default_rng(draw)
            yes = list(random.permutation(taught[labels[taught] == label])[:5])
            rest = np.setdiff1d(taught, yes)
            usual, looked = list(texts[random.permutation(rest)[:OTHERS]]), random.permutation(rest)[:LOOKED_AT]
            counts["before"].add(_heard(texts, yes, [], usual).over(rows[apart]) > 0, truth)
            no: list[int] = []
            for part in (most // 2, most - most // 2):
                shown = _shown(_heard(texts, yes, no, usual).over(rows[looked]), looked, {*yes, *no})
                right = labels[shown] == label
                yes, no = yes + list(shown[right][:part]), no + list(shown[~right][:part])
            said.append((len(yes) - 5, len(no)))
            counts["confirmed alone"].add(_heard(texts, yes, [], usual).over(rows[apart]) > 0, truth)
            counts["confirmed and refused"].add(_heard(texts, yes, no, usual).over(rows[apart]) > 0, truth)
    right, wrong = np.mean(said, axis=0)
    print(f"{name}, five examples, then {right:.1f} confirmed and {wrong:.1f} refused on average")
    for kind, counted in counts.items():
        print(f"  {kind:22s} {counted}", flush=True)


def _heard(texts: npt.NDArray[np.object_], yes: list[int], no: list[int], usual: list[str]) -> likeness.Likeness:
    learned = likeness.learn("", list(texts[yes]), usual, load(), list(texts[no]))
    assert learned
    return learned


def _shown(over: npt.NDArray[np.float32], looked: npt.NDArray[np.int64], known: set[int]) -> npt.NDArray[np.int64]:
    """As the page does: found, the least sure first; then those it just misses."""
    open_ = np.array([place not in known for place in looked.tolist()])
    order = np.argsort(np.abs(over), kind="stable")
    order = order[open_[order]]
    return looked[np.concatenate([order[over[order] > 0][:FOUND], order[over[order] <= 0][:MISSED]])]


def _compared(texts: npt.NDArray[np.object_], examples: npt.NDArray[np.int64], usual: npt.NDArray[np.int64],
              apart: npt.NDArray[np.int64], share: float, truth: Flags) -> Flags:  # fmt: skip
    labels = ["yes"] * len(examples) + ["no"] * len(usual)
    taught = learn([*texts[examples], *texts[usual]], labels, vectors=load().embed, balanced=True)
    chance = taught.judge(list(texts[apart]))[:, 1]
    return chance > np.quantile(chance[~truth], 1 - share)


def speed() -> None:
    texts = [row["review"] for row in corpora.rows("online-shopping-10-cats/online_shopping_10_cats.csv.gz")][::12]
    plain = Understander(load_pack("ecommerce"))
    usual = plain.unnamed(texts[:1_000])
    some = [likeness.learn(code, usual[n * 5 : n * 5 + 5], usual, load())
            for n, code in enumerate(one.code for one in plain.pack.aspects[:5])]  # fmt: skip
    liking = Understander(plain.pack, likenesses=[one for one in some if one])
    taken: dict[str, list[float]] = {"by words": [], "and five likenesses": []}
    for _turn in range(5):
        for name, one in zip(taken, (plain, liking), strict=True):
            start = time.process_time()
            one.annotate(texts)
            taken[name].append(time.process_time() - start)
    words, both = (min(times) for times in taken.values())
    more = both / words - 1
    print(f"{len(texts)} shop reviews: {words:.2f} s of one core by words, with five likenesses {more:+.1%}")


def _said(right: int, of: int) -> str:
    low, high = interval(right / of, of)
    return f"[{low:.2f}, {high:.2f}]"


if __name__ == "__main__":
    for shots in (5, 10):
        check("Banking77, 77 intents", banking(), shots)
        check("car forum, 10 subjects", cars(), shots)
        check("commands, domains", commands(), shots)
    for most in (5, 10):
        judged("Banking77, 77 intents", banking(), most)
        judged("car forum, 10 subjects", cars(), most)
        judged("commands, domains", commands(), most)
    speed()
