"""Every fact table, declared once. `FACTS[name]` is the only list of them."""

from zhiyin.warehouse.schema.tables import ANSWER, DOCUMENT, EVENT, FACTS, FEEDBACK, MENTION, ORDER, TURN
from zhiyin.warehouse.schema.values import COMMON, Column, FactTable, Type

__all__ = [
    "ANSWER",
    "COMMON",
    "DOCUMENT",
    "EVENT",
    "FACTS",
    "FEEDBACK",
    "MENTION",
    "ORDER",
    "TURN",
    "Column",
    "FactTable",
    "Type",
]
