"""Polarity of Chinese reviews on the other bucket kept apart: `ZHIYIN_SHARED=… python -m benchmarks.understand.again`.

`accuracy` asks what ships on bucket 0, where a set has 632 to 4,568 texts: one draw. Bucket 1 calibrated what ships, so
the linear model is taught here anew without it; the second look never saw it. The blend of the two is taught on four
fifths of the bucket and asked on the rest, five times over. The baseline is that of `accuracy`, one a set.
"""

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from tools.train_polarity import SHARES, frequencies, judge, matrix, weigh

from benchmarks.understand import corpora
from benchmarks.understand.accuracy import baseline, interval
from benchmarks.understand.corpora import CALIBRATING
from zhiyin.understand.text import second
from zhiyin.understand.text.codes import encode

FOLDS = 5
Numbers = npt.NDArray[np.float64]


def main() -> None:
    examples = [one for one in {one.text: one for one in corpora.chinese()}.values() if one.sign]
    bucket, sign = np.array([one.bucket for one in examples]), np.array([one.sign for one in examples])
    corpus = np.array([one.corpus for one in examples])
    shares = np.array([SHARES.get(name, 1.0) for name in corpus], dtype=np.float32)
    seen, held = bucket > CALIBRATING, np.flatnonzero(bucket == CALIBRATING)
    counts = matrix("zh", [one.text for one in examples])
    square = frequencies(counts[seen])
    linear = judge(counts[held], weigh(counts[seen], square, sign[seen] > 0, shares[seen]), square)
    looked = _second([examples[place].text for place in held])
    alone, both = (_blended(np.stack(some, 1), sign[held], shares[held]) for some in ((linear,), (linear, looked)))
    for name in ("shop", "hotel", "takeaway"):
        own = corpus[held] == name
        plain = baseline("zh").fit(
            [one.text for one in _of(examples, seen & (corpus == name))], sign[seen & (corpus == name)]
        )
        said = plain.predict([examples[place].text for place in held[own]])
        right = {"TF-IDF + LR": said == sign[held][own]}
        right |= {
            label: (found[own] > 0) == (sign[held][own] > 0) for label, found in (("linear", alone), ("both", both))
        }
        for label, hits in right.items():
            low, high = interval(float(hits.mean()), len(hits))
            print(f"{name:9} n={len(hits):5} {label:12} {hits.mean():.4f} [{low:.3f}, {high:.3f}]", flush=True)


def _of(examples: list[corpora.Example], chosen: npt.NDArray[np.bool_]) -> list[corpora.Example]:
    return [examples[place] for place in np.flatnonzero(chosen)]


def _second(texts: list[str]) -> Numbers:
    """The second look alone, without the linear model's word."""
    look = second.load()
    _ours, other, constant = look.blend
    parts = []
    for first in range(0, len(texts), 2_000):
        batch = encode(texts[first : first + 2_000])
        every = np.arange(len(batch.texts))
        parts.append((look.judge(batch, every, np.zeros(len(every))) - constant) / other)
    return np.concatenate(parts)


def _blended(logits: Numbers, sign: npt.NDArray[np.int64], shares: npt.NDArray[np.float32]) -> Numbers:
    fold = np.random.default_rng(0).integers(0, FOLDS, len(logits))
    found = np.zeros(len(logits))
    for number in range(FOLDS):
        rest = fold != number
        fitted = LogisticRegression(C=100).fit(logits[rest], sign[rest] > 0, sample_weight=shares[rest])
        found[~rest] = fitted.decision_function(logits[~rest])
    return found


if __name__ == "__main__":
    main()
