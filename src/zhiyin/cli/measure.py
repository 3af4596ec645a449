"""`zhiyin measure`: indicators with n and interval, in the shell or as JSON."""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from zhiyin.cli.context import open_home
from zhiyin.cli.context import translate as _
from zhiyin.cli.filters import filtered, read_filters

if TYPE_CHECKING:
    from zhiyin.measure.indicators.values import Answer, Cell, Figure

ALWAYS = (date(1900, 1, 1), date(2199, 12, 31))


@click.command(help=_("Show an indicator, or all of them, with n and 95% interval."))
@click.argument("slug", metavar="[INDICATOR]", required=False)
@click.option("--by", "dimensions", multiple=True, metavar="DIM", help=_("Split by unit, brand, month … Repeat it."))
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help=_("First day; else from the start."))
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help=_("Last day, included; else to the end."))
@filtered
@click.option("--unweighted", is_flag=True, help=_("Every answer counts once, whatever its sampling weight."))
@click.option("--json", "as_json", is_flag=True, help=_("JSON on stdout."))
def measure(
    slug: str | None,
    dimensions: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    filters: tuple[str, ...],
    unweighted: bool,
    as_json: bool,
) -> None:
    open_home()
    from zhiyin.company import queries as company
    from zhiyin.kit.time import Period
    from zhiyin.measure.indicators.queries import answer
    from zhiyin.measure.indicators.registry import INDICATORS
    from zhiyin.warehouse.questions import Question
    from zhiyin.warehouse.reader import Reader

    period = Period.of_days(_day(first, ALWAYS[0]), _day(last, ALWAYS[1]), company.zone())
    given = read_filters(filters)
    slugs = _able([slug] if slug else list(INDICATORS), [*dimensions, *given], slug)
    where = company.chosen(given, dimensions)
    reader = Reader.of_task("cli")
    found = [
        answer(Question.of(name, period, reader, by=dimensions, where=where, weighted=not unweighted)) for name in slugs
    ]
    if as_json:
        click.echo(json.dumps([_plain(cell) for one in found for cell in one.cells], ensure_ascii=False, indent=1))
    else:
        _print(found, dimensions)


def _day(given: datetime | None, default: date) -> date:
    return given.date() if given else default


def _able(chosen: list[str], dimensions: list[str], named: str | None) -> list[str]:
    """Asked for all: those that can be split that way. Asked for one: that one, and let it say what is wrong."""
    from zhiyin.measure.indicators.registry import INDICATORS
    from zhiyin.warehouse.questions import GRAINS

    wanted = {name.partition(":")[0] for name in dimensions} - set(GRAINS)
    return [slug for slug in chosen if named or wanted <= set(INDICATORS[slug].base.known)]


def _plain(cell: "Cell") -> dict[str, object]:
    figure = cell.figure
    return {
        "indicator": cell.indicator,
        **cell.keys,
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "n": figure.n,
        "enough": figure.enough,
    }


def _print(found: "list[Answer]", dimensions: tuple[str, ...]) -> None:
    from rich.console import Console
    from rich.table import Table

    from zhiyin.measure.indicators.registry import indicator

    table = Table(box=None, pad_edge=False)
    for heading in (_("indicator"), *dimensions):
        table.add_column(heading)
    for heading in (_("value"), _("95% interval"), "n"):
        table.add_column(heading, justify="right")
    for one in found:
        for cell in one.cells:
            name = str(indicator(cell.indicator).name)
            keys = [cell.keys[name] or "–" for name in dimensions]
            table.add_row(name, *keys, *_shown(cell.figure))
    Console().print(table)


def _shown(figure: "Figure") -> tuple[str, str, str]:
    if figure.value is None:
        return "–", "", f"{figure.n:,}"
    if not figure.enough:
        return _("too few"), "", f"{figure.n:,}"
    return f"{figure.value:,.2f}", f"{figure.low:,.2f} … {figure.high:,.2f}", f"{figure.n:,}"
