"""Finding voices: words, filters, one page at a time by key, so that the millionth row is as near as the first."""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from zhiyin.company.queries import zone
from zhiyin.company.units.queries import below
from zhiyin.kit.errors import Invalid, NotFound
from zhiyin.kit.time import Period
from zhiyin.understand.corrections.queries import author
from zhiyin.understand.meanings.values import LISTED, UNDERSTOOD, WITH_ASPECT, Near
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.questions import matches
from zhiyin.warehouse.reader import Reader

PAGE = 50
MOST_WORDS = 8
PLACES = ("unit", "brand", "product", "touchpoint", "channel", "source", "kind", "language")
SPANS = {
    "spans": "judging", "aspect_spans": "aspect", "brand_spans": "name", "product_spans": "name",
    "place_spans": "place", "time_spans": "time",
}  # fmt: skip


@dataclass(frozen=True)
class Mention:
    aspect: str
    label: str
    polarity: float
    clause: str
    start: int
    end: int
    words: tuple[str, ...]
    confidence: float | None
    emotion: str = ""
    intent: str = ""
    need: str = ""
    versions: str = ""
    told: tuple[tuple[str, str], ...] = ()
    """What else the clause tells: kind and code, as in `codes.FIXED`."""
    spans: tuple[tuple[str, int, int], ...] = ()
    """Single words: judging, aspect, name, place or time, and where each stands in the text."""

    @property
    def judged(self) -> bool:
        """Whether a person stands behind it."""
        return author(self.versions) > 0


@dataclass(frozen=True)
class Voice:
    id: str
    at: datetime
    text: str
    title: str
    kind: str
    language: str
    rating: float | None
    rating_scale: float | None
    source: str
    external_id: str
    customer: str
    unit: str
    brand: str
    product: str
    touchpoint: str
    channel: str
    attributes: str = ""
    label: str = ""
    intents: tuple[str, ...] = ()
    scenes: tuple[str, ...] = ()
    versions: str = ""
    score: float | None = None
    """Cosine of the angle to what was asked for by meaning."""
    mentions: tuple[Mention, ...] = field(default=())

    @property
    def named(self) -> tuple[Mention, ...]:
        """Opinions about something that has a name; the others carry an intent only."""
        return tuple(mention for mention in self.mentions if mention.aspect)


@dataclass(frozen=True)
class Wanted:
    period: Period
    where: Mapping[str, Sequence[str]]
    words: tuple[str, ...] = ()
    after: str = ""
    limit: int = PAGE


def search(wanted: Wanted, reader: Reader) -> tuple[list[Voice], str]:
    """One page, newest first, and the key of the next page (empty at the end)."""
    facts = open_facts(reader, zone=zone().key)
    tests, values = _conditions(wanted)
    if wanted.after:
        tests.append('("at", id) < ($after_at, $after_id::UUID)')
        values["after_at"], values["after_id"] = _read_key(wanted.after)
    query = f"""SELECT {_COLUMNS} FROM feedback WHERE {" AND ".join(tests)}
        ORDER BY "at" DESC, id DESC LIMIT {wanted.limit + 1}"""
    rows = facts.sql(query, values).to_pylist()
    more = len(rows) > wanted.limit
    found = _understood(facts, rows[: wanted.limit])
    return found, _make_key(found[-1]) if more else ""


def sampled(wanted: Wanted, reader: Reader, most: int) -> list[str]:
    """Ids of at most so many of them, chosen by the ids themselves: the same ones whenever one asks."""
    tests, values = _conditions(wanted)
    query = f"""SELECT CAST(id AS VARCHAR) AS id FROM feedback WHERE {" AND ".join(tests)} AND text IS NOT NULL
        ORDER BY hash(id), id LIMIT {most:d}"""
    found: list[str] = open_facts(reader, zone=zone().key).sql(query, values)["id"].to_pylist()
    return found


def among(near: Sequence[Near], reader: Reader) -> list[Voice]:
    """The voices found by meaning, in the order they were found."""
    scores = {one.id: one.score for one in near}
    facts = open_facts(reader, zone=zone().key)
    query = f"SELECT {_COLUMNS} FROM feedback WHERE id IN (SELECT unnest($ids::UUID[]))"
    rows = facts.sql(query, {"ids": list(scores)}).to_pylist() if scores else []
    found = [replace(voice, score=scores[voice.id]) for voice in _understood(facts, rows)]
    return sorted(found, key=lambda voice: -scores[voice.id])


def tally(wanted: Wanted, reader: Reader) -> dict[str, int]:
    """How many there are, by valence; what is not yet understood counts as ""."""
    tests, values = _conditions(wanted)
    query = f"""SELECT coalesce(d.label, '') AS label, count(*) AS n
        FROM (SELECT id FROM feedback WHERE {" AND ".join(tests)}) AS f
        LEFT JOIN (SELECT feedback, label FROM document WHERE "at" >= $start AND "at" < $end) AS d ON d.feedback = f.id
        GROUP BY 1"""
    facts = open_facts(reader, zone=zone().key)
    return {row["label"]: row["n"] for row in facts.sql(query, values).to_pylist()}


def one(ident: str, reader: Reader) -> Voice:
    facts = open_facts(reader, zone=zone().key)
    try:
        rows = facts.sql(f"SELECT {_COLUMNS} FROM feedback WHERE id = TRY_CAST(? AS UUID)", [ident[:64]]).to_pylist()
    except UnicodeEncodeError:
        rows = []
    if not rows:
        raise NotFound(_("There is no such voice, or it belongs to a unit that you may not see."))
    return _understood(facts, rows)[0]


def of_customer(customer: str, reader: Reader, limit: int = 20) -> list[Voice]:
    facts = open_facts(reader, zone=zone().key)
    query = f'SELECT {_COLUMNS} FROM feedback WHERE customer = ? ORDER BY "at" DESC LIMIT {limit:d}'
    return _understood(facts, facts.sql(query, [customer]).to_pylist())


_COLUMNS = (
    'CAST(id AS VARCHAR) AS id, "at", text, title, kind, language, rating, rating_scale, source, external_id, '
    "customer, unit, brand, product, touchpoint, channel, attributes"
)


def _conditions(wanted: Wanted) -> tuple[list[str], dict[str, Any]]:
    values: dict[str, Any] = {"start": wanted.period.start, "end": wanted.period.end}
    tests = ['"at" >= $start', '"at" < $end']
    for name, accepted in wanted.where.items():
        if name in PLACES:
            tests.append(matches(f'"{name}"', f"f_{name}"))
            values[f"f_{name}"] = sorted(below(accepted)) if name == "unit" else list(accepted)
        elif name in UNDERSTOOD:
            beside = [one for one in WITH_ASPECT if name == "aspect" and wanted.where.get(one)]
            told = " AND ".join(_told_as(one) for one in (name, *beside))
            tests.append(
                f'id IN (SELECT feedback FROM {UNDERSTOOD[name]} WHERE "at" >= $start AND "at" < $end AND {told})'
            )
            values[f"f_{name}"] = list(accepted)
    for n, word in enumerate(wanted.words[:MOST_WORDS]):
        tests.append(f"contains(lower(text), $w{n})")
        values[f"w{n}"] = word.lower()
    return tests, values


def _told_as(name: str) -> str:
    return f"list_has_any({LISTED[name]}, $f_{name})" if name in LISTED else f"list_contains($f_{name}, {name})"


def _understood(facts: Facts, rows: Iterable[dict[str, Any]]) -> list[Voice]:
    """With what was found in each. The time bounds let the engine skip nearly all of a large table."""
    rows = list(rows)
    if not rows:
        return []
    values = {
        "ids": [row["id"] for row in rows],
        "start": min(row["at"] for row in rows),
        "end": max(row["at"] for row in rows) + timedelta(microseconds=1),
    }
    inside = 'WHERE "at" >= $start AND "at" < $end AND feedback IN (SELECT unnest($ids::UUID[]))'
    mentions: dict[str, list[Mention]] = {}
    columns = (
        'CAST(feedback AS VARCHAR) AS feedback, aspect, label, polarity, clause, "start", "end", words, confidence, '
        "emotion, intent, need, step_versions, figures, ladder, effort, want, spans, aspect_spans, brand_spans, "
        "product_spans, place_spans, time_spans"
    )
    for row in facts.sql(f'SELECT {columns} FROM mention {inside} ORDER BY "start"', values).to_pylist():
        mentions.setdefault(row.pop("feedback"), []).append(_mention(row))
    columns = "CAST(feedback AS VARCHAR) AS feedback, label, intents, scenes, step_versions"
    documents = {r["feedback"]: r for r in facts.sql(f"SELECT {columns} FROM document {inside}", values).to_pylist()}
    return [_voice(row, documents.get(row["id"], {}), mentions.get(row["id"], [])) for row in rows]


def _voice(row: dict[str, Any], document: dict[str, Any], mentions: list[Mention]) -> Voice:
    text: dict[str, Any] = {name: row[name] or "" for name in row if name not in ("at", "rating", "rating_scale")}
    return Voice(
        at=row["at"], rating=row["rating"], rating_scale=row["rating_scale"], **text,
        label=document.get("label") or "", intents=tuple(document.get("intents") or ()),
        scenes=tuple(document.get("scenes") or ()),
        versions=document.get("step_versions") or "", mentions=tuple(mentions),
    )  # fmt: skip


def _mention(row: dict[str, Any]) -> Mention:
    return Mention(
        row["aspect"] or "", row["label"] or "neutral", row["polarity"] or 0.0, row["clause"] or "",
        row["start"] or 0, row["end"] or 0, tuple(row["words"] or ()), row["confidence"],
        row["emotion"] or "", row["intent"] or "", row["need"] or "", row["step_versions"] or "",
        _told(row), tuple(_spans(row)),
    )  # fmt: skip


def _told(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    # what a person says it is about is guessed no more
    guessed = {"context"} if author(row["step_versions"] or "") > 0 else set()
    figures = [("figure", figure) for figure in row["figures"] or () if figure not in guessed]
    return (*figures, *((kind, row[kind]) for kind in ("ladder", "effort", "want") if row[kind]))


def _spans(row: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """Nothing of what was read before there were such columns."""
    for column, kind in SPANS.items():
        for span in row[column] or ():
            start, _dash, end = span.partition("-")
            yield kind, int(start), int(end)


def _make_key(voice: Voice) -> str:
    return base64.urlsafe_b64encode(json.dumps([voice.at.isoformat(), voice.id]).encode()).decode().rstrip("=")


def _read_key(key: str) -> tuple[datetime, str]:
    try:
        at, ident = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        return datetime.fromisoformat(at).astimezone(UTC), str(UUID(ident))
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error) as error:
        raise Invalid(_("The address of this page of the list is damaged. Start again from the first page.")) from error
