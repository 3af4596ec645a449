"""`zhiyin triples`: who is praised or blamed for what in restaurant reviews, span by span."""

from pathlib import Path

import click

from zhiyin.cli.context import start
from zhiyin.cli.context import translate as _
from zhiyin.cli.understand import say_unread


@click.command(
    help=_(
        "Aspect, opinion and label of the Chinese restaurant reviews in FILE, each with its place in the text. "
        "No home needed. Guide: docs/guide/understand.md"
    )
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--column", metavar="COLUMN", help=_("The column of FILE that holds the texts."))
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    required=True,
    help=_("Triples go here: .parquet, .jsonl or .csv."),
)
def triples(file: Path, column: str | None, out: Path) -> None:
    start()
    from rich.console import Console
    from rich.progress import Progress

    from zhiyin.understand.files import judge_file
    from zhiyin.understand.text import triples as model

    with Progress(console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(file.name, total=1.0)

        def tell(share: float, rows: int) -> None:
            bar.update(line, completed=share, description=_("{rows} rows").format(rows=f"{rows:,}"))

        done = judge_file(file, model.load().judge, model.TABLE, column=column, out=out, tell=tell)
    counts = _("{rows} rows, {triples} triples: {file}")
    click.echo(counts.format(rows=f"{done.rows:,}", triples=f"{done.mentions:,}", file=out), err=True)
    say_unread(done.unread)
