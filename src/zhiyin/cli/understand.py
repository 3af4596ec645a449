"""`zhiyin understand`: what is new in the home, one text, or a file."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zhiyin.cli.context import check_version, open_home, start
from zhiyin.cli.context import translate as _

if TYPE_CHECKING:
    from zhiyin.understand.text.lexicon import Name

STOPPED = _("Stopped. {done} of {total} voices are read with the words and models in use; `zhiyin understand` goes on.")


@click.command(
    help=_(
        "Annotate what is not yet annotated. With --text or FILE: stand-alone, no home needed. "
        "Guide: docs/guide/understand.md"
    )
)
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path))
@click.option("--text", metavar="TEXT", help=_("One text; its mentions as JSON on stdout."))
@click.option("--column", metavar="COLUMN", help=_("The column of FILE that holds the texts."))
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path), help=_("Mentions go here: .parquet, .jsonl or .csv.")
)
@click.option(
    "--documents", metavar="FILE", type=click.Path(path_type=Path), help=_("One row a text goes here, if named.")
)
@click.option("--pack", metavar="P", default="generic", show_default=True, help=_("Industry pack, or a YAML file."))
@click.option("--own", metavar="NAME", multiple=True, help=_("A name of yours; two of the same: 山风=Shanfeng."))
@click.option(
    "--rival", "rivals", metavar="NAME", multiple=True, help=_("A rival's name; two of the same: 青柳=Qingliu.")
)
@click.option("--stop", "stopping", is_flag=True, help=_("Stop reading history again; new feedback is still read."))
@click.option("--workers", metavar="N", type=click.IntRange(1, 256), help=_("Processes; all cores unless said."))
def understand(
    file: Path | None,
    text: str | None,
    column: str | None,
    out: Path | None,
    documents: Path | None,
    pack: str,
    own: tuple[str, ...],
    rivals: tuple[str, ...],
    stopping: bool,
    workers: int | None,
) -> None:
    if file is not None and text is not None:
        raise click.UsageError(_("Give either FILE or --text."))
    if stopping and (file is not None or text is not None):
        raise click.UsageError(_("--stop stands alone."))
    if text is not None:
        say(text, pack, own, rivals)
    elif file is not None:
        if out is None:
            raise click.UsageError(_("Say with --out where the mentions go: .parquet, .jsonl or .csv."))
        convert(file, out, column=column, documents=documents, pack=pack, names=named(own, rivals), workers=workers)
    elif stopping:
        halt()
    else:
        catch_up()


def named(own: tuple[str, ...], rivals: tuple[str, ...]) -> "tuple[Name, ...]":
    from zhiyin.understand.text.lexicon import brands

    names = brands(own, rivals)
    if short := [name.word for name in names if len(name.word) < 2]:
        raise click.UsageError(_("“{name}” is too short for a name; it takes two characters.").format(name=short[0]))
    return names


def say(text: str, pack: str, own: tuple[str, ...], rivals: tuple[str, ...]) -> None:
    start()
    from zhiyin.understand.files import annotate_text

    click.echo(annotate_text(text, pack, named(own, rivals)))


def convert(file: Path, out: Path, **options: Any) -> None:
    start()
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from zhiyin.understand.files import annotate_file

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(file.name, total=1.0)

        def tell(share: float, rows: int) -> None:
            bar.update(line, completed=share, description=_("{rows} rows").format(rows=f"{rows:,}"))

        done = annotate_file(file, out=out, tell=tell, **options)
    counts = _("{rows} rows, {mentions} mentions: {file}")
    click.echo(counts.format(rows=f"{done.rows:,}", mentions=f"{done.mentions:,}", file=out), err=True)
    say_unread(done.unread)


def say_unread(lines: Sequence[int]) -> None:
    if lines:
        left = _("{n} rows could not be read and count as empty texts; the first is line {line}.")
        click.echo(left.format(n=f"{len(lines):,}", line=min(lines)), err=True)


def catch_up() -> None:
    open_home()
    check_version()
    from rich.console import Console
    from rich.progress import Progress

    from zhiyin.accounts.values import Actor
    from zhiyin.understand.pipeline import actions, queries

    actions.resume(Actor.of_task("cli"))
    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            line = bar.add_task(_("Understanding"), total=None)
            done = actions.annotate(lambda done, total: bar.update(line, completed=done, total=total))
    except KeyboardInterrupt:
        say_state(_("{done} of {total} voices are read with the words and models in use. Run it again to go on."))
        raise click.Abort from None
    click.echo(_("{n} feedback annotated.").format(n=f"{done:,}") if done else _("Nothing new to annotate."))
    if queries.pause():
        say_state(STOPPED)


def halt() -> None:
    """Stop the worker's reading of history."""
    open_home()
    check_version()
    from zhiyin.accounts.values import Actor
    from zhiyin.kit.time import now
    from zhiyin.understand.pipeline import actions, queries

    actions.stop(Actor.of_task("cli"), now=now())
    say_state(STOPPED if queries.pause() else _("Nothing is being read again: all {total} voices are read."))


def say_state(sentence: str) -> None:
    from zhiyin.understand.pipeline.queries import progress

    state = progress()
    click.echo(sentence.format(done=f"{state.done:,}", total=f"{state.total:,}"), err=True)
