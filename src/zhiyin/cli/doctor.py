"""Is everything in order? One line a question; what is wrong says what to do."""

import shutil
from collections.abc import Callable

import click

from zhiyin.cli.context import NoHome, check_version, open_home
from zhiyin.cli.context import translate as _

LEAST_FREE_BYTES = 2 * 1024**3


@click.command(help=_("Check database, lake, disk, front end and audit trail. Exits 1 when something needs a hand."))
def doctor() -> None:
    home = open_home()
    click.echo(_("Home: {path}").format(path=home.path))
    bad = 0
    for name, check in CHECKS.items():
        fine, sentence = _tried(check)
        bad += not fine
        click.echo(f"{'✓' if fine else '✗'} {_(name)}: {sentence}")
    if bad:
        raise click.ClickException(_("{n} of {total} checks need a hand.").format(n=bad, total=len(CHECKS)))


Verdict = tuple[bool, str]


def _tried(check: Callable[[], Verdict]) -> Verdict:
    try:
        return check()
    except NoHome as error:
        return False, str(error)
    except Exception as error:  # whatever is broken, the other checks still run
        return False, f"{type(error).__name__}: {error}".strip().splitlines()[0]


def _records() -> Verdict:
    from django.db import connection

    check_version()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            answer = cursor.fetchone()[0]
        if answer != "ok":
            return False, _("SQLite found damage: {answer}. Restore the last backup.").format(answer=answer)
    return True, f"{connection.vendor}, {_('up to date')}"


def _lake() -> Verdict:
    from zhiyin.warehouse.engines import open_lake
    from zhiyin.warehouse.schema import FACTS

    cursor = open_lake().cursor()
    counted = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM lake.main.\"{name}\"" for name in FACTS)
    return True, ", ".join(f"{name} {n:,}" for name, n in cursor.execute(counted).fetchall())


def _files() -> Verdict:
    """Every data file that the catalog names is there."""
    from pathlib import Path

    from zhiyin.warehouse.engines import open_lake
    from zhiyin.warehouse.schema import FACTS

    lake = open_lake()
    if lake.data.startswith("s3://"):
        return True, lake.data
    cursor, missing, n = lake.cursor(), 0, 0
    for name in FACTS:
        found = cursor.execute(f"SELECT data_file FROM ducklake_list_files('lake', '{name}')").fetchall()
        n += len(found)
        missing += sum(not Path(file).exists() for (file,) in found)
    if missing:
        sentence = _("{missing} of {n} data files are missing. Restore the last backup.")
        return False, sentence.format(missing=missing, n=n)
    return True, _("{n} data files, all there").format(n=n)


def _disk() -> Verdict:
    from django.conf import settings

    free = shutil.disk_usage(settings.HOME.path).free
    shown = _("{free} GB free").format(free=f"{free / 1024**3:.1f}")
    return free >= LEAST_FREE_BYTES, shown


def _front() -> Verdict:
    from django.conf import settings

    built = settings.PACKAGE / "web" / "static" / "built"
    if any(built.glob("*.js")):
        return True, _("built")
    return False, _("not built: run `make install`")


def _trail() -> Verdict:
    from zhiyin.accounts.audit.queries import verify

    state = verify()
    if state.whole:
        return True, _("{n} entries, unbroken").format(n=state.entries)
    if state.broken:
        return False, _("entry {id} was changed after it was written").format(id=state.broken)
    return False, _("entries are missing at the end")


def _queue() -> Verdict:
    from zhiyin.warehouse.workers.queries import backlog

    work = backlog()
    if work.failed:
        return False, _("{n} failed, last {task} ({kind})").format(n=work.failed, task=work.task, kind=work.error)
    return True, _("{n} waiting").format(n=work.waiting)


def _inbox() -> Verdict:
    from zhiyin.listen.inbox.queries import aside, waiting

    if found := aside().count():
        last = aside().latest("id").problem
        return False, _("{n} arrivals cannot be loaded, last: {problem}. See Listen → Imports.").format(
            n=found, problem=last
        )
    return True, _("{n} waiting").format(n=waiting().count())


def _holidays() -> Verdict:
    """Never a fault: from some January on no version before the next State Council notice could know better."""
    from zhiyin.company.calendars.queries import known_years
    from zhiyin.kit.time import now

    years = ", ".join(map(str, known_years()))
    if now().year in known_years():
        return True, _("known for {years}").format(years=years)
    sentence = _("known for {years}, not for this year: name them under Company → Working hours, or upgrade")
    return True, sentence.format(years=years)


CHECKS: dict[str, Callable[[], Verdict]] = {
    "records": _records,
    "facts": _lake,
    "data files": _files,
    "disk": _disk,
    "front end": _front,
    "audit trail": _trail,
    "background work": _queue,
    "inbox": _inbox,
    "public holidays": _holidays,
}
LABELS = (
    _("records"),
    _("facts"),
    _("data files"),
    _("disk"),
    _("front end"),
    _("audit trail"),
    _("background work"),
    _("inbox"),
    _("public holidays"),
)
