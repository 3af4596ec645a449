"""Which aspect some phrases are nearest to."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from zhiyin.company.packs.values import Aspect
from zhiyin.understand.text.vectors import Numbers, Space, load, unit

NEAR = 0.35
"""Cosine from which the nearest aspect is worth proposing."""


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
