"""The kernel on every core: texts go out in batches and come back in order, never more than the cores can hold."""

import os
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from signal import SIG_IGN, SIGINT, signal

from django.utils.translation import gettext_lazy as _

from zhiyin.company.packs import Pack
from zhiyin.kit.errors import Invalid
from zhiyin.kit.processes import end_with_parent
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import Name
from zhiyin.understand.text.tables import Annotations

Texts = list[str | None]

AHEAD = 1
"""Batches waiting for each core: enough that none is idle while the file is read."""


class Broken(Invalid):
    code = "worker_ended"


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def annotate_all(
    batches: Iterator[Texts], pack: Pack, workers: int, names: tuple[Name, ...] = ()
) -> Generator[Annotations]:
    """One batch alone is annotated here: a process takes a second or two to begin."""
    first = list(islice(batches, 2))
    everything = chain(first, batches)
    if workers < 2 or len(first) < 2:
        understander = Understander(pack, names=names)
        yield from (understander.annotate(texts) for texts in everything)
        return
    waiting: deque[Future[Annotations]] = deque()
    # Spawned, as ours may hold threads that a fork would leave half-way.
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (pack, names)) as pool:
        try:
            for texts in everything:
                waiting.append(pool.submit(_annotate, texts))
                if len(waiting) > workers * (1 + AHEAD):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise Broken(
                _("A process that reads texts was ended, perhaps for want of memory. Try again with --workers 1.")
            ) from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


_here: list[Understander] = []


def _begin(pack: Pack, names: tuple[Name, ...]) -> None:
    # The command may be killed: who waits for its next batch would wait for ever.
    end_with_parent()
    if (parent := parent_process()) and not parent.is_alive():  # it was, before we could say so
        os._exit(1)
    # Ctrl-C reaches everybody; the parent alone decides, and ends us.
    with suppress(ValueError):
        signal(SIGINT, SIG_IGN)
    _here[:] = [Understander(pack, names=names)]


def _annotate(texts: Texts) -> Annotations:
    return _here[0].annotate(texts)
