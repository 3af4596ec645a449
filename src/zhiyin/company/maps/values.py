"""The company map as one document: text to checked data and back."""

from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from zhiyin.company.calendars.models import DAYS
from zhiyin.kit.errors import Invalid

Document = dict[str, Any]

SECTIONS = ("company", "calendars", "units", "brands", "products", "stages", "releases", "concepts")
FIELDS: dict[str, frozenset[str]] = {
    "company": frozenset({"zh", "en", "time_zone", "pack", "language", "journey_gap_days", "calendar"}),
    "calendars": frozenset({"code", "zh", "en", "active", "holidays", "days_off", "days_worked", *DAYS}),
    "units": frozenset({"code", "zh", "en", "active", "kind", "parent", "opened_on", "calendar"}),
    "brands": frozenset({"code", "zh", "en", "active", "ours"}),
    "products": frozenset({"code", "zh", "en", "active", "parent", "brand"}),
    "stages": frozenset({"code", "zh", "en", "active", "touchpoints"}),
    "touchpoints": frozenset({"code", "zh", "en", "active", "channel", "owner_unit", "owner", "weight"}),
    "releases": frozenset({"at", "name", "kind", "unit", "touchpoint"}),
    "concepts": frozenset(
        {"code", "zh", "en", "active", "extends", "kind", "parent", "touchpoint", "words", "examples", "refused"}
    ),
}
LARGEST = 5_000_000
"""Characters; ten thousand stores with names are about one million."""


def parse(text: str) -> Document:
    """YAML or JSON (which is YAML too) into a document whose every field is known."""
    if len(text) > LARGEST:
        raise Invalid(_("This document is larger than {n} characters; split it."), n=LARGEST)
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        raise Invalid(
            _("Line {line} cannot be read as YAML; check its indentation and quotes."),
            line=mark.line + 1 if mark else 1,
        ) from None
    except (ValueError, RecursionError):
        raise Invalid(_("This document cannot be read as YAML; check its dates and nesting.")) from None
    return checked(found)


def checked(document: object) -> Document:
    if not isinstance(document, dict):
        raise Invalid(_("A company map is a list of sections: {sections}."), sections=", ".join(SECTIONS))
    for name in document:
        if name not in SECTIONS:
            known = ", ".join(SECTIONS)
            raise Invalid(_("“{name}” is not a section; the sections are {sections}."), name=name, sections=known)
    for section, rows in document.items():
        if section == "company":
            _check_row(section, rows or {})
            continue
        for row in _rows(section, rows):
            _check_row(section, row)
            for point in _rows("touchpoints", row.get("touchpoints")):
                _check_row("touchpoints", point)
    return document


def _rows(section: str, rows: object) -> list[Any]:
    if rows is None:
        return []
    if not isinstance(rows, list):
        raise Invalid(_("Section “{section}” must be a list."), section=section)
    return rows


def _check_row(section: str, row: object) -> None:
    if not isinstance(row, dict):
        raise Invalid(_("Section “{section}”: each entry must have named fields."), section=section)
    for name in row:
        if name not in FIELDS[section]:
            raise Invalid(
                _("Section “{section}”: “{field}” is not known; known are {fields}."),
                section=section,
                field=name,
                fields=", ".join(sorted(FIELDS[section])),
            )
    missing = {"releases": ("at", "name"), "company": ()}.get(section, ("code",))
    for name in missing:
        if row.get(name) in (None, ""):
            raise Invalid(_("Section “{section}”: an entry lacks its “{field}”."), section=section, field=name)
    if isinstance(row.get("code"), bool):
        raise Invalid(_("Section “{section}”: YAML reads this code as yes or no; put it in quotes."), section=section)


def ordered(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parents before what stands below them; a circle or an unknown parent keeps its place at the end."""
    waiting = {str(row["code"]): row for row in rows}
    known = set(waiting)
    done: list[dict[str, Any]] = []
    placed: set[str] = set()
    while waiting:
        ready = [code for code, row in waiting.items() if _parent(row) in placed or _parent(row) not in known]
        if not ready:
            return done + list(waiting.values())
        for code in ready:
            done.append(waiting.pop(code))
            placed.add(code)
    return done


def _parent(row: dict[str, Any]) -> str:
    return str(row.get("parent") or "")


def write(document: Document) -> str:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=120)
