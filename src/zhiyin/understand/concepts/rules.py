"""Which aspect some phrases are nearest to, and which phrases some words are."""

from collections.abc import Container, Mapping, Sequence
from functools import lru_cache

import numpy as np

from zhiyin.company.concepts.rules import folded
from zhiyin.company.packs.values import Aspect
from zhiyin.understand.concepts.values import Near
from zhiyin.understand.text.vectors import Numbers, Space, load, unit

NEAR = 0.35
"""Cosine from which the nearest aspect is worth proposing."""
ALIKE, SAID, PROPOSED = 0.55, 3, 10
"""Cosine of a synonym worth proposing; voices that must say it; how many are proposed."""


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


def synonyms(words: Sequence[str], spoken: Mapping[str, int], taken: Container[str], space: Space) -> list[Near]:
    """Of the phrases that customers use (with the voices that do) those near to some words and in no aspect."""
    known = {folded(word) for word in words}
    open_ = [phrase for phrase, n in sorted(spoken.items()) if n >= SAID and folded(phrase) not in known]
    open_ = [phrase for phrase in open_ if folded(phrase) not in taken and not any(word in phrase for word in known)]
    if not open_ or not known:
        return []
    alike = (space.embed(open_) @ space.embed(sorted(known)).T).max(1)
    found = [Near(open_[k], spoken[open_[k]], float(alike[k])) for k in np.flatnonzero(alike >= ALIKE).tolist()]
    return sorted(found, key=lambda one: (-one.alike, one.phrase))[:PROPOSED]


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
