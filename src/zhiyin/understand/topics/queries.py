"""What surfaces in a period that nobody has named yet, as one reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from zhiyin.company.concepts.queries import pack
from zhiyin.company.concepts.rules import owners
from zhiyin.company.queries import zone
from zhiyin.company.units.queries import below
from zhiyin.kit.time import Period
from zhiyin.understand.text.vectors import load
from zhiyin.understand.topics import rules
from zhiyin.understand.topics.models import KnownTopic
from zhiyin.understand.topics.values import Found, Known, Said
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.questions import matches
from zhiyin.warehouse.reader import Reader

LOOKED_AT = 10_000
"""Voices read at most; of more, a part chosen by their ids, the same for both periods."""
PLACES = ("unit", "brand", "product", "touchpoint", "channel", "source")

_COUNT = """SELECT count(*) FILTER (WHERE "at" >= $start) AS n, count(*) FILTER (WHERE "at" < $start) AS before
    FROM feedback WHERE "at" >= $from AND "at" < $end AND text IS NOT NULL AND hash(id) % $part = 0 {where}"""
# The whole text where no word names an aspect; otherwise the clauses that are about none. What is taken from context
# is taken for the nearest that is known, which is where something new would hide.
_UNCOVERED = """WITH named AS (SELECT DISTINCT feedback FROM mention WHERE "at" >= $from AND "at" < $end
        AND aspect IS NOT NULL AND NOT coalesce(list_contains(figures, 'context'), false)),
    said AS (SELECT id, "at", text FROM feedback WHERE "at" >= $from AND "at" < $end AND text IS NOT NULL
        AND hash(id) % $part = 0 {where})
    SELECT CAST(id AS VARCHAR) AS voice, "at", left(text, 500) AS text FROM said ANTI JOIN named ON named.feedback = id
    UNION ALL SELECT CAST(said.id AS VARCHAR), said."at", clause FROM mention JOIN said ON mention.feedback = said.id
        JOIN named ON named.feedback = said.id
        WHERE (mention.aspect IS NULL OR list_contains(figures, 'context')) AND clause IS NOT NULL
        AND mention."at" >= $from AND mention."at" < $end
    ORDER BY 2, 1, 3"""


def emerging(
    period: Period, before: Period, where: Mapping[str, Sequence[str]], reader: Reader, language: str = "zh"
) -> Found:
    """Topics of `period` beside `before`, which ends where it starts; those that are none stay away. Their names are in
    `language` first."""
    found = surfacing(period, before, where, reader)
    return replace(found, topics=rules.spoken_first(rules.remembered(found.topics, known()), language))


def known() -> list[Known]:
    rows = KnownTopic.objects.values_list("code", "phrases", "first_seen", "dismissed")
    return [Known(code, tuple(phrases), since, dismissed) for code, phrases, since, dismissed in rows]


def dismissed() -> list[KnownTopic]:
    return list(KnownTopic.objects.filter(dismissed=True).order_by("-dismissed_at"))


def surfacing(period: Period, before: Period, where: Mapping[str, Sequence[str]], reader: Reader) -> Found:
    """As counted, whatever anybody said of it before."""
    facts = open_facts(reader, zone=zone().key)
    tests, values = conditions(where)
    values |= {"start": period.start, "from": before.start, "end": period.end, "part": 1}
    counted = facts.sql(_COUNT.format(where=tests), values).to_pylist()[0]
    part = max(1, (counted["n"] + counted["before"]) // LOOKED_AT)
    if part > 1:
        values["part"] = part
        counted = facts.sql(_COUNT.format(where=tests), values).to_pylist()[0]
    del values["start"]
    said = [Said(**row) for row in facts.sql(_UNCOVERED.format(where=tests), values).to_pylist()]
    now = [one for one in said if one.at >= period.start]
    earlier = [one for one in said if one.at < period.start]
    found = rules.topics(now, earlier, counted["n"], counted["before"], load(), owners(pack()))
    return Found(found, counted["n"], counted["before"], 1 / part)


def conditions(where: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, object]]:
    """Tests on `feedback`, each beginning with AND, and the values that they name."""
    chosen = {name: accepted for name, accepted in where.items() if name in PLACES}
    values: dict[str, object] = {
        f"f_{name}": sorted(below(accepted)) if name == "unit" else list(accepted) for name, accepted in chosen.items()
    }
    tests = [matches('"' + name + '"', "f_" + name) for name in chosen]
    return "".join(" AND " + test for test in tests), values
