"""Make a home: folders, records, lake, the first administrator. After an upgrade: bring them up to date."""

import os
from contextlib import suppress
from pathlib import Path

import click

from zhiyin.cli.context import choose_home, language, open_home, start
from zhiyin.cli.context import translate as _

PACK = "generic"
"""A new home gets this one when none is named: an empty tree would show nothing whatever is imported."""
FIRST_SIGN_IN = "first-sign-in.txt"
SETTINGS = """\
# Settings of this home; the environment (ZHIYIN_…) goes before them. All of them: docs/guide/settings.md
# database = "postgres://user:password@host:5432/zhiyin"
# lake = "s3://bucket/folder"
# hosts = "zhiyin.example.com"
# https = "1"
time_zone = "Asia/Shanghai"
"""


def _list_packs(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    start()
    from zhiyin.company.packs import shipped

    for pack in shipped():
        click.echo(f"{pack.code:11} {pack.name.say(language())}: {pack.about.say(language())}")
    context.exit()


@click.command(help=_("Make a home, or bring it up to date after an upgrade. Nothing that is there is lost."))
@click.option(
    "--home", type=click.Path(file_okay=False), help=_("Folder of the home; else ZHIYIN_HOME, else ~/zhiyin.")
)
@click.option(
    "--pack",
    metavar="NAME",
    help=_("Industry pack: tree, touchpoints, aspects, alert rules; a new home gets “generic”. --packs lists them."),
)
@click.option(
    "--packs", is_flag=True, is_eager=True, expose_value=False, callback=_list_packs, help=_("List the packs and stop.")
)
@click.option("--admin", default="admin", show_default=True, help=_("User name of the first administrator."))
def init(home: str | None, pack: str | None, admin: str) -> None:
    choose_home(home)
    place = open_home(new=True)
    place.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = place.path / "settings.toml"
    fresh = not settings.exists()
    _migrate()
    if pack or _is_new():
        _apply_pack(pack or PACK)
    password = _first_administrator(admin)
    if fresh:
        settings.write_text(SETTINGS, "utf-8")
    click.echo(_("Home: {path}").format(path=place.path))
    if password:
        _keep(place.path / FIRST_SIGN_IN, f"{admin} {password}\n")
        click.echo(_("Sign in as {name} with the password {password}").format(name=admin, password=password))
        click.echo(_("It is also in {file}, which only you can read.").format(file=place.path / FIRST_SIGN_IN))
    if fresh and os.environ.get("ZHIYIN_HOME") and home:
        click.echo(_("Next: export ZHIYIN_HOME={path} and then `zhiyin serve`.").format(path=place.path))


def _migrate() -> None:
    from django.core.management import call_command

    from zhiyin.warehouse.engines import open_lake

    call_command("migrate", verbosity=0, interactive=False)
    open_lake()


def _is_new() -> bool:
    from zhiyin.accounts import queries

    return not queries.users(active=False)


def _apply_pack(name: str) -> None:
    from django.db import transaction

    from zhiyin.accounts.values import Actor
    from zhiyin.act.alerts.actions import adopt
    from zhiyin.company import packs
    from zhiyin.company.settings.actions import apply_pack
    from zhiyin.measure.tree.actions import plant

    actor = Actor.of_task("init")
    with transaction.atomic():
        apply_pack(actor, name)
        plant(actor, packs.load(name))
        adopt(actor, name)


def _first_administrator(name: str) -> str:
    """A password for a new administrator, or nothing where there are users."""
    from django.db import transaction

    from zhiyin.accounts import actions, queries
    from zhiyin.accounts.values import Actor, Role

    if queries.users(active=False):
        return ""
    password = actions.make_readable()
    with transaction.atomic():
        actions.create_user(
            Actor.of_task("init"), name, role=Role.ADMINISTRATOR, language=language(), password=password
        )
    return password


def _keep(file: Path, text: str) -> None:
    """For its owner's eyes only."""
    with suppress(FileNotFoundError):
        file.unlink()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
