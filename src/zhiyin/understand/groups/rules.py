"""Voices grouped by what they mean: spherical k-means (Dhillon & Modha 2001) on their vectors, seen from the middle of
their language along the directions in which they differ most.

Where it starts is found, not drawn: the whole is cut in two again and again along the main directions of what is most
spread (Boley 1998; Steinbach, Karypis & Kumar 2000). So the same voices give the same groups, and a few more move them
little. Formula page: docs/formulas/groups.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from zhiyin.understand.text.vectors import Numbers, unit

Labels = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

WIDTH = 32
"""Directions kept; 16 to 256 were tried: as good from 32 on, and the groups steadiest there."""
LADDER = (5, 10, 20)
STEADY = {20: 0.85, 10: 0.5}
"""How much the groups must agree with those of other parts of the voices, for so many of them; otherwise the fewest."""
PARTS, LEFT_OUT = 3, 10
"""Three times, a tenth of the voices is left out."""
TRIED = 4_000
"""Voices on which the number of groups is tried and the middles are sought."""
SMALLEST = 5
"""Voices of a group."""
NEAR = 0.9
"""Share of the voices of other groups that a voice must be nearer to the middle than."""
FEW = 20
"""Voices of a language that weigh as much as the middle of all, where its own middle is sought."""
ROUNDS = 30


@dataclass(frozen=True)
class Partition:
    """`label`: the group of each row, -1 for none; `near`: its cosine to the middle of the nearest group."""

    label: Labels
    near: Numbers
    agreement: float

    @property
    def count(self) -> int:
        return int(self.label.max(initial=-1)) + 1


def partition(rows: Numbers, wanted: int = 0, spoken: Sequence[str] = ()) -> Partition:
    """Of rows of length 1, in an order that does not depend on how they came (that of their ids): the first of them
    are a fair part. `wanted`: how many groups; 0 leaves it to the voices. `spoken`: the language of each."""
    none = Partition(np.full(len(rows), -1, np.int64), np.zeros(len(rows), np.float32), 1.0)
    said = np.flatnonzero(rows.any(axis=1))
    if len(said) < 2 * SMALLEST:
        return none
    seen = _reduced(rows[said], np.asarray(spoken)[said] if len(spoken) else np.zeros(len(said)))
    middles, agreement = _middles(seen[:TRIED], wanted)
    middles = _settled(seen, middles)
    close = seen @ middles.T
    label = close.argmax(axis=1)
    near = close[np.arange(len(seen)), label]
    none.label[said] = _without(label, near, close)
    none.near[said] = near
    return Partition(none.label, none.near, agreement)


def agreement(one: Labels, other: Labels) -> float:
    """Adjusted Rand index of two groupings of the same things: 1 is the same, 0 no more than chance (Hubert & Arabie
    1985)."""
    table = sparse.coo_matrix((np.ones(len(one)), (one, other))).tocsr()
    table.sum_duplicates()
    both, rows, columns, all_ = (_pairs(np.asarray(n, np.float64)) for n in (
        table.data, table.sum(axis=1), table.sum(axis=0), len(one)))  # fmt: skip
    expected = rows * columns / all_ if all_ else 0.0
    most = (rows + columns) / 2
    return float((both - expected) / (most - expected)) if most != expected else 1.0


def _pairs(n: npt.NDArray[np.float64]) -> float:
    return float((n * (n - 1) / 2).sum())


def _reduced(rows: Numbers, spoken: npt.NDArray[np.generic]) -> Numbers:
    """Seen from the middle of their language, along the directions in which they differ most, of length 1 again.
    What the texts of a language share would else draw groups between languages. A language that few speak is seen from
    near the middle of all."""
    middle = rows.mean(axis=0)
    apart = np.empty_like(rows)
    for language in np.unique(spoken):
        own = spoken == language
        apart[own] = rows[own] - (rows[own].sum(axis=0) + FEW * middle) / (np.count_nonzero(own) + FEW)
    apart = unit(apart)
    _spread, directions = np.linalg.eigh(apart.T @ apart)
    return unit(apart @ directions[:, -WIDTH:])


def _middles(seen: Numbers, wanted: int) -> tuple[Numbers, float]:
    """As many as are wanted, or as come out again where a tenth of the voices is left away."""
    most = max(2, len(seen) // SMALLEST)
    ladder = (min(wanted, most),) if wanted else tuple(k for k in LADDER if k <= most) or (2,)
    found = _levels(seen, ladder)
    # In the order of their ids, each tenth is as good as drawn.
    tenth = np.arange(len(seen)) % LEFT_OUT
    again = [_levels(seen[tenth != part], ladder) for part in range(PARTS)]
    alike = {k: float(np.mean([_alike(seen, middles, other[k]) for other in again if k in other] or [0.0]))
             for k, middles in found.items()}  # fmt: skip
    steady = [k for k in found if alike[k] >= STEADY.get(k, 0.0)]
    best = max(steady or found)
    return found[best], alike[best]


def _alike(seen: Numbers, one: Numbers, other: Numbers) -> float:
    return agreement((seen @ one.T).argmax(axis=1), (seen @ other.T).argmax(axis=1))


def _levels(seen: Numbers, ladder: Sequence[int]) -> dict[int, Numbers]:
    """Middles for each number of groups; fewer numbers where the voices cannot be cut so often."""
    found = {}
    parts: list[Labels] = []
    for parts in _cuts(seen, max(ladder)):
        if len(parts) in ladder:
            found[len(parts)] = _settled(seen, _sums(seen, parts))
    return found or {len(parts): _settled(seen, _sums(seen, parts))}


def _cuts(seen: Numbers, most: int) -> Iterator[list[Labels]]:
    """The whole, then cut in two where that brings voices nearest to their middles, and so on."""
    parts = [np.arange(len(seen))]
    halves = [_halved(seen)]
    yield list(parts)
    while len(parts) < most:
        best = int(np.argmax([gain for gain, _side in halves]))
        gain, side = halves[best]
        if gain <= 0:
            return
        both = [parts[best][side], parts[best][~side]]
        parts[best : best + 1] = both
        halves[best : best + 1] = [_halved(seen[part]) for part in both]
        yield list(parts)


def _halved(rows: Numbers) -> tuple[float, Flags]:
    """The best cut in two among those that start across one of the three main directions, and what it gains."""
    best, side = 0.0, np.zeros(len(rows), np.bool_)
    if len(rows) < 2 * SMALLEST:
        return best, side
    apart = rows - rows.mean(axis=0)
    _spread, directions = np.linalg.eigh(apart.T @ apart)
    whole = float(np.linalg.norm(rows.sum(axis=0)))
    for direction in directions[:, :-4:-1].T:
        first: Flags = apart @ direction > 0
        if first.all() or not first.any():
            continue
        close = rows @ _settled(rows, _sums(rows, [np.flatnonzero(first), np.flatnonzero(~first)]), ROUNDS // 2).T
        gain = float(close.max(axis=1).sum()) - whole
        cut: Flags = close[:, 0] >= close[:, 1]
        if gain > best and SMALLEST <= np.count_nonzero(cut) <= len(rows) - SMALLEST:
            best, side = gain, cut
    return best, side


def _sums(rows: Numbers, parts: Sequence[Labels]) -> Numbers:
    return unit(np.stack([rows[part].sum(axis=0) for part in parts]))


def _settled(rows: Numbers, middles: Numbers, rounds: int = ROUNDS) -> Numbers:
    """Each voice to its nearest middle, each middle to the mean of its voices, until that changes nothing."""
    before: Labels | None = None
    for _round in range(rounds):
        label = (rows @ middles.T).argmax(axis=1)
        if before is not None and np.array_equal(label, before):
            break
        held = sparse.csr_matrix((np.ones(len(rows), np.float32), label, np.arange(len(rows) + 1)),
                                 (len(rows), len(middles)))  # fmt: skip
        sums = np.asarray(held.T @ rows, np.float32)
        some = np.flatnonzero(sums.any(axis=1))
        middles = middles.copy()
        middles[some] = unit(sums[some])
        before = label
    return middles


def _without(label: Labels, near: Numbers, close: Numbers) -> Labels:
    """Voices that are no nearer to the middle than many of other groups stand alone; so do those of groups too small.
    The largest group comes first."""
    kept = np.full(len(label), -1, np.int64)
    sizes = []
    for group in range(close.shape[1]):
        others = close[label != group, group]
        limit = float(np.quantile(others, NEAR)) if len(others) else 0.0
        inside = (label == group) & (near > max(limit, 0.0))
        kept[inside] = group
        sizes.append(int(np.count_nonzero(inside)))
    order = sorted((group for group, size in enumerate(sizes) if size >= SMALLEST), key=lambda group: -sizes[group])
    names = np.full(close.shape[1] + 1, -1, np.int64)
    names[order] = np.arange(len(order))
    return names[kept]
