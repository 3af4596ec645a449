"""What many voices are about, as one reader may see them: groups by meaning, Chinese and English together.

The rows of the shelf are grouped, nothing is embedded again; which of them count is what the guarded facts show.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID
from weakref import ref

import numpy as np
from django.utils.translation import gettext_lazy as _

from zhiyin.company.queries import zone
from zhiyin.company.units.queries import below
from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.stats import intervals
from zhiyin.stats.values import Array, Estimate
from zhiyin.understand.groups import naming, rules
from zhiyin.understand.groups.values import FEWEST, MOST_GROUPS, Example, Group, Grouped, Share
from zhiyin.understand.meanings import queries as meanings
from zhiyin.understand.meanings.shelf import Ids, Shelf
from zhiyin.understand.meanings.values import PLACES, Near, Sought
from zhiyin.understand.text.vectors import Numbers, load, unit
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.questions import Filters, as_filters
from zhiyin.warehouse.reader import Reader

LOOKED_AT = 10_000
"""Voices read at most; of more, those whose ids come first, which are as good as drawn: an id is an MD5."""
LONGEST = 500
"""Characters of a text that a name is read off, and that is shown."""
EXAMPLES = 3
KEPT = 8
"""Answers kept, so that the list of a group need not group anew."""

_NO_ROWS: Numbers = np.zeros((0, 0), np.float32)

_TEXTS = """SELECT CAST(id AS BLOB) AS id, "at", left(text, $longest) AS text FROM feedback
    WHERE id IN (SELECT unnest($ids::UUID[])) AND text IS NOT NULL AND "at" >= $start AND "at" < $end"""
_POLARITY = """SELECT CAST(feedback AS BLOB) AS id, polarity FROM document
    WHERE feedback IN (SELECT unnest($ids::UUID[])) AND polarity IS NOT NULL AND "at" >= $start AND "at" < $end"""


@dataclass(frozen=True)
class _Read:
    """The voices read, in the order of their ids; one element each."""

    ids: list[str]
    rows: Numbers
    texts: list[str]
    at: list[datetime]
    language: list[str]
    polarity: Array
    """NaN where it is not understood yet."""


@dataclass(frozen=True)
class _Nameless:
    """Groups before they are named: the same for readers of either language. `cores` and `aims`: as `naming` asks."""

    found: Grouped
    cores: list[list[str]]
    aims: Numbers


def grouped(sought: Sought, reader: Reader, *, language: str = "zh", wanted: int = 0) -> Grouped:
    """Groups of the voices that fit; `wanted` says how many, 0 leaves it to the voices; names in `language` first.
    Nobody whose sight excludes customers' words gets any."""
    if wanted and not FEWEST <= wanted <= MOST_GROUPS:
        raise Invalid(_("Ask for {fewest} to {most} groups."), fewest=FEWEST, most=MOST_GROUPS)
    facts = open_facts(reader, zone=zone().key)
    where = {name: sorted(below(some)) if name == "unit" else some for name, some in sought.where.items()}
    standing = meanings.stand()
    version = (facts.lake.catalog, facts.snapshot)
    asked = (sought.period, as_filters(where), sought.words)
    return _named(version, ref(standing), replace(reader, name=""), facts.zone, *asked, wanted, language)


def part(n: int, of: int) -> Share:
    """A share of the voices read, with Wilson's interval."""
    return _said(intervals.proportion(n, of)) if of else Share(0.0, 0.0, 0.0, 0)


@lru_cache(maxsize=KEPT)
def _named(
    version: object,
    shelved: ref[Shelf],
    reader: Reader,
    zone_key: str,
    period: Period | None,
    where: Filters,
    words: tuple[str, ...],
    wanted: int,
    language: str,
) -> Grouped:
    nameless = _nameless(version, shelved, reader, zone_key, period, where, words, wanted)
    names = naming.names(nameless.cores, nameless.aims, load(), language) if nameless.cores else []
    found = nameless.found
    groups = tuple(replace(group, phrases=name) for group, name in zip(found.groups, names, strict=True))
    return replace(found, groups=groups)


@lru_cache(maxsize=KEPT)
def _nameless(
    _version: object,
    shelved: ref[Shelf],
    reader: Reader,
    zone_key: str,
    period: Period | None,
    where: Filters,
    words: tuple[str, ...],
    wanted: int,
) -> _Nameless:
    sought = Sought(period=period, where=dict(where), words=words)
    standing = meanings.held(shelved)
    read, total = _read(standing, sought, reader, open_facts(reader, zone=zone_key))
    waiting = meanings.coverage(reader, standing).waiting
    if not read.ids:
        return _Nameless(Grouped((), (), 0, total, 1.0, waiting, bool(wanted)), [], _NO_ROWS)
    found = rules.partition(read.rows, wanted, read.language)
    members = [_nearest(found, group) for group in range(found.count)]
    groups = tuple(_group(read, found, rows) for rows in members)
    alone = _voices(read, found, _nearest(found, -1))
    grouped = Grouped(groups, alone, len(read.ids), total, found.agreement, waiting, bool(wanted))
    return _Nameless(grouped, [_core(read.texts, rows) for rows in members], _aims(read, members))


def _read(standing: Shelf, sought: Sought, reader: Reader, facts: Facts) -> tuple[_Read, int]:
    none = _Read([], _NO_ROWS, [], [], [], np.zeros(0))
    if not len(standing) or "text" in reader.masks:
        return none, 0
    places = np.flatnonzero(meanings.allowed(standing, sought, reader, facts))
    chosen = places[np.argsort(standing.keys[places], kind="stable")[:LOOKED_AT]]
    if not len(chosen):
        return none, 0
    ids = [_ident(row) for row in np.asarray(standing.ids[chosen])]
    at = standing.at[chosen]
    values: dict[str, object] = {
        "ids": ids, "start": meanings.instant(int(at.min())), "end": meanings.instant(int(at.max()) + 1)
    }  # fmt: skip
    said = {_ident(row["id"]): row for row in facts.sql(_TEXTS, values | {"longest": LONGEST}).to_pylist()}
    polarity = {_ident(row["id"]): row["polarity"] for row in facts.sql(_POLARITY, values).to_pylist()}
    there = np.array([ident in said for ident in ids], dtype=np.bool_)
    ids = [ident for ident in ids if ident in said]
    spoken = [standing.places[place][PLACES.index("language")] or "" for place in standing.place[chosen[there]]]
    read = _Read(
        ids,
        unit(np.asarray(standing.rows[chosen[there]], np.float32)),
        [said[ident]["text"] for ident in ids],
        [said[ident]["at"] for ident in ids],
        spoken,
        np.array([polarity.get(ident, np.nan) for ident in ids], np.float64),
    )
    return read, len(places) - int(np.count_nonzero(~there))


def _ident(row: bytes | Ids) -> str:
    return str(UUID(bytes=bytes(row)))


def _nearest(found: rules.Partition, group: int) -> rules.Labels:
    """Numbers of its voices, nearest to the middle first."""
    rows = np.flatnonzero(found.label == group)
    return rows[np.argsort(-found.near[rows], kind="stable")]


def _aims(read: _Read, members: Sequence[rules.Labels]) -> Numbers:
    """Where each group lies, seen from the middle of all."""
    if not members:
        return _NO_ROWS
    middle = read.rows.mean(axis=0)
    return unit(np.stack([read.rows[rows].mean(axis=0) - middle for rows in members]))


def _core(texts: Sequence[str], rows: rules.Labels) -> list[str]:
    """The texts nearest to the middle, each once: what is copied must not name a group alone."""
    return list(dict.fromkeys(texts[row] for row in rows[: 4 * naming.CORE].tolist()))[: naming.CORE]


def _group(read: _Read, found: rules.Partition, rows: rules.Labels) -> Group:
    spoken = Counter(read.language[row] for row in rows.tolist())
    languages = tuple(sorted(spoken.items(), key=lambda one: (-one[1], one[0])))
    share, felt = part(len(rows), len(read.ids)), _valence(read.polarity[rows])
    voices = _voices(read, found, rows)
    return Group(read.ids[rows[0]], (), share, felt, languages, _examples(read, rows), voices)


def _valence(polarity: Array) -> Share | None:
    known = polarity[~np.isnan(polarity)]
    if not len(known):
        return None
    return _said(intervals.mean(len(known), known.sum(), (known**2).sum(), lowest=-1.0, highest=1.0))


def _said(some: Estimate) -> Share:
    return Share(float(some.value[0]), float(some.low[0]), float(some.high[0]), int(some.n[0]))


def _examples(read: _Read, rows: rules.Labels) -> tuple[Example, ...]:
    """The nearest to the middle in other words each; the last of them in the group's second language, if it has one."""
    found: dict[str, int] = {}
    for row in rows.tolist():
        found.setdefault(read.texts[row], row)
    nearest = list(found.values())
    chosen = nearest[:EXAMPLES]
    first = {read.language[row] for row in chosen}
    other = next((row for row in nearest if len(first) == 1 and read.language[row] not in first), None)
    if other is not None:
        chosen[-1] = other
    return tuple(Example(read.ids[row], read.at[row], read.texts[row]) for row in chosen)


def _voices(read: _Read, found: rules.Partition, rows: rules.Labels) -> tuple[Near, ...]:
    return tuple(Near(read.ids[row], float(found.near[row])) for row in rows.tolist())
