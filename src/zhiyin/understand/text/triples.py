"""Who is praised or blamed for what, span by span: aspect, opinion and label, from sentences of Chinese restaurant
reviews. Made by `tools/models/train_triples.py`; figures in `docs/model-cards/triples.md`.

At every character stand rows of four tables: its own, those of the two pairs it is in, and that of the word around it.
Convolutions over wider and wider stretches (dilated: Yu & Koltun 2016) tell the characters of its sentence from them,
and a linear chain (Lafferty, McCallum & Pereira 2001) which are an aspect or an opinion. What stands near each other is
paired and judged by a perceptron on the means of both. All products are of whole numbers and exact, so that a sentence
says the same alone as among others. Sentences are read one by one: what a text costs grows with its length only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import rjieba

from zhiyin.understand.text.codes import END, LINE, Batch, Codes, Places, encode
from zhiyin.understand.text.language import chinese as hanzi
from zhiyin.understand.text.learning import softmax
from zhiyin.understand.text.model import FOLDER, Numbers
from zhiyin.understand.text.network import Layer

NAME = "triples-zh"
LABELS = ("negative", "neutral", "positive")
TAGS = 5
"""Outside, aspect begins, goes on, opinion begins, goes on."""
ASPECT, OPINION = 1, 3

TEXTS, SIGNS = 1_000, 2_000_000
"""Texts, and signs of texts, taken at once."""
PART = 20_000
"""Characters taken through the layers at once. Both bound memory and change nothing else."""
LONGEST = 200
"""A longer sentence is cut at a comma, or where there is none."""
FAR = 60
"""Aspect and opinion farther apart than so many characters are not looked at."""
MOST = 24
"""So many aspects near an opinion are looked at."""
DILATIONS = (1, 2, 4, 8)
STEP = 1 / 64
"""Of what goes into any layer, which is taken in whole numbers."""
GAPS = (-30, -20, -14, -10, -7, -5, -3, -2, -1, 0, 1, 2, 3, 5, 7, 10, 14, 20, 30)
FORM = len(GAPS) + 1 + 10

TABLE = pa.schema(
    [
        ("row", pa.int64()),
        ("aspect", pa.string()), ("aspect_start", pa.int64()), ("aspect_end", pa.int64()),
        ("opinion", pa.string()), ("opinion_start", pa.int64()), ("opinion_end", pa.int64()),
        ("label", pa.string()), ("confidence", pa.float64()),
    ]
)  # fmt: skip

_ENDERS = [ord(sign) for sign in "。!?"] + [LINE, END]
_CUTS = [ord(sign) for sign in ",、;~ "]

Span = tuple[int, int]
Rows = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """Candidates of one part. Spans are places of the batch; `said` is what tells how sure each is: the logs of the
    chances of both spans, of there being a pair, and of its label."""

    sentence: Whole
    aspects: Whole
    opinions: Whole
    side: Whole
    said: Numbers


@dataclass(frozen=True)
class Sentences:
    """Stretches of a batch with a Chinese sign; `text` says which text each stands in."""

    batch: Batch
    starts: Places
    ends: Places
    text: Places

    def parts(self) -> Iterator["Sentences"]:
        part = np.cumsum(self.ends - self.starts) // PART
        for few in np.split(np.arange(len(self.starts)), np.flatnonzero(np.diff(part)) + 1):
            if len(few):
                yield Sentences(self.batch, self.starts[few], self.ends[few], self.text[few])


@dataclass(frozen=True)
class Labeller:
    """`signs` and `pairs` are sorted keys, the rows of their tables one later: row 0 is for what training never saw.
    `trust`: weights of `Found.said` and a constant, which make a chance; `limit`: from which it is said."""

    version: str
    signs: npt.NDArray[np.int64]
    pairs: npt.NDArray[np.int64]
    words: dict[str, int]
    tables: tuple[npt.NDArray[np.int8], ...]
    """Of signs, of the pairs before and behind, of words, of places in a word."""
    start: Layer
    deeper: tuple[Layer, ...]
    tags: Layer
    moves: Numbers
    pairing: Layer
    sides: Layer
    trust: Numbers
    limit: float

    def judge(self, texts: Sequence[str | None]) -> pa.Table:
        """One row a triple, in the order of the texts."""
        parts = [self._part(texts[first:last], first) for first, last in portions(texts)]
        return pa.concat_tables([TABLE.empty_table(), *parts])

    def candidates(self, part: Sentences) -> Found:
        sizes = part.ends - part.starts
        begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        places = np.repeat(part.starts - begins, sizes) + np.arange(sizes.sum())
        read = self.read(part, places, sizes)
        scores = _product(self.tags, self.tags.rounded(read))
        chain = Chain(scores, self.moves, begins, sizes)
        text = _letters(part.batch.codes[places])
        listed = [
            (number, *pair)
            for number, (aspects, opinions) in _grouped(chain.spans(ASPECT), chain.spans(OPINION))
            for pair in near(aspects, opinions, text)
        ]
        number = np.array([pair[0] for pair in listed], np.int64)
        mine, theirs = (np.array([pair[at] for pair in listed], np.int64).reshape(-1, 2) for at in (1, 2))
        form = np.array([pair[3] for pair in listed]).reshape(-1, FORM)
        logs = np.log(np.maximum(softmax(self.judged(read, mine, theirs, form)), 1e-9))
        side = logs[:, 1:].argmax(1) if len(listed) else np.zeros(0, np.int64)
        paired = np.log(np.maximum(-np.expm1(np.minimum(logs[:, 0], -1e-9)), 1e-9))
        sure = [chain.chance(mine, ASPECT), chain.chance(theirs, OPINION), paired]
        sure.append(logs[np.arange(len(side)), side + 1] - paired)
        shift = (part.starts - begins)[number][:, None]
        return Found(number, mine + shift, theirs + shift, side, np.stack(sure, axis=1))

    def read(self, part: Sentences, places: Places, sizes: Places) -> Rows:
        """What the layers make of each sign."""
        rows = [table[row] for table, row in zip(self.tables, self.rows(part, places, sizes), strict=True)]
        told = self.start.out(np.concatenate(rows, axis=1).astype(np.float32))
        # Between sentences stand so many empty rows that no convolution reaches over them.
        wide = DILATIONS[-1]
        spaced = np.arange(len(places)) + wide * (1 + np.repeat(np.arange(len(sizes)), sizes))
        held = np.zeros((len(places) + wide * (len(sizes) + 1), told.shape[1]), np.float32)
        for layer, step in zip(self.deeper, DILATIONS, strict=True):
            held[spaced] = layer.rounded(told)
            told = told + layer.out(np.concatenate([held[spaced - step], held[spaced], held[spaced + step]], axis=1))
        return told

    def rows(self, part: Sentences, places: Places, sizes: Places) -> tuple[Whole, ...]:
        """Which row of each table a sign has."""
        codes = part.batch.codes.astype(np.int64)
        own, before, behind = codes[places], codes[places - 1], codes[places + 1]
        firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        before[firsts] = behind[firsts + sizes - 1] = END
        pairs = known(self.pairs, before << 21 | own), known(self.pairs, own << 21 | behind)
        return known(self.signs, own), *pairs, *self._words(part, sizes)

    def judged(self, read: Rows, aspects: Whole, opinions: Whole, form: Numbers) -> Numbers:
        """Logits of each pair: none, then of `LABELS`."""
        whole = np.rint(read / STEP).astype(np.int64)
        sums = np.concatenate([np.zeros((1, whole.shape[1]), np.int64), np.cumsum(whole, axis=0)])
        ends = (
            aspects, opinions,
            np.stack([np.minimum(aspects[:, 0], opinions[:, 0]), np.maximum(aspects[:, 1], opinions[:, 1])], axis=1),
        )  # fmt: skip
        means = [(sums[span[:, 1]] - sums[span[:, 0]]) / (span[:, 1] - span[:, 0])[:, None] * STEP for span in ends]
        layer = self.pairing.out(self.pairing.rounded(np.concatenate([*means, form], axis=1)))
        return _product(self.sides, self.sides.rounded(layer))

    def chances(self, said: Numbers) -> Numbers:
        found: Numbers = 1 / (1 + np.exp(-(said @ self.trust[:-1] + self.trust[-1])))
        return found

    def _part(self, texts: Sequence[str | None], first: int) -> pa.Table:
        batch = encode(texts)
        tables = [self._said(part, first) for part in cut(batch).parts()]
        return pa.concat_tables([TABLE.empty_table(), *tables])

    def _said(self, part: Sentences, first: int) -> pa.Table:
        found, batch = self.candidates(part), part.batch
        chances = self.chances(found.said)
        kept = np.flatnonzero(chances >= self.limit)
        text = part.text[found.sentence[kept]]
        columns: dict[str, Any] = {"row": text + first}
        for name, spans in (("aspect", found.aspects[kept]), ("opinion", found.opinions[kept])):
            starts, ends = batch.origin[spans[:, 0]], batch.until[spans[:, 1] - 1]
            listed = zip(text.tolist(), starts.tolist(), ends.tolist(), strict=True)
            columns[name] = [_sound(batch.texts[one][start:end]) for one, start, end in listed]
            columns |= {f"{name}_start": starts, f"{name}_end": ends}
        columns["label"] = [LABELS[side] for side in found.side[kept].tolist()]
        columns["confidence"] = np.round(chances[kept], 4)
        return pa.table(columns, schema=TABLE)

    def _words(self, part: Sentences, sizes: Places) -> tuple[Whole, Whole]:
        """Of each sign: the word around it, and whether it is all of it (1), begins (2), goes on (3) or ends it (4)."""
        stretches = zip(part.starts.tolist(), part.ends.tolist(), strict=True)
        joined = "\n".join(_letters(part.batch.codes[start:end]) for start, end in stretches)
        words = [word for word in rjieba.cut(joined) if word != "\n"]
        many = np.array([len(word) for word in words], np.int64)
        ends = np.cumsum(many)
        place = np.full(sizes.sum(), 3, np.int64)
        place[ends - many], place[ends - 1] = 2, 4
        place[ends[many == 1] - 1] = 1
        return np.repeat([self.words.get(word, 0) for word in words], many), place


class Chain:
    """Sentences as linear chains: the best chain of tags of each, and how sure its spans are. Step by step for all
    sentences at once, the longest first, so that those still going on stand together."""

    def __init__(self, scores: Numbers, moves: Numbers, begins: Places, sizes: Places) -> None:
        order = np.argsort(-sizes, kind="stable")
        self.begins, self.sizes = begins[order], sizes[order]
        self.scores, self.moves, self.owner = scores, moves, np.repeat(np.arange(len(sizes)), sizes)
        steps = np.arange(self.sizes[0] if len(sizes) else 0)
        self.alive = np.searchsorted(-self.sizes, -steps, side="left").tolist()
        self.last = begins + sizes - 1

    @cached_property
    def tags(self) -> Whole:
        """By Viterbi."""
        best = self.scores[self.begins]
        back = [np.zeros((len(best), TAGS), np.int64)]
        for step, alive in enumerate(self.alive[1:], 1):
            options = best[:alive, :, None] + self.moves
            back.append(options.argmax(1))
            best[:alive] = options.max(1) + self.scores[self.begins[:alive] + step]
        tags = np.zeros(len(self.scores), np.int64)
        now = best.argmax(1)
        for step in range(len(self.alive) - 1, -1, -1):
            alive = self.alive[step]
            tags[self.begins[:alive] + step] = now[:alive]
            now[:alive] = np.take_along_axis(back[step][:alive], now[:alive, None], 1)[:, 0]
        return tags

    @cached_property
    def forward(self) -> Numbers:
        found = self.scores.copy()
        for step, alive in enumerate(self.alive[1:], 1):
            here = self.begins[:alive] + step
            found[here] += _added(found[here - 1][:, :, None] + self.moves)
        return found

    @cached_property
    def backward(self) -> Numbers:
        found = np.zeros_like(self.scores)
        for step in range(len(self.alive) - 2, -1, -1):
            here = self.begins[: self.alive[step + 1]] + step
            behind = (found[here + 1] + self.scores[here + 1])[:, None, :] + self.moves
            found[here] = _added(behind.transpose(0, 2, 1))
        return found

    def spans(self, kind: int) -> list[tuple[int, int, int]]:
        """Sentence, start and end of each, in order."""
        tags = self.tags
        inside = (tags == kind) | (tags == kind + 1)
        before = np.concatenate([[False], inside[:-1]]) & (np.diff(self.owner, prepend=-1) == 0)
        starts = np.flatnonzero(inside & ((tags == kind) | ~before))
        after = np.concatenate([before[1:], [False]]) & np.concatenate([tags[1:] == kind + 1, [False]])
        ends = np.flatnonzero(inside & ~after) + 1
        return list(zip(self.owner[starts].tolist(), starts.tolist(), ends.tolist(), strict=True))

    def chance(self, spans: Whole, kind: int) -> Numbers:
        """Log of the chance that exactly this span is one of its kind, over all chains."""
        if not len(spans):
            return np.zeros(0)
        first, final = spans[:, 0], spans[:, 1] - 1
        going = np.concatenate([[0], np.cumsum(self.scores[:, kind + 1] + self.moves[kind + 1, kind + 1])])
        path = going[final + 1] - going[first + 1]
        path += np.where(final > first, self.moves[kind, kind + 1] - self.moves[kind + 1, kind + 1], 0)
        other = np.arange(TAGS) != kind + 1
        ends = np.where(final > first, kind + 1, kind)
        behind = np.minimum(final + 1, len(self.scores) - 1)
        stops = (self.moves[ends] + self.scores[behind] + self.backward[behind])[:, other]
        stop = np.where(final == self.last[self.owner[first]], 0, _added(stops[:, :, None])[:, 0])
        total = _added(self.forward[self.last[self.owner[first]]][:, :, None])[:, 0]
        chance: Numbers = np.minimum(self.forward[first, kind] + path + stop - total, 0)
        return chance


def portions(texts: Sequence[str | None]) -> Iterator[Span]:
    """First and last of so many texts as are taken at once."""
    first = signs = 0
    for last, text in enumerate(texts):
        size = len(text or "")
        if last > first and (last - first == TEXTS or signs + size > SIGNS):
            yield first, last
            first, signs = last, 0
        signs += size
    if first < len(texts):
        yield first, len(texts)


def cut(batch: Batch) -> Sentences:
    codes = batch.codes
    ender = np.isin(codes, _ENDERS)
    starts = np.flatnonzero(np.concatenate([[True], ender[:-1]]))
    ends = np.concatenate([starts[1:], [len(codes)]])
    ends = ends - np.isin(codes[ends - 1], [LINE, END])
    sums = np.concatenate([[0], np.cumsum(hanzi(codes))])
    told = sums[np.maximum(starts, ends)] > sums[starts]
    pieces = np.array([one for span in zip(starts[told].tolist(), ends[told].tolist(), strict=True)
                       for one in _pieces(codes, *span)], np.int64).reshape(-1, 2)  # fmt: skip
    starts, ends = pieces[:, 0], pieces[:, 1]
    return Sentences(batch, starts, ends, np.searchsorted(batch.starts, starts, side="right") - 1)


def _pieces(codes: Codes, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        commas = np.flatnonzero(np.isin(codes[start + LONGEST // 2 : start + LONGEST], _CUTS))
        middle = start + LONGEST // 2 + int(commas[-1]) + 1 if len(commas) else start + LONGEST
        yield start, middle
        start = middle
    yield start, end


def known(keys: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> Whole:
    """Places of keys in a sorted list, from 1; 0 where it has none."""
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place + 1, 0)


def _grouped(
    aspects: Sequence[tuple[int, int, int]], opinions: Sequence[tuple[int, int, int]]
) -> list[tuple[int, tuple[list[Span], list[Span]]]]:
    """Sentences by their numbers, with their aspects and opinions."""
    found: dict[int, tuple[list[Span], list[Span]]] = {}
    for kind, spans in enumerate((aspects, opinions)):
        for number, start, end in spans:
            found.setdefault(number, ([], []))[kind].append((start, end))
    return sorted(found.items())


def near(aspects: Sequence[Span], opinions: Sequence[Span], text: str) -> list[tuple[Span, Span, list[float]]]:
    """Every two of a sentence that stand near each other, and how they stand."""
    nearest = {aspect: min(opinions, key=lambda span: abs(span[0] - aspect[1])) for aspect in aspects if opinions}
    found = []
    for opinion in opinions if aspects else ():
        closest = min(aspects, key=lambda span: abs(span[1] - opinion[0]))
        for aspect in sorted(aspects, key=lambda span: abs(span[0] - opinion[0]))[:MOST]:
            low, high = min(aspect[1], opinion[1]), max(aspect[0], opinion[0])
            if high - low <= FAR:
                firsts = nearest[aspect] == opinion, closest == aspect
                found.append((aspect, opinion, _form(aspect, opinion, aspects, opinions, text[low:high], firsts)))
    return sorted(found)


def _form(
    aspect: Span,
    opinion: Span,
    aspects: Sequence[Span],
    opinions: Sequence[Span],
    gap: str,
    firsts: tuple[bool, bool],
) -> list[float]:
    """How far, with what between, and whether either is the nearest of the other."""
    after = opinion[0] >= aspect[0]
    far = opinion[0] - aspect[1] if after else opinion[1] - aspect[0] - 1
    low, high = min(aspect[1], opinion[1]), max(aspect[0], opinion[0])
    within = [sum(low <= start and end <= high for start, end in listed) for listed in (aspects, opinions)]
    told = [0.0] * FORM
    told[sum(far >= limit for limit in GAPS)] = 1.0
    told[len(GAPS) + 1 :] = [
        min(4, gap.count(",") + gap.count("、")), min(3, gap.count(";") + gap.count("~")),
        min(4, within[0]), min(4, within[1]), *firsts, all(firsts),
        len(aspects) == 1, len(opinions) == 1, len(aspects) > 2,
    ]  # fmt: skip
    return told


def _letters(codes: Codes) -> str:
    return codes.astype("<u4").tobytes().decode("utf-32-le", "replace")


def _sound(text: str) -> str:
    """Half of a surrogate pair cannot be stored."""
    return text.encode("utf-8", "replace").decode()


def _added(logs: Numbers) -> Numbers:
    """The log of the sum over the second axis."""
    most = logs.max(1)
    summed: Numbers = np.log(np.exp(logs - most[:, None]).sum(1)) + most
    return summed


def _product(layer: Layer, given: Rows) -> Numbers:
    """As `Layer.out`, but not cut off at zero."""
    found: Numbers = (given @ layer.weights).astype(np.float64) * layer.scale + layer.bias
    return found


@cache
def load() -> Labeller:
    """The one that ships with the package."""
    with np.load(FOLDER / f"{NAME}.npz") as stored:
        return unpack(stored)


def unpack(stored: Mapping[str, Any]) -> Labeller:
    def layer(name: str) -> Layer:
        weights = stored[f"{name}-weights"].astype(np.float64) * stored[f"{name}-step"]
        return Layer.of(weights, stored[f"{name}-bias"].astype(np.float64), STEP)

    words = bytes(stored["words"]).decode().split("\n")
    return Labeller(
        str(stored["version"]),
        stored["signs"],
        stored["pairs"],
        {word: place for place, word in enumerate(words, 1)},
        tuple(stored[f"table-{name}"] for name in ("signs", "before", "behind", "words", "places")),
        layer("start"),
        tuple(layer(f"deeper{step}") for step in DILATIONS),
        layer("tags"),
        stored["moves"],
        layer("pairing"),
        layer("sides"),
        stored["trust"],
        float(stored["limit"]),
    )
