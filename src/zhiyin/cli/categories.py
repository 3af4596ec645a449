"""`zhiyin categories`: what reviews speak of in a fixed scheme, and how."""

from pathlib import Path

import click

from zhiyin.cli.context import start
from zhiyin.cli.context import translate as _
from zhiyin.cli.understand import say_unread


@click.command(
    help=_(
        "What each text of FILE speaks of in a fixed scheme of categories, and how it is felt. No home needed. "
        "Without FILE: the schemes there are. Guide: docs/guide/understand.md"
    )
)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--scheme", metavar="S", help=_("One of the schemes listed without FILE."))
@click.option("--column", metavar="COLUMN", help=_("The column of FILE that holds the texts."))
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help=_("Categories go here: .parquet, .jsonl or .csv.")
)
def categories(file: Path | None, scheme: str | None, column: str | None, out: Path | None) -> None:
    start()
    if file is None:
        listed()
    elif scheme is None or out is None:
        raise click.UsageError(_("Say with --scheme which categories, and with --out where they go."))
    else:
        convert(file, scheme, column, out)


def listed() -> None:
    from zhiyin.understand.text.categories import SCHEMES, load

    for name in SCHEMES:
        click.echo(f"{name}: {', '.join(load(name).categories)}")


def convert(file: Path, scheme: str, column: str | None, out: Path) -> None:
    from rich.console import Console
    from rich.progress import Progress

    from zhiyin.understand.schemes import categorise_file

    with Progress(console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(file.name, total=1.0)
        done = categorise_file(
            file,
            scheme=scheme,
            column=column,
            out=out,
            tell=lambda share, rows: bar.update(
                line, completed=share, description=_("{rows} rows").format(rows=f"{rows:,}")
            ),
        )
    counts = _("{rows} rows, {categories} categories: {file}")
    click.echo(counts.format(rows=f"{done.rows:,}", categories=f"{done.mentions:,}", file=out), err=True)
    say_unread(done.unread)
