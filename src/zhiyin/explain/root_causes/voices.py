"""What customers said in the group that a contribution is about."""

from collections.abc import Iterable, Mapping

from zhiyin.company import queries as company
from zhiyin.company.units.queries import ancestors, below
from zhiyin.explain.root_causes.values import Voice
from zhiyin.kit.time import Period
from zhiyin.warehouse.engines import Facts, open_facts
from zhiyin.warehouse.questions import as_filters, matches
from zhiyin.warehouse.reader import Reader
from zhiyin.warehouse.schema.tables import DOCUMENT, MENTION

_SELECT = """
SELECT said.feedback, said."at", voice.text, {clause} AS clause, said.polarity,
       said.unit, said.product, said.touchpoint, said.channel
FROM {table} AS said JOIN feedback AS voice ON voice.id = said.feedback
WHERE said."at" >= $start AND said."at" < $end AND said.label = $label {conditions}
QUALIFY row_number() OVER (PARTITION BY said.feedback ORDER BY said.confidence DESC NULLS LAST) = 1
ORDER BY abs(said.polarity) * coalesce(said.confidence, 0.5) DESC NULLS LAST, said."at" DESC, said.feedback
LIMIT $limit
"""


def voices(
    period: Period,
    reader: Reader,
    *,
    where: Mapping[str, str | Iterable[str]] | None = None,
    group: tuple[str, str | None] | None = None,
    praise: bool = False,
    limit: int = 20,
    facts: Facts | None = None,
) -> tuple[Voice, ...]:
    """The clearest complaints (or praise) of a period, one per feedback; `group` is (dimension, key) of a contribution.

    With an aspect among the conditions it is the opinion about it that is read, otherwise the text as a whole.
    Conditions that words do not carry (survey, instrument) are passed over.
    """
    facts = facts or open_facts(reader, zone=company.zone().key)
    named = {name: list(values) for name, values in as_filters(where or {})}
    column = group[0].partition(":")[0] if group else ""
    if group and group[1] is not None:
        inside = _inside(group[0], group[1])
        named[column] = [value for value in inside if value in named[column]] if column in named else inside
    table = MENTION if "aspect" in {*named, column} else DOCUMENT
    values: dict[str, object] = {
        "start": period.start, "end": period.end, "limit": limit, "label": "positive" if praise else "negative",
    }  # fmt: skip
    conditions = [f'AND said."{column}" IS NULL'] if group and group[1] is None and column in table.names else []
    for name in sorted(set(named) & set(table.names)):
        accepted = sorted(below(named[name])) if name == "unit" else named[name]
        conditions.append("AND " + matches(f'said."{name}"', name))
        values[name] = accepted
    query = _SELECT.format(
        clause="said.clause" if table is MENTION else "NULL", table=table.name, conditions=" ".join(conditions)
    )
    rows = facts.sql(query, values).to_pylist()
    return tuple(Voice(**{**row, "feedback": str(row["feedback"])}) for row in rows)


def _inside(dimension: str, key: str) -> list[str]:
    """`unit:region` = east stands for every unit whose region is east."""
    _, _, kind = dimension.partition(":")
    return sorted(code for code, above in ancestors(kind).items() if above == key) if kind else [key]
