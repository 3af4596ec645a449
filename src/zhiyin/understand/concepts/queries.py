"""What the company made of its own: with how much is said about it, and by whom it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zhiyin.company.changes.models import Change
from zhiyin.company.concepts.models import Concept
from zhiyin.company.concepts.queries import pack
from zhiyin.company.queries import zone
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

_COUNT = """SELECT aspect, count(*) AS mentions, count(DISTINCT feedback) AS voices FROM mention
    WHERE aspect IN (SELECT unnest(?)) GROUP BY aspect"""


@dataclass(frozen=True)
class Kept:
    """One concept as its page shows it. `latest`: the change that an undo takes back. `kind`: of the aspect it is, or
    gives words to."""

    concept: Concept
    target: str
    made_by: str
    made_at: datetime | None
    latest: Change | None
    mentions: int
    voices: int
    kind: str = ""


def own(reader: Reader, *, retired: bool = False) -> list[Kept]:
    """Newest first; what is said is counted as far as the reader sees."""
    records = Concept.objects.order_by("-id")
    records = records if retired else records.filter(active=True)
    aspects = {aspect.code: aspect.kind for aspect in pack().aspects}
    targets = [one.extends if one.extends in aspects else one.code for one in records]
    said = _counted(targets, reader)
    changes: dict[int, list[Change]] = {}
    for change in Change.objects.filter(kind="concept"):
        changes.setdefault(change.key, []).append(change)
    found = []
    for record, target in zip(records, targets, strict=True):
        past = changes.get(record.pk, [])
        latest = next((one for one in past if one.undone_at is None), None)
        first = past[-1] if past else None
        mentions, voices = said.get(target, (0, 0))
        by, at = (first.actor, first.at) if first else ("", None)
        kind = aspects.get(target, record.kind)
        found.append(Kept(record, target, by, at, latest, mentions, voices, kind))
    return found


def _counted(codes: Sequence[str], reader: Reader) -> dict[str, tuple[int, int]]:
    if not codes:
        return {}
    rows = open_facts(reader, zone=zone().key).sql(_COUNT, [sorted(set(codes))]).to_pylist()
    return {row["aspect"]: (row["mentions"], row["voices"]) for row in rows}
