"""Sums kept in memory: pieces as they were asked for, and months day by day, from which other pieces are added up."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from zhiyin.kit.time import Period
from zhiyin.measure.indicators.days import Days
from zhiyin.measure.indicators.pieces import month_of, whole_days
from zhiyin.measure.indicators.plans import Dimensions
from zhiyin.measure.indicators.sums import Sums
from zhiyin.warehouse.questions import GRAINS, Filters

PIECES = 4096
"""Pieces kept, mostly a few kilobytes each; an overview with its year needs about fifty."""

LARGEST = 5_000
"""Groups of a piece that is kept: a month by day, store and product would take megabytes."""

MONTHS = 2048
"""Months kept day by day, 25 kB each on average; a year of the overview and the findings is about 330."""

LARGEST_MONTH = 25_000
"""Groups times days of such a month."""


class Source(NamedTuple):
    """What must be equal to be answered by one query."""

    base: str
    indicators: tuple[str, ...]
    filters: Filters
    sight: tuple[object, ...]
    zone: str
    lake: str
    snapshot: int


Key = tuple[Source, Dimensions, Period]
T = TypeVar("T")

_pieces: OrderedDict[Key, Sums] = OrderedDict()
_months: OrderedDict[Key, Days] = OrderedDict()
_lock = Lock()


def recall(keys: Iterable[Key]) -> dict[Key, Sums]:
    """What need not be asked."""
    found: dict[Key, Sums] = {}
    months: dict[Key, Days] = {}
    with _lock:
        for key in keys:
            if key in _pieces:
                _pieces.move_to_end(key)
                found[key] = _pieces[key]
            elif (whole := _whole(key)) in _months and key[2].end <= whole[2].end:
                _months.move_to_end(whole)
                months[key] = _months[whole]
    for key, days in months.items():
        source, _grouping, piece = key
        if span := whole_days(piece, ZoneInfo(source.zone)):
            found[key] = days.between(*span)
    return found


def keep(fresh: Mapping[Key, Sums], lake: str, snapshot: int) -> None:
    """Only of this version of the facts: what was counted before they changed will not be asked for again."""
    with _lock:
        _forget(_pieces, lake, snapshot)
        _pieces.update({key: sums for key, sums in fresh.items() if len(sums.when) <= LARGEST})
        _trim(_pieces, PIECES)


def keep_days(fresh: Mapping[Key, Days], lake: str, snapshot: int) -> None:
    with _lock:
        _forget(_months, lake, snapshot)
        _months.update({key: days for key, days in fresh.items() if len(days.day) <= LARGEST_MONTH})
        _trim(_months, MONTHS)


def without_days(lake: str, snapshot: int) -> dict[tuple[Source, Period], list[Dimensions]]:
    """Groupings of whole months that are kept as pieces and not yet day by day."""
    found: dict[tuple[Source, Period], list[Dimensions]] = defaultdict(list)
    with _lock:
        for key in _pieces:
            source, grouping, piece = key
            current = (source.lake, source.snapshot) == (lake, snapshot)
            if current and not set(GRAINS) & set(grouping) and _whole(key) == key and key not in _months:
                found[source, piece].append(grouping)
    return found


def _whole(key: Key) -> Key:
    source, grouping, piece = key
    return source, grouping, month_of(piece.start, ZoneInfo(source.zone))


def _forget(some: OrderedDict[Key, T], lake: str, snapshot: int) -> None:
    for key in [key for key in some if key[0].lake == lake and key[0].snapshot < snapshot]:
        del some[key]


def _trim(some: OrderedDict[Key, T], most: int) -> None:
    while len(some) > most:
        some.popitem(last=False)
