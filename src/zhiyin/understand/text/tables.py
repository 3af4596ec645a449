"""Documents and mentions as Arrow tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from zhiyin.understand.text import asking, details
from zhiyin.understand.text.codes import Batch
from zhiyin.understand.text.lexicon import Lexicon
from zhiyin.understand.text.model import Numbers, Verdicts
from zhiyin.understand.text.opinions import Reading, leaning
from zhiyin.understand.text.scenes import Scenes
from zhiyin.understand.text.weighing import INTENTS, LABELS, PLAINLY, Mention, intent, meant, turned

UNTOLD = -40.0
"""The stand logit of a text in a language that is not judged."""

_LEAN = 3.0
"""Logits: the most that figures of speech say. Wishes say nothing here: who is content wishes too."""

_MAJOR = 0.3
"""The part of a text that figures of speech must make up to be weighed against the model: in longer texts it has other
evidence."""
_MOST = 0.6
"""The part of a short text that plain negation must make up: the model knows 不好吃, and of 没有异味 little."""

_WORDS, _SHORT, _BRIEF = 1.5, 12, 0.75
"""Logits that a judging word adds to the model, which learned from whole reviews, in texts up to so many characters
(客服秒回, 好吃死了). On texts kept apart: shop and hotel a little better, the others the same."""

_MERE = -2.0
"""Logits: the most that a text may judge which only wishes or asks."""

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
        ("brands", pa.list_(pa.string())),
        ("ladder", pa.string()),
        ("effort", pa.string()),
        ("scenes", pa.list_(pa.string())),
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
        ("spans", pa.list_(pa.string())),
        ("aspect_words", pa.list_(pa.string())),
        ("aspect_spans", pa.list_(pa.string())),
        ("figures", pa.list_(pa.string())),
        ("ladder", pa.string()),
        ("effort", pa.string()),
        ("need_kind", pa.string()),
        ("want", pa.string()),
        ("dimension", pa.string()),
        ("experience", pa.string()),
        ("brands", pa.list_(pa.string())),
        ("brand_spans", pa.list_(pa.string())),
        ("products", pa.list_(pa.string())),
        ("product_spans", pa.list_(pa.string())),
        ("places", pa.list_(pa.string())),
        ("place_spans", pa.list_(pa.string())),
        ("times", pa.list_(pa.string())),
        ("time_spans", pa.list_(pa.string())),
        ("against", pa.string()),
        ("favours", pa.string()),
        ("scenes", pa.list_(pa.string())),
        ("scene_spans", pa.list_(pa.string())),
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
    scenes: Scenes,
) -> Annotations:
    """`first` is the row number of the batch's first text."""
    return Annotations(
        _documents(batch, documents, languages, readings, mentions, first, scenes),
        _mentions(batch, mentions, lexicon, first, scenes),
    )


def join(parts: Sequence[Annotations]) -> Annotations:
    return Annotations(
        pa.concat_tables([DOCUMENTS.empty_table(), *(part.documents for part in parts)]),
        pa.concat_tables([MENTIONS.empty_table(), *(part.mentions for part in parts)]),
    )


def _intents(readings: Sequence[Reading], mentions: Sequence[Mention], size: int) -> list[set[str]]:
    """Of each text, all that its clauses and mentions are after."""
    found: list[set[str]] = [set() for _ in range(size)]
    for reading in readings:
        found[reading.text].update(said for said in reading.intents if said != "question")
        if wanted := intent(reading, "neutral", 0.0):
            found[reading.text].add(wanted)
    for mention in mentions:
        found[mention.reading.text] |= meant(mention.intent, mention.label)
    return found


def _emotions(readings: Sequence[Reading], size: int) -> list[str | None]:
    """Of each text the one that most words tell."""
    counts: list[dict[str, int]] = [{} for _ in range(size)]
    for reading in readings:
        for emotion in reading.emotions:
            counts[reading.text][emotion] = counts[reading.text].get(emotion, 0) + 1
    return [max(sorted(found), key=found.__getitem__) if found else None for found in counts]


def _documents(
    batch: Batch,
    verdicts: Verdicts,
    languages: list[str],
    readings: Sequence[Reading],
    mentions: Sequence[Mention],
    first: int,
    scenes: Scenes,
) -> pa.Table:
    size = len(batch.texts)
    told = [language != "other" for language in languages]
    intents = _intents(readings, mentions, size)
    counts = np.bincount(np.array([one.reading.text for one in mentions], dtype=np.int64), minlength=size)
    lengths = np.maximum(1, batch.ends - batch.starts).tolist()
    plain, wishes, supposed = [True] * size, [True] * size, [True] * size
    sums = [[0.0] * size for _ in range(6)]
    for reading in readings:
        _add(reading, lengths, sums, (plain, wishes, supposed))
    spoken, emoji, figured, negated, lean, asked = (np.array(one) for one in sums)
    # emoji speak every language
    stand = np.where(np.array(told, dtype=bool), verdicts.stand, 0.0) + 1.5 * np.minimum(np.abs(emoji), 2)
    # nothing but questions; or judged nothing but what is asked, supposed or wished (好吃吗？)
    stand -= 2.0 * np.array(plain) + 4.0 * np.array(supposed)
    stand = np.where(~np.array(told, dtype=bool) & (emoji == 0), UNTOLD, stand)
    brevity = _brevity(lengths * (1 - np.minimum(1.0, asked)), languages)
    negated[brevity < _BRIEF] = 0.0
    # longer texts have other evidence; so has the model where no word judges
    asked[(brevity == 0) | (spoken == 0)] = 0.0
    figured += negated
    minor = (figured < _MAJOR) | ((negated > 0) & (figured < _MOST))
    figured[minor], lean[minor] = 0.0, 0.0
    stand += 1.5 * np.maximum(0.0, figured - negated)
    mere, kind = asking.only(readings, size)
    stand = np.where(mere | (kind & (verdicts.polar < 0)), np.minimum(stand, _MERE), stand)
    # Where a figure of speech decides, n-grams see the words and not what became of them.
    polar = (
        (1 - np.minimum(1.0, figured + asked)) * verdicts.polar + lean + _WORDS * np.clip(spoken, -2.0, 2.0) * brevity
    )
    chances = probabilities(Verdicts(polar + np.clip(emoji, -2, 2), stand))
    table = np.stack([chances.negative, chances.neutral, chances.positive])
    best = np.argmax(table, axis=0)
    confidence = np.where(np.array(told, dtype=bool) | (emoji != 0), table.max(axis=0, initial=0), 1 / 3)
    for row, (place, sure) in enumerate(zip(best, confidence, strict=True)):
        # who only wishes neither praises nor complains
        if place != 1 and sure > 0.5 and not (wishes[row] and intents[row]):
            intents[row].add(PLAINLY[LABELS[place]])
    return pa.table(
        {
            "row": np.arange(first, first + size),
            "language": languages,
            "polarity": chances.polarity,
            "label": [LABELS[place] for place in best],
            "confidence": np.round(confidence, 4),
            "emotion": _emotions(readings, size),
            "intents": [[name for name in INTENTS if name in found] for found in intents],
            "mentions": counts.tolist(),
            **details.of_documents(readings, mentions, size),
            **scenes.of_documents(size),
        },
        schema=DOCUMENTS,
    )


def _add(reading: Reading, lengths: Sequence[int], sums: Sequence[list[float]], flags: Sequence[list[bool]]) -> None:
    """What a clause adds to its text; lists, of which single places change faster than those of arrays."""
    spoken, emoji, figured, negated, lean, asked = sums
    plain, wishes, supposed = flags
    text, extras, opinions = reading.text, reading.extras, reading.opinions
    if reading.emoji:
        emoji[text] += reading.emoji
    if not extras.hypothetical and (opinions or not (reading.asks or "question" in reading.intents)):
        plain[text] = False
    lacks = asking.lacks(reading)
    if asking.mere(reading):
        asked[text] += (reading.end - reading.start) / lengths[text]
    unreal = extras.hypothetical or (extras.sure and "wish" in extras.figures and not lacks)
    if not (unreal and (reading.need or any(leaning(opinion, reading) for opinion in opinions))):
        supposed[text] = False
    if "wish" not in extras.figures:
        wishes[text] = False
    if not opinions or extras.excepted or (reading.need and not lacks):
        return
    leant = _lean(reading)
    if extras.sure or (turned(reading) and not reading.intents):
        part = (reading.end - reading.start) / lengths[text]
        (figured if extras.sure else negated)[text] += part
        lean[text] += part * leant
    if not extras.hypothetical:
        spoken[text] += leant / 2.0


def _brevity(lengths: Numbers, languages: Sequence[str]) -> Numbers:
    """1 for a short text, 0 from twice as long on; two letters of English make a character."""
    size = lengths / np.where([language == "en" for language in languages], 2.0, 1.0)
    return np.clip(2.0 - size / _SHORT, 0.0, 1.0)


def _lean(reading: Reading) -> float:
    """What the words of a figure of speech come to."""
    return max(-_LEAN, min(_LEAN, 2.0 * sum(leaning(opinion, reading) for opinion in reading.opinions)))


def _mentions(batch: Batch, mentions: Sequence[Mention], lexicon: Lexicon, first: int, scenes: Scenes) -> pa.Table:
    sound = str if batch.sound else _sound
    origin, until = batch.origin.tolist(), batch.until.tolist()
    readings = [mention.reading for mention in mentions]
    concepts = [None if mention.aspect is None else lexicon.concepts[mention.aspect] for mention in mentions]
    starts = [origin[reading.start] for reading in readings]
    ends = [until[reading.end - 1] for reading in readings]
    said = [batch.texts[reading.text] for reading in readings]
    clauses = [sound(text[start:end]) for text, start, end in zip(said, starts, ends, strict=True)]
    spans = [[(origin[left], until[right - 1]) for left, right in mention.words] for mention in mentions]
    columns: dict[str, Any] = {
        "row": [first + reading.text for reading in readings],
        "clause": clauses,
        "start": starts,
        "end": ends,
        "aspect": [concept and concept.code for concept in concepts],
        "polarity": np.round([mention.polarity for mention in mentions], 4),
        "label": [mention.label for mention in mentions],
        "confidence": np.round([mention.confidence for mention in mentions], 4),
        "emotion": [reading.emotion for reading in readings],
        "intensity": np.round([mention.intensity for mention in mentions], 2),
        "need": [clause if reading.need else None for clause, reading in zip(clauses, readings, strict=True)],
        "intent": [mention.intent for mention in mentions],
        "words": [
            list(dict.fromkeys(words)) if len(words) > 1 else words
            for words in (
                [sound(text[left:right]) for left, right in found] for text, found in zip(said, spans, strict=True)
            )
        ],
        "touchpoint": [concept and concept.touchpoint for concept in concepts],
        "spans": [[f"{left}-{right}" for left, right in found] for found in spans],
    }
    columns |= details.of_mentions(mentions, clauses, columns["words"], lexicon.themes)
    quoting = details.Quoting(origin, until, sound)
    columns |= details.naming(mentions, said, quoting)
    columns |= details.named([reading.extras for reading in readings], said, quoting)
    columns |= scenes.of_mentions(readings, origin, until)
    return pa.table(columns, schema=MENTIONS)


def _sound(text: str) -> str:
    """Half a surrogate pair cannot be stored; it becomes the replacement character, one for one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
