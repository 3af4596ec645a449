"""What clauses mean in their text, learned from clauses that readers labelled: whether one judges at all (subjectivity:
Wiebe et al. 2004) and how, and which aspect it is about where no word says so.

What rules and the polarity model make of a clause stays: each logit is `scale * found + shift`, the shift a linear
judgement of the clause's words and of its `context.Setting`. An aspect's score is a sum of ties that are the same for
all aspects (named here, before, first, often) and of weights of its own over what the clause, the clauses before it and
the text mean: a conditional logit (McFadden 1974), to which a `network.Network` is added. Made by
`tools/models/train_hearing.py`; card in `docs/model-cards/hearing.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from scipy import sparse

from zhiyin.understand.text import classes
from zhiyin.understand.text.classes import Classes
from zhiyin.understand.text.codes import Batch, Flags
from zhiyin.understand.text.context import Rows, Setting, Whole
from zhiyin.understand.text.grams import Grams
from zhiyin.understand.text.model import FOLDER, Numbers
from zhiyin.understand.text.network import Network
from zhiyin.understand.text.opinions import Reading
from zhiyin.understand.text.weighing import Judged, stands

NAME = "hearing"
LANGUAGES = ("zh", "en")
HEADS = ("stand", "polar")
PART = 1_000


@dataclass(frozen=True)
class Limits:
    """`sure`: chance from which a clause is about an aspect that no word of it names. `surest`: from which a part takes
    the place of the aspect that words name. `misled`: what the aspects which words name have together at the most where
    another takes their place. `unlikely`: below it an aspect that words name beside another is left out (half of it
    where a word of its own judges)."""

    sure: float
    surest: float
    misled: float
    unlikely: float


TAUGHT, UNTAUGHT = Limits(0.35, 0.8, 0.45, 0.25), Limits(0.5, 0.85, 0.3, 0.1)
"""Of packs that readers read for, whose chances hold what they say, and of others, where words know more: what is given
below a half is right in a third there, and words that are overruled were right in two thirds."""


EVEN = 0.5
"""Chance from which a clause is about the whole though something else stands ahead in it, and from which a group is
sure enough to stand for a part that is less."""
CLEAR = 0.6
"""Share of its group's chance from which such a part stands by itself."""
LEARNED = 20
"""Labels of an aspect from which on context may deny it."""


@dataclass(frozen=True)
class Subjects:
    """Of one pack: a column an aspect, in whole numbers times `step`. `table`: a row a coordinate of what clause and
    text mean, below them a row for each of the `words` of the clause, and of the `texts` (their places in the
    space). `seen`: how often readers named each aspect."""

    codes: tuple[str, ...]
    words: npt.NDArray[np.int32]
    texts: npt.NDArray[np.int32]
    table: npt.NDArray[np.int8]
    step: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]
    seen: npt.NDArray[np.int32]

    def heard(self, setting: Setting, rows: Whole) -> Numbers:
        """What is learned of each of these clauses, a column a code."""
        sizes = np.cumsum([setting.meaning.shape[1], setting.gist.shape[1], len(self.words)])
        table: Numbers = self.table.astype(np.float64) * self.step
        meaning, gist, words, texts = np.split(table, sizes)
        whole: Numbers = setting.gist.astype(np.float64) @ gist + _rows(setting.texts, self.texts, texts) + self.bias
        found: Numbers = whole[setting.owner[rows]] + _rows(setting.words[rows], self.words, words)
        for first in range(0, len(rows), PART):
            # doubles of all clauses at once would leave the cache
            part = slice(first, first + PART)
            found[part] += setting.meaning[rows[part]].astype(np.float64) @ meaning
        return found


def _rows(held: sparse.csr_matrix, columns: npt.NDArray[np.int32], table: Numbers) -> Numbers:
    """`held[:, columns] @ table`; the columns are found by a map."""
    places = np.full(held.shape[1], -1)
    places[columns] = np.arange(len(columns))
    local = places[held.indices]
    kept = local >= 0
    ends = np.append(0, np.cumsum(kept))[held.indptr]
    known = sparse.csr_matrix((held.data[kept], local[kept], ends), (held.shape[0], len(columns)))
    found: Numbers = known @ table
    return found


@dataclass(frozen=True)
class Hearing:
    """`scales`, weights of `Setting.facts` and of what the clause means: a column a head. `ties`: of `Setting.ties`."""

    version: str
    grams: dict[str, Classes]
    scales: Numbers
    facts: Numbers
    meaning: Numbers
    ties: Numbers
    packs: dict[str, Subjects]
    network: Network

    def shifts(
        self, batch: Batch, spans: tuple[Whole, Whole], chinese: Flags, setting: Setting,
        families: Mapping[str, Sequence[Grams]],
    ) -> Numbers:  # fmt: skip
        """What is added to the logits of each clause, a column a head."""
        width = len(self.meaning)
        shifts = setting.facts @ self.facts[:-1] + self.facts[-1] + setting.meaning[:, :width] @ self.meaning
        for code, mine in (("zh", chinese), ("en", ~chinese)):
            if mine.any():
                shifts[mine] += self.grams[code].judge(batch, spans[0][mine], spans[1][mine], families.get(code, ()))
        rounded: Numbers = np.round(shifts, 4)
        return rounded

    def unread(self, pack: str, codes: Sequence[str]) -> Flags:
        """Aspects that readers named too seldom for anything to be learned: there words are master, as of a company's
        own."""
        if pack not in self.packs:
            return np.zeros(len(codes), dtype=np.bool_)
        seen = dict(zip(self.packs[pack].codes, self.packs[pack].seen.tolist(), strict=True))
        return np.array([seen.get(code, 0) < LEARNED for code in codes], dtype=np.bool_)

    def limits(self, pack: str) -> Limits:
        return TAUGHT if pack in self.packs else UNTAUGHT

    def scores(self, pack: str, codes: Sequence[str], setting: Setting, ties: Sequence[Rows], rows: Whole) -> Numbers:
        """Of these clauses, one column an aspect, and one for none of them. In double precision: what one text scores
        must not depend on how many are multiplied with it."""
        scores = np.zeros((len(rows), len(codes) + 1))
        mine, weights = self.packs.get(pack), self.ties
        if mine is not None:
            linear, other = self.network.packs[pack].blend
            weights = linear * weights + other * self.network.ties
            places = {code: place for place, code in enumerate(mine.codes)}
            known = [(column, places[code]) for column, code in enumerate([*codes, "."]) if code in places]
            columns, chosen = (list(part) for part in zip(*known, strict=True))
            scores += mine.bias.min()
            scores[:, columns] = mine.heard(setting, rows)[:, chosen]
            scores *= linear
            scores += other * self.network.scores(pack, codes, setting, rows)
        tied = np.zeros((len(setting.owner), len(codes)))
        for weight, tie in zip(weights, ties, strict=True):
            tied += weight * tie
        scores[:, :-1] += tied[rows]
        return np.round(scores, 4)


def listened(readings: Sequence[Reading], judged: Judged) -> Flags:
    """Which clauses can be given an aspect at all: they name one, judge or wish."""
    asked = np.array([bool(reading.aspects) or reading.need for reading in readings], dtype=np.bool_)
    return asked | stands(readings, judged)


def loose(chances: Numbers, counts: Flags, setting: Setting, whole: int) -> Whole:
    """Clauses that the whole would be given to by a narrow lead."""
    narrow = (chances.argmax(1) == whole) & (chances[:, whole] < EVEN)
    return np.flatnonzero(narrow & counts & ~setting.bare & ~setting.named.any(axis=1))


def give(
    readings: Sequence[Reading],
    counts: Flags,
    chances: Numbers,
    setting: Setting,
    own: Flags,
    whole: int | None,
    parents: Whole,
    limits: Limits,
) -> None:
    """To clauses that count the aspect that `chosen` finds, and of several that words name the unlikely go. What is
    said of nothing in particular (很不错！) is about the whole, the aspect of this number."""
    found, doubted = chosen(chances, setting, own, whole, parents, limits)
    for row, unlikely in np.argwhere(doubted).tolist():
        readings[row].aspects.pop(unlikely, None)
    for row in np.flatnonzero(((found >= 0) | setting.bare) & counts).tolist():
        aspect = int(found[row]) if found[row] >= 0 else whole
        if aspect is not None:
            _move(readings[row], aspect)


def chosen(
    chances: Numbers, setting: Setting, own: Flags, whole: int | None, parents: Whole, limits: Limits
) -> tuple[Whole, npt.NDArray[np.bool_]]:
    """The aspect of each clause that no word claims, or whose words mislead (高 in 高铁站) and name none of the
    company's `own`, -1 where none is likely enough; and which of several that words name are unlikely."""
    best, chance = _likeliest(chances, setting.named, whole, parents, limits.sure)
    rows, open_, all_ = np.arange(len(best)), ~setting.named.any(axis=1), -1 if whole is None else whole
    named = (chances[:, :-1] * setting.named).sum(1)
    misled = (named < limits.misled) & ~setting.named[:, own].any(axis=1)
    # a part of what is named (taste, where coffee stands) is no other subject, unless the whole is named
    above = np.append(parents, -1)[best]
    partly = (above >= 0) & (above != all_) & (setting.named[rows, above] > 0)
    found = (open_ | misled) & (chance >= np.where(partly, limits.surest, limits.sure)) & (best < len(parents))
    # what words name already, they name
    found &= np.append(setting.named, np.zeros((len(best), 1)), axis=1)[rows, best] == 0
    # who names what nobody knows (Artisanal was wonderful) does not mean the whole
    found &= ~(setting.strange & (best == all_))
    # a group beside its part (态度 in 客服态度差) is doubted as if no word of its own judged
    groups = setting.named @ (_within(parents) - np.eye(len(parents))) > 0
    doubted = (
        (setting.named > 0)
        & (chances[:, :-1] < np.where((setting.judged > 0) & ~groups, limits.unlikely / 2, limits.unlikely))
        & ~own
        & ~setting.level
    )
    # one of them stays
    doubted[(setting.named <= doubted).all(axis=1)] = False
    return np.where(found, best, -1), doubted


def _likeliest(chances: Numbers, named: Rows, whole: int | None, parents: Whole, sure: float) -> tuple[Whole, Numbers]:
    """The aspect of the best chance; where that is not sure, the nearest of those it is a part of (the whole is none of
    them) that is, with all its parts (the network, where a clause does not say whether at home or on the phone). So
    too where it is sure, but less than even, and shares the chance of its group with another part. Words that name
    such a part say it more closely."""
    best = chances.argmax(1)
    chance = chances[np.arange(len(best)), best]
    if not len(parents):
        return best, chance
    above = np.where(parents == (-1 if whole is None else whole), -1, parents)
    within = _within(above)
    together, closer = chances[:, :-1] @ within, named @ within
    over = np.append(above, -1)[best]
    groups = together[np.arange(len(best)), over] * (over >= 0)
    shared = (chance >= sure) & (chance < EVEN) & (groups >= EVEN) & (chance < CLEAR * groups)
    for row in np.flatnonzero(((chance < sure) | shared) & (best < len(parents))).tolist():
        group = int(over[row] if shared[row] else best[row])
        while group >= 0 and together[row, group] < sure:
            group = int(above[group])
        if group >= 0 and not closer[row, group]:
            best[row], chance[row] = group, together[row, group]
    return best, chance


def _within(parents: Whole) -> Numbers:
    """1 where an aspect (row) is another (column) or a part of it, or of a part."""
    within = np.eye(len(parents))
    for part in range(len(parents)):
        group = int(parents[part])
        while group >= 0 and not within[part, group]:
            within[part, group] = 1
            group = int(parents[group])
    return within


def _move(reading: Reading, aspect: int) -> None:
    """What judged the aspects that words name judges the one that is meant."""
    for opinion in reading.opinions:
        signs = [opinion.own[place] for place in reading.aspects if place in opinion.own]
        if signs and aspect not in opinion.own:
            opinion.own = {**opinion.own, aspect: signs[0]}
    reading.aspects, reading.implied = {aspect: [(reading.start, reading.end)]}, True


@cache
def load() -> Hearing:
    """The one that ships with the package."""
    with np.load(FOLDER / f"{NAME}.npz") as stored:
        grams = {
            code: classes.unpack({key[3:]: stored[key] for key in stored.files if key.startswith(f"{code}.")})
            for code in LANGUAGES
        }
        packs = {
            pack: Subjects(
                tuple(stored[f"{pack}:codes"].tolist()), stored[f"{pack}:words"], stored[f"{pack}:texts"],
                stored[f"{pack}:table"], stored[f"{pack}:step"], stored[f"{pack}:bias"],
                stored[f"{pack}:seen"],
            )
            for pack in stored["packs"].tolist()
        }  # fmt: skip
        scales, facts, meaning, ties = (
            stored[key].astype(np.float64) for key in ("scales", "facts", "meaning", "ties")
        )
        network = Network.unpack(stored, {pack: mine.codes[:-1] for pack, mine in packs.items()})
        return Hearing(str(stored["version"]), grams, scales, facts, meaning, ties, packs, network)
