"""Polarity in domains that nothing was learned from: `ZHIYIN_SHARED=… python -m benchmarks.understand.unseen [NAME …]`.

For each of the ten shop categories, and for take-away, both models that ship are trained anew without a single text of
it (hotels: without the other set of hotel reviews too) and asked about all of them. Beside them TF-IDF and logistic
regression taught the same texts. Needs PyTorch, and five minutes of a core for each; with `--linear` half a minute, for
the linear model alone.
"""

import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression
from tools.train_polarity import frequencies, judge, matrix, platt, weigh
from tools.train_second import Texts, Whole, fit, logits

from benchmarks.shell import table
from benchmarks.understand import corpora
from benchmarks.understand.accuracy import baseline, interval
from benchmarks.understand.corpora import CALIBRATING
from zhiyin.understand.text.second import DOUBT

TAKEAWAY, HOTELS = "take-away", "酒店"
Flags = npt.NDArray[np.bool_]


def main(asked: Sequence[str], *, both: bool) -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    texts = Texts()
    counts = matrix("zh", [one.text for one in texts.examples])
    shown: list[tuple[str, int, tuple[float, ...]]] = []
    for name, own in domains(texts).items():
        if not asked or name in asked:
            checked = np.flatnonzero(own & (texts.sign != 0))
            right = [float((texts.sign[checked] < 0).mean())]
            right += [_right(texts, said, checked) for said in _said(texts, counts, own, checked, both)]
            shown.append((name, len(checked), tuple(right)))
            low, high = interval(right[-1], len(checked))
            print(
                f"{name} n={len(checked)} {' '.join(f'{one:.4f}' for one in right)} [{low:.3f}, {high:.3f}]", flush=True
            )
    shops = [(n, right) for name, n, right in shown if name != TAKEAWAY]
    if len(shops) > 1:
        sizes = np.array([n for n, _ in shops])
        shown.append(("shop, all", int(sizes.sum()), tuple(np.average([right for _, right in shops], 0, sizes))))
    headings = ["left out", "n", "share negative", "TF-IDF + LR", "linear", *(["as shipped"] if both else [])]
    table(headings, [[name, n, *(f"{one:.4f}" for one in right)] for name, n, right in shown])


def domains(texts: Texts) -> dict[str, Flags]:
    """Which texts are of the domain."""
    category = {
        row["review"]: row["cat"] for row in corpora.rows("online-shopping-10-cats/online_shopping_10_cats.csv.gz")
    }
    corpus = np.array([one.corpus for one in texts.examples])
    kind = np.array([category.get(one.text, "") for one in texts.examples])
    found = {name: kind == name for name in sorted(set(category.values()))}
    found[HOTELS] |= corpus == "hotel"
    return {TAKEAWAY: corpus == "takeaway", **found}


def _said(texts: Texts, counts: Any, own: Flags, checked: Whole, both: bool) -> list[npt.NDArray[np.floating]]:
    """Logits of the baseline, of the linear model, and of both models together as the product joins them."""
    sided, held = (texts.sign != 0) & ~own, (texts.bucket == CALIBRATING) & ~own
    seen, positive = sided & ~held, texts.sign > 0
    known, blending = np.flatnonzero(seen), np.flatnonzero(held & sided)
    peer = baseline("zh").fit([texts.examples[n].text for n in known], positive[known])
    square = frequencies(counts[~own])
    raw = judge(counts, weigh(counts[seen], square, positive[seen], texts.share[seen]), square)
    a, b = platt(raw[blending], positive[blending], texts.share[blending])
    first = a * raw + b
    said = [peer.decision_function([texts.examples[n].text for n in checked]), first[checked]]
    if both:
        net = fit(texts, np.flatnonzero(~own & (texts.bucket != CALIBRATING)))
        two = np.stack([first[blending], logits(net, texts, blending)], 1)
        blended = LogisticRegression(C=100).fit(two, positive[blending], sample_weight=texts.share[blending])
        second = blended.decision_function(np.stack([first[checked], logits(net, texts, checked)], 1))
        said.append(np.where(np.abs(first[checked]) < DOUBT, second, first[checked]))
    return said


def _right(texts: Texts, said: npt.NDArray[np.floating], checked: Whole) -> float:
    return float(((said > 0) == (texts.sign[checked] > 0)).mean())


if __name__ == "__main__":
    main([word for word in sys.argv[1:] if word != "--linear"], both="--linear" not in sys.argv)
