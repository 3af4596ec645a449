"""What the wizard sends, as mapping and settings."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from zhiyin.listen.imports.mapping.fields import FIELDS as FIELDS_OF
from zhiyin.listen.imports.mapping.spec import KEEP, pairs
from zhiyin.listen.imports.values import Found, Plan, Question
from zhiyin.web.desk.imports.labels import FIELDS

OUT = "-"


@dataclass(frozen=True)
class Column:
    index: int
    name: str
    target: str
    sure: int | None
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Wishes:
    """What somebody told the wizard."""

    source: str
    maps: dict[str, str]
    settings: dict[str, str]


def wishes(data: Mapping[str, str]) -> Wishes:
    """`c0` is the first column's name, `t0` what it is to be."""
    maps = {}
    for name, column in data.items():
        if name[:1] == "c" and name[1:].isdigit():
            target = data.get(f"t{name[1:]}", "").strip()
            maps[column] = "" if target == OUT else (target or KEEP)
    lines = [line for line in data.get("settings", "").splitlines() if line.strip()]
    return Wishes(data.get("source", "").strip(), maps, pairs(lines, "--set"))


def columns(found: Found) -> list[Column]:
    plan = found.plan
    sure = {guess.column: round(guess.sure * 100) for guess in found.guesses}
    return [
        Column(
            n, name, _target(plan, name), sure.get(name), tuple(row[name] for row in found.sample if row.get(name))[:3]
        )
        for n, name in enumerate(found.layout.columns)
        if name != "…"
    ]


def bare(names: tuple[str, ...], told: Mapping[str, str]) -> list[Column]:
    """Columns of a file that could not be understood yet."""
    return [Column(n, name, told.get(name, KEEP) or OUT, None, ()) for n, name in enumerate(names) if name != "…"]


def choices(kind: str) -> list[tuple[str, str]]:
    """What a column may be, for this kind of file."""
    named = [(field.name, str(FIELDS.get(field.name, field.name))) for field in FIELDS_OF[kind]]
    if kind == "answers":
        named = [
            ("nps", _("Question: NPS, 0 to 10")),
            ("csat", _("Question: satisfaction, 1 to 5")),
            ("ces", _("Question: effort, 1 to 7")),
            ("text", _("Text, or an open question")),
            *[pair for pair in named if pair[0] != "text"],
        ]
    return [*named, (KEEP, _("keep beside it")), (OUT, _("leave out"))]


def _target(plan: Plan, column: str) -> str:
    if (question := next((q for q in plan.questions if q.column == column), None)) is not None:
        return _spelled(question)
    found = next((field for field, name in plan.fields.items() if name == column), None)
    return found or (OUT if column in plan.withheld else KEEP)


def _spelled(question: Question) -> str:
    if question.instrument == "text":
        return f"text:{question.code}"
    parts = ["answer", question.code, question.instrument]
    if question.low is not None and question.high is not None:
        parts.append(f"{question.low:g}-{question.high:g}")
    if question.blanks:
        parts.append("blank=" + ",".join(question.blanks))
    if question.touchpoint:
        parts.append(f"touchpoint={question.touchpoint}")
    return ":".join(parts).rstrip(":")
