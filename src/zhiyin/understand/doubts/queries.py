"""Mentions to ask people about.

By doubt: what the model is least sure of, times how much is said about the aspect: `(1 - confidence) * ln(1 + n)`.
At random: every mention has the same chance, whatever the model thinks of it. The order is that of a hash of where it
stands, so that everybody draws on along one and the same list, and what comes in later is drawn with the same chance.
"""

from dataclasses import dataclass

from zhiyin.kit.time import Period
from zhiyin.understand.corrections.models import Correction
from zhiyin.understand.corrections.values import MARK, Drawn
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

EACH_RANDOM = 3
"""Every third one is drawn at random."""

_DOUBT = """
    WITH inside AS (
        SELECT feedback, "start", "end", coalesce(aspect, '') AS aspect, confidence, step_versions
        FROM mention WHERE "at" >= $start AND "at" < $end
    ), weights AS (SELECT aspect, ln(1 + count(*)) AS weight FROM inside GROUP BY aspect)
    SELECT CAST(feedback AS VARCHAR) AS feedback, "start", "end", inside.aspect
    FROM inside JOIN weights ON weights.aspect = inside.aspect
    WHERE NOT contains(coalesce(step_versions, ''), $mark)
        AND NOT list_contains($skipped, CAST(feedback AS VARCHAR) || ':' || "start" || ':' || inside.aspect)
    ORDER BY (1 - confidence) * weight DESC, feedback, "start", inside.aspect LIMIT 1
"""
_RANDOM = """
    SELECT CAST(feedback AS VARCHAR) AS feedback, "start", "end", coalesce(aspect, '') AS aspect
    FROM mention
    WHERE NOT list_contains($skipped, CAST(feedback AS VARCHAR) || ':' || "start" || ':' || coalesce(aspect, ''))
    ORDER BY md5(CAST(feedback AS VARCHAR) || ':' || "start" || ':' || coalesce(aspect, '')) LIMIT 1
"""


@dataclass(frozen=True)
class Asked:
    """A mention that somebody should judge, and how it was drawn."""

    feedback: str
    start: int
    end: int
    aspect: str
    drawn: str

    @property
    def key(self) -> str:
        return f"{self.feedback}:{self.start}:{self.aspect}"


def ask(reader: Reader, period: Period, turn: int, skipped: list[str]) -> Asked | None:
    """The next one; `turn` counts the answers of this sitting. None: nothing is left."""
    if turn % EACH_RANDOM == EACH_RANDOM - 1:
        return _drawn(reader, skipped) or _doubted(reader, period, skipped)
    return _doubted(reader, period, skipped) or _drawn(reader, skipped)


def _doubted(reader: Reader, period: Period, skipped: list[str]) -> Asked | None:
    values = {"start": period.start, "end": period.end, "mark": MARK, "skipped": skipped}
    rows = open_facts(reader).sql(_DOUBT, values).to_pylist()
    return Asked(**rows[0], drawn=Drawn.DOUBT) if rows else None


def _drawn(reader: Reader, skipped: list[str]) -> Asked | None:
    rows = open_facts(reader).sql(_RANDOM, {"skipped": [*skipped, *_drawn_before()]}).to_pylist()
    return Asked(**rows[0], drawn=Drawn.RANDOM) if rows else None


def _drawn_before() -> list[str]:
    """What was drawn at random and judged, as it stood then and as it stands now."""
    keys = []
    for one in Correction.objects.filter(undone_at=None, drawn=Drawn.RANDOM):
        step = one.step()
        some = (*((step.before,) if step.before else ()), *step.after)
        keys += [f"{one.text_id}:{mention.start}:{mention.aspect}" for mention in some]
    return keys
