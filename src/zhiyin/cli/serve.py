"""Web and worker under one supervisor: it restarts what dies, queues what is due, and stops cleanly."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

import click

from zhiyin.cli.context import check_version, open_home
from zhiyin.cli.context import translate as _
from zhiyin.cli.init import FIRST_SIGN_IN
from zhiyin.kit.processes import end_with_parent

logger = logging.getLogger(__name__)

GRACE_SECONDS = 20
"""For requests and the present task; what takes longer is resumed after the next start."""
STEADY_SECONDS = 30
"""A child that lived this long is started again at once; one that dies sooner waits, longer each time."""
LONGEST_PAUSE_SECONDS = 60
RECOVER_SECONDS = 30


@click.command(help=_("Serve the pages and do the background work, until Ctrl-C."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on; 0.0.0.0: everybody."))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help=_("Requests at a time."))
@click.option("--no-worker", is_flag=True, help=_("Pages only; workers run elsewhere."))
def serve(host: str, port: int, threads: int, no_worker: bool) -> None:
    open_home()
    check_version()
    _need_port(host, port)
    children = [Child("web", lambda: web_command(host, port, threads))]
    if not no_worker:
        children.append(Child("worker", worker_command))
    _greet(host, port)
    Supervisor(children).run()


def web_command(host: str, port: int, threads: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", str(threads), "--respawn-failed-workers", "--no-ws"),
        *("--workers-kill-timeout", str(GRACE_SECONDS - 5), "--log-level", "warning", "zhiyin.config.wsgi:application"),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "zhiyin.cli.main", "worker"]


class Child:
    """One process, in a session of its own so that Ctrl-C reaches the supervisor only."""

    def __init__(self, name: str, command: Callable[[], list[str]]) -> None:
        self.name = name
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.born = 0.0
        self.pause = 0.0

    def start(self) -> None:
        self.born = time.monotonic()
        # The supervisor has no threads, so running a line of ours between fork and exec is safe.
        self.process = subprocess.Popen(  # noqa: S603  our own command
            self.command(),
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509
        )
        logger.info("%s started as process %s", self.name, self.process.pid)

    def died(self) -> bool:
        """Whether it ended by itself since we last looked; what it left of its session goes too."""
        if self.process is None or self.process.poll() is None:
            return False
        lived = time.monotonic() - self.born
        self.pause = 0 if lived > STEADY_SECONDS else min(max(self.pause * 2, 1), LONGEST_PAUSE_SECONDS)
        logger.warning("%s ended with %s; starting it again", self.name, self.process.returncode)
        self.signal(signal.SIGKILL)
        self.born, self.process = time.monotonic(), None
        return True

    def due(self) -> bool:
        return self.process is None and time.monotonic() - self.born >= self.pause

    def signal(self, number: int) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def stop(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end in time", self.name)
        self.signal(signal.SIGKILL)
        self.process.wait()


class Supervisor:
    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False
        self.next_at: dict[str, float] = {}

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.stop)
        self.look_after()
        for child in self.children:
            child.start()
        while not self.stopping:
            time.sleep(0.2)
            self.tick()
        self.end()

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def tick(self) -> None:
        for child in self.children:
            if child.died():
                self.next_at["recover"] = 0
            if child.due() and not self.stopping:
                child.start()
        self.look_after()

    def look_after(self) -> None:
        """The clock. A database that is away for a while stops nothing."""
        from django.conf import settings
        from django.db import DatabaseError, close_old_connections

        from zhiyin.warehouse import workers

        try:
            if self.is_due("recover", RECOVER_SECONDS):
                close_old_connections()
                workers.recover()
            for task, seconds in settings.SCHEDULE.items():
                if self.is_due(task, seconds):
                    workers.enqueue(task)
        except DatabaseError:
            logger.warning("the database did not answer the supervisor", exc_info=True)

    def is_due(self, name: str, every: float) -> bool:
        moment = time.monotonic()
        if moment < self.next_at.get(name, 0):
            return False
        self.next_at[name] = moment + every
        return True

    def end(self) -> None:
        """Ask everybody, wait, insist; then hand back what the worker could not finish."""
        from django.db import DatabaseError

        from zhiyin.warehouse import workers

        click.echo(_("Stopping …"))
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            # The whole session would get granian's workers killed under their requests: ask its head only.
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        for child in self.children:
            child.stop(deadline)
        try:
            workers.recover()
        except DatabaseError:
            logger.warning("unfinished tasks are queued again at the next start", exc_info=True)
        click.echo(_("Stopped."))


def _need_port(host: str, port: int) -> None:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                _("Port {port} at {host} cannot be used ({reason}). Choose another one with --port.").format(
                    port=port, host=host, reason=error.strerror
                )
            ) from error


def _greet(host: str, port: int) -> None:
    from django.conf import settings

    from zhiyin.accounts import queries

    shown = "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104  only shown
    click.echo(_("Zhiyin is at {address} (Ctrl-C stops it)").format(address=f"http://{shown}:{port}/"))
    first = settings.HOME.path / FIRST_SIGN_IN
    if first.exists():
        name, _space, password = first.read_text("utf-8").strip().partition(" ")
        user = queries.named(name)
        if user is not None and user.check_password(password):
            click.echo(_("Sign in as {name} with the password {password}").format(name=name, password=password))
        else:
            first.unlink()
