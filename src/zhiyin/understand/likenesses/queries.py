"""Which of the company's aspects are heard by likeness, and what that is learned from."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

from zhiyin.company.concepts.queries import ideas
from zhiyin.company.concepts.rules import target
from zhiyin.company.concepts.values import Idea
from zhiyin.company.packs.values import Pack
from zhiyin.kit.memory import remembered
from zhiyin.understand.likenesses.models import LearnedLikeness
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.likeness import Likeness, unpack
from zhiyin.understand.text.vectors import load
from zhiyin.warehouse.engines import open_facts
from zhiyin.warehouse.reader import Reader

READER = Reader.of_task("likenesses")
DRAWN = 1_000
"""Voices whose other clauses say what is usual, drawn by their ids: half a second of work."""

_OTHERS = """SELECT left(text, 500) AS text FROM feedback WHERE text IS NOT NULL ORDER BY hash(id), id LIMIT ?"""


def key(idea: Idea) -> str:
    taught = (sorted(idea.examples), sorted(idea.refused)) if idea.refused else (sorted(idea.examples),)
    said = repr((*taught, load().version))
    return blake2b(said.encode(), digest_size=12).hexdigest()


@remembered
def taught() -> tuple[tuple[str, str], ...]:
    """Aspects that have learned, as key and code."""
    wanted = {key(one): one for one in ideas() if one.taught}
    kept = LearnedLikeness.objects.filter(key__in=list(wanted)).exclude(weights=b"").values_list("key", flat=True)
    return tuple(sorted((name, wanted[name].code) for name in kept))


def likenesses(pack: Pack) -> tuple[Likeness, ...]:
    by_code = {one.code: target(one, pack) for one in ideas()}
    return tuple(_likeness(name, by_code[code]) for name, code in taught())


@lru_cache(maxsize=256)
def _likeness(name: str, code: str) -> Likeness:
    return unpack(code, bytes(LearnedLikeness.objects.get(key=name).weights), load().width)


def others(understander: Understander) -> Sequence[str]:
    """Clauses of the company's voices that no word claims."""
    return understander.unnamed(drawn())


def drawn() -> tuple[str, ...]:
    """The voices that say what is usual."""
    return tuple(open_facts(READER).sql(_OTHERS, [DRAWN])["text"].to_pylist())
