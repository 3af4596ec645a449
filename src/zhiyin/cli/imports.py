"""Bring in files: find out what they hold, say so, import them."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zhiyin.cli.context import check_version, open_home
from zhiyin.cli.context import translate as _

if TYPE_CHECKING:
    from zhiyin.accounts.values import Actor
    from zhiyin.listen.imports.actions import Preview
    from zhiyin.listen.imports.models import Import
    from zhiyin.listen.imports.values import Found

KINDS = ("feedback", "orders", "events", "conversations", "customers", "answers")


@click.command("import", help=_("Bring in files. Importing a file twice adds nothing. Guide: docs/guide/import.md"))
@click.argument("kind", metavar="KIND")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", metavar="S", default="", help=_("Where the data come from; else the file's name."))
@click.option(
    "--map", "maps", metavar="COLUMN=FIELD", multiple=True, help=_("This column is that field; may be repeated.")
)
@click.option(
    "--set", "values", metavar="FIELD=VALUE", multiple=True, help=_("One value for all rows, or how to read the file.")
)
@click.option("--as", "user", metavar="USER", default="", help=_("Import as this user, who may do no more than there."))
@click.option("--dry-run", is_flag=True, help=_("Show what was found in the first rows and stop."))
def import_(
    kind: str,
    files: tuple[Path, ...],
    source: str,
    maps: Sequence[str],
    values: Sequence[str],
    user: str,
    dry_run: bool,
) -> None:
    if kind not in KINDS:
        raise click.UsageError(_("KIND is one of: {kinds}.").format(kinds=" ".join(KINDS)))
    # A command runs beside the server. DuckDB takes to disk what does not fit: four million rows took a third longer
    # with this than with half as much again, and 100 MB less.
    os.environ.setdefault("ZHIYIN_MEMORY", "200MB")
    open_home()
    check_version()

    from zhiyin.listen.imports import actions
    from zhiyin.listen.imports.mapping.spec import pairs

    actor = who(user)
    told, given = pairs(maps, "--map"), pairs(values, "--set")
    failed = False
    for file in files:
        found = actions.find_out(file, kind, source, maps=told, settings=given)
        show(file, found)
        if dry_run:
            preview(actions.preview(actor, file, found))
        else:
            failed |= not bring(actor, file, found)
    if failed:
        raise SystemExit(1)


def who(username: str) -> "Actor":
    """Whoever holds the home may do everything in it; with a name, only what that user may."""
    from zhiyin.accounts import queries as accounts
    from zhiyin.accounts.values import Actor

    if not username:
        return Actor.of_task("command")
    if (user := accounts.named(username)) is None:
        raise click.UsageError(_("There is no user {name}.").format(name=username))
    return accounts.actor_of(user)


def bring(actor: "Actor", file: Path, found: "Found") -> bool:
    """Whether it went in."""
    from zhiyin.listen.imports import actions, queries

    record = actions.register(actor, file)
    if (old := queries.interrupted(actor, record.sha256, actions.confine(actor, found.plan))) is not None:
        click.echo(_("Taking up the import that was interrupted at {time}.").format(time=f"{old.created_at:%F %H:%M}"))
        record.delete()
        record = actions.resume(actor, old)
    else:
        record = actions.start(actor, record, found.plan, background=False)
    record = _watch(record)
    summary(record)
    return str(record.state) == "done"


def _watch(record: "Import") -> "Import":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    from zhiyin.listen.imports import actions

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task(record.file_name, total=1.0)

        def tell(share: float, rows: int) -> None:
            bar.update(line, completed=share, description=_("{rows} rows").format(rows=f"{rows:,}"))

        return actions.run(record.pk, tell)


def show(file: Path, found: "Found") -> None:
    from rich.console import Console
    from rich.table import Table

    layout, plan = found.layout, found.plan
    facts = [layout.format, layout.encoding, _delimiter(layout.delimiter), layout.sheet]
    click.echo(f"{file.name}: {', '.join(part for part in facts if part)}; {_('source')}: {plan.source}")
    table = Table(box=None, pad_edge=False, show_header=True)
    for name in (_("field"), _("column"), _("sure")):
        table.add_column(name, no_wrap=True, max_width=28)
    table.add_column(_("for example"), overflow="ellipsis", no_wrap=True, max_width=40)
    sure = {guess.field: guess.sure for guess in found.guesses}
    for field, column in plan.fields.items():
        table.add_row(field, column, f"{sure.get(field, 1):.0%}", _example(found, column))
    for question in plan.questions:
        scale = f"{question.low:g}-{question.high:g}" if question.low is not None else ""
        told = " ".join(part for part in (question.instrument, scale, ",".join(question.blanks)) if part)
        table.add_row(f"answer:{question.code}", question.column, told, _example(found, question.column))
    for field, value in plan.values.items():
        table.add_row(field, f"= {value}", "", "")
    Console().print(table)
    if plan.kind != "answers" and (kept := [name for name in plan.kept(layout.columns) if name != "…"]):
        click.echo(_("Kept as attributes: {columns}").format(columns=", ".join(kept)))
    for note in found.notes:
        click.echo(f"! {note}")


def preview(shown: "Preview") -> None:
    from zhiyin.listen.imports.errors import REASONS

    click.echo(_("The first rows as facts:"))
    for fact in shown.facts[:3]:
        filled = {name: value for name, value in fact.items() if value is not None}
        click.echo("  " + ", ".join(f"{name}={str(value)[:60]}" for name, value in filled.items()))
    for fault in shown.faults[:5]:
        place = _("line {line}, {column}").format(line=fault.line, column=fault.column or "-")
        click.echo(f"  × {place}: {fault.value!r} {REASONS[fault.reason]}")
    click.echo(_("Nothing was imported (--dry-run)."))


def summary(record: "Import") -> None:
    from zhiyin.listen.imports import queries
    from zhiyin.listen.imports.errors import REASONS

    if record.state != "done":
        job = queries.job_of(record)
        click.echo(f"zhiyin: {record.file_name}: {(job and job.error) or record.get_state_display()}", err=True)
        return
    counts = _("{rows} rows: {added} added, {known} known already, {rejected} put aside").format(
        rows=f"{record.rows:,}", added=f"{record.added:,}", known=f"{record.known:,}", rejected=f"{record.rejected:,}"
    )
    click.echo(f"{record.file_name}: {counts}")
    for reason, count in sorted(record.reasons.items(), key=lambda item: -item[1]):
        click.echo(f"  {count:,} × {REASONS[reason]}")
    if record.rejected:
        click.echo(_("They are in {file}: mend them there and import that file again.").format(file=record.rejects))


def _delimiter(delimiter: str) -> str:
    return {"\t": "tab", "": ""}.get(delimiter, f"“{delimiter}”")


def _example(found: "Found", column: str) -> str:
    return next((row[column][:60].replace("\n", " ") for row in found.sample if row.get(column)), "")
