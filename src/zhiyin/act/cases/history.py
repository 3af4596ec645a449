"""What the facts know about a case: the voice it came from, and the customer's way there and on."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from zhiyin.act.cases.models import Case
from zhiyin.act.cases.values import Said, Step, Voice
from zhiyin.company import queries as company
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.reader import Reader

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
BEFORE, AFTER = timedelta(days=180), timedelta(days=60)
MOST = 200
"""Steps shown; a customer with more is cut to those closest to the case."""

# Each kind of fact as the fields of a `Step`; a valence only where the customer showed one. A visit with its twenty
# events, or a call with its twenty turns, is one step.
_STEPS = """
    SELECT f.at, 'feedback' AS kind, f.touchpoint, f.text, d.polarity AS valence, f.kind AS code,
           NULL::VARCHAR[] AS events, f.rating AS amount, NULL AS currency, NULL AS late, CAST(f.id AS VARCHAR) AS ref
    FROM feedback f LEFT JOIN document d ON d.feedback = f.id AND d.at >= $start AND d.at < $end
    WHERE f.customer = $customer AND f.at >= $start AND f.at < $end
  UNION ALL
    SELECT a.at, 'answer', a.touchpoint, a.choice,
           CASE WHEN a.scale_max > a.scale_min THEN 2 * (a.score - a.scale_min) / (a.scale_max - a.scale_min) - 1 END,
           coalesce(a.instrument, a.question), NULL, a.score, NULL, NULL, a.survey
    FROM answer a WHERE a.customer = $customer AND a.at >= $start AND a.at < $end
  UNION ALL
    SELECT o.at, 'order', o.touchpoint, NULL, NULL, o.status, NULL, o.amount, o.currency,
           CASE WHEN o.delivered_at > o.promised_at THEN date_diff('minute', o.promised_at, o.delivered_at) END,
           o.external_id
    FROM "order" o WHERE o.customer = $customer AND o.at >= $start AND o.at < $end
  UNION ALL
    SELECT min(t.at), 'call', any_value(t.touchpoint),
           string_agg(CASE WHEN t.speaker = 'customer' THEN t.text END, ' / ' ORDER BY t.n), NULL,
           any_value(t.queue), NULL, NULL, NULL, NULL, t.conversation
    FROM turn t WHERE t.customer = $customer AND t.at >= $start AND t.at < $end GROUP BY t.conversation
  UNION ALL
    SELECT min(e.at), 'event', arg_max(e.touchpoint, e.at), NULL, NULL, NULL,
           list(e.name ORDER BY e.at), NULL, NULL, NULL, coalesce(e.session, CAST(e.id AS VARCHAR))
    FROM event e WHERE e.customer = $customer AND e.at >= $start AND e.at < $end
    GROUP BY coalesce(e.session, CAST(e.id AS VARCHAR))
"""


_VOICE = """
    SELECT "at", title, text, rating, rating_scale, source, channel, touchpoint, unit, customer
    FROM feedback WHERE id = CAST($id AS UUID)
"""
_OPINIONS = """
    SELECT start, "end", label, aspect, intent FROM mention
    WHERE feedback = CAST($id AS UUID) AND start IS NOT NULL AND "end" IS NOT NULL ORDER BY start
"""
_WAY = f"SELECT * FROM ({_STEPS}) s ORDER BY abs(date_diff('second', s.at, $middle)) LIMIT {MOST}"


def voice(ident: str, reader: Reader) -> Voice | None:
    """What the customer said, with the opinions found in it; None when there is none or this reader may not see it."""
    asked = _of_voice(ident)
    return _voice(ident, *(found.to_pylist() for found in _facts(reader).together(*asked))) if asked else None


def around(case: Case, reader: Reader) -> tuple[Voice | None, list[Step]]:
    """The voice of a case, and everything the customer said and did around it, in the order it happened."""
    said, way = _of_voice(case.feedback), _of_way(case)
    found = [table.to_pylist() for table in _facts(reader).together(*said, *way)]
    steps = sorted(found[-1], key=lambda row: row["at"]) if way else []
    return _voice(case.feedback, *found[:2]) if said else None, [_step(row) for row in steps]


Ask = tuple[str, Mapping[str, object]]


def _of_voice(ident: str) -> list[Ask]:
    return [(_VOICE, {"id": ident}), (_OPINIONS, {"id": ident})] if _UUID.match(ident) else []


def _of_way(case: Case) -> list[Ask]:
    if not case.customer:
        return []
    start, end = case.opened_at - BEFORE, case.opened_at + AFTER
    return [(_WAY, {"customer": case.customer, "start": start, "end": end, "middle": case.opened_at})]


def _voice(ident: str, rows: list[dict[str, Any]], opinions: list[dict[str, Any]]) -> Voice | None:
    if not rows:
        return None
    row = rows[0]
    texts = ("title", "text", "source", "channel", "touchpoint", "unit", "customer")
    return Voice(
        ident=ident,
        at=row["at"],
        said=tuple(
            Said(one["start"], one["end"], one["label"] or "", one["aspect"] or "", one["intent"] or "")
            for one in opinions
        ),
        rating=_rating(row),
        **{name: row[name] or "" for name in texts},
    )


def _facts(reader: Reader) -> Facts:
    return open_facts(reader, zone=company.zone().key)


def _step(row: Mapping[str, Any]) -> Step:
    at: datetime = row["at"]
    return Step(
        at=at,
        kind=row["kind"],
        touchpoint=row["touchpoint"] or "",
        text=row["text"] or "",
        valence=row["valence"],
        code=row["code"] or "",
        events=tuple(name for name in row["events"] or () if name),
        amount=row["amount"],
        currency=row["currency"] or "",
        late=row["late"] or 0,
        ref=row["ref"] or "",
    )


def _rating(row: Mapping[str, Any]) -> str:
    if row["rating"] is None:
        return ""
    return f"{row['rating']:g}/{row['rating_scale']:g}" if row["rating_scale"] else f"{row['rating']:g}"
