"""Load the sample company, or put it back as it was."""

import click

from zhiyin.cli.context import check_version, open_home
from zhiyin.cli.context import translate as _

STEPS = {
    "generate": _("Making up twelve months"),
    "map": _("Drawing the company map"),
    "customers": _("Meeting the customers"),
    "facts": _("Loading the facts"),
    "rules": _("Planting tree, alerts and initiatives"),
    "understand": _("Understanding what customers say"),
    "alerts": _("Looking for alarms"),
    "verdicts": _("Judging initiatives"),
    "done": _("Done"),
}


@click.command(
    help=_("Load the sample company, Shanfeng Coffee: what was planted in it stands in docs/guide/sample-company.md.")
)
@click.option("--reset", is_flag=True, help=_("Put it back as it was: cases, initiatives and facts of the sample."))
@click.option("--seed", type=int, help=_("Another seed makes another year; tests and docs use the built-in one."))
def demo(reset: bool, seed: int | None) -> None:
    open_home()
    check_version()

    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    from zhiyin.accounts.values import Actor
    from zhiyin.demo import actions
    from zhiyin.demo.generate.sample import SEED
    from zhiyin.demo.load import PASSWORD

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("", total=1.0)

        def tell(step: str, share: float) -> None:
            bar.update(line, completed=share, description=STEPS.get(step, step))

        work = actions.reset if reset else actions.load
        done = work(Actor.of_task("demo"), seed=SEED if seed is None else seed, progress=tell)
    click.echo(
        _("Loaded {facts} facts of {customers} customers in {seconds} s.").format(
            facts=f"{done.facts:,}", customers=f"{done.customers:,}", seconds=round(done.seconds)
        )
    )
    click.echo(_("Sign in as {names} with the password {password}").format(names=_logins(), password=PASSWORD))


def _logins() -> str:
    from zhiyin.demo.company import company

    return ", ".join(f"{person.login} ({person.zh})" for person in company().staff)
