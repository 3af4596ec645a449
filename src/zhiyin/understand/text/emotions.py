"""Which emotion a text or a clause shows: a model for Chinese and word lists together, word lists alone for the rest.

The model (`emotion-zh.npz`, card in `docs/model-cards/emotion.md`) knows anger, fear, joy, sadness, surprise and none;
trust, disappointment and disgust are known by their words only.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from zhiyin.understand.text import classes
from zhiyin.understand.text.codes import Batch
from zhiyin.understand.text.learning import softmax
from zhiyin.understand.text.model import Numbers
from zhiyin.understand.text.tables import Annotations
from zhiyin.understand.text.weighing import Mention

NAME = "emotion-zh"
NONE = "none"
KIN = {"trust": {"joy"}, "disgust": {"anger"}, "disappointment": {"anger", "sadness"}}
"""A finer word wins over the model where the model says one of these, or none."""

WORD = 0.5
"""What a listed word adds to its emotion's logit: 0.2 to 1 did about equally well."""

SIDE = {"joy": 1, "anger": -1, "sadness": -1}
AGAINST = 2.0
"""What a full polarity on the other side takes from a logit: the polarity model has read far more reviews."""

SURE = 0.4
"""Below this chance nothing is said: a plain complaint is not yet anger. Costs 0.02 of macro-F1 on social posts."""


def version() -> str:
    return f"{NAME}-{classes.load(NAME).version}"


def felt(annotations: Annotations, batch: Batch, mentions: Sequence[Mention]) -> Annotations:
    """Annotations whose emotions, found by words so far, are those of model and words."""
    documents, stretches = annotations.documents, annotations.mentions
    chinese = np.isin(documents["language"].to_pylist(), ["zh", "mixed"])
    if not chinese.any():
        return annotations
    model = classes.load(NAME)
    starts = np.array([mention.reading.start for mention in mentions], dtype=np.int64)
    ends = np.array([mention.reading.end for mention in mentions], dtype=np.int64)
    rows = np.array([mention.reading.text for mention in mentions], dtype=np.int64)
    return replace(
        annotations,
        documents=_tell(documents, model.judge(batch, batch.starts, batch.ends), chinese, model.labels),
        mentions=_tell(stretches, model.judge(batch, starts, ends), chinese[rows], model.labels),
    )


def _tell(table: pa.Table, logits: Numbers, chinese: np.ndarray, labels: tuple[str, ...]) -> pa.Table:
    words = table["emotion"].to_pylist()
    polarity = table["polarity"].to_numpy()
    side = np.array([SIDE.get(label, 0) for label in labels])
    logits = logits + AGAINST * np.minimum(0.0, polarity[:, None] * side)
    for row, word in enumerate(words):
        if word in labels:
            logits[row, labels.index(word)] += WORD
    chances = softmax(logits)
    best = [
        labels[place] if chance >= SURE else NONE
        for place, chance in zip(chances.argmax(1), chances.max(1), strict=True)
    ]
    told = [_both(word, label) if han else word for word, label, han in zip(words, best, chinese.tolist(), strict=True)]
    place = table.schema.get_field_index("emotion")
    return table.set_column(place, table.schema.field(place), pa.array(told, table.schema.field(place).type))


def _both(word: str | None, label: str) -> str | None:
    if word in KIN and (label == NONE or label in KIN[word]):
        return word
    return None if label == NONE else label
