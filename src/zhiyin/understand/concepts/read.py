"""What was read of some voices, kept while the words stay: whoever teaches by examples asks of the same voices again
and again."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from zhiyin.company.concepts.queries import with_ideas
from zhiyin.company.concepts.values import Idea
from zhiyin.understand.text import vectors
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import Name
from zhiyin.understand.text.vectors import Numbers
from zhiyin.understand.topics.rules import spoken

Texts = tuple[str, ...]
Said = tuple[int, str, str]
"""Number of the text, clause as it was written, aspect; none for a clause that no word claims."""


def worded(some: Sequence[Idea]) -> tuple[Idea, ...]:
    """As far as words go: examples change nothing of what words claim."""
    return tuple(replace(one, examples=(), refused=()) for one in some)


@lru_cache(maxsize=4)
def clauses(pack: str, some: tuple[Idea, ...], names: tuple[Name, ...], texts: Texts) -> list[Said]:
    return Understander(with_ideas(pack, some), names=names).subjects(texts)


@lru_cache(maxsize=4)
def places(some: Texts) -> Numbers:
    """Of clauses in space, one row each."""
    return vectors.load().embed(some)


@lru_cache(maxsize=2)
def usual(pack: str, some: tuple[Idea, ...], texts: Texts) -> list[str]:
    """The clauses that no word claims."""
    return Understander(with_ideas(pack, some)).unnamed(texts)


@lru_cache(maxsize=4)
def phrases(texts: Texts) -> dict[str, int]:
    """What customers say, and how many of them."""
    return {phrase: len(found) for phrase, found in spoken(texts, vectors.load()).items()}
