"""Annotations with amendments laid over them. Spans, words, labels and polarity stay; what hangs on an aspect goes with
it, the words that name it too, and the intents of a text follow those of its mentions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from zhiyin.understand.text.amending import Amendment
from zhiyin.understand.text.claims import Barred, plain
from zhiyin.understand.text.codes import encode
from zhiyin.understand.text.lexicon import EMOTIONS, URGENT, Lexicon
from zhiyin.understand.text.opinions import Span
from zhiyin.understand.text.tables import Annotations
from zhiyin.understand.text.themes import Theme, of_words, wanted
from zhiyin.understand.text.weighing import INTENTS, PLAINLY, meant

AGAINST = {"praise": "negative", "complaint": "positive"}
"""Intents and the label that each contradicts."""
_SURE = 0.5
"""From here on the label of a text says by itself that it praises or complains."""
_FOLLOWS = ("touchpoint", "dimension", "experience", "want", "need_kind")
NAMING = ("aspect_words", "aspect_spans")
_READ = ("row", "start", "end", "clause", "label", "need", "words", "aspect", "emotion", "intent", *_FOLLOWS, *NAMING)
_NONE = Theme()

Row = dict[str, Any]
Naming = Callable[[Sequence[tuple[str, str]]], list[list[Span]]]
"""Where the words of each clause name the aspect of this code, as `Understander.naming` finds it."""


@dataclass(frozen=True)
class Aspects:
    """What amendments must know of the aspects in use."""

    touchpoints: Mapping[str, str | None]
    """Of every aspect."""
    themes: Mapping[str, Theme]
    own: frozenset[str]
    """Made by the company: nothing takes a mention from them."""
    barred: Mapping[str, frozenset[str]]
    """Clause as it reads when normalised → aspects that it is not about."""

    @classmethod
    def of(cls, lexicon: Lexicon, barred: Barred) -> "Aspects":
        concepts = lexicon.concepts
        codes = [concept.code for concept in concepts]
        return cls(
            {concept.code: concept.touchpoint for concept in concepts},
            dict(zip(codes, lexicon.themes, strict=True)),
            frozenset(concept.code for concept in concepts if concept.own),
            {clause: frozenset(codes[place] for place in places) for clause, places in barred.items()},
        )


def amended(found: Annotations, amendments: Iterable[Amendment], aspects: Aspects, naming: Naming) -> Annotations:
    """Each mention as the amendments have it, within what they may do."""
    for one in amendments:
        found = _amended(found, one, aspects, naming)
    return found


def named(naming: Naming, stretches: Sequence[tuple[int, str, str]]) -> list[Row]:
    """Of each clause, given where it starts and with the code of an aspect, the words that name this, and where they
    stand in the text."""
    places = naming([(clause, code) for _start, clause, code in stretches])
    return [
        {
            "aspect_words": [clause[left:right] for left, right in spans],
            "aspect_spans": [f"{start + left}-{start + right}" for left, right in spans],
        }
        for (start, clause, _code), spans in zip(stretches, places, strict=True)
    ]


def _amended(found: Annotations, amendment: Amendment, aspects: Aspects, naming: Naming) -> Annotations:
    kind, mentions = amendment.kind, found.mentions
    saids = [said or "" for said in mentions[kind].to_pylist()]
    known = {"", *{"aspect": aspects.touchpoints, "emotion": EMOTIONS, "intent": INTENTS}[kind]}
    best = amendment.best(mentions["clause"].to_pylist(), saids, known)
    places = [place for place, said in enumerate(saids) if best[place] != said]
    if not places:
        return found
    rows = mentions.select(_READ).to_pylist()
    turned = [place for place in places if _may(rows[place], kind, best[place], aspects)]
    if kind == "aspect":
        turned = _single(rows, turned, best)
    for place in turned:
        rows[place][kind] = best[place] or None
        if kind == "aspect":
            rows[place] |= _following(rows[place], saids[place], aspects)
    if kind == "aspect":
        told = named(naming, [(rows[place]["start"], rows[place]["clause"], best[place]) for place in turned])
        for place, words in zip(turned, told, strict=True):
            rows[place] |= words
    follows = (*_FOLLOWS, *NAMING) if kind == "aspect" else ()
    after = replace(found, mentions=_with(mentions, rows, (kind, *follows)))
    if kind != "intent":
        return after
    gone: dict[int, set[str]] = {}
    for place in turned:
        gone.setdefault(rows[place]["row"], set()).add(saids[place])
    return replace(after, documents=_intents(found.documents, rows, gone))


def _may(row: Row, kind: str, wanted_: str, aspects: Aspects) -> bool:
    """Nothing urgent is talked away, nothing taken from an aspect of the company's own, and no label contradicted."""
    said = row[kind] or ""
    if kind == "aspect":
        return said not in aspects.own and wanted_ not in _barred(row["clause"], aspects)
    return kind != "intent" or (said not in URGENT and row["label"] != AGAINST.get(wanted_))


def _barred(clause: str, aspects: Aspects) -> frozenset[str]:
    if not aspects.barred:
        return frozenset()
    batch = encode([clause])
    return aspects.barred.get(plain(batch)[batch.starts[0] : batch.ends[0]], frozenset())


def _single(rows: Sequence[Row], turned: Sequence[int], best: Sequence[str]) -> list[int]:
    """Of the same words nothing is said of one aspect twice: whoever stands there stays, then the first comes."""
    standing = {_spot(row, row["aspect"] or "") for row in rows}
    kept = []
    for place in turned:
        if (spot := _spot(rows[place], best[place])) not in standing:
            standing.add(spot)
            kept.append(place)
    return kept


def _spot(row: Row, aspect: str) -> tuple[int, int, int, str]:
    return row["row"], row["start"], row["end"], aspect


def _following(row: Row, before: str, aspects: Aspects) -> Row:
    """What a mention tells through its aspect, as in `details`."""
    code = row["aspect"] or ""
    theme, former = aspects.themes.get(code, _NONE), aspects.themes.get(before, _NONE)
    # What its own words told as a feeling stays one.
    felt = row["experience"] if row["experience"] != former.experience else None
    complained = theme.want if row["label"] == "negative" else None
    return {
        "touchpoint": aspects.touchpoints.get(code),
        "dimension": theme.dimension if code else of_words(row["words"], "dimension"),
        "experience": theme.experience or felt if code else of_words(row["words"], "experience"),
        "want": (wanted(row["clause"]) or theme.want) if row["need"] else complained,
        "need_kind": "explicit" if row["need"] else "implicit" if complained else None,
    }


def _intents(documents: pa.Table, rows: Sequence[Row], gone: Mapping[int, set[str]]) -> pa.Table:
    """`gone`: by text, what its mentions were called before. Of that stays what another mention is still after, and
    what the label of the text says by itself."""
    held: dict[int, set[str]] = {number: set() for number in gone}
    for row in rows:
        if row["row"] in held:
            held[row["row"]] |= meant(row["intent"], row["label"])
    told = documents.select(["row", "intents", "label", "confidence"]).to_pylist()
    for text in told:
        if text["row"] in gone:
            own = {PLAINLY.get(text["label"], "")} if text["confidence"] > _SURE else set()
            left = set(text["intents"]) - (gone[text["row"]] - own) | held[text["row"]]
            text["intents"] = [name for name in INTENTS if name in left]
    return _with(documents, told, ("intents",))


def _with(table: pa.Table, rows: Sequence[Row], names: Iterable[str]) -> pa.Table:
    for name in names:
        place = table.schema.get_field_index(name)
        field = table.schema.field(place)
        table = table.set_column(place, field, pa.array([row[name] for row in rows], field.type))
    return table
