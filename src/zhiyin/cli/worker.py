"""One background worker: takes tasks from the database, and says every few seconds that it lives."""

import logging
import os
import socket
from contextlib import suppress
from threading import Event, Thread

import click

from zhiyin.cli.context import check_version, open_home
from zhiyin.cli.context import translate as _

logger = logging.getLogger(__name__)


@click.command(help=_("Do background work until stopped. `serve` starts one; teams may start more, on any machine."))
@click.option("--id", "ident", hidden=True)
def worker(ident: str | None) -> None:
    open_home()
    check_version()
    ident = ident or f"{socket.gethostname()[:40]}-{os.getpid()}-{os.urandom(4).hex()}"
    os.environ["ZHIYIN_WORKER_ID"] = ident

    from django.db import DatabaseError
    from django_tasks_db.management.commands.db_worker import Worker

    from zhiyin.warehouse import workers

    workers.beat(ident)
    stop = Event()
    heart = Thread(target=_beat, args=(ident, stop), daemon=True)
    heart.start()
    runner = Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=ident,
        excluded_queue_names=[],
    )
    runner.configure_signals()
    try:
        runner.run()
    finally:
        stop.set()
        heart.join(timeout=5)
        with suppress(DatabaseError):
            workers.leave(ident)


def _beat(ident: str, stop: Event) -> None:
    from django.db import DatabaseError, close_old_connections, connection

    from zhiyin.warehouse import workers
    from zhiyin.warehouse.workers.values import BEAT_SECONDS

    while not stop.wait(BEAT_SECONDS):
        try:
            close_old_connections()
            workers.beat(ident)
        except DatabaseError:
            logger.warning("worker %s could not say that it lives", ident, exc_info=True)
    connection.close()
