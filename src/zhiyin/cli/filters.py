"""`--filter DIMENSION=VALUE`, as every command takes it."""

import click

from zhiyin.cli.context import translate as _

filtered = click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="F=V",
    help=_("Only where dimension F is V. Repeat it; brand=* is all."),
)


def read_filters(given: tuple[str, ...]) -> dict[str, list[str]]:
    where: dict[str, list[str]] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals:
            sentence = _("--filter wants DIMENSION=VALUE, for example touchpoint=delivery; it got “{given}”.")
            raise click.UsageError(sentence.format(given=one))
        where.setdefault(name, []).append(value)
    return where
