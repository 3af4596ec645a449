"""Clauses that are one with their neighbours, joined; headings left out; figures of speech applied."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text import asking, claims, comparing, figures, whereabouts
from zhiyin.understand.text.codes import Batch, Flags
from zhiyin.understand.text.opinions import PLAIN, Reading

COMPANIONS = frozenset(
    ("spared", "more", "so_called", "chains", "step", "self", "strive", "anew", "times", "before", "again", "either")
)
"""Cues that turn nothing but beside another one, or in the clauses around; many clauses have no other."""
HEADING = 10
"""Characters of a heading at the most."""


def join(
    batch: Batch, readings: Sequence[Reading], sentence: npt.NDArray[np.int64], chinese: Flags
) -> tuple[list[Reading], Flags]:
    """`sentence` and `chinese`: of each reading, the number of its sentence and whether it has a Chinese character."""
    sentences, han = sentence.tolist(), chinese.tolist()
    quotes, colons = (frozenset(np.flatnonzero(batch.codes == ord(sign)).tolist()) for sign in '":')
    merged: list[Reading] = []
    kept: list[int] = []
    skip, text, heading = -1, -1, tuple[int, ...]()
    said = claims.plain(batch)
    for number, reading in enumerate(readings):
        if number == skip:
            continue
        if reading.text != text:
            text, heading = reading.text, ()
        if colons and reading.end in colons and not reading.opinions and reading.end - reading.start <= HEADING:
            heading = tuple(reading.aspects)
        following = readings[number + 1] if number + 1 < len(readings) else None
        if following and sentences[number] == sentences[number + 1] and _belongs(reading, following):
            skip, whole = number + 1, _joined(reading, following)
        elif colons and reading.end in colons and _heads(reading):
            continue
        else:
            whole = reading
        whole.heading = heading
        merged.append(whole)
        kept.append(number)
        if whole.asks or (whole.extras.cues and (whole.need or not COMPANIONS.issuperset(whole.extras.cues))):
            asking.prepare(said, whole)
            comparing.mark(said, whole)
            figures.turn(whole)
            asking.settle(whole)
    figures.mock_neighbours(merged, [sentences[number] for number in kept], quotes)
    figures.except_neighbours(merged, [sentences[number] for number in kept])
    whereabouts.mark(batch, merged, [sentences[number] for number in kept])
    return merged, np.array([han[number] for number in kept], dtype=np.bool_)


def _belongs(reading: Reading, following: Reading) -> bool:
    """服务员，太慢了: a short clause that only names something is one with the judgement that follows it; so is a wish
    with its fulfilment (要是再便宜点，就好了)."""
    if following.text != reading.text:
        return False
    if "outcome" in following.extras.cues and "condition" in reading.extras.cues:
        return True
    if not following.opinions or following.aspects or reading.opinions or not reading.aspects:
        return False
    if reading.end - reading.start > 10:
        return False
    return not figures.excepts(reading, following)


def _heads(reading: Reading) -> bool:
    """待机时间： nothing but a name, as the forms of shops have it; what follows says how it is."""
    named = sum(last - first for places in reading.aspects.values() for first, last in places)
    return not reading.opinions and named > 0 and reading.end - reading.start - named <= 2


def _joined(left: Reading, right: Reading) -> Reading:
    return Reading(
        left.start,
        right.end,
        left.text,
        right.asks,
        left.aspects | right.aspects,
        left.opinions + right.opinions,
        left.strong + right.strong,
        left.weak + right.weak,
        left.emoji + right.emoji,
        left.emotions + right.emotions,
        left.intents + right.intents,
        left.need or right.need,
        left.extras if right.extras is PLAIN else right.extras.joined(left.extras),
        joined=left.joined,
        unfelt=left.unfelt + right.unfelt,
    )
