"""What was said that means the same. The reader's sight and every filter narrow the search itself; where the shelf is
behind the facts, the ids found are read through these once more. The texts always come from the guarded facts.

The shelf grows while it is built: a question keeps to the one that it began with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID
from weakref import ref

import numpy as np
import pyarrow as pa
from django.conf import settings

from zhiyin.company.queries import zone
from zhiyin.company.units.queries import below
from zhiyin.kit.time import Period
from zhiyin.understand.meanings import rules, shelf
from zhiyin.understand.meanings.rules import Flags
from zhiyin.understand.meanings.shelf import Place, Shelf
from zhiyin.understand.meanings.values import LISTED, PLACES, UNDERSTOOD, WITH_ASPECT, Coverage, Near, Sought
from zhiyin.understand.text.vectors import load
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.questions.values import MISSING, Filters, as_filters
from zhiyin.warehouse.reader import Reader

READER = Reader.of_task("meanings")
MICROSECONDS = 1_000_000
KEPT = 16
"""Filters by what was understood whose rows are kept; one takes a byte a voice."""


def folder() -> Path:
    path: Path = settings.HOME.folder("meanings")
    return path


def version() -> str:
    """Rows of another version are not compared with ours."""
    return load().version


def stand() -> Shelf:
    """The meanings as they stand now."""
    file = folder() / shelf.STATE
    try:
        found = file.stat()
    except OSError:
        return shelf.empty(load().width)
    return _stand(folder(), version(), (found.st_mtime_ns, found.st_ino, found.st_size))


def held(shelved: ref[Shelf]) -> Shelf:
    """The shelf of a question, which holds it as long as it asks."""
    standing = shelved()
    if standing is None:
        raise RuntimeError("the shelf was let go before the question was answered")
    return standing


def instant(microseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)


@lru_cache(maxsize=1)
def _stand(path: Path, made_by: str, _changed: tuple[int, int, int]) -> Shelf:
    return shelf.read(path, made_by, load().width)


def coverage(reader: Reader, standing: Shelf | None = None) -> Coverage:
    """Of what the reader may see. Voices that are not placed yet are not found by meaning."""
    facts = open_facts(reader)
    total = facts.sql("SELECT count(*) AS n FROM feedback WHERE text IS NOT NULL").to_pylist()[0]["n"]
    standing = stand() if standing is None else standing
    return Coverage(int(np.count_nonzero(visible(standing, reader)[standing.place])) if len(standing) else 0, total)


def search(sought: Sought, reader: Reader) -> list[Near]:
    """The nearest first. Nobody whose sight excludes customers' words finds anything by them."""
    standing = stand()
    if not len(standing) or "text" in reader.masks:
        return []
    facts = open_facts(reader, zone=zone().key)
    asked = load().embed([sought.text or _text(sought.like, facts)])[0]
    among = allowed(standing, sought, reader, facts)
    if sought.like:
        among &= standing.keys != shelf.keys(_bytes([sought.like]))[0]
    places, scores = rules.nearest(standing.bits, standing.rows, asked, sought.limit, among)
    ids = [str(UUID(bytes=bytes(row))) for row in np.asarray(standing.ids[places])]
    # In step with the facts, the shelf holds what they hold; asking them takes as long as the search itself.
    there = frozenset(ids) if standing.snapshot == facts.snapshot else _there(ids, facts)
    return [Near(ident, float(score)) for ident, score in zip(ids, scores, strict=True) if ident in there]


def spoken(found: Sequence[Near], reader: Reader) -> list[dict[str, Any]]:
    """Id, time, text and score of what was found, in its order."""
    query = 'SELECT CAST(id AS VARCHAR) AS id, "at", text FROM feedback WHERE id IN (SELECT unnest(?::UUID[]))'
    rows = open_facts(reader).sql(query, [[one.id for one in found]]).to_pylist() if found else []
    said = {row["id"]: row for row in rows}
    return [said[one.id] | {"score": one.score} for one in found if one.id in said]


def visible(standing: Shelf, reader: Reader) -> Flags:
    """For each place, whether the reader may see what was said there."""
    unit, brand = PLACES.index("unit"), PLACES.index("brand")
    return np.array([reader.sees(place[unit], place[brand]) for place in standing.places], dtype=np.bool_)


def allowed(standing: Shelf, sought: Sought, reader: Reader, facts: Facts) -> Flags:
    """The rows that the reader may see and that fit the filters."""
    open_places = visible(standing, reader)
    for name, accepted in sought.where.items():
        if name in PLACES:
            wanted = below(accepted) if name == "unit" else frozenset(accepted)
            open_places &= _accepting(standing.places, PLACES.index(name), wanted)
    fits: Flags = np.ones(len(standing), np.bool_) if open_places.all() else open_places[standing.place]
    if sought.period:
        start, end = (int(at.timestamp() * MICROSECONDS) for at in (sought.period.start, sought.period.end))
        fits &= (standing.at >= start) & (standing.at < end)
    understood = as_filters({name: values for name, values in sought.where.items() if name in UNDERSTOOD})
    if understood:
        made_of = (facts.lake.catalog, facts.snapshot)
        fits &= _understood(made_of, ref(standing), replace(reader, name=""), facts.zone, understood, sought.period)
    if sought.words:
        fits &= standing.among(_saying(sought, facts))
    return fits


def _accepting(places: Sequence[Place], column: int, wanted: frozenset[str]) -> Flags:
    return np.array([(place[column] or MISSING) in wanted for place in places], dtype=np.bool_)


@lru_cache(maxsize=KEPT)
def _understood(
    _made_of: object, shelved: ref[Shelf], reader: Reader, zone_key: str, where: Filters, period: Period | None
) -> Flags:
    """Rows whose feedback was understood as asked; an aspect and a valence or a scene mean the same mention. Kept,
    because finding them takes longer than the search; what is kept does not keep the shelf open."""
    standing, facts = held(shelved), open_facts(reader, zone=zone_key)
    fits = np.ones(len(standing), np.bool_)
    both = "aspect" in dict(where)
    for table in ("document", "mention"):
        tests: list[str] = []
        values: dict[str, object] = {}
        for name, accepted in where:
            if table == ("mention" if both and name in WITH_ASPECT else UNDERSTOOD[name]):
                listed = f"list_has_any({LISTED[name]}, ${name})" if name in LISTED else ""
                tests.append(listed or f"list_contains(${name}, {name})")
                values[name] = list(accepted)
        if not tests:
            continue
        if period:
            tests.append('"at" >= $start AND "at" < $end')
            values |= {"start": period.start, "end": period.end}
        query = f"SELECT CAST(feedback AS BLOB) AS id FROM {table} WHERE {' AND '.join(tests)}"
        fits &= standing.among(shelf.keys(blobs(facts.sql(query, values)["id"])))
    return fits


def _saying(sought: Sought, facts: Facts) -> shelf.Keys:
    """Keys of the feedback whose text holds every word."""
    values: dict[str, object] = {f"w{n}": word.lower() for n, word in enumerate(sought.words)}
    tests = [f"contains(lower(text), ${name})" for name in values]
    if sought.period:
        tests.append('"at" >= $start AND "at" < $end')
        values |= {"start": sought.period.start, "end": sought.period.end}
    found = facts.sql(f"SELECT CAST(id AS BLOB) AS id FROM feedback WHERE {' AND '.join(tests)}", values)
    return shelf.keys(blobs(found["id"]))


def blobs(column: pa.ChunkedArray) -> shelf.Ids:
    """Ids as DuckDB gives them, 16 bytes each."""
    if not len(column):
        return np.zeros((0, 16), dtype=np.uint8)
    whole = pa.concat_arrays(column.cast(pa.binary(16)).chunks)
    return np.frombuffer(whole.buffers()[1], dtype=np.uint8).reshape(-1, 16)[whole.offset : whole.offset + len(whole)]


def _bytes(ids: Sequence[str]) -> shelf.Ids:
    return np.frombuffer(b"".join(UUID(ident).bytes for ident in ids), dtype=np.uint8).reshape(-1, 16)


def _text(ident: str, facts: Facts) -> str:
    found = facts.sql("SELECT text FROM feedback WHERE id = TRY_CAST(? AS UUID)", [ident]).to_pylist()
    return (found[0]["text"] or "") if found else ""


def _there(ids: Sequence[str], facts: Facts) -> frozenset[str]:
    query = "SELECT CAST(id AS VARCHAR) AS id FROM feedback WHERE id IN (SELECT unnest(?::UUID[]))"
    return frozenset(facts.sql(query, [list(ids)])["id"].to_pylist()) if ids else frozenset()
