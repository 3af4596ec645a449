"""How long a request waited for facts: shown in its Server-Timing header, so that anybody can see what a page costs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Spent:
    seconds: float = 0.0
    queries: int = 0


_spent: ContextVar[Spent | None] = ContextVar("spent", default=None)


@contextmanager
def counting() -> Iterator[Spent]:
    """Everything asked of the facts inside, in this thread, is added up."""
    spent = Spent()
    token = _spent.set(spent)
    try:
        yield spent
    finally:
        _spent.reset(token)


@contextmanager
def asking() -> Iterator[None]:
    spent, started = _spent.get(), time.perf_counter()
    try:
        yield
    finally:
        if spent is not None:
            spent.seconds += time.perf_counter() - started
            spent.queries += 1
