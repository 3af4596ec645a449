"""Which emotion a text or a clause shows: a model for Chinese and word lists together, word lists alone for the rest.

The model (`emotion-zh.npz`, card in `docs/model-cards/emotion.md`) knows anger, fear, joy, sadness, surprise and none;
trust, disappointment and disgust are known by their words only.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhiyin.understand.text import asking, classes
from zhiyin.understand.text.codes import Batch, Flags
from zhiyin.understand.text.grams import Grams
from zhiyin.understand.text.learning import softmax
from zhiyin.understand.text.model import Numbers
from zhiyin.understand.text.opinions import PLAIN, Hit, Reading, leaning, nearest, overlaid
from zhiyin.understand.text.tables import Annotations
from zhiyin.understand.text.weighing import Mention, turned

NAME = "emotion-zh"
NONE = "none"
KIN = {"trust": {"joy"}, "disgust": {"anger"}, "disappointment": {"anger", "sadness"}}
"""A finer word wins over the model where the model says one of these, or none."""

WORD = 0.5
"""What a listed word adds to its emotion's logit: 0.2 to 1 did about equally well."""

SIDE = {"joy": 1, "anger": -1, "sadness": -1}
AGAINST = 2.0
"""What a full polarity on the other side takes from a logit: the polarity model has read far more reviews."""
BARRED = 20.0
"""The same where a negation turns what is said: the model sees 生气 in 不生气."""

SURE = 0.4
"""Below this chance nothing is said: a plain complaint is not yet anger. Costs 0.02 of macro-F1 on social posts."""

REACH_CHINESE, REACH_ENGLISH = 3, 16
"""How far before a feeling it may be negated, as before an opinion."""


def version() -> str:
    return f"{NAME}-{classes.load(NAME).version}"


def deny(reading: Reading, hits: Sequence[Hit], chinese: bool) -> None:
    """A feeling that is negated is not felt: not happy, 不放心. `hits` are those of the reading."""
    reach = REACH_CHINESE if chinese else REACH_ENGLISH
    negators = overlaid([(first, last) for first, last, meaning in hits if meaning.negates])
    before, kept = reading.start, list[str]()
    for first, last, meaning in hits:
        if meaning.emotions:
            near = nearest(negators, before, first, reach)
            if meaning.emoji or len(near) % 2 == 0:
                kept += meaning.emotions
            else:
                reading.unfelt += tuple(meaning.emotions)
        if meaning.judges:
            before = last
    reading.emotions = kept


def felt(
    annotations: Annotations,
    batch: Batch,
    families: Sequence[Grams],
    readings: Sequence[Reading],
    mentions: Sequence[Mention],
) -> Annotations:
    """Annotations whose emotions, found by words so far, are those of model and words; who only asks or
    wishes shows none. `families`: the Chinese grams of the batch."""
    told = _judged(annotations, batch, families, readings, mentions)
    return replace(
        told,
        documents=_calm(told.documents, _calmly(readings, len(batch.texts))),
        mentions=_calm(told.mentions, _each(_still, mentions)),
    )


def _throughout(holds: Callable[[Reading], bool], readings: Sequence[Reading], size: int) -> Flags:
    """Texts of whose clauses it holds, one and all."""
    flags = np.zeros(size, dtype=np.bool_)
    flags[[reading.text for reading in readings]] = True
    flags[[reading.text for reading in readings if not holds(reading)]] = False
    return flags


def _each(holds: Callable[[Reading], bool], mentions: Sequence[Mention]) -> Flags:
    return np.array([holds(mention.reading) for mention in mentions], dtype=np.bool_)


def _asks(reading: Reading) -> bool:
    """好吃吗？ and nothing more."""
    if reading.extras is PLAIN:
        return False
    if "question" not in reading.extras.figures or reading.emoji:
        return False
    said = [leaning(opinion, reading) for opinion in reading.opinions]
    return reading.extras.hypothetical or ("question" in reading.intents and min(said, default=0.0) > 0)


def _still(reading: Reading) -> bool:
    return _asks(reading) or asking.quiet(reading)


def _calmly(readings: Sequence[Reading], size: int) -> Flags:
    """Texts of nothing but questions and wishes, and of words that only call."""
    return _throughout(_still, [*asking.said(readings)], size)


def _calm(table: pa.Table, asking: Flags) -> pa.Table:
    return _with(table, pc.if_else(pa.array(asking), None, table["emotion"])) if asking.any() else table


def _judged(
    annotations: Annotations,
    batch: Batch,
    families: Sequence[Grams],
    readings: Sequence[Reading],
    mentions: Sequence[Mention],
) -> Annotations:
    documents, stretches = annotations.documents, annotations.mentions
    chinese = np.isin(documents["language"].to_pylist(), ["zh", "mixed"])
    if not chinese.any():
        return annotations
    model = classes.load(NAME)
    starts = np.array([mention.reading.start for mention in mentions], dtype=np.int64)
    ends = np.array([mention.reading.end for mention in mentions], dtype=np.int64)
    rows = np.array([mention.reading.text for mention in mentions], dtype=np.int64)
    logits = model.judge(batch, np.append(batch.starts, starts), np.append(batch.ends, ends), families)
    for row, mention in enumerate(mentions):
        if mention.reading.unfelt:
            _bar(logits[len(batch.texts) + row], mention.reading, model.labels)
    lengths = (batch.ends - batch.starts).tolist()
    for reading in readings:
        # a text that says much else may well feel so
        if reading.unfelt and 2 * (reading.end - reading.start) > lengths[reading.text]:
            _bar(logits[reading.text], reading, model.labels)
    whole, parts = logits[: len(batch.texts)], logits[len(batch.texts) :]
    against = np.where(_throughout(turned, readings, len(batch.texts)), BARRED, AGAINST)
    return replace(
        annotations,
        documents=_tell(documents, whole, against, chinese, model.labels),
        mentions=_tell(
            stretches, parts, np.where(_each(turned, mentions), BARRED, AGAINST), chinese[rows], model.labels
        ),
    )


def _bar(logits: Numbers, reading: Reading, labels: tuple[str, ...]) -> None:
    """The model sees 难过 in 没有难过."""
    for emotion in reading.unfelt:
        if emotion in labels and emotion not in reading.emotions:
            logits[labels.index(emotion)] -= BARRED


def _tell(table: pa.Table, logits: Numbers, against: Numbers, chinese: Flags, labels: tuple[str, ...]) -> pa.Table:
    words = table["emotion"].to_pylist()
    polarity = table["polarity"].to_numpy()
    side = np.array([SIDE.get(label, 0) for label in labels])
    logits = logits + against[:, None] * np.minimum(0.0, polarity[:, None] * side)
    for row, word in enumerate(words):
        if word in labels:
            logits[row, labels.index(word)] += WORD
    chances = softmax(logits)
    best = [
        labels[place] if chance >= SURE else NONE
        for place, chance in zip(chances.argmax(1), chances.max(1), strict=True)
    ]
    told = [_both(word, label) if han else word for word, label, han in zip(words, best, chinese.tolist(), strict=True)]
    return _with(table, pa.array(told, pa.string()))


def _with(table: pa.Table, emotions: pa.Array | pa.ChunkedArray) -> pa.Table:
    place = table.schema.get_field_index("emotion")
    return table.set_column(place, table.schema.field(place), emotions)


def _both(word: str | None, label: str) -> str | None:
    if word in KIN and (label == NONE or label in KIN[word]):
        return word
    return None if label == NONE else label
