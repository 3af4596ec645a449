"""Train what hears clauses in their text: `ZHIYIN_SHARED=… python tools/models/train_hearing.py [--check]`.

`clauses/` holds what readers said of clauses of real texts: a digest of the text, where the clause stands, and a label,
`0` for no opinion or aspect and sign (`-`, `+`, `~` neither, `w` a wish), two of them joined by `/`. Texts of bucket 0
are not among them. `--check` says what a model that has not seen a text makes of it, five folds. Deterministic. Needs
PyTorch for its `network`.
"""

import csv
import hashlib
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from scipy import optimize

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.understand.packs import SOURCES, TAUGHT, texts
from tools.models import network
from tools.models.network import Lesson
from tools.models.train_categories import rows as counted
from tools.train_polarity import frequencies

from zhiyin.company.packs import load
from zhiyin.understand.text import grams, hearing, learning
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.codes import encode, version
from zhiyin.understand.text.context import Rows
from zhiyin.understand.text.hearing import HEADS, LANGUAGES, NAME
from zhiyin.understand.text.learning import softmax
from zhiyin.understand.text.model import FOLDER, PRIOR, SCALE

LABELS = Path(__file__).parent / "clauses"
FOLDS = 5
SEEN, TALL = 2, 127
STRENGTH, LOOSE, HELD = 2.0, 2.0, 10.0
"""Penalties of words, of facts, and (a hundredth of it a clause) of a scale that is not 1."""
GRAMS = 3.0
"""Weight of n-grams beside facts and meaning."""
DEPTH, WORDS, TEXTS = 0.25, 1.5, 1.0
"""How far aspects go by what is meant, by the words themselves, and by those of the whole text: at 1 and without words
they were as often right where words name one, and surer than right."""
COMMON = 0.2
"""Part of the log frequency of an aspect that its score begins with; at 0.7 rare ones gave way though named."""

Numbers = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Label = list[tuple[str, str]]


@dataclass(frozen=True)
class Read:
    """Clauses of one pack that somebody read. `found`: logits of rules and model, a column a head; `ties`: clauses by
    aspects by ties, with a last column of zeros for no aspect."""

    pack: str
    codes: list[str]
    labels: list[Label]
    owner: Whole
    named: Flags
    chinese: Flags
    found: Numbers
    share: Numbers
    facts: Rows
    meaning: Rows
    words: sparse.csr_matrix
    texts: sparse.csr_matrix
    ties: Numbers
    counts: dict[str, tuple[Whole, sparse.csr_matrix]]
    kept: Whole
    """Which clauses of their texts these are."""
    lesson: Lesson

    @property
    def target(self) -> Whole:
        """The column of the first aspect that a reader named; -1 where none was, or it is not in the pack."""
        rows, columns, _shares = self.about
        first = np.full(len(self.labels), -1)
        first[rows[::-1]] = columns[::-1]
        return first

    @cached_property
    def about(self) -> tuple[Whole, Whole, Numbers]:
        """Clauses and the columns of all aspects that a reader named; who named two has half a say for each."""
        places = {code: place for place, code in enumerate(self.codes)}
        told = [[places[code] for code in {code: 0 for code, _ in label} if code in places] for label in self.labels]
        many = np.array([len(one) for one in told])
        rows = np.repeat(np.arange(len(told)), many)
        return rows, np.array([column for one in told for column in one], dtype=np.int64), 1 / many[rows]


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def labelled(pack: str) -> dict[str, dict[tuple[int, int], Label]]:
    found: dict[str, dict[tuple[int, int], Label]] = {}
    with (LABELS / f"{pack}.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            said = [(one[:-1], one[-1]) for one in row["label"].split("/") if one != "0"]
            found.setdefault(row["text"], {})[int(row["start"]), int(row["end"])] = said
    return found


def read(pack: str) -> Read:
    labels = labelled(pack)
    sources = (*SOURCES[pack], *TAUGHT.get(pack, ()))
    known = {digest(text): text for source in sources for text in texts(source, checking=False)}
    order = [code for code in sorted(labels) if code in known]
    understander = Understander(load(pack))
    said = understander.read(encode([known[code] for code in order]))
    batch = said.batch
    setting = understander.setting(said)
    spans = [batch.span(reading.start, reading.end) for reading in said.readings]
    kept = [
        row
        for row, (reading, span) in enumerate(zip(said.readings, spans, strict=True))
        if span in labels[order[reading.text]]
    ]
    sides = understander.sides(said)
    first = np.searchsorted(sides.row, kept)
    if (sides.row[first] != kept).any():
        raise ValueError("a clause without a side: what is taught would be another's")
    starts, ends = said.spans
    ties = np.stack(understander.ties(setting), axis=2)
    counts = {}
    for code in LANGUAGES:
        mine = np.flatnonzero(said.chinese[kept] == (code == "zh"))
        chosen = np.array(kept, dtype=np.int64)[mine]
        counts[code] = (mine, counted(batch, starts[chosen], ends[chosen], code))
    codes = [concept.code for concept in understander.pack.aspects] + ["."]
    named = [labels[order[said.readings[row].text]][spans[row]] for row in kept]
    found = Read(
        pack,
        codes,
        named,
        setting.owner[kept],
        setting.named[kept].any(axis=1),
        said.chinese[kept],
        np.stack([sides.stand[first], sides.polar[first]], axis=1),
        sides.share[first],
        setting.facts[kept],
        np.concatenate([setting.meaning[kept], setting.gist[setting.owner[kept]]], axis=1),
        setting.words[kept],
        setting.texts,
        np.concatenate([ties[kept], np.zeros((len(kept), 1, ties.shape[2]))], axis=1),
        counts,
        np.array(kept, dtype=np.int64),
        Lesson(pack, tuple(codes[:-1]), setting, ties, np.zeros((len(said.readings), len(codes)), np.float32)),
    )
    rows, columns, shares = found.about
    found.lesson.truth[found.kept[rows], columns] = shares
    return found


def folds(one: Read) -> Whole:
    """The same for all clauses of a text."""
    chance = np.random.default_rng(1)
    return chance.integers(0, FOLDS, int(one.owner.max()) + 1)[one.owner]


# --- stand and side -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heads:
    scales: Numbers
    facts: Numbers
    meaning: Numbers
    grams: dict[str, tuple[Whole, npt.NDArray[np.float32], Numbers, Numbers]]
    """Of each language: slots, squared frequencies of all slots, weights of the slots, bias."""


def _stacked(some: list[Read], chosen: list[Flags], kept: dict[str, Whole], square: dict[str, Numbers]) -> tuple:
    parts = []
    for one, mine in zip(some, chosen, strict=True):
        columns = []
        for code in LANGUAGES:
            place, counts = one.counts[code]
            full = sparse.csr_matrix((len(one.labels), len(kept[code])))
            if len(place):
                size = np.sqrt(counts @ square[code] + PRIOR)
                scaled = sparse.diags(1 / size) @ counts[:, kept[code]]
                put = sparse.csr_matrix(
                    (np.ones(len(place)), (place, np.arange(len(place)))), (len(one.labels), len(place))
                )
                full = put @ scaled
            columns.append(full)
        parts.append(sparse.hstack(columns).tocsr()[mine])
    facts = np.concatenate([one.facts[mine] for one, mine in zip(some, chosen, strict=True)])
    width = some[0].meaning.shape[1] // 3
    meaning = np.concatenate([one.meaning[mine, :width] for one, mine in zip(some, chosen, strict=True)])
    found = np.concatenate([one.found[mine] for one, mine in zip(some, chosen, strict=True)])
    return found, facts, meaning, sparse.vstack(parts)


def stands(one: Read) -> Flags:
    return np.array([bool(label) for label in one.labels])


def signs(one: Read) -> Whole:
    """1 or -1 where a clause praises or blames only, else 0."""
    sides = [{sign for _, sign in label} for label in one.labels]
    return np.array([1 if side == {"+"} else -1 if side == {"-"} else 0 for side in sides])


def heads(some: list[Read], chosen: list[Flags]) -> Heads:
    kept, square = {}, {}
    for code in LANGUAGES:
        counts = [one.counts[code][1][mine[one.counts[code][0]]] for one, mine in zip(some, chosen, strict=True)]
        whole = sparse.vstack(counts).tocsr()
        square[code] = frequencies(whole)
        kept[code] = np.flatnonzero(np.bincount(whole.indices, minlength=grams.SIZE) >= SEEN)
    found, facts, meaning, words = _stacked(some, chosen, kept, square)
    frequency = np.concatenate([np.sqrt(square[code][kept[code]]) for code in LANGUAGES])
    table = sparse.hstack([sparse.csr_matrix(meaning), words @ sparse.diags(GRAMS * frequency)]).tocsr()
    share = np.concatenate([one.share[mine] for one, mine in zip(some, chosen, strict=True)])
    takes = np.concatenate([stands(one)[mine] for one, mine in zip(some, chosen, strict=True)])
    side = np.concatenate([signs(one)[mine] for one, mine in zip(some, chosen, strict=True)])
    fits = [
        fit(found[:, 0], facts, table, takes, np.ones(len(takes))),
        fit(found[:, 1], facts, table, side > 0, share, side != 0),
    ]
    scales, own, learned = (np.stack(part, axis=-1) for part in zip(*fits, strict=True))
    mean, gram = learned[: meaning.shape[1]], learned[meaning.shape[1] :] * frequency[:, None] * GRAMS
    split = np.split(gram, [len(kept["zh"])])
    tables = {code: (kept[code], square[code], part) for code, part in zip(LANGUAGES, split, strict=True)}
    return Heads(scales, own, mean, tables)


def fit(
    found: Numbers, facts: Rows, table: sparse.csr_matrix, truth: Flags, share: Numbers, rows: Flags | None = None
) -> tuple[Numbers, Numbers, Numbers]:
    """Scale of what is found, weights of facts and their bias, weights of the table: least penalised logistic loss of
    `scale * found + share * (facts + table)`, the scale drawn towards 1."""
    mine = np.flatnonzero(np.ones(len(truth), dtype=np.bool_) if rows is None else rows)
    given, share, sign = found[mine], share[mine], np.where(truth[mine], 1.0, -1.0)
    form = np.concatenate([facts[mine], np.ones((len(mine), 1))], axis=1).astype(np.float64)
    words, width = table[mine], form.shape[1]
    penalty = np.concatenate([[HELD * len(mine) / 100], np.full(width, LOOSE), np.full(words.shape[1], STRENGTH)])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        shift = form @ weights[1 : 1 + width] + words @ weights[1 + width :]
        margin = sign * ((1 + weights[0]) * given + share * shift)
        pull = -sign / (1 + np.exp(np.clip(margin, -40, 40)))
        pulled = pull * share
        slope = np.concatenate([[pull @ given], form.T @ pulled, words.T @ pulled]) + penalty * weights
        return float(np.logaddexp(0, -margin).sum() + 0.5 * (penalty * weights**2).sum()), slope

    best = optimize.minimize(loss, np.zeros(len(penalty)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return 1 + best[0], best[1 : 1 + width], best[1 + width :]


def apply(found: Heads, one: Read) -> Numbers:
    """Logits, a column a head."""
    logits = one.facts @ found.facts[:-1] + found.facts[-1]
    logits += one.meaning[:, : len(found.meaning)] @ found.meaning
    for code, (kept, square, weights) in found.grams.items():
        place, counts = one.counts[code]
        if len(place):
            logits[place] += (sparse.diags(1 / np.sqrt(counts @ square + PRIOR)) @ counts[:, kept]) @ weights
    logits[:, 1] *= one.share
    return logits + one.found * found.scales


# --- aspects --------------------------------------------------------------------------------------------------------


def tie(some: list[Read], chosen: list[Flags]) -> Numbers:
    """Weights of the ties: a conditional logit over all packs, without weights of single aspects."""
    parts = []
    for one, mine in zip(some, chosen, strict=True):
        rows, target, share = one.about
        taken = mine[rows]
        parts.append((one.ties[rows[taken]], target[taken], share[taken]))

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        total, slope = 0.1 * float(weights @ weights), 0.2 * weights
        for ties, target, share in parts:
            chances = softmax(ties @ weights)
            total -= float(share @ np.log(chances[np.arange(len(target)), target] + 1e-12))
            slope = slope + np.einsum(
                "i,ik,ikf->f", share, chances - np.eye(ties.shape[1])[target], ties, optimize=True
            )
        return total, slope

    return optimize.minimize(loss, np.zeros(parts[0][0].shape[2]), jac=True, method="L-BFGS-B").x


@dataclass(frozen=True)
class Own:
    """What one pack has beside the ties: the words that count, of clauses and of texts, and a column an aspect."""

    words: Whole
    texts: Whole
    meaning: Numbers
    worth: Numbers
    told: Numbers
    bias: Numbers
    seen: Whole


def own(one: Read, mine: Flags, weights: Numbers) -> Own:
    rows, columns, shares = one.about
    taken = mine[rows]
    chosen, target = rows[taken], columns[taken]
    meaning = one.meaning[chosen].astype(np.float64)
    known, owner = np.unique(one.owner[chosen], return_inverse=True)
    texts = one.texts[known].astype(np.float64)
    # in two texts, not twice in one
    seen = np.flatnonzero(np.bincount(texts.indices, minlength=texts.shape[1]) >= SEEN)
    words, texts = one.words[chosen].astype(np.float64)[:, seen], texts[:, seen]
    named = np.bincount(target, minlength=len(one.codes))
    bias = COMMON * np.log((named + 1) / len(target))
    kernel = DEPTH * meaning @ meaning.T + WORDS * (words @ words.T).toarray()
    kernel += TEXTS * (texts @ texts.T).toarray()[np.ix_(owner, owner)]
    dual = learning.solve(lambda part: kernel @ part, target, shares[taken], one.ties[chosen] @ weights + bias)
    spoken = np.flatnonzero(np.bincount(words.indices, minlength=len(seen)))
    by_text = np.zeros((len(known), dual.shape[1]))
    np.add.at(by_text, owner, dual)
    return Own(
        seen[spoken],
        seen,
        DEPTH * meaning.T @ dual,
        WORDS * (words.T @ dual)[spoken],
        TEXTS * texts.T @ by_text,
        bias,
        named,
    )


def scores(one: Read, rows: Flags, weights: Numbers, own: Own) -> Numbers:
    learned: Numbers = one.meaning[rows] @ own.meaning + one.words[rows][:, own.words] @ own.worth + own.bias
    learned += (one.texts[:, own.texts] @ own.told)[one.owner[rows]]
    return one.ties[rows] @ weights + learned


# --- saving and checking --------------------------------------------------------------------------------------------


def save(found: Heads, ties: Numbers, packs: dict[str, tuple[list[str], Own]], net: dict[str, Any]) -> None:
    stored: dict[str, Any] = net | {
        "scales": found.scales,
        "facts": found.facts,
        "meaning": found.meaning,
        "ties": ties,
    }
    for code, (kept, square, weights) in found.grams.items():
        step = np.abs(weights).max(0) / (256 * TALL)
        stored |= {
            f"{code}.slots": kept.astype(np.int32),
            f"{code}.weights": np.rint(weights.T / step[:, None]).astype(np.int16),
            f"{code}.square": np.append(0, np.minimum(np.rint(square[kept] * SCALE), 65535)).astype(np.uint16),
            f"{code}.step": step,
            f"{code}.bias": np.zeros(len(HEADS)),
            f"{code}.labels": np.array(HEADS),
            f"{code}.language": code,
            f"{code}.version": "1",
        }
        stored[f"{code}.weights"] = np.concatenate([np.zeros((len(HEADS), 1), np.int16), stored[f"{code}.weights"]], 1)
    for pack, (codes, learned) in packs.items():
        table = np.concatenate([learned.meaning, learned.worth, learned.told])
        step = np.maximum(np.abs(table).max(0), 1e-9) / TALL
        stored |= {
            f"{pack}:codes": np.array(codes),
            f"{pack}:words": learned.words.astype(np.int32),
            f"{pack}:texts": learned.texts.astype(np.int32),
            f"{pack}:table": np.rint(table / step).astype(np.int8),
            f"{pack}:step": step.astype(np.float32),
            f"{pack}:bias": learned.bias.astype(np.float32),
            f"{pack}:seen": learned.seen.astype(np.int32),
        }
    stored["packs"] = np.array(sorted(packs))
    stored["encoding"] = np.array(version())
    for key in ("scales", "facts", "meaning", "ties"):
        stored[key] = np.asarray(stored[key]).astype(np.float32)
    write(stored)


def write(stored: dict[str, Any]) -> None:
    held = hashlib.blake2b(digest_size=4)
    for key in sorted(stored):
        held.update(key.encode() + np.asarray(stored[key]).tobytes())
    np.savez_compressed(FOLDER / f"{NAME}.npz", version=held.hexdigest(), **dict(sorted(stored.items())))
    print(f"{NAME} {held.hexdigest()}: {(FOLDER / f'{NAME}.npz').stat().st_size / 1e6:.1f} MB")


def aspects(some: list[Read], chosen: list[Flags]) -> list[Numbers]:
    """What the linear weights and the network, taught with the chosen clauses, make of the others: two scores each."""
    ties, lessons = tie(some, chosen), [one.lesson for one in some]
    taught = [np.isin(np.arange(len(one.lesson.truth)), one.kept[mine]) for one, mine in zip(some, chosen, strict=True)]
    net = network.network(network.teach(lessons, taught), lessons)
    return [
        np.stack([scores(one, ~mine, ties, own(one, mine, ties)), network.scores(net, one.lesson)[one.kept[~mine]]])
        for one, mine in zip(some, chosen, strict=True)
    ]


def blended(one: Read, both: Numbers, chosen: Flags) -> Numbers:
    """Chances of all clauses by the shares that suit the chosen ones best."""
    mine = chosen & (one.target >= 0)
    shares = network.blend(both[0][mine], both[1][mine], one.lesson.truth[one.kept[mine]])
    return softmax(shares[0] * both[0] + shares[1] * both[1])


def check(some: list[Read]) -> None:
    """What a model that has not read a text makes of its clauses, pack by pack."""
    parted = [folds(one) for one in some]
    logits = [np.zeros((len(one.labels), len(HEADS))) for one in some]
    both = [np.zeros((2, len(one.labels), len(one.codes))) for one in some]
    for fold in range(FOLDS):
        chosen = [part != fold for part in parted]
        found = heads(some, chosen)
        for place, (one, mine, seen) in enumerate(zip(some, chosen, aspects(some, chosen), strict=True)):
            logits[place][~mine] = apply(found, one)[~mine]
            both[place][:, ~mine] = seen
    for one, said, part, told in zip(some, logits, parted, both, strict=True):
        chances = np.zeros(told[0].shape)
        for fold in range(FOLDS):
            chances[part == fold] = blended(one, told, part != fold)[part == fold]
        aspect, chance = chances.argmax(1), chances.max(1)
        truth, heard, before = stands(one), said[:, 0] > 0, one.found[:, 0] > 0
        side = signs(one)
        right = (said[:, 1] > 0) == (side > 0)
        was = (one.found[:, 1] > 0) == (side > 0)
        opinion = one.target >= 0
        codes = np.array(one.codes)
        fits = np.array([codes[a] in {code for code, _ in label} for a, label in zip(aspect, one.labels, strict=True)])
        given = opinion & ~one.named & (chance >= hearing.TAUGHT.sure) & heard
        print(
            f"{one.pack:<11} n {len(truth):>5} judges: P {truth[heard].mean():.3f} R {heard[truth].mean():.3f}"
            f" (rules P {truth[before].mean():.3f} R {before[truth].mean():.3f})"
            f"  side {right[side != 0].mean():.3f} (rules {was[side != 0].mean():.3f})"
            f"  aspect named {fits[opinion & one.named].mean():.3f} unnamed {fits[opinion & ~one.named].mean():.3f}"
            f" given {given.sum() / max(1, (opinion & ~one.named).sum()):.2f} right {fits[given].mean():.3f}"
        )


def main() -> None:
    some = [read(pack) for pack in SOURCES]
    if "--check" in sys.argv:
        check(some)
        return
    all_ = [np.ones(len(one.labels), dtype=np.bool_) for one in some]
    ties = tie(some, all_)
    packs = {one.pack: (one.codes, own(one, mine, ties)) for one, mine in zip(some, all_, strict=True)}
    save(heads(some, all_), ties, packs, net(some))


def net(some: list[Read]) -> dict[str, Any]:
    """The arrays of the network; its blends from the clauses of one fold, which neither side has seen."""
    held = [folds(one) == 0 for one in some]
    stored = dict(network.teach([one.lesson for one in some], [one.lesson.truth.any(axis=1) for one in some]))
    for one, mine, both in zip(some, held, aspects(some, [~part for part in held]), strict=True):
        told = one.target[mine] >= 0
        truth = one.lesson.truth[one.kept[mine][told]]
        stored[f"{one.pack}:net-blend"] = network.blend(both[0][told], both[1][told], truth).astype(np.float32)
    return stored


if __name__ == "__main__":
    main()
