"""`zhiyin concepts`: the company's own aspects."""

from pathlib import Path

import click

from zhiyin.cli.context import check_version, open_home
from zhiyin.cli.context import translate as _


@click.command(help=_("List the company's own aspects, make one, or take one back. Guide: docs/guide/understand.md"))
@click.option("--add", "name", metavar="NAME", help=_("Make an aspect of this name, or words for one there is."))
@click.option("--word", "words", metavar="WORD", multiple=True, help=_("A word that customers use; may be repeated."))
@click.option("--extends", metavar="ASPECT", default="", help=_("The aspect of the pack that gets the words."))
@click.option(
    "--examples", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("What customers say about it, one sentence a line; from five on, the like is found too."),
)  # fmt: skip
@click.option("--undo", "code", metavar="CODE", help=_("Take back what was last changed of this aspect."))
def concepts(name: str | None, words: tuple[str, ...], extends: str, examples: Path | None, code: str | None) -> None:
    if name is not None and code is not None:
        raise click.UsageError(_("Give either --add or --undo."))
    open_home()
    check_version()
    if code is not None:
        take_back(code)
    elif name is not None:
        make(name, words, extends, examples)
    else:
        show()


def show() -> None:
    from zhiyin.understand.concepts.queries import own
    from zhiyin.warehouse.reader import Reader

    found = own(Reader.of_task("cli"))
    for one in found:
        counts = _("{mentions} mentions").format(mentions=f"{one.mentions:,}")
        click.echo(f"{one.concept.code}\t{one.concept}\t{one.target}\t{', '.join(one.concept.words)}\t{counts}")
    if not found:
        click.echo(_("No aspect of your own yet."))


def make(name: str, words: tuple[str, ...], extends: str, examples: Path | None) -> None:
    from zhiyin.accounts.values import Actor
    from zhiyin.kit.errors import Invalid
    from zhiyin.understand.concepts import actions
    from zhiyin.understand.concepts.values import Draft

    try:
        said = examples.read_text("utf-8-sig").splitlines() if examples else []
    except UnicodeDecodeError:
        raise Invalid(_("{file} is not a UTF-8 text; save it as UTF-8."), file=examples) from None
    zh, en = ("", name) if name.isascii() else (name, "")
    made = actions.add(Actor.of_task("cli"), Draft(zh, en, extends, words=words, examples=tuple(said)))
    said_now = _("{code} is heard from now on. The worker reads all voices again; `zhiyin understand` does it now.")
    click.echo(said_now.format(code=made.code))


def take_back(code: str) -> None:
    from zhiyin.accounts.values import Actor
    from zhiyin.kit.time import now
    from zhiyin.understand.concepts import actions

    actions.take_back(Actor.of_task("cli"), code, now=now())
    click.echo(_("Taken back. The worker reads all voices again; `zhiyin understand` does it now."))
