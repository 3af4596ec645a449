"""What a text means once people have judged it: their steps, one after the other, over what the model says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa
from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import Invalid
from zhiyin.understand.corrections.inheriting import inherited
from zhiyin.understand.corrections.values import SURE, Change, Opinion, Step, Verb
from zhiyin.understand.text.amended import NAMING, Naming, named
from zhiyin.understand.text.lexicon import EMOTIONS
from zhiyin.understand.text.tables import Annotations
from zhiyin.understand.text.weighing import INTENTS, LABELS, PLAINLY, meant

ALIKE = 0.5
"""From this share of common characters on, two spans are about the same words."""
SIGNS = {"negative": -1.0, "neutral": 0.0, "positive": 1.0}
Told = dict[str, Any]
"""A mention as a row of the table."""
LONGEST = 20_000
"""Characters of a text that can be judged by hand; spans beyond are refused."""


def text_hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def shared(one: Opinion, other: Opinion) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def same(one: Opinion, other: Opinion) -> bool:
    """The same opinion, though another version may have cut the clause otherwise."""
    shorter = min(one.end - one.start, other.end - other.start)
    return one.aspect == other.aspect and shared(one, other) >= ALIKE * max(shorter, 1)


def together(one: Opinion, other: Opinion) -> bool:
    """In the same clause, as far as spans can tell."""
    common = shared(one, other)
    return common >= ALIKE * max(one.end - one.start + other.end - other.start - common, 1)


def replay(found: Sequence[Opinion], steps: Sequence[Step]) -> list[Opinion]:
    """What stands after all steps. In a clause that somebody judged, a newer model adds nothing of its own."""
    standing = list(found)
    for step in steps:
        if step.verb is Verb.COMPLETE:
            standing = []
        elif step.verb is Verb.WHOLE:
            continue
        standing = [one for one in standing if not _taken(one, step)]
        standing += [replace(one, judged=step.id) for one in step.after]
    return sorted(standing, key=lambda one: (one.start, one.end, one.aspect))


def _taken(one: Opinion, step: Step) -> bool:
    """Whether the step has replaced it."""
    judged = (*((step.before,) if step.before else ()), *step.after)
    if any(same(one, other) for other in judged):
        return True
    return not one.judged and one.aspect not in step.beside and any(together(one, other) for other in judged)


def beside(standing: Sequence[Opinion], judged: Sequence[Opinion]) -> list[str]:
    """Aspects that stand in the same clause and are not what is judged."""
    near = {one.aspect for one in standing if any(together(one, other) for other in judged)}
    return sorted(near - {other.aspect for other in judged})


def whole(steps: Sequence[Step]) -> str:
    """The label that a person gave the whole text last; "" when nobody did."""
    given = [step.after[0].label for step in steps if step.verb is Verb.WHOLE]
    return given[-1] if given else ""


def changed(before: Opinion, change: Change, text: str) -> Opinion:
    """The opinion as a person wants it. A label that a person changed has the polarity of certainty."""
    label = before.label if change.label is None else change.label
    start = before.start if change.start is None else change.start
    end = before.end if change.end is None else change.end
    need = before.need if change.asks is None else (before.need or text[start:end]) if change.asks else ""
    turned = label != before.label
    return replace(
        before,
        start=start,
        end=end,
        aspect=before.aspect if change.aspect is None else change.aspect,
        label=label,
        polarity=SIGNS.get(label, 0.0) if turned else before.polarity,
        confidence=SURE,
        emotion=before.emotion if change.emotion is None else change.emotion,
        intent=_intent(before, change, label),
        need=need,
        words=() if turned else before.words,
    )


def _intent(before: Opinion, change: Change, label: str) -> str:
    """Praise and complaint follow the label unless the person says what it is."""
    if change.intent is not None:
        return change.intent
    if label != before.label and before.intent in ("", *PLAINLY.values()):
        return PLAINLY.get(label, "")
    return before.intent


def check_opinion(one: Opinion, text: str, aspects: Mapping[str, Any]) -> None:
    """Raises a sentence where a value is none that a mention may have."""
    fields = (
        (_("aspect"), one.aspect, ("", *aspects)),
        (_("valence"), one.label, LABELS),
        (_("emotion"), one.emotion, ("", *EMOTIONS)),
        (_("intent"), one.intent, ("", *INTENTS)),
    )
    for name, value, known in fields:
        if value not in known:
            raise Invalid(
                _("“{value}” is no {name} that we know. Choose one from the list."), value=value[:40], name=name
            )
    if not 0 <= one.start < one.end <= min(len(text), LONGEST) or not text[one.start : one.end].strip():
        raise Invalid(
            _("Mark the words that say it: from {start} to {end} there are none."), start=one.start, end=one.end
        )


def overlay(
    found: Annotations,
    texts: Sequence[str | None],
    steps: Mapping[int, Sequence[Step]],
    touchpoints: Mapping[str, str],
    naming: Naming,
) -> Annotations:
    """People's steps laid over the rows in `steps`. Mentions gain `judged`: the correction's number."""
    rows = found.mentions["row"].to_numpy()
    judged = np.isin(rows, list(steps))
    kept = found.mentions.filter(pa.array(~judged))
    kept = kept.append_column("judged", pa.array(np.zeros(kept.num_rows, dtype=np.int64)))
    if not steps:
        return Annotations(found.documents, kept)
    plain = {
        row: list(some)
        for row, some in groupby(found.mentions.filter(pa.array(judged)).to_pylist(), key=lambda one: one["row"])
    }
    before = {row: [Opinion.of(one) for one in some] for row, some in plain.items()}
    after = {row: replay(before.get(row, []), some) for row, some in steps.items()}
    standing = [(row, one, (texts[row] or "")[one.start : one.end]) for row, some in after.items() for one in some]
    wording = named(naming, [(one.start, piece, one.aspect) for _row, one, piece in standing])
    made = [
        words | _made(row, one, texts[row] or "", plain.get(row, []), touchpoints)
        for (row, one, _piece), words in zip(standing, wording, strict=True)
    ]
    mentions = pa.concat_tables([kept, pa.Table.from_pylist(made, schema=kept.schema)])
    order = np.argsort(mentions["row"].to_numpy(), kind="stable")
    documents = found.documents.to_pylist()
    for row, some in steps.items():
        documents[row] |= _document(documents[row], before.get(row, []), after[row], whole(some))
    return Annotations(pa.Table.from_pylist(documents, schema=found.documents.schema), mentions.take(pa.array(order)))


def _told(found: Sequence[Told], one: Opinion, text: str) -> Told:
    """What else the model tells of the same clause, which nobody judged; what depends on the label goes with it, and
    the words for an aspect with that. Of a piece of a clause, what this names."""
    order = sorted(found, key=lambda row: row["aspect"] != one.aspect)
    near = [row for row in order if (row["start"], row["end"]) == (one.start, one.end)]
    if not near:
        around = [row for row in order if row["start"] <= one.start and one.end <= row["end"]]
        return inherited(around[0], one, text) if around else {}
    told = dict(near[0])
    for name, kept in (("ladder", told.get("label") == one.label), ("need_kind", one.need), ("want", one.need)):
        if name in told and not kept:
            told[name] = None
    if (told["aspect"] or "") != one.aspect:
        told = {name: value for name, value in told.items() if name not in NAMING}
    return told


def _made(row: int, one: Opinion, text: str, found: Sequence[Told], touchpoints: Mapping[str, str]) -> Told:
    """`found`: what the model says of this text."""
    piece = text[one.start : one.end]
    empty = {name: getattr(one, name) or None for name in ("aspect", "emotion", "intent", "need")}
    place = {"row": row, "clause": piece, "touchpoint": touchpoints.get(one.aspect)}
    return _told(found, one, text) | one.plain() | empty | place | _carried(found, one, piece)


def _carried(found: Sequence[Told], one: Opinion, piece: str) -> Told:
    """Of the words that carried the opinion those that stand in the piece it is now; where the model saw them, what it
    said of the same aspect first, else where they come first."""
    seen: dict[str, set[tuple[int, int]]] = {}
    for row in sorted(found, key=lambda row: (row["aspect"] or "") != one.aspect):
        heard: dict[str, set[tuple[int, int]]] = {}
        for span in row["spans"] or ():
            left, right = (int(place) - one.start for place in span.split("-"))
            if 0 <= left < right <= len(piece):
                heard.setdefault(piece[left:right], set()).add((left, right))
        seen = heard | seen
    words = [word for word in one.words if word in piece]
    spans = sorted({span for word in words for span in seen.get(word, [_place(word, piece)])})
    return {"words": words, "spans": [f"{one.start + left}-{one.start + right}" for left, right in spans]}


def _place(word: str, piece: str) -> tuple[int, int]:
    first = piece.index(word)
    return first, first + len(word)


def _document(
    document: Mapping[str, Any], before: Sequence[Opinion], after: Sequence[Opinion], label: str
) -> dict[str, Any]:
    """Count, intents and label of the text, as its mentions are now."""
    judged = {"label": label, "polarity": SIGNS[label], "confidence": SURE} if label else {}
    said = {**document, **judged}
    gone = {one.intent for one in before} | set(PLAINLY.values())
    intents = (set(document["intents"] or ()) - gone).union(*(meant(one.intent, one.label) for one in after))
    if said["confidence"] > ALIKE and said["label"] in PLAINLY:
        intents.add(PLAINLY[said["label"]])
    return judged | {"mentions": len(after), "intents": [name for name in INTENTS if name in intents]}
