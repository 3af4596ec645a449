"""Which aspect some phrases are nearest to, and which phrases some words are."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from zhiyin.company.concepts.rules import folded
from zhiyin.company.packs.values import Aspect
from zhiyin.understand.concepts.values import Near
from zhiyin.understand.text.vectors import Numbers, Space, load, unit

NEAR = 0.35
"""Cosine from which the nearest aspect is worth proposing."""
ALIKE, NEARER, SAID, PROPOSED = 0.6, 0.05, 3, 10
"""Cosine of a synonym worth proposing; by how much it must be nearer than to words of other aspects; voices that must
say it; how many are proposed."""
BESIDE, AROUND = 0.2, 2_000
"""Cosine of what is said beside a synonym and beside the words; clauses read for it."""
_GLUED = re.compile("^(?:但|而|却|感觉|觉得)|.[和与或].|[说是]$")
"""Pieces of sentences that the segmenter left together (但奶味, 冰和奶)."""


def nearest(phrases: Sequence[str], aspects: tuple[Aspect, ...], space: Space | None = None) -> tuple[str, float]:
    """Code and cosine of the aspect whose words mean nearly the same; no code where none does."""
    shipped = space or load()
    said = shipped.embed(list(phrases)).sum(0)
    size = float(np.linalg.norm(said))
    if not aspects or not size:
        return "", 0.0
    alike = _centres(tuple((one.code, _said(one)) for one in aspects)) @ (said / size)
    best = int(alike.argmax())
    return (aspects[best].code, float(alike[best])) if alike[best] >= NEAR else ("", float(alike[best]))


def synonyms(
    words: Sequence[str],
    spoken: Mapping[str, int],
    owners: Mapping[str, str],
    space: Space,
    names: Iterable[str] = (),
    clauses: Sequence[str] = (),
) -> list[Near]:
    """Of the phrases that customers use (with the voices that do) those near to some words, nearer than to any word of
    another aspect, in no aspect, and said in `clauses` that are alike. `owners`: word → aspect; `names`: of brands and
    products, which are no synonyms."""
    known = {folded(word) for word in words}
    named = [folded(name) for name in names]
    open_ = [
        phrase
        for phrase, n in sorted(spoken.items())
        if n >= SAID
        and folded(phrase) not in owners
        and not _GLUED.search(phrase)
        and not any(word in phrase or phrase in word for word in known)
        and not any(name in phrase or phrase in name for name in named)
    ]
    if not open_ or not known:
        return []
    mine = {owners[word] for word in known if word in owners}
    rows = space.embed(open_)
    alike = (rows @ space.embed(sorted(known)).T).max(1)
    others = _placed(tuple(sorted(word for word, code in owners.items() if code not in mine)), space.version)
    beside = (rows @ others.T).max(1, initial=0)
    fit = np.flatnonzero((alike >= ALIKE) & (alike >= beside + NEARER)).tolist()
    found = [Near(open_[k], spoken[open_[k]], float(alike[k])) for k in fit]
    found = sorted(found, key=lambda one: (-one.alike, one.phrase))
    return _said_alike(found, sorted(known), clauses, space)[:PROPOSED]


def _said_alike(found: Sequence[Near], known: Sequence[str], clauses: Sequence[str], space: Space) -> list[Near]:
    """Those around which the same is said as around the words. Words of another script are not compared, nor words
    that nobody says."""
    middle = space.embed(clauses[:AROUND]).mean(0) if clauses else np.zeros(space.width, np.float32)
    sides = {ascii_: _around([word for word in known if word.isascii() is ascii_], clauses, space, middle)
             for ascii_ in {one.phrase.isascii() for one in found}}  # fmt: skip
    kept = []
    for one in found:
        side = sides[one.phrase.isascii()]
        if not side.any() or float(_around([one.phrase], clauses, space, middle) @ side) >= BESIDE:
            kept.append(one)
    return kept


def _around(words: Sequence[str], clauses: Sequence[str], space: Space, middle: Numbers) -> Numbers:
    """Direction of what is said beside some words, seen from the middle of all clauses; zeros where none is."""
    pattern = re.compile("|".join(map(re.escape, words)) or "(?!)", re.IGNORECASE)
    rest = [pattern.sub(" ", clause) for clause in clauses if pattern.search(clause)][:AROUND]
    rows = space.embed(rest)
    rows = rows[rows.any(1)]
    return unit((rows.mean(0) - middle)[None])[0] if len(rows) else np.zeros(space.width, np.float32)


@lru_cache(maxsize=8)
def _placed(words: tuple[str, ...], _version: str) -> Numbers:
    return load().embed(words)


def _said(aspect: Aspect) -> tuple[str, ...]:
    return (aspect.name.zh, aspect.name.en, *aspect.synonyms)


@lru_cache(maxsize=8)
def _centres(aspects: tuple[tuple[str, tuple[str, ...]], ...]) -> Numbers:
    """One row an aspect: the middle of its words."""
    words = [word for _code, some in aspects for word in some]
    rows = load().embed(words)
    ends = np.cumsum([len(some) for _code, some in aspects])
    starts = np.concatenate([[0], ends[:-1]])
    return unit(np.add.reduceat(rows, starts, axis=0).astype(np.float32))
