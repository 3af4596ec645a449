"""The first visitor need not wait for what everybody asks first: it is read when the web process starts."""

import logging
import time
from pathlib import Path
from threading import Thread

from django.db import close_old_connections
from django.template.loader import get_template

from zhiyin.accounts import queries as accounts
from zhiyin.accounts.rules import allows
from zhiyin.accounts.values import Permission
from zhiyin.company.packs import shipped
from zhiyin.company.queries import zone
from zhiyin.explain.findings.queries import scan
from zhiyin.kit.errors import ZhiyinError
from zhiyin.measure.indicators.collect import read_days
from zhiyin.measure.journeys.queries import read_curve
from zhiyin.measure.tree.queries import read_over_time
from zhiyin.understand.topics.queries import emerging
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader
from zhiyin.web.desk.extent import read_scope
from zhiyin.web.desk.findings.views import against
from zhiyin.web.desk.indicators.views import list_all
from zhiyin.web.desk.overview.views import year_to

logger = logging.getLogger(__name__)

MOST = 3
"""Sights to read for: those who see the whole company share one, each confined unit has its own."""


def warm_up() -> None:
    Thread(target=_aside, name="warm-up", daemon=True).start()


def _aside() -> None:
    try:
        read_ahead()
    finally:
        close_old_connections()


def read_ahead() -> None:
    try:
        _parse()
        shipped()
        sights = {reader.restrictions: reader for reader in _readers()}
        chosen = list(sights.values())[:MOST]
        for reader in chosen:
            _read(reader)
        for reader in chosen:
            _read_days(reader)
    except ZhiyinError as error:  # an empty home: there is nothing to warm
        logger.info("nothing to read ahead: %s", error)
    except Exception:
        logger.warning("reading ahead failed; the first pages will take longer", exc_info=True)


def _read_days(reader: Reader) -> None:
    """Some 90 queries of 70 ms for a year; half of the time is left to whoever came already."""
    started = time.monotonic()
    for _ in read_days(open_facts(reader, zone=zone().key)):
        time.sleep(min(time.monotonic() - started, 1.0))
        started = time.monotonic()


def _parse() -> None:
    """Every template: the first visitor of a page waits up to a tenth of a second for it."""
    for folder in Path(__file__).parent.rglob("templates"):
        for file in sorted(folder.rglob("*.html")):
            get_template(file.relative_to(folder).as_posix())


def _readers() -> list[Reader]:
    actors = [accounts.actor_of(user) for user in accounts.users()]
    return [accounts.reader_of(actor) for actor in actors if allows(actor, Permission.READ_FACTS)]


def _read(reader: Reader) -> None:
    scope = read_scope({}, reader)
    year = year_to(scope)
    read_over_time(scope.period, year, reader, against=scope.against, where=scope.where)
    read_curve(scope.period, reader, against=scope.against, where=scope.where)
    scan(scope.period, against(scope), reader, where=scope.where)
    # Cut at the calendar, so that each month of the year and the one before it is known from now on.
    scan(year, against(scope), reader, where=scope.where)
    list_all(scope, reader)
    # Brings words and vectors into memory, too.
    emerging(scope.period, scope.span.before().period(scope.zone), scope.where, reader)
