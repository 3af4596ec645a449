"""What a text as a whole speaks of in a fixed scheme of categories, and how: twenty of restaurants, ten of cars, eight
of English restaurant reviews. Made by `tools/models/train_categories.py`; card in `docs/model-cards/categories.md`.

A category is there where the text and its likeliest clause together speak of it: with t and c the logits of the two,
`a * (t + c) + b` is the logit of its chance (Platt 1999). What is felt is judged on the text's clauses, each weighing
as much as it speaks of the category, by weights that all categories share plus weights of their own (after Daume 2007),
beside what the polarity model says of the same clauses and of the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import sparse

from zhiyin.understand.text import clauses, model
from zhiyin.understand.text.classes import Classes, unpack
from zhiyin.understand.text.codes import Batch, Places, encode
from zhiyin.understand.text.grams import letters
from zhiyin.understand.text.language import chinese as hanzi
from zhiyin.understand.text.lexicon import contrasts
from zhiyin.understand.text.model import FOLDER, Judge, Numbers

SCHEMES = {"restaurants-zh": "zh", "cars-zh": "zh", "restaurants-en": "en"}
LABELS = ("negative", "neutral", "positive")
PART = 1_000
SOFT = 0.3
"""How softly clauses share a category."""
WHOLE = 0.5
"""Weight of the whole text beside its clauses."""
MOST = 6.0
"""Logits of the polarity model are cut here."""

TABLE = pa.schema([("row", pa.int64()), ("category", pa.string()), ("chance", pa.float64()), ("label", pa.string())])


@dataclass(frozen=True)
class Stretches:
    """Texts of a batch and their clauses; `owner` says which text a clause stands in."""

    batch: Batch
    starts: Places
    ends: Places
    owner: npt.NDArray[np.int64]

    def firsts(self) -> npt.NDArray[np.int64]:
        """Where each text's clauses begin in the list of clauses; one more than there are texts."""
        return np.searchsorted(self.owner, np.arange(len(self.batch.texts) + 1))

    def told(self, language: str) -> npt.NDArray[np.bool_]:
        """Whether a text has a sign of the language at all; without one the commonest categories would be guessed."""
        mine = hanzi(self.batch.codes) if language == "zh" else letters(self.batch.codes)
        sums = np.concatenate([[0], np.cumsum(mine)])
        told: npt.NDArray[np.bool_] = sums[self.batch.ends] > sums[self.batch.starts]
        return told

    def polarity(self, language: str) -> tuple[Numbers, Numbers]:
        """What the polarity model says of clauses and texts: four columns."""
        judge = Judge(self.batch, model.load().languages[language])
        said = (judge.judge(self.starts, self.ends), judge.judge(self.batch.starts, self.batch.ends))
        clause, text = (np.clip(np.stack([one.polar, one.stand], axis=1), -MOST, MOST) for one in said)
        return clause, text


@dataclass(frozen=True)
class Scheme:
    """`labels` of `classes` are, one row each: the K categories on texts, the K on clauses, three sides shared by all
    clauses, three of the text, then three for each category. `limits`: a, b and the chance from which a category is
    there. `felt`: weights of what the polarity model says, and a bias for every category and side."""

    name: str
    classes: Classes
    categories: tuple[str, ...]
    limits: tuple[float, float, float]
    felt: Numbers
    bias: Numbers

    @property
    def version(self) -> str:
        return f"{self.name}-{self.classes.version}"

    def judge(self, texts: Sequence[str | None]) -> pa.Table:
        """One row a category that a text speaks of, in the order of the texts."""
        parts = [self._part(texts[first : first + PART], first) for first in range(0, len(texts), PART)]
        return pa.concat_tables([TABLE.empty_table(), *parts])

    def chances(self, found: Stretches) -> tuple[Numbers, Numbers, Numbers]:
        """Chance of each category in each text; the logits of texts and of clauses that it came from."""
        count = len(self.categories)
        batch = found.batch
        texts = self.classes.judge(batch, batch.starts, batch.ends)
        pieces = self.classes.judge(batch, found.starts, found.ends)
        a, b, _limit = self.limits
        summed = a * (texts[:, :count] + likeliest(pieces[:, count : 2 * count], found)) + b
        chances = 1 / (1 + np.exp(-np.clip(summed, -40, 40)))
        return np.where(found.told(self.classes.language)[:, None], chances, 0.0), texts, pieces

    def sides(self, found: Stretches, texts: Numbers, pieces: Numbers, pairs: npt.NDArray[np.int64]) -> Numbers:
        """Three logits a pair of text and category."""
        count = len(self.categories)
        row, category = pairs[:, 0], pairs[:, 1]
        shares = attended(found, pieces[:, count : 2 * count], pairs)
        shared, whole = pieces[:, 2 * count : 2 * count + 3], texts[:, 2 * count + 3 : 2 * count + 6]
        own = (shares @ pieces[:, 2 * count + 6 :]).reshape(len(pairs), count, 3)[np.arange(len(pairs)), category]
        clause, text = found.polarity(self.classes.language)
        said = evidence(shares @ clause, text[row])
        sides: Numbers = shares @ shared + own + WHOLE * whole[row] + said @ self.felt + self.bias[category]
        return sides

    def _part(self, texts: Sequence[str | None], first: int) -> pa.Table:
        found = stretches(texts)
        chances, whole, pieces = self.chances(found)
        pairs = np.argwhere(chances >= self.limits[2])
        sides = self.sides(found, whole, pieces, pairs) if len(pairs) else np.zeros((0, 3))
        return pa.table(
            {
                "row": pairs[:, 0] + first,
                "category": [self.categories[place] for place in pairs[:, 1].tolist()],
                "chance": np.round(chances[pairs[:, 0], pairs[:, 1]], 4),
                "label": [LABELS[place] for place in sides.argmax(1).tolist()],
            },
            schema=TABLE,
        )


def stretches(texts: Sequence[str | None]) -> Stretches:
    batch = encode(texts)
    found = clauses.cut(batch, contrasts().find(batch).starts)
    return Stretches(batch, found.starts, found.ends, found.text)


def likeliest(scores: Numbers, found: Stretches) -> Numbers:
    """The most that any clause of a text scores; -1 for a text without one."""
    most: Numbers = np.full((len(found.batch.texts), scores.shape[1]), -np.inf)
    np.maximum.at(most, found.owner, scores)
    return np.where(np.isfinite(most), most, -1.0)


def attended(found: Stretches, scores: Numbers, pairs: npt.NDArray[np.int64]) -> sparse.csr_matrix:
    """One row a pair, one column a clause: how much of the pair the clause holds, each row of length 1."""
    firsts = found.firsts()
    rows, columns, shares = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for number, (text, category) in enumerate(pairs[:, :2].tolist()):
        start, end = firsts[text], firsts[text + 1]
        if start < end:
            said = scores[start:end, category]
            weighed = np.exp((said - said.max()) / SOFT)
            rows.append(np.full(end - start, number))
            columns.append(np.arange(start, end))
            shares.append(weighed / np.linalg.norm(weighed))
    where = (np.concatenate(rows), np.concatenate(columns))
    return sparse.csr_matrix((np.concatenate(shares), where), shape=(len(pairs), len(found.starts)))


def evidence(clause: Numbers, text: Numbers) -> Numbers:
    """What the polarity model says of a pair, as six features between -1 and 1."""
    clear = np.stack([clause[:, 0] > 1, clause[:, 0] < -1], axis=1)
    return np.concatenate([np.tanh(clause / 2), np.tanh(text / 2), clear], axis=1)


@cache
def load(name: str) -> Scheme:
    """A scheme of `SCHEMES`."""
    with np.load(FOLDER / f"categories-{name}.npz") as stored:
        a, b, limit = (float(number) for number in stored["limits"])
        names = tuple(stored["categories"].tolist())
        return Scheme(name, unpack(stored), names, (a, b, limit), stored["felt"], stored["bias_of"])
