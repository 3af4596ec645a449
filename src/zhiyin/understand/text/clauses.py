"""Sentences and clauses as spans of a batch: cut at punctuation, at line ends, and before words of contrast."""

import re
from dataclasses import dataclass

import numpy as np

from zhiyin.understand.text.codes import END, LINE, SPACE, Batch, Flags, Places, written
from zhiyin.understand.text.grams import letters
from zhiyin.understand.text.language import chinese

_ENDERS = [ord(sign) for sign in "。!?;~⋯"] + [LINE, END]
_CUTS = [ord(sign) for sign in ",｡|()[]{}【】《》「」"]
EXCEPTED = 10
"""Characters between 除了 and 没有缺点 where no sign parts them."""
RESUMED = 60
"""Characters in which the rest begins behind "apart from"."""
_OPENING = {ord(sign) for sign in "aowebs"}
_RESUMED = re.compile(
    r"(?:apart from|aside from|other than|with the exception of|except(?: for)?|besides|barring|excluding)"
    r"(?! (?:that|this|what|when)\b)"
    r"(?: (?!(?:that|which|who|when|where|if|is|was|were|are|being|everything|nothing|all|it|we|i|they)\b)[\w'-]+){1,5}"
    r" (everything|nothing|all\b|it\b|we\b|i\b|they\b|the rest|the whole|i've|we've)"
)
_ALL = re.compile(r"[.!?;,\n\x00] ?(?:everything|all|nothing|it was all)\b[^.!?;,\n\x00]{3,}$")
"""Before an exception that no sign parts from it: everything was lovely | other than the service."""
_DOT, _DASH, _COLON = ord("."), ord("-"), ord(":")


@dataclass(frozen=True)
class Clauses:
    """`sentence` numbers the sentences of the batch, `text` the texts; `asks`: a question mark ends it."""

    starts: Places
    ends: Places
    sentence: Places
    text: Places
    asks: Flags


def cut(batch: Batch, contrasts: Places) -> Clauses:
    """`contrasts` are the places where a word of contrast begins."""
    codes = batch.codes
    ender, broken = _breaks(batch)
    turn = np.zeros(len(codes) + 1, dtype=np.bool_)
    turn[contrasts] = True
    solid = ~broken
    before = np.concatenate([[True], broken[:-1]]) | turn[:-1]
    after = np.concatenate([broken[1:], [True]]) | turn[1:]
    starts, ends = np.flatnonzero(solid & before), np.flatnonzero(solid & after) + 1
    starts = starts + (codes[np.minimum(starts, len(codes) - 1)] == SPACE)
    ends = ends - (codes[ends - 1] == SPACE)
    content = np.concatenate([[0], np.cumsum(codes != SPACE)])
    real = (ends > starts) & (content[np.maximum(ends, starts)] > content[starts])
    starts, ends = starts[real], ends[real]
    sentence = np.cumsum(ender)[starts]
    text = np.searchsorted(batch.starts, starts, side="right") - 1
    marks = np.concatenate([codes, [END]])
    asks = (marks[ends] == ord("?")) | ((marks[ends] == SPACE) & (marks[np.minimum(ends + 1, len(codes))] == ord("?")))
    return Clauses(starts, ends, sentence, text, asks)


def sentences(batch: Batch) -> Places:
    """Of every place in the batch the number of its sentence, as in `Clauses`."""
    found: Places = np.cumsum(_breaks(batch)[0])
    return found


def rests(batch: Batch, excepting: Places, rest: Places, turns: Places) -> Places:
    """Of the places where 没有缺点 begins, those right behind what it leaves out: 除了贵没有缺点. `excepting` are the
    ends of 除了; `turns` are cut anyway."""
    if not (len(excepting) and len(rest)):
        return rest[:0]
    before = excepting[np.maximum(np.searchsorted(excepting, rest, side="right") - 1, 0)]
    cut = np.concatenate([[-1], np.sort(turns)])
    near = (before < rest) & (rest - before <= EXCEPTED) & (cut[np.searchsorted(cut, rest, side="right") - 1] < before)
    stretches = zip(before[near].tolist(), rest[near].tolist(), strict=True)
    whole = [not np.isin(batch.codes[first:last], [*_ENDERS, *_CUTS, SPACE]).any() for first, last in stretches]
    return rest[near][np.array(whole, dtype=np.bool_)]


def resumed(batch: Batch, excepting: Places) -> Places:
    """Where English parts exception and rest by no sign: apart from the price | everything was great. `excepting`:
    where words begin that except."""
    found = []
    for start in excepting.tolist():
        if batch.codes[start] not in _OPENING:
            continue
        before = batch.codes[start - 1] if start else END
        if before == SPACE and start > 1:
            before = batch.codes[start - 2]
        if before in _ENDERS or before == _DOT:
            if rest := _RESUMED.match(written(batch.codes[start : start + RESUMED])):
                found.append(start + rest.start(1))
        elif _ALL.search(written(batch.codes[max(0, start - RESUMED) : start])):
            found.append(start)
    return np.array(found, dtype=np.int64)


def _breaks(batch: Batch) -> tuple[Flags, Flags]:
    codes = batch.codes
    before = np.concatenate([[END], codes[:-1]])
    after = np.concatenate([codes[1:], [END]])
    letter = letters(codes)
    # 4.5 and U.S. hold together; "fine. Next" does not
    dot = (codes == _DOT) & ~(letters(after) & letters(before))
    ender = np.isin(codes, _ENDERS) | dot
    blank = (before == SPACE) & (after == SPACE)
    broken = ender | np.isin(codes, _CUTS) | ((codes == _DASH) & blank)
    # Chinese reviewers often write a blank for a comma
    broken |= (codes == SPACE) & chinese(before) & chinese(after)
    broken |= (codes == _COLON) & chinese(before)
    return ender, broken & ~letter
