"""The facts behind a number, newest first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from zhiyin.company.queries import zone
from zhiyin.company.units.queries import below
from zhiyin.kit.errors import Invalid
from zhiyin.kit.time import Period
from zhiyin.measure.indicators.values import Indicator
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.questions import matches
from zhiyin.warehouse.reader import Reader
from zhiyin.warehouse.schema import FACTS
from zhiyin.web.desk.labels import names_of

RECORDS = {
    "answer": (
        "at",
        "instrument",
        "score",
        "choice",
        "question",
        "unit",
        "touchpoint",
        "product",
        "customer",
        "survey",
    ),
    "order": ("at", "amount", "currency", "status", "promised_at", "delivered_at", "unit", "product", "customer"),
    "turn": ("at", "conversation", "n", "speaker", "text", "queue", "unit", "customer"),
}
COLUMNS = {
    "at": gettext_lazy("When"), "instrument": gettext_lazy("Instrument"), "score": gettext_lazy("Score"),
    "choice": gettext_lazy("Choice"), "question": gettext_lazy("Question"), "unit": gettext_lazy("Unit"),
    "touchpoint": gettext_lazy("Touchpoint"), "product": gettext_lazy("Product"), "customer": gettext_lazy("Customer"),
    "survey": gettext_lazy("Survey"), "amount": gettext_lazy("Amount"), "currency": gettext_lazy("Currency"),
    "status": gettext_lazy("Status"), "promised_at": gettext_lazy("Promised for"),
    "delivered_at": gettext_lazy("Delivered at"), "conversation": gettext_lazy("Conversation"),
    "n": gettext_lazy("Turn"),
    "speaker": gettext_lazy("Speaker"), "text": gettext_lazy("Text"), "queue": gettext_lazy("Service queue"),
}  # fmt: skip
NAMED = ("unit", "touchpoint", "product", "queue", "instrument", "question", "survey", "choice", "status", "speaker")
INSTRUMENTS = {"nps": "nps", "csat": "csat", "csat_mean": "csat", "ces": "ces", "ces_easy": "ces"}


def listable(kind: Indicator, names: Iterable[str]) -> bool:
    """Whether records can be told apart by all of these: what an answer's order was like stands with the order."""
    return kind.base.table == "order" or "punctuality" not in names


def read_records(
    kind: Indicator, period: Period, where: Mapping[str, Sequence[str]], reader: Reader, limit: int
) -> tuple[list[str], list[tuple[Any, ...]]]:
    if not listable(kind, where):
        raise Invalid(
            gettext_lazy("Records of {indicator} cannot be narrowed to “{dimension}”: open them without it."),
            indicator=kind.name, dimension=gettext_lazy("Punctuality of delivery"),
        )  # fmt: skip
    table = FACTS[kind.base.table]
    columns = RECORDS[table.name]
    values: dict[str, Any] = {"start": period.start, "end": period.end}
    tests = ['"at" >= $start', '"at" < $end']
    chosen = dict(where)
    if kind.slug in INSTRUMENTS:
        chosen["instrument"] = (INSTRUMENTS[kind.slug],)
    for name, accepted in chosen.items():
        if name in table.names:
            tests.append(matches(f'"{name}"', f"f_{name}"))
            values[f"f_{name}"] = sorted(below(accepted)) if name == "unit" else list(accepted)
    if kind.slug == "on_time_delivery":
        tests.append("promised_at IS NOT NULL AND delivered_at IS NOT NULL")
    if table.name == "order" and chosen.get("punctuality"):
        late = "CASE WHEN delivered_at > promised_at THEN 'late' WHEN delivered_at <= promised_at THEN 'on_time' END"
        tests.append(matches(late, "f_punctuality"))
        values["f_punctuality"] = list(chosen["punctuality"])
    chosen_columns = ", ".join(f'"{name}"' for name in columns)
    query = (
        f'SELECT {chosen_columns} FROM "{table.name}" WHERE {" AND ".join(tests)} ORDER BY "at" DESC LIMIT {limit:d}'
    )
    rows = open_facts(reader, zone=zone().key).sql(query, values).to_pylist()
    names = {name: names_of(name) for name in NAMED if name in columns}
    head = [str(COLUMNS.get(name, name)) for name in columns]
    return head, [tuple(names.get(name, {}).get(row[name], row[name]) for name in columns) for row in rows]
