"""Answers remembered while one page is drawn: it asks for the company's settings and names dozens of times."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_remembered: ContextVar[dict[object, object] | None] = ContextVar("remembered", default=None)


@contextmanager
def remembering() -> Iterator[None]:
    """For what only reads: a page that writes would go on seeing what was there before."""
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def remembered(work: Callable[P, T]) -> Callable[P, T]:
    """Asked once while remembering, anew otherwise. Arguments must be hashable; nobody changes the answer."""

    @wraps(work)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        memory = _remembered.get()
        if memory is None:
            return work(*args, **kwargs)
        key = (work, args, tuple(sorted(kwargs.items())))
        if key not in memory:
            memory[key] = work(*args, **kwargs)
        return memory[key]  # type: ignore[return-value]  # what was put there under this function

    return asked
