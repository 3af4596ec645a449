"""Documents and mentions as Arrow tables."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from zhiyin.understand.text.codes import Batch
from zhiyin.understand.text.lexicon import Lexicon
from zhiyin.understand.text.model import Numbers, Verdicts
from zhiyin.understand.text.opinions import Reading
from zhiyin.understand.text.weighing import INTENTS, LABELS, Mention, intent

UNTOLD = -40.0
"""The stand logit of a text in a language that is not judged."""

DOCUMENTS = pa.schema(
    [
        ("row", pa.int64()),
        ("language", pa.string()),
        ("polarity", pa.float64()),
        ("label", pa.string()),
        ("confidence", pa.float64()),
        ("emotion", pa.string()),
        ("intents", pa.list_(pa.string())),
        ("mentions", pa.int64()),
    ]
)
MENTIONS = pa.schema(
    [
        ("row", pa.int64()),
        ("clause", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("aspect", pa.string()),
        ("polarity", pa.float64()),
        ("label", pa.string()),
        ("confidence", pa.float64()),
        ("emotion", pa.string()),
        ("intensity", pa.float64()),
        ("need", pa.string()),
        ("intent", pa.string()),
        ("words", pa.list_(pa.string())),
        ("touchpoint", pa.string()),
    ]
)


@dataclass(frozen=True)
class Annotations:
    """`documents` has one row a text, `mentions` one row an opinion; `row` is the number of the text."""

    documents: pa.Table
    mentions: pa.Table


@dataclass(frozen=True)
class Probabilities:
    negative: Numbers
    neutral: Numbers
    positive: Numbers

    @property
    def polarity(self) -> Numbers:
        return np.round(self.positive - self.negative, 4)


def probabilities(verdicts: Verdicts) -> Probabilities:
    taken = 1 / (1 + np.exp(-np.clip(verdicts.stand, -40, 40)))
    positive = taken / (1 + np.exp(-np.clip(verdicts.polar, -40, 40)))
    return Probabilities(taken - positive, 1 - taken, positive)


def build(
    batch: Batch,
    documents: Verdicts,
    languages: list[str],
    readings: Sequence[Reading],
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    first: int,
) -> Annotations:
    """`first` is the row number of the batch's first text."""
    return Annotations(
        _documents(batch, documents, languages, readings, mentions, first), _mentions(batch, mentions, lexicon, first)
    )


def join(parts: Sequence[Annotations]) -> Annotations:
    return Annotations(
        pa.concat_tables([DOCUMENTS.empty_table(), *(part.documents for part in parts)]),
        pa.concat_tables([MENTIONS.empty_table(), *(part.mentions for part in parts)]),
    )


def _documents(
    batch: Batch,
    verdicts: Verdicts,
    languages: list[str],
    readings: Sequence[Reading],
    mentions: Sequence[Mention],
    first: int,
) -> pa.Table:
    size = len(batch.texts)
    told = [language != "other" for language in languages]
    emoji = np.zeros(size)
    emotions: list[dict[str, int]] = [{} for _ in range(size)]
    intents: list[set[str]] = [set() for _ in range(size)]
    counts = [0] * size
    plain = np.ones(size, dtype=bool)
    for reading in readings:
        emoji[reading.text] += reading.emoji
        plain[reading.text] &= not reading.opinions and (reading.asks or "question" in reading.intents)
        for emotion in reading.emotions:
            emotions[reading.text][emotion] = emotions[reading.text].get(emotion, 0) + 1
        wanted = intent(reading, "neutral", 0.0)
        if wanted:
            intents[reading.text].add(wanted)
    for mention in mentions:
        counts[mention.reading.text] += 1
        if mention.intent:
            intents[mention.reading.text].add(mention.intent)
    # emoji speak every language
    stand = np.where(np.array(told, dtype=bool), verdicts.stand, 0.0) + 1.5 * np.minimum(np.abs(emoji), 2)
    # nothing but questions
    stand -= 2.0 * plain
    stand = np.where(~np.array(told, dtype=bool) & (emoji == 0), UNTOLD, stand)
    chances = probabilities(Verdicts(verdicts.polar + np.clip(emoji, -2, 2), stand))
    table = np.stack([chances.negative, chances.neutral, chances.positive])
    best = np.argmax(table, axis=0)
    confidence = np.where(np.array(told, dtype=bool) | (emoji != 0), table.max(axis=0, initial=0), 1 / 3)
    for row, (place, sure) in enumerate(zip(best, confidence, strict=True)):
        if place != 1 and sure > 0.5:
            intents[row].add("praise" if place == 2 else "complaint")
    return pa.table(
        {
            "row": np.arange(first, first + size),
            "language": languages,
            "polarity": chances.polarity,
            "label": [LABELS[place] for place in best],
            "confidence": np.round(confidence, 4),
            "emotion": [max(sorted(found), key=found.__getitem__) if found else None for found in emotions],
            "intents": [[name for name in INTENTS if name in found] for found in intents],
            "mentions": counts,
        },
        schema=DOCUMENTS,
    )


def _mentions(batch: Batch, mentions: Sequence[Mention], lexicon: Lexicon, first: int) -> pa.Table:
    columns: dict[str, list[object]] = {name: [] for name in MENTIONS.names}
    for mention in mentions:
        reading = mention.reading
        text = batch.texts[reading.text]
        start, end = batch.span(reading.start, reading.end)
        clause = _sound(text[start:end])
        concept = lexicon.concepts[mention.aspect] if mention.aspect is not None else None
        spans = [batch.span(*place) for place in mention.words]
        for name, value in (
            ("row", first + reading.text),
            ("clause", clause),
            ("start", start),
            ("end", end),
            ("aspect", concept.code if concept else None),
            ("polarity", round(mention.polarity, 4)),
            ("label", mention.label),
            ("confidence", round(mention.confidence, 4)),
            ("emotion", reading.emotion),
            ("intensity", round(mention.intensity, 2)),
            ("need", clause if reading.need else None),
            ("intent", mention.intent),
            ("words", list(dict.fromkeys(_sound(text[left:right]) for left, right in spans))),
            ("touchpoint", concept.touchpoint if concept else None),
        ):
            columns[name].append(value)
    return pa.table(columns, schema=MENTIONS)


def _sound(text: str) -> str:
    """Half a surrogate pair cannot be stored; it becomes the replacement character, one for one."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
