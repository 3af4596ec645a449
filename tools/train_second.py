"""Train the second look that ships with the package: `ZHIYIN_SHARED=… python tools/train_second.py`, after
`tools/train_polarity.py`. Needs PyTorch (2.13.0, CPU; one thread, so that the same data gives the same file); the
product does not. What it is stands in `zhiyin.understand.text.second`.
"""

import hashlib
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

try:
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError:
    sys.exit("This needs PyTorch, for training only: pip install torch==2.13.0")

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.understand import corpora
from benchmarks.understand.corpora import CALIBRATING, CHECKING
from tools.train_polarity import SHARES, frequencies, judge, matrix, platt, weigh

from zhiyin.understand.text import codes
from zhiyin.understand.text.codes import END, encode
from zhiyin.understand.text.model import FOLDER
from zhiyin.understand.text.second import BITS, LOOKS, clip, looks, ranks

KNOWN, WIDTH, HEADS = 6144, 128, 4
EPOCHS, BATCH, RATE = 3, 64, 2e-3
SELDOM, LEVELS = 15, 7
"""Rows seen less often than this in training are left out; the others are rounded to this many steps either side of
zero. Rare rows and finer steps make the file four times as large (41 MB) and no judgement better by more than 0.1 %."""
SMOOTH = 0.02

Whole = npt.NDArray[np.int64]


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag(1 + 3 * KNOWN + 3 * (1 << BITS), WIDTH, mode="sum", sparse=True)
        nn.init.normal_(self.table.weight, 0, 0.05)
        self.bias = nn.Parameter(torch.zeros(WIDTH))
        self.attention = nn.Linear(WIDTH, HEADS)
        self.output = nn.Linear((1 + HEADS) * WIDTH, 2)

    def forward(self, ids: torch.Tensor, inside: torch.Tensor, lost: float = 0.0) -> torch.Tensor:
        texts, length, _ = ids.shape
        if lost:  # whole characters are left out now and then
            ids = ids * (torch.rand(texts, length, 1) > lost)
        features = self.table(ids.reshape(-1, LOOKS)).view(texts, length, WIDTH) + self.bias
        features = functional.relu(features) * inside[:, :, None]
        weights = self.attention(features).masked_fill(inside[:, :, None] == 0, -1e4).softmax(1)
        means = torch.einsum("bth,btk->bkh", features, weights).flatten(1)
        seen = torch.cat([features.amax(1), means], 1)
        return self.output(functional.dropout(seen, 0.5, self.training))


class Texts:
    """Every labelled text as the rows its characters look at; `sign` 0 takes no stand."""

    def __init__(self) -> None:
        found = list({one.text: one for one in corpora.chinese()}.values())
        batch = encode([one.text for one in found])
        codes = [clip(batch.codes[a:b]) for a, b in zip(batch.starts, batch.ends, strict=True)]
        chosen = [n for n, one in enumerate(codes) if len(one)]
        self.examples = [found[n] for n in chosen]
        codes = [codes[n] for n in chosen]
        self.sign = np.array([one.sign for one in self.examples])
        self.bucket = np.array([one.bucket for one in self.examples])
        self.share = np.array([SHARES.get(one.corpus, 1.0) for one in self.examples], dtype=np.float32)
        taught = np.concatenate([one for one, bucket in zip(codes, self.bucket, strict=True) if bucket != CHECKING])
        counts = np.bincount(taught, minlength=0x110000)
        self.characters = np.argsort(-counts, kind="stable")[: KNOWN - 2].astype(np.int32)
        self._ranks = ranks(self.characters)
        self.ids = [self._ids(one) for one in codes]
        self.lengths = np.array([len(one) for one in self.ids])

    def _ids(self, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
        around = np.concatenate([[END], codes, [END]]).astype(np.uint32)
        return np.stack(looks(around, self.characters, self._ranks), 1)[1:-1].astype(np.int32)

    def batch(self, chosen: Whole) -> tuple[torch.Tensor, torch.Tensor]:
        longest = self.lengths[chosen].max()
        ids = np.zeros((len(chosen), longest, LOOKS), np.int32)
        inside = np.zeros((len(chosen), longest), np.float32)
        for row, text in enumerate(chosen):
            ids[row, : self.lengths[text]] = self.ids[text]
            inside[row, : self.lengths[text]] = 1
        return torch.from_numpy(ids), torch.from_numpy(inside)


def fit(texts: Texts, taught: Whole) -> Net:
    net = Net()
    sparse = torch.optim.SparseAdam([net.table.weight], lr=RATE)
    dense = torch.optim.AdamW([p for n, p in net.named_parameters() if n != "table.weight"], lr=RATE, weight_decay=1e-2)
    order = np.random.default_rng(0)
    steps, step, began = EPOCHS * (len(taught) // BATCH + 1), 0, time.perf_counter()
    for epoch in range(EPOCHS):
        lost = 0.0
        batches = _batches(texts, order.permutation(taught), order)
        for chosen in batches:
            for optimiser in (sparse, dense):
                optimiser.param_groups[0]["lr"] = RATE * min(1, step / 200) * max(0.03, 1 - step / steps)
                optimiser.zero_grad()
            loss = _loss(net, texts, chosen)
            loss.backward()
            sparse.step()
            dense.step()
            lost, step = lost + loss.item(), step + 1
        print(f"epoch {epoch + 1}: loss {lost / len(batches):.4f}, {time.perf_counter() - began:.0f} s", flush=True)
    return net


def _batches(texts: Texts, shuffled: Whole, order: np.random.Generator) -> list[Whole]:
    """Texts of like length together, in no order of length."""
    batches = []
    for start in range(0, len(shuffled), BATCH * 50):
        part = shuffled[start : start + BATCH * 50]
        part = part[np.argsort(texts.lengths[part], kind="stable")]
        batches += [part[n : n + BATCH] for n in range(0, len(part), BATCH)]
    return [batches[n] for n in order.permutation(len(batches))]


def _loss(net: Net, texts: Texts, chosen: Whole) -> torch.Tensor:
    sign, share = torch.from_numpy(texts.sign[chosen]), torch.from_numpy(texts.share[chosen])
    said = net(*texts.batch(chosen), lost=0.15)
    takes = (sign != 0).float()
    sides = functional.binary_cross_entropy_with_logits(said[:, 0], _soft(sign > 0), reduction="none")
    stands = functional.binary_cross_entropy_with_logits(said[:, 1], _soft(sign != 0), reduction="none")
    return ((sides * takes + 0.5 * stands) * share).mean()


def _soft(truth: torch.Tensor) -> torch.Tensor:
    return truth.float() * (1 - 2 * SMOOTH) + SMOOTH


def logits(net: Net, texts: Texts, chosen: Whole) -> npt.NDArray[np.float32]:
    net.eval()
    with torch.no_grad():
        return np.concatenate(
            [net(*texts.batch(chosen[n : n + 256]))[:, 0].numpy() for n in range(0, len(chosen), 256)]
        )


def linear(texts: Texts) -> npt.NDArray[np.float32]:
    """Logits of a linear model that has not seen the calibrating bucket, calibrated on it."""
    counts = matrix("zh", [one.text for one in texts.examples])
    square = frequencies(counts[texts.bucket != CHECKING])
    sided, held = texts.sign != 0, texts.bucket == CALIBRATING
    seen = sided & ~held & (texts.bucket != CHECKING)
    weights = weigh(counts[seen], square, texts.sign[seen] > 0, texts.share[seen])
    raw = judge(counts, weights, square)
    a, b = platt(raw[held & sided], texts.sign[held & sided] > 0, texts.share[held & sided])
    return a * raw + b


def store(net: Net, texts: Texts, blend: tuple[float, float, float]) -> None:
    taught = np.flatnonzero(texts.bucket > CALIBRATING)
    table: Any = net.table.weight.detach().numpy()
    seen = np.bincount(np.concatenate([texts.ids[n].ravel() for n in taught]), minlength=len(table))
    kept = np.flatnonzero(seen >= SELDOM)
    kept = kept[kept > 0]
    places = np.zeros(len(table), np.int32)
    places[kept] = np.arange(1, len(kept) + 1)
    step = float(np.quantile(np.abs(table[kept]), 0.998)) / LEVELS
    rows = np.clip(np.round(table[kept] / step), -LEVELS, LEVELS).astype(np.int8)
    rows = np.concatenate([np.zeros((1, WIDTH), np.int8), rows])
    parts = {name: one.detach().numpy() for name, one in net.named_parameters() if "table" not in name}
    version = hashlib.blake2b(rows.tobytes() + places.tobytes() + repr(blend).encode(), digest_size=4).hexdigest()
    path = FOLDER / "second-zh.npz"
    np.savez_compressed(
        path, version=np.array(version), characters=texts.characters, places=places, rows=rows, step=np.array(step),
        bias=parts["bias"], attention=parts["attention.weight"], shift=parts["attention.bias"],
        output=parts["output.weight"][0], constant=parts["output.bias"][0], blend=np.array(blend),
        encoding=np.array(codes.version()),
    )  # fmt: skip
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {len(rows)} rows")


def main() -> None:
    torch.manual_seed(0)
    torch.set_num_threads(1)
    texts = Texts()
    net = fit(texts, np.flatnonzero(texts.bucket > CALIBRATING))
    first, held = linear(texts), np.flatnonzero((texts.bucket == CALIBRATING) & (texts.sign != 0))
    both = np.stack([first[held], logits(net, texts, held)], 1)
    blended = LogisticRegression(C=100).fit(both, texts.sign[held] > 0, sample_weight=texts.share[held])
    store(net, texts, (*(float(one) for one in blended.coef_[0]), float(blended.intercept_[0])))
    checked = np.flatnonzero((texts.bucket == CHECKING) & (texts.sign != 0))
    second = logits(net, texts, checked)
    mixed = blended.decision_function(np.stack([first[checked], second], 1))
    corpus = np.array([texts.examples[n].corpus for n in checked])
    right = {
        name: (one > 0) == (texts.sign[checked] > 0)
        for name, one in (("linear", first[checked]), ("second", second), ("both", mixed))
    }
    for name in dict.fromkeys(corpus):
        shares = " ".join(f"{judge} {one[corpus == name].mean():.4f}" for judge, one in right.items())
        print(f"{name:12} n={(corpus == name).sum():5} {shares}")


if __name__ == "__main__":
    main()
