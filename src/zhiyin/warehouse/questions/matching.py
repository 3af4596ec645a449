"""Whether a fact is among those that a filter accepts: the one rule, for Ibis and for SQL."""

from collections.abc import Collection

import ibis.expr.types as ir

from zhiyin.warehouse.questions.values import MISSING


def matching(column: ir.Value, accepted: Collection[str]) -> ir.BooleanValue:
    found = column.isin(list(accepted))
    return found | column.isnull() if MISSING in accepted else found


def matches(column: str, parameter: str) -> str:
    """The condition in SQL; `parameter` is bound to the list of accepted values."""
    return f"list_contains(${parameter}, coalesce({column}, '{MISSING}'))"
