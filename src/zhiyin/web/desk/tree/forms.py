"""One row a node; what was typed comes back as it was when something is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from zhiyin.kit.errors import Invalid
from zhiyin.measure.tree.values import Spec

FIELDS = ("code", "name_zh", "name_en", "parent", "indicator", "filters", "weight", "target")
SPARE = 3
"""Empty rows at the end of the form, for new nodes."""


@dataclass(frozen=True)
class Row:
    values: Mapping[str, str]
    depth: int = 0

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")


def rows_of(specs: Sequence[Spec]) -> list[Row]:
    depth: dict[str, int] = {}
    rows = []
    for spec in specs:
        depth[spec.code] = depth.get(spec.parent, -1) + 1
        rows.append(Row(_typed(spec), depth[spec.code]))
    return rows + [Row({})] * SPARE


def rows_posted(data: QueryDict) -> list[Row]:
    columns = [data.getlist(name) for name in FIELDS]
    return [Row(dict(zip(FIELDS, values, strict=True))) for values in zip(*columns, strict=False)]


def specs_of(rows: Sequence[Row]) -> list[Spec]:
    """A row without code and names is no node: that is how one is removed."""
    return [_spec(row, line) for line, row in enumerate(rows, 1) if row["code"].strip() or row["name_zh"].strip()]


def _typed(spec: Spec) -> dict[str, str]:
    filters = ", ".join(f"{name}={value}" for name, values in spec.filters.items() for value in values)
    target = "" if spec.target is None else f"{spec.target:g}"
    return {
        "code": spec.code,
        "name_zh": spec.name_zh,
        "name_en": spec.name_en,
        "parent": spec.parent,
        "indicator": spec.indicator,
        "filters": filters,
        "weight": f"{spec.weight:g}",
        "target": target,
    }


def _spec(row: Row, line: int) -> Spec:
    code, zh, en = (row[name].strip() for name in ("code", "name_zh", "name_en"))
    if not code:
        raise Invalid(_("Row {line}: “{name}” needs a code, for example delivery_nps."), line=line, name=zh)
    weight = _number(row["weight"] or "1", line, _("weight"))
    target = _number(row["target"], line, _("target")) if row["target"].strip() else None
    names = (zh or en or code, en or zh or code)
    return Spec(code, *names, row["parent"].strip(), row["indicator"], _filters(row["filters"], line), weight, target)


def _number(text: str, line: int, name: str) -> float:
    try:
        return float(text.strip().replace("，", "."))
    except ValueError:
        raise Invalid(_("Row {line}, {name}: “{text}” is not a number."), line=line, name=name, text=text) from None


def _filters(text: str, line: int) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in text.replace("，", ",").split(","):
        if not part.strip():
            continue
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not (name and equals and value):
            raise Invalid(
                _("Row {line}, filters: write them like touchpoint=delivery, unit=east; “{text}” is not."),
                line=line, text=part.strip(),
            )  # fmt: skip
        found[name] = (*found.get(name, ()), value)
    return found
