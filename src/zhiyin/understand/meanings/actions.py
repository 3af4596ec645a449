"""Keeping the meanings in step with the facts. The facts are the cursor: what they hold and the shelf does not is
placed, what the shelf holds and they do not (an import undone, a person erased) is taken out; what was brought anew
under its old id (an import undone, mended and repeated) is placed anew."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from zhiyin.understand.meanings import queries, rules, shelf
from zhiyin.understand.meanings.queries import READER, blobs
from zhiyin.understand.meanings.shelf import Shelf
from zhiyin.understand.meanings.values import PLACES
from zhiyin.understand.text.vectors import load, signs
from zhiyin.warehouse.engines import Facts, open_facts

STRETCH = 20_000
"""Voices placed between two commits of the shelf: about a second of work."""

_STAMP = f'hash(id, batch, "at", {", ".join(PLACES)}) AS stamp'
"""A row never changes in the facts; another of its id comes with another batch. The texts need not be read for it."""
_ALL = f'SELECT epoch_us("at") AS "at", {_STAMP} FROM feedback WHERE text IS NOT NULL'
_SOME = f"""SELECT CAST(id AS BLOB) AS id, epoch_us("at") AS "at", text, {", ".join(PLACES)}, {_STAMP} FROM feedback
    WHERE text IS NOT NULL AND "at" >= ? AND "at" <= ?"""


def refresh(tell: Callable[[int, int], None] | None = None) -> int:
    """Place what is new and take out what is gone; how many were placed. Alone among processes of this home; whoever
    comes meanwhile leaves it to the one at work."""
    with _alone() as mine:
        return _refresh(tell) if mine else 0


def _refresh(tell: Callable[[int, int], None] | None) -> int:
    facts = open_facts(READER)
    standing, snapshot = queries.stand(), facts.snapshot
    if standing.snapshot == snapshot and standing.version == queries.version():
        return 0
    there = facts.sql(_ALL)
    wanted, at = there["stamp"].to_numpy(), there["at"].to_numpy()
    stays = np.isin(standing.stamp, wanted)
    if not stays.all():
        standing = _only(standing, stays)
    new = np.flatnonzero(~np.isin(wanted, standing.stamp))
    new = new[np.argsort(at[new], kind="stable")]
    done = 0
    for first in range(0, len(new), STRETCH):
        chosen = new[first : first + STRETCH]
        _place(facts, standing, wanted[chosen], int(at[chosen[0]]), int(at[chosen[-1]]))
        standing = queries.stand()
        done += len(chosen)
        if tell:
            tell(done, len(new))
    shelf.write(queries.folder(), standing, [], standing.places, queries.version(), snapshot)
    return done


def _only(standing: Shelf, stays: rules.Flags) -> Shelf:
    """The rows that stay, as a generation of their own."""
    kept = shelf.chosen(standing, stays)
    shelf.write(queries.folder(), kept, [], standing.places, queries.version(), -1)
    return queries.stand()


def _place(facts: Facts, standing: Shelf, wanted: shelf.Keys, first: int, last: int) -> None:
    """The voices of one stretch of time that are wanted, read by time: their files stand in that order."""
    found = facts.sql(_SOME, [queries.instant(first), queries.instant(last)])
    found = found.filter(pa.array(np.isin(found["stamp"].to_numpy(), wanted)))
    places = list(standing.places)
    number = {place: n for n, place in enumerate(places)}
    said: list[int] = []
    for place in zip(*(found[name].to_pylist() for name in PLACES), strict=True):
        if place not in number:
            number[place] = len(places)
            places.append(place)
        said.append(number[place])
    rows = load().embed(found["text"].to_pylist())
    new = Shelf(
        blobs(found["id"]), found["at"].to_numpy(), np.array(said, np.uint32), found["stamp"].to_numpy(),
        signs(rows), rules.packed(rows),
    )  # fmt: skip
    shelf.write(queries.folder(), standing, [new], tuple(places), queries.version(), -1)


@contextmanager
def _alone() -> Iterator[bool]:
    """The lock dies with its process."""
    with (queries.folder() / "lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
