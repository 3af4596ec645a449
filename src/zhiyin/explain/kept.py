"""Answers kept in memory, until the facts change. A page asks again whenever somebody opens it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

from zhiyin.warehouse.engines import Facts

T = TypeVar("T")
MOST = 128
"""Explanations are the largest: some 200 groups, about 200 kB."""

_kept: OrderedDict[Hashable, object] = OrderedDict()
_lock = Lock()


def keep(facts: Facts, asked: Hashable, work: Callable[[], T]) -> T:
    """What `work` gave for the same question by a reader with the same sight, on the same version of the facts."""
    key = (asked, facts.reader.restrictions, facts.zone, facts.lake.catalog, facts.snapshot)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return cast(T, _kept[key])
    found = work()
    with _lock:
        _kept[key] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found
