"""`zhiyin explain INDICATOR --across DIM`: which groups stand out from the whole."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from zhiyin.cli.context import translate as _

if TYPE_CHECKING:
    from rich.console import Console

    from zhiyin.explain.findings.values import Finding
    from zhiyin.kit.time import Period

WIDE = 160
Where = dict[str, list[str]]
Chosen = Mapping[str, str | Iterable[str]]


def stand_out(
    slug: str, period: "Period", across: Sequence[str], given: Where, top: int, quoted: int, *, as_json: bool
) -> None:
    from rich.console import Console

    from zhiyin.company import queries as company
    from zhiyin.explain.findings.queries import gaps
    from zhiyin.warehouse.reader import Reader

    where = company.chosen(given, across)
    found = gaps(slug, period, Reader.of_task("cli"), across=across, where=where, limit=top)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1, default=str))
        return
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    if not found:
        console.print(_("No group stands out: too few observations, or no difference beyond chance."))
        return
    console.print(_table(found, across))
    for one in found[:3] if quoted else ():
        _quote(console, one, period, where, quoted)


def _table(found: "Sequence[Finding]", across: Sequence[str]) -> object:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("", *across):
        table.add_column(heading, no_wrap=True, max_width=32, overflow="ellipsis")
    for heading in (_("value"), _("95% interval"), "n", _("share"), _("moves the whole by"), _("95% interval")):
        table.add_column(heading, justify="right", no_wrap=True)
    marks = {True: _("better"), False: _("worse")}
    for one in found:
        keys, figure = dict(one.group), one.figure
        interval = f"{figure.low:,.2f} … {figure.high:,.2f}"
        part = f"{one.low:+,.2f} … {one.high:+,.2f}"
        names = [_name(name, keys[name]) for name in across]
        figures = (f"{figure.value:,.2f}", interval, f"{one.n:,}", f"{one.share:.1%}", f"{one.part:+,.2f}", part)
        table.add_row(marks[bool(one.good)], *names, *figures)
    return table


def _name(dimension: str, key: str | None) -> str:
    from zhiyin.company import queries as company

    if key is None:
        return _("(not known)")
    known = company.names(dimension, [key]) if dimension in ("unit", "product", "touchpoint", "brand") else {}
    return known.get(key, key)


def _quote(console: "Console", one: "Finding", period: "Period", where: "Chosen", limit: int) -> None:
    from rich.markup import escape

    from zhiyin.explain.root_causes.voices import voices
    from zhiyin.warehouse.reader import Reader

    inside: Chosen = {**where, **{name: [key] for name, key in one.group if key is not None}}
    said = voices(period, Reader.of_task("cli"), where=inside, praise=bool(one.good), limit=limit)
    if said:
        named = ", ".join(f"{name} = {_name(name, key)}" for name, key in one.group)
        console.print()
        console.print(_("What customers say about {group}:").format(group=escape(named)))
    for voice in said:
        words = " ".join((voice.clause or voice.text or "").split())[:120]
        console.print(f"  {voice.at:%Y-%m-%d}  {escape(words)}", soft_wrap=True)
