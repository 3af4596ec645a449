"""`zhiyin explain`: which groups account for how much of a change."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

import click

from zhiyin.cli.context import open_home
from zhiyin.cli.context import translate as _
from zhiyin.cli.filters import filtered, read_filters
from zhiyin.cli.gaps import stand_out

if TYPE_CHECKING:
    from zhiyin.explain.root_causes.values import Contribution, Explanation, Part, Split
    from zhiyin.kit.time import Period
    from zhiyin.measure.indicators.values import Figure

WIDE = 160
"""Columns when nobody watches: a pipe or a file has no edge to fit."""
DAY = click.DateTime(["%Y-%m-%d"])


@click.command(help=_("Show which units, products, touchpoints, aspects and channels moved an indicator."))
@click.argument("slug", metavar="INDICATOR")
@click.option("--from", "first", type=DAY, required=True, help=_("First day."))
@click.option("--to", "last", type=DAY, required=True, help=_("Last day, included."))
@click.option("--against", nargs=2, type=DAY, metavar="D D", help=_("Compared with these days; else as many before."))
@click.option(
    "--across", multiple=True, metavar="DIM", help=_("Not what moved, but which groups stand out. Repeat it for both.")
)
@click.option("--by", "dimensions", multiple=True, metavar="DIM", help=_("Split by these dimensions only. Repeat it."))
@filtered
@click.option("--top", default=8, show_default=True, type=click.IntRange(1), help=_("Groups shown per dimension."))
@click.option("--voices", "quoted", default=2, show_default=True, type=click.IntRange(0), help=_("Voices per cause."))
@click.option("--json", "as_json", is_flag=True, help=_("JSON on stdout."))
def explain(
    slug: str,
    first: datetime,
    last: datetime,
    against: tuple[datetime, datetime] | None,
    across: tuple[str, ...],
    dimensions: tuple[str, ...],
    filters: tuple[str, ...],
    top: int,
    quoted: int,
    as_json: bool,
) -> None:
    if across and (against or dimensions):
        raise click.UsageError(_("--across looks at one period only: leave --against and --by away."))
    open_home()
    from zhiyin.company import queries as company
    from zhiyin.explain.root_causes import queries
    from zhiyin.warehouse.reader import Reader

    period = _period(first, last, "--to")
    if across:
        stand_out(slug, period, across, read_filters(filters), top, quoted, as_json=as_json)
        return
    other = _period(*against, "--against") if against else period.before()
    where = company.chosen(read_filters(filters), dimensions)
    reader = Reader.of_task("cli")
    found = queries.explain(slug, period, other, reader, where=where, dimensions=dimensions)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=1, default=_plain))
    else:
        _print(found, top, quoted)


def _period(first: datetime, last: datetime, option: str) -> "Period":
    from zhiyin.company import queries as company
    from zhiyin.kit.time import Period

    if last < first:
        sentence = _("{option}: the last day, {last}, lies before the first, {first}.")
        raise click.UsageError(sentence.format(option=option, first=f"{first:%Y-%m-%d}", last=f"{last:%Y-%m-%d}"))
    return Period.of_days(first.date(), last.date(), company.zone())


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _print(found: "Explanation", top: int, quoted: int) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE
    console.print(_headline(found), soft_wrap=True)
    if found.change.verdict != "changed":
        console.print(_("What follows may be chance, except where a group is marked with ●."), style="dim")
    for split in found.splits:
        console.print()
        console.print(_table(split, found.counted, top))
        if split.overlapping:
            console.print(_("One voice may speak of several: these parts do not add up."), style="dim")
    for cause in found.top[: 3 if quoted else 0]:
        _quote(console, found, cause, quoted)


def _headline(found: "Explanation") -> str:
    from zhiyin.measure.indicators.registry import indicator

    name = str(indicator(found.indicator).name)
    change = found.change
    if change.value is None:
        return _("{name}: nothing to compare; n was {before:,} and is {after:,}.").format(
            name=name, before=found.before.n, after=found.after.n
        )
    verdicts = {
        "changed": _("a real change"),
        "unclear": _("not distinguishable from noise"),
        "too_few": _("too few observations to say"),
    }
    return _("{name}: {before} → {after}, change {change}: {verdict}.").format(
        name=name,
        before=_figure(found.before),
        after=_figure(found.after),
        change=f"{change.value:+,.2f} ({change.low:+,.2f} … {change.high:+,.2f})",
        verdict=verdicts[change.verdict],
    )


def _table(split: "Split", counted: bool, top: int) -> object:
    from rich.table import Table

    shown = split.contributions[:top]
    labels = _names(split.dimension, [one.key for one in shown])
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column(split.dimension, no_wrap=True, max_width=28, overflow="ellipsis")
    middle = () if counted else (_("share"), _("scores differently"), _("more or fewer"))
    for heading in (_("before"), _("after"), "n", _("part in the change"), _("95% interval"), *middle):
        table.add_column(heading, justify="right", no_wrap=True)
    for one, label in zip(shown, labels, strict=True):
        shares = f"{one.share_before:.0%} → {one.share_after:.0%}"
        halves = () if counted else (shares, _part(one.rate), _part(one.mix))
        figures = (_value(one.before), _value(one.after), f"{one.before.n:,} → {one.after.n:,}")
        interval = f"{one.both.low:+,.2f} … {one.both.high:+,.2f}"
        table.add_row(_mark(one.both), label, *figures, f"{one.both.value:+,.2f}", interval, *halves)
    if len(split.contributions) > top:
        table.add_row("", _("… and {n} more").format(n=len(split.contributions) - top))
    return table


def _names(dimension: str, keys: list[str | None]) -> list[str]:
    from zhiyin.company import queries as company

    kind = dimension.partition(":")[0]
    codes = [key for key in keys if key is not None]
    known = company.names(kind, codes) if kind in ("unit", "product", "touchpoint", "brand") else {}
    return [known.get(key, key) if key is not None else _("(not known)") for key in keys]


def _mark(part: "Part") -> str:
    return "●" if part.verdict == "changed" else " "


def _part(part: "Part") -> str:
    return f"{part.value:+,.2f} {_mark(part)}"


def _value(figure: "Figure") -> str:
    return "–" if figure.value is None else f"{figure.value:,.2f}"


def _figure(figure: "Figure") -> str:
    return f"{_value(figure)} (n {figure.n:,})"


def _quote(console: object, found: "Explanation", cause: "Contribution", limit: int) -> None:
    from rich.console import Console
    from rich.markup import escape

    from zhiyin.explain.root_causes.voices import voices
    from zhiyin.measure.indicators.registry import indicator
    from zhiyin.warehouse.reader import Reader

    assert isinstance(console, Console)
    praise = cause.both.value * (indicator(found.indicator).better or 1) > 0
    said = voices(
        found.period, Reader.of_task("cli"), where=found.filters, group=(cause.dimension, cause.key), praise=praise,
        limit=limit,
    )  # fmt: skip
    if said:
        console.print()
        label = _names(cause.dimension, [cause.key])[0]
        console.print(_("What customers say about {group}:").format(group=escape(f"{cause.dimension} = {label}")))
    for voice in said:
        words = " ".join((voice.clause or voice.text or "").split())[:120]
        console.print(f"  {voice.at:%Y-%m-%d}  {escape(words)}", soft_wrap=True)
