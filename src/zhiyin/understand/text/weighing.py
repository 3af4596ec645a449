"""From a reading and the model's judgement of its words to mentions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from zhiyin.understand.text import asking
from zhiyin.understand.text.codes import Flags
from zhiyin.understand.text.lexicon import URGENT, Lexicon
from zhiyin.understand.text.model import Numbers, Whole
from zhiyin.understand.text.opinions import GENERAL, Opinion, Reading, Span, share, spoken

LABELS = ("negative", "neutral", "positive")
PLAINLY = {"positive": "praise", "negative": "complaint"}
"""What a label says by itself."""
INTENTS = ("praise", "complaint", "question", "suggestion", "comparison", "churn", "safety", "legal", "media")
Carriers = Callable[[int, int], list[Span]]
"""The spans of a clause, by its number, that weigh most towards a sign."""

# The model was trained on whole reviews; on a clause it keeps this part of its say, less where words speak for
# themselves, least where one clause praises one thing and blames another.
_MODEL = 0.8
_ALONE, _WORDED, _DIVIDED = range(3)
_TRUST, _SHARE = np.array([_MODEL, 0.6, 0.15]), np.array([1.0, 0.5, 0.0])
"""Of the model's leaning, and of what `hearing` adds to it."""
_TOLD = 0.65
"""Chance from which a clause is taken to judge though no word does. Of 6,659 labelled clauses, those taken so
judged in 0.85 and were 0.80 of all that do; at 0.5 it was 0.82 and 0.87."""
_CLEARLY = 4.0
"""Logits of the model that count where it sees 失望 in 从没失望过."""
_STAND, _UNSPOKEN, _ASKED, _SUPPOSED = 2.5, -2.2, -2.0, -6.0
_UNPRAISED = 0.1
"""Logits that a mere wish leans to blame at the least: nobody praises what he only asks for."""
_FACED = 0.7
"""What emoji give back where no word judges."""
_PLAIN = frozenset((0.0, 1.0, -1.0))
_CLEAR = 0.85
_WORDS = 4


@dataclass(frozen=True)
class Judged:
    """The model's logits of all clauses, and how what is found with them is settled: `scale * found + shift`, a scale
    for all and a shift for each."""

    polar: Numbers
    stand: Numbers
    lean: tuple[float, Numbers]
    take: tuple[float, Numbers]

    @classmethod
    def plain(cls, polar: Numbers, stand: Numbers) -> Self:
        """As the model says, nothing settled."""
        nothing = np.zeros(len(polar))
        return cls(polar, stand, (1.0, nothing), (1.0, nothing))


@dataclass(frozen=True)
class Sides:
    """What words and model make of each aspect of each clause, in logits; one row an aspect, in the order of the
    clauses. `row`: number of the clause. `share`: what counts of the clause's leaning as a whole: nothing where words
    turn what they say, or praise and blame."""

    row: Whole
    aspect: list[int | None]
    opinions: list[Sequence[Opinion]]
    polar: Numbers
    stand: Numbers
    share: Numbers


@dataclass(slots=True)
class Mention:
    reading: Reading
    aspect: int | None
    polarity: float
    label: str
    confidence: float
    intensity: float
    intent: str | None
    words: list[Span]


def weigh(readings: Sequence[Reading], judged: Judged, lexicon: Lexicon, carriers: Carriers) -> list[Mention]:
    found = sides(readings, [row for row, reading in enumerate(readings) if reading.speaks], judged, lexicon)
    settled = (one.tolist() for one in _settled(readings, found, judged))
    mentions = []
    for row, aspect, opinions, polarity, best, confidence in zip(
        found.row.tolist(), found.aspect, found.opinions, *settled, strict=True
    ):
        reading, label, sign = readings[row], LABELS[best], best - 1
        if aspect is None and not _worth(reading, label, confidence):
            continue
        words = [(one.start, one.end) for one in opinions if one.sign * sign > 0 or (one.own and _owned(one, sign))]
        if sign and not words:
            words = carriers(row, sign)
        strength, after = intensity(reading, label), intent(reading, label, confidence)
        mentions.append(Mention(reading, aspect, polarity, label, confidence, strength, after, _apart(words)))
    return mentions


def _worth(reading: Reading, label: str, confidence: float) -> bool:
    """Without an aspect only what is beyond doubt, or urgent, is a mention."""
    if reading.need or any(intent in URGENT for intent in reading.intents):
        return True
    return label != "neutral" and bool(reading.opinions) and (confidence >= _CLEAR or reading.extras.sure)


def sides(readings: Sequence[Reading], rows: Sequence[int], judged: Judged, lexicon: Lexicon) -> Sides:
    """Of these clauses: one of each aspect worth a mention; one without an aspect where none is named."""
    found = [one for row in rows for one in _parts(row, readings[row], lexicon)]
    row, kind = (np.array([one[place] for one in found], dtype=np.int64) for place in (0, 4))
    opinions, sums = [one[2] for one in found], np.array([one[3] for one in found], dtype=np.float64)
    mine = [readings[one[0]] for one in found]
    leaning = judged.polar[row]
    leaning = np.where(kind == _DIVIDED, np.clip(leaning, -_CLEARLY, _CLEARLY), leaning)
    polar = _TRUST[kind] * leaning + sums + 0.8 * np.array([one.emoji for one in mine], dtype=np.float64)
    stand = _MODEL * judged.stand[row] + _stand(mine, _any(opinions))
    return Sides(row, [one[1] for one in found], opinions, polar, stand, _SHARE[kind])


def _parts(row: int, reading: Reading, lexicon: Lexicon) -> list[tuple[int, int | None, Sequence[Opinion], float, int]]:
    """Its number, an aspect, the opinions about it, the sum of their weights, and how the model is trusted there."""
    shared, sure = share(reading), reading.extras.sure
    if not shared:
        own = reading.opinions
        kind = _DIVIDED if sure else _WORDED if own else _ALONE
        return [(row, None, own, sum([GENERAL * opinion.sign for opinion in own]), kind)]
    if len(shared) == 1:
        # most clauses: nothing to divide
        ((aspect, weighed),) = shared.items()
        kind = _DIVIDED if sure or turned(reading) else _WORDED if weighed else _ALONE
        return [(row, aspect, [opinion for opinion, _ in weighed], sum([weight for _, weight in weighed]), kind)]
    sums = {aspect: sum([weight for _, weight in opinions]) for aspect, opinions in shared.items()}
    divided = sure or turned(reading) or (len(sums) > 1 and min(sums.values()) < 0 < max(sums.values()))
    return [
        (row, aspect, [opinion for opinion, _ in shared[aspect]], sums[aspect],
         _DIVIDED if divided else _WORDED if shared[aspect] else _ALONE)
        for aspect in spoken(reading, shared, lexicon)
    ]  # fmt: skip


def stands(readings: Sequence[Reading], judged: Judged) -> Flags:
    """Whether each clause judges, were it to name nothing."""
    speaks = _any([reading.opinions for reading in readings])
    found = _MODEL * judged.stand + _stand(readings, speaks)
    told: Flags = logistic(judged.take[0] * found + judged.take[1]) >= np.where(speaks, 0.5, _TOLD)
    return told


def turned(reading: Reading) -> bool:
    """Whether a negation turns what a word says: n-grams see 难喝 in 不难喝."""
    return not _PLAIN.issuperset([opinion.sign for opinion in reading.opinions])


def _any(some: Sequence[Sequence[object]]) -> Flags:
    return np.array([bool(one) for one in some], dtype=np.bool_)


def _stand(readings: Sequence[Reading], speaks: Flags) -> Numbers:
    """Words that judge make it a stand; a question or a wish is less of one."""
    need = np.array([one.need for one in readings], dtype=np.bool_)
    asks = np.array([one.asks for one in readings], dtype=np.bool_)
    supposed = np.array([one.extras.hypothetical for one in readings], dtype=np.bool_)
    faces = np.array([one.emoji for one in readings]) != 0
    softened = np.where(supposed, _SUPPOSED, np.where(need | (asks & ~speaks), _ASKED, 0.0))
    told: Numbers = np.where(speaks, _STAND, _UNSPOKEN + _FACED * faces) + softened
    return told


def _settled(readings: Sequence[Reading], found: Sides, judged: Judged) -> tuple[Numbers, Whole, Numbers]:
    """Of each side: its polarity, the number of its label, and the chance of that."""
    mine = [readings[row] for row in found.row.tolist()]
    wished = np.array([one.need or one.extras.hypothetical for one in mine], dtype=np.bool_)
    polar = np.where(wished, found.polar, judged.lean[0] * found.polar + judged.lean[1][found.row] * found.share)
    mere = np.array([one.need and asking.mere(one) for one in mine], dtype=np.bool_)
    polar = np.where(mere, np.minimum(polar, -_UNPRAISED), polar)
    stand = np.where(wished, found.stand, judged.take[0] * found.stand + judged.take[1][found.row])
    owned = [
        any(aspect in one.own for one in opinions)
        for aspect, opinions in zip(found.aspect, found.opinions, strict=True)
    ]
    stand = np.where(owned, np.maximum(stand, found.stand), stand)
    taken, leaning = logistic(stand), logistic(polar)
    parts = np.stack([taken * (1 - leaning), 1 - taken, taken * leaning])
    unsure = np.array([one.asks for one in mine], dtype=np.bool_) | ~_any(found.opinions)
    best = np.where(parts[0] > parts[2], 0, 2)
    best[1 - parts[1] < np.where(unsure, _TOLD, 0.5)] = 1
    return parts[2] - parts[0], best, parts[best, np.arange(len(best))]


def _owned(opinion: Opinion, sign: int) -> bool:
    return any(own * sign > 0 for own in opinion.own.values())


def logistic(logits: Numbers) -> Numbers:
    chances: Numbers = 1 / (1 + np.exp(-np.clip(logits, -40.0, 40.0)))
    return chances


def intensity(reading: Reading, label: str) -> float:
    """Strength of the wording: words of degree and of feeling raise it, hedges lower it."""
    if label == "neutral" and not reading.opinions:
        return 0.0
    raised = 0.2 * reading.strong + 0.2 * len(reading.emotions) + 0.1 * abs(reading.emoji) - 0.15 * reading.weak
    return min(1.0, max(0.1, 0.4 + raised))


def intent(reading: Reading, label: str, confidence: float) -> str | None:
    if reading.intents and label != "positive":
        for urgent in URGENT:
            if urgent in reading.intents:
                return urgent
    if reading.need:
        return "suggestion"
    plain = confidence < _CLEAR or label == "neutral"
    inquires = reading.extras.hypothetical or not reading.extras.sure
    if plain and inquires and (reading.asks or "question" in reading.intents):
        return "question"
    if "comparison" in reading.intents:
        return "comparison"
    return PLAINLY.get(label)


def meant(intent: str | None, label: str) -> set[str]:
    """All that a mention says its text is after: who compares praises or complains too."""
    return {one for one in (intent, PLAINLY.get(label) if intent == "comparison" else None) if one}


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first few that do not overlap, in reading order."""
    if len(spans) <= 1:
        return spans
    chosen: list[tuple[int, int]] = []
    for start, end in spans:
        for first, last in chosen:
            if start < last and first < end:
                break
        else:
            chosen.append((start, end))
            if len(chosen) == _WORDS:
                break
    return sorted(chosen)
