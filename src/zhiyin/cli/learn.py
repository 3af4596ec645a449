"""`zhiyin learn`: layers over the shipped model, from what people judged."""

import sys
from typing import TYPE_CHECKING

import click

from zhiyin.cli.context import check_version, open_home
from zhiyin.cli.context import translate as _

if TYPE_CHECKING:
    from zhiyin.understand.layers.models import LearnedLayer


@click.command(
    help=_(
        "Learn a layer each for valence, aspect, emotion and intent from what people judged; it is used only when it "
        "gets more right. Guide: docs/guide/understand.md"
    )
)
@click.option(
    "--use", "number", type=click.IntRange(0), help=_("Use the layer with this number; 0: the shipped model alone.")
)
@click.option(
    "--leave", "left", type=click.IntRange(1), help=_("Put the layer with this number out of use, and no other.")
)
def learn(number: int | None, left: int | None) -> None:
    if number is not None and left is not None:
        raise click.UsageError(_("Give either --use or --leave."))
    open_home()
    check_version()
    from zhiyin.accounts.values import Actor
    from zhiyin.understand.layers import actions

    actor = Actor.of_task("cli")
    if number is not None:
        actions.use(actor, number)
        click.echo(_("In use. The worker reads all voices again; `zhiyin understand` does it now."))
        return
    if left is not None:
        actions.leave(actor, left)
        click.echo(_("Out of use. The worker reads all voices again; `zhiyin understand` does it now."))
        return
    outcome = actions.learn_all(actor)
    for made in outcome.layers:
        _say(made)
    for error in outcome.refused.values():
        click.echo(str(error), err=True)
    if not outcome.layers:
        sys.exit(1)


def _say(made: "LearnedLayer") -> None:
    from zhiyin.understand.layers.rules import unproven

    kinds = {"polarity": _("valence"), "aspect": _("aspect"), "emotion": _("emotion"), "intent": _("intent")}
    counts = _(
        "Layer {number}, {kind}: {gained} opinions better, {lost} worse of {n} ({before} right before), "
        "gain {gain} points [{low}, {high}], p {p}."
    )
    figures = {"gain": made.gain, "low": made.low_points, "high": made.high_points}
    said = {name: f"{value:+.1f}" for name, value in figures.items()}
    plain = {"number": made.pk, "kind": kinds[made.kind], "gained": made.gained, "lost": made.lost, "n": made.n}
    click.echo(counts.format(**plain, before=made.right_before, p=f"{made.p:.3g}", **said))
    if made.passed:
        click.echo(_("It may be used: zhiyin learn --use {number}").format(number=made.pk))
    elif unproven(made.gained, made.lost, made.p):
        click.echo(
            _("Too few that were right were judged to know what it breaks: confirm some of those, then learn again.")
        )
    else:
        click.echo(_("It is not better than what is in use, so it cannot be used."))
