"""`zhiyin company`: the company map as one readable file, out and in."""

import sys
from pathlib import Path

import click

from zhiyin.cli.context import open_home
from zhiyin.cli.context import translate as _


@click.command(help=_("Load the company map from a YAML or JSON file; without a file, print the map as it is."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
def company(file: Path | None) -> None:
    open_home()
    from zhiyin.accounts.values import Actor
    from zhiyin.company.maps.actions import load
    from zhiyin.company.maps.queries import document
    from zhiyin.company.maps.values import parse, write
    from zhiyin.kit.errors import Invalid

    if file is None:
        sys.stdout.write(write(document()))
        return
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(_("{file} is not UTF-8; save it as UTF-8 and load it again."), file=file.name) from None
    n = load(Actor.of_task("cli"), parse(text))
    click.echo(_("{n} entries of the company map are in place.").format(n=n))
