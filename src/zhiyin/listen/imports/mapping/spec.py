"""What `--map column=field` and `--set name=value` mean.

column=field                                   feedback, orders …: this column is that field
column=                                        leave the column out altogether
column=attributes                              keep it beside the fact, whatever it looks like
column=nps | csat | ces                        one question of a wide survey file
column=answer:CODE[:INSTRUMENT[:MIN-MAX]][:blank=6,0][:touchpoint=T]
column=text[:CODE]                             an open question

--set at=2024-05-01    one value for all rows; also encoding, delimiter, header, sheet, zone, decimal, people,
                       speaker.customer=Name,Name (who is the customer), own=example.com (whose letters are ours),
                       at.form=dmy (how a date is written), nps.blank=11, nps.scale=0-10
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from zhiyin.listen.imports.errors import BadMapping
from zhiyin.listen.imports.mapping.fields import fields_of
from zhiyin.listen.imports.values import Question

READING = ("encoding", "delimiter", "header", "sheet", "own", "language")
SCALES = {"nps": (0.0, 10.0), "csat": (1.0, 5.0), "ces": (1.0, 7.0)}
RANGE = re.compile(r"^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$")
OUT, KEEP = "", "attributes"


def pairs(given: Iterable[str], option: str) -> dict[str, str]:
    """`a=b` to {a: b}; the column may hold an equals sign, the field never does."""
    found = {}
    for item in given:
        left, equals, right = item.rpartition("=") if option == "--map" and ":" not in item else item.partition("=")
        if not equals or not left.strip():
            raise BadMapping(_("{option} {item} is not understood: write name=value."), option=option, item=item)
        found[left.strip()] = right.strip()
    return found


def column_of(name: str, columns: tuple[str, ...]) -> str:
    """The column as the file spells it; capitals and blanks do not matter."""
    plain = " ".join(name.split())
    for column in columns:
        if column == plain:
            return column
    for column in columns:
        if column.casefold() == plain.casefold():
            return column
    shown = ", ".join(columns[:30])
    raise BadMapping(_("There is no column {column}; the file has: {columns}."), column=name, columns=shown)


def is_question(target: str) -> bool:
    return target.split(":")[0] in ("answer", "text", *SCALES)


def question(column: str, target: str, settings: Mapping[str, str]) -> Question:
    """One question of a wide file; `nps.blank` or `CODE.blank` among the settings adds to it."""
    first, *rest = target.split(":")
    named = dict(part.split("=", 1) for part in rest if "=" in part)
    plain = [part for part in rest if "=" not in part]
    code = (plain.pop(0) if plain and first in ("answer", "text") else "") or code_of(column)
    instrument = first if first in SCALES else "text" if first == "text" else (plain.pop(0) if plain else "")
    low, high = SCALES.get(instrument, (None, None))
    scale = plain.pop(0) if plain else settings.get(f"{code}.scale") or settings.get(f"{instrument}.scale", "")
    if scale:
        if not (found := RANGE.match(scale)):
            raise BadMapping(_("{scale} is no scale: write 1-5."), scale=scale)
        low, high = float(found[1]), float(found[2])
    blanks = [named.get("blank", ""), settings.get(f"{code}.blank", ""), settings.get(f"{instrument}.blank", "")]
    listed = tuple(part.strip() for text in blanks for part in text.split(",") if part.strip())
    unknown = set(named) - {"blank", "touchpoint"}
    if plain or unknown:
        raise BadMapping(
            _("{target} is not understood: write answer:question:instrument:min-max:blank=…."), target=target
        )
    made = Question(column, code, instrument, low, high, listed)
    return replace(made, touchpoint=named.get("touchpoint", ""))


def code_of(column: str) -> str:
    return re.sub(r"[^\w]+", "_", column.casefold()).strip("_") or "q"


def check_fields(kind: str, maps: Mapping[str, str], settings: Mapping[str, str]) -> None:
    """Every name in a mapping is one that this kind has."""
    known = fields_of(kind)
    for column, target in maps.items():
        if target in (OUT, KEEP) or target in known or (kind == "answers" and is_question(target)):
            continue
        raise BadMapping(
            _("{column}={target}: {kind} have no field {target}; they have: {fields}."),
            column=column,
            target=target,
            kind=kind,
            fields=", ".join(known),
        )
    for name in settings:
        if name in known or name in (*READING, "zone", "decimal", "people", "survey") or "." in name:
            continue
        raise BadMapping(
            _("--set {name}: not known; {kind} have: {fields}."), name=name, kind=kind, fields=", ".join(known)
        )
