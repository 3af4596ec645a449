from collections.abc import Sequence
from dataclasses import dataclass

from zhiyin.company.packs.values import PART


@dataclass(frozen=True)
class Draft:
    """What somebody wants an aspect to be. `extends`: the aspect that gets these words; empty: a new one."""

    name_zh: str = ""
    name_en: str = ""
    extends: str = ""
    parent: str = ""
    touchpoint: str = ""
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    kind: str = PART


@dataclass(frozen=True)
class Caught:
    """A clause that a draft would take, or nearly. `by_words`: one of its words stands there; else it is like its
    examples, `over` the limit by so much."""

    voice: str
    clause: str
    by_words: bool
    over: float = 0.0


@dataclass(frozen=True)
class Near:
    """A phrase that customers use and no aspect knows, near in meaning. `n`: voices that say it."""

    phrase: str
    n: int
    alike: float


@dataclass(frozen=True)
class Preview:
    """What a draft would find in the voices looked at, before anybody saves it."""

    looked: int
    of: int
    """Voices of the period; of more than can be read at once a part is looked at, chosen by ids."""
    voices: int
    by_words: int
    share: float
    low: float
    high: float
    """Share of all voices with its 95 % interval."""
    caught: Sequence[Caught]
    missed: Sequence[Caught]
    """Just below the limit, nearest first."""
    near: Sequence[Near]
    learned: bool
    """Whether it is heard by its examples too."""
