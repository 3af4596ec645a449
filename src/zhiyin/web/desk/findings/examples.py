"""One sentence of a customer for each finding: the words right beside the number."""

from collections.abc import Iterable

from zhiyin.kit.time import Period
from zhiyin.warehouse.engines import Facts
from zhiyin.warehouse.questions import matches

Place = tuple[str, str, str]
"""touchpoint, aspect, label"""


def examples(facts: Facts, period: Period, brands: Iterable[str]) -> dict[Place, str]:
    """The clearest clause at every touchpoint about every aspect: one pass over the opinions of the period."""
    values: dict[str, object] = {"start": period.start, "end": period.end}
    own = sorted(brands)
    if own:
        values["brands"] = own
    rows = facts.sql(
        f"""SELECT touchpoint, aspect, label,
            arg_max(clause, coalesce(confidence, 0.5) * abs(coalesce(polarity, 0)) * least(length(clause), 10))
                AS clause
        FROM mention WHERE "at" >= $start AND "at" < $end AND label <> 'neutral'
            {"AND " + matches("brand", "brands") if own else ""}
        GROUP BY ALL""",
        values,
    )
    return {
        (row["touchpoint"] or "", row["aspect"] or "", row["label"]): row["clause"].strip()
        for row in rows.to_pylist()
        if row["clause"]
    }
