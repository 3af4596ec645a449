"""Everything one customer said and did, newest first, as one reader may see it."""

from dataclasses import dataclass
from datetime import datetime

from zhiyin.company.queries import zone
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader
from zhiyin.web.desk.labels import say_code

MOST = 100
ARROW = " → "
"""Between the events of one visit, which is one step."""


@dataclass(frozen=True)
class Step:
    at: datetime
    kind: str
    """feedback, answer, order or event"""
    what: str
    unit: str
    touchpoint: str
    value: float | None
    label: str
    ident: str

    @property
    def says(self) -> str:
        """What was done, with names instead of codes."""
        if self.kind == "event":
            return ARROW.join(say_code("event", name) for name in self.what.split(ARROW))
        return say_code({"answer": "question", "order": "status"}.get(self.kind, ""), self.what)


def history(customer: str, reader: Reader) -> list[Step]:
    facts = open_facts(reader, zone=zone().key)
    rows = facts.sql(
        """WITH said AS (
            SELECT f."at", 'feedback' AS kind, coalesce(f.text, f.title) AS what, f.unit, f.touchpoint,
                   f.rating AS value, d.label, CAST(f.id AS VARCHAR) AS ident
            FROM feedback AS f
            LEFT JOIN (SELECT feedback, label FROM document WHERE customer = $customer) AS d ON d.feedback = f.id
            WHERE f.customer = $customer),
        answered AS (
            SELECT "at", 'answer', coalesce(instrument, question), unit, touchpoint, score, NULL, NULL
            FROM answer WHERE customer = $customer AND score IS NOT NULL),
        bought AS (
            SELECT "at", 'order', status, unit, touchpoint, amount, NULL, NULL FROM "order" WHERE customer = $customer),
        did AS (
            SELECT min("at"), 'event', string_agg(name, $arrow ORDER BY "at"), any_value(unit),
                   arg_max(touchpoint, "at"), NULL, NULL, NULL
            FROM event WHERE customer = $customer
            GROUP BY coalesce(session, CAST(id AS VARCHAR)) ORDER BY 1 DESC LIMIT 40)
        SELECT * FROM (FROM said UNION ALL FROM answered UNION ALL FROM bought UNION ALL FROM did)
        ORDER BY "at" DESC LIMIT $most""",
        {"customer": customer, "most": MOST, "arrow": ARROW},
    ).to_pylist()
    return [
        Step(row["at"], row["kind"], row["what"] or "", row["unit"] or "", row["touchpoint"] or "", row["value"],
             row["label"] or "", row["ident"] or "")
        for row in rows
    ]  # fmt: skip
