"""From when to when there are facts: the default period hangs on it."""

import time
from collections.abc import Mapping
from datetime import date, timedelta

from zhiyin.company.queries import ours, zone
from zhiyin.kit.time import now
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader
from zhiyin.web.desk.scope import Scope, Span, parse

KEPT_S = 20.0
"""An import shows in the default period after at most this long; asking takes 4 ms a page otherwise."""
_TABLES = ("feedback", "answer", "order")
_kept: dict[tuple[object, ...], tuple[float, Span]] = {}


def read_scope(query: Mapping[str, str], reader: Reader) -> Scope:
    return parse(query, extent(reader), zone(), ours())


def extent(reader: Reader) -> Span:
    """Of what is said, answered and bought; a lone date of the year 9999 must not move the default."""
    facts = open_facts(reader, zone=zone().key)
    key = (reader.restrictions, facts.lake.catalog, facts.zone)
    since, span = _kept.get(key, (0.0, None))
    if span and time.monotonic() - since < KEPT_S:
        return span
    today = now().astimezone(zone()).date()
    union = " UNION ALL ".join(f'SELECT "at" FROM "{name}"' for name in _TABLES)
    rows = facts.sql(
        f'SELECT min("at")::DATE AS first, max("at")::DATE AS last FROM ({union}) '
        'WHERE "at" < ?::DATE + INTERVAL 2 DAY',
        [today],
    ).to_pylist()
    first, last = (rows[0]["first"], rows[0]["last"]) if rows else (None, None)
    span = Span(first, last) if isinstance(first, date) and isinstance(last, date) else _fallback(today)
    _kept[key] = (time.monotonic(), span)
    return span


def _fallback(today: date) -> Span:
    return Span(today - timedelta(days=365), today)


def forget_extent() -> None:
    """After an import, so that its period shows at once."""
    _kept.clear()
