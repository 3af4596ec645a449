"""From a reading and the model's judgement of its words to mentions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp

from zhiyin.understand.text.lexicon import URGENT, Lexicon
from zhiyin.understand.text.opinions import GENERAL, Opinion, Reading, share, spoken

LABELS = ("negative", "neutral", "positive")
INTENTS = ("praise", "complaint", "question", "suggestion", "comparison", "churn", "safety", "legal", "media")
Carriers = Callable[[int], list[tuple[int, int]]]
"""The spans that weigh most towards a sign."""

# The model was trained on whole reviews; on a clause it keeps this part of its say, less where words speak for
# themselves, least where one clause praises one thing and blames another.
_MODEL = 0.8
_TRUST = {"alone": (_MODEL, 1.0), "words": (0.6, 0.5), "divided": (0.15, 0.0)}
"""Of the model's leaning, and of what `hearing` adds to it."""
_TOLD = 0.65
"""Chance from which a clause is taken to judge though no word does. Of 6,659 labelled clauses, those taken so
judged in 0.85 and were 0.80 of all that do; at 0.5 it was 0.82 and 0.87."""
_CLEARLY = 4.0
"""Logits of the model that count where it sees 失望 in 从没失望过."""
_STAND, _UNSPOKEN, _ASKED, _SUPPOSED = 2.5, -2.2, -2.0, -6.0
_FACED = 0.7
"""What emoji give back where no word judges."""
_CLEAR = 0.85
_WORDS = 4


@dataclass(slots=True)
class Judged:
    """The model's logits of one stretch, and how what is found with them is settled: `scale * found + shift`."""

    polar: float
    stand: float
    lean: tuple[float, float] = (1.0, 0.0)
    take: tuple[float, float] = (1.0, 0.0)


@dataclass(slots=True)
class Side:
    """What words and model make of one aspect of a stretch, in logits."""

    aspect: int | None
    polar: float
    stand: float
    opinions: list[Opinion]
    share: float
    """What counts of the clause's leaning as a whole: nothing where words turn what they say, or praise and blame."""


@dataclass(slots=True)
class Mention:
    reading: Reading
    aspect: int | None
    polarity: float
    label: str
    confidence: float
    intensity: float
    intent: str | None
    words: list[tuple[int, int]]


def weigh(reading: Reading, judged: Judged, lexicon: Lexicon, carriers: Carriers) -> list[Mention]:
    found = sides(reading, judged, lexicon)
    if found[0].aspect is not None:
        return [_mention(reading, side, judged, carriers) for side in found]
    # Without an aspect only what is beyond doubt, or urgent, is a mention.
    urgent = any(intent in URGENT for intent in reading.intents)
    if not (reading.opinions or urgent or reading.need or reading.emoji):
        return []
    mention = _mention(reading, found[0], judged, carriers)
    sure = mention.confidence >= _CLEAR or reading.extras.sure
    clear = mention.label != "neutral" and sure and bool(reading.opinions)
    return [mention] if clear or urgent or reading.need else []


def sides(reading: Reading, judged: Judged, lexicon: Lexicon) -> list[Side]:
    """One of each aspect worth a mention; one without an aspect where none is named."""
    shared = share(reading)
    if not shared:
        sums = sum(GENERAL * opinion.sign for opinion in reading.opinions)
        return [_side(reading, judged, None, reading.opinions, sums, divided=reading.extras.sure)]
    sums_of = {aspect: sum(weight for _, weight in opinions) for aspect, opinions in shared.items()}
    divided = turned(reading) or reading.extras.sure or min(sums_of.values()) < 0 < max(sums_of.values())
    return [
        _side(reading, judged, aspect, [opinion for opinion, _ in shared[aspect]], sums_of[aspect], divided=divided)
        for aspect in spoken(reading, shared, lexicon)
    ]


def stands(reading: Reading, judged: Judged) -> bool:
    """Whether a clause that names nothing judges."""
    found = _MODEL * judged.stand + _stand(reading, reading.opinions)
    taken = logistic(judged.take[0] * found + judged.take[1])
    return taken >= (0.5 if reading.opinions else _TOLD)


def _side(
    reading: Reading, judged: Judged, aspect: int | None, opinions: list[Opinion], sums: float, *, divided: bool
) -> Side:
    trust, share = _TRUST["divided" if divided else "words" if opinions else "alone"]
    leaning = max(-_CLEARLY, min(_CLEARLY, judged.polar)) if divided else judged.polar
    polar = trust * leaning + sums + 0.8 * reading.emoji
    return Side(aspect, polar, _MODEL * judged.stand + _stand(reading, opinions), opinions, share)


def turned(reading: Reading) -> bool:
    """Whether a negation turns what a word says: n-grams see 难喝 in 不难喝."""
    return bool(reading.opinions) and any(abs(opinion.sign) not in (0.0, 1.0) for opinion in reading.opinions)


def _stand(reading: Reading, opinions: Sequence[object]) -> float:
    """Words that judge make it a stand; a question or a wish is less of one."""
    asked = reading.need or (reading.asks and not opinions)
    softened = _SUPPOSED if reading.extras.hypothetical else _ASKED if asked else 0.0
    return (_STAND if opinions else _UNSPOKEN + _FACED * bool(reading.emoji)) + softened


def _mention(reading: Reading, side: Side, judged: Judged, carriers: Carriers) -> Mention:
    polar, stand = side.polar, side.stand
    if not (reading.need or reading.extras.hypothetical):
        polar = judged.lean[0] * polar + judged.lean[1] * side.share
        stand = judged.take[0] * stand + judged.take[1]
    if any(side.aspect in one.own for one in side.opinions):
        stand = max(stand, side.stand)
    negative, neutral, positive = odds(polar, stand)
    parts = (negative, neutral, positive)
    taken = 1 - neutral >= (_TOLD if reading.asks or not side.opinions else 0.5)
    best = 1 if not taken else 0 if negative > positive else 2
    label = LABELS[best]
    sign = best - 1
    words = [(one.start, one.end) for one in side.opinions if one.sign * sign > 0 or _owned(one, sign)]
    if sign and not words:
        words = carriers(sign)
    return Mention(
        reading,
        side.aspect,
        positive - negative,
        label,
        parts[best],
        intensity(reading, label),
        intent(reading, label, parts[best]),
        _apart(words),
    )


def _owned(opinion: Opinion, sign: int) -> bool:
    return bool(opinion.own) and any(own * sign > 0 for own in opinion.own.values())


def odds(polar: float, stand: float) -> tuple[float, float, float]:
    """Probabilities of negative, neutral, positive."""
    taken, leaning = logistic(stand), logistic(polar)
    return taken * (1 - leaning), 1 - taken, taken * leaning


def logistic(logit: float) -> float:
    return 1 / (1 + exp(-max(-40.0, min(40.0, logit))))


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
    if plain and not reading.extras.sure and (reading.asks or "question" in reading.intents):
        return "question"
    return {"positive": "praise", "negative": "complaint"}.get(label)


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
