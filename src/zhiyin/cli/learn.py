"""`zhiyin learn`: a layer over the shipped model, from what people judged."""

import click

from zhiyin.cli.context import check_version, open_home
from zhiyin.cli.context import translate as _


@click.command(
    help=_(
        "Learn a layer from what people judged; it is used only when it gets more right. "
        "Guide: docs/guide/understand.md"
    )
)
@click.option(
    "--use", "number", type=click.IntRange(0), help=_("Use the layer with this number; 0: the shipped model alone.")
)
def learn(number: int | None) -> None:
    open_home()
    check_version()
    from zhiyin.accounts.values import Actor
    from zhiyin.understand.layers import actions

    actor = Actor.of_task("cli")
    if number is not None:
        actions.use(actor, number)
        click.echo(_("In use. The worker reads all voices again; `zhiyin understand` does it now."))
        return
    made = actions.learn(actor)
    counts = _(
        "Layer {number}: {gained} opinions better, {lost} worse of {n}, gain {gain} points [{low}, {high}], p {p}."
    )
    figures = {"gain": made.gain, "low": made.low_points, "high": made.high_points}
    said = {name: f"{value:+.1f}" for name, value in figures.items()}
    click.echo(counts.format(number=made.pk, gained=made.gained, lost=made.lost, n=made.n, p=f"{made.p:.3g}", **said))
    if made.passed:
        click.echo(_("It may be used: zhiyin learn --use {number}").format(number=made.pk))
    else:
        click.echo(_("It is not better than what is in use, so it cannot be used."))
