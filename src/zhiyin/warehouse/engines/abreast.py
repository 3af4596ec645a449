"""Several questions at once: DuckDB keeps about one core busy with each."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")
MOST = 4
"""Questions at once in a process, over all requests."""

_pool = ThreadPoolExecutor(MOST, thread_name_prefix="facts")


def abreast(asked: Sequence[Callable[[], T]]) -> list[T]:
    """The answers, in order. What is asked must not ask several at once itself: it would wait for its own place."""
    elsewhere = [_pool.submit(copy_context().run, ask) for ask in asked[1:]]
    return [*(ask() for ask in asked[:1]), *(waiting.result() for waiting in elsewhere)]
