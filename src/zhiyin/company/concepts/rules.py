"""The company's concepts laid over a pack, and what their words must be."""

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from unicodedata import normalize

from zhiyin.company.concepts.values import Idea
from zhiyin.company.packs.values import OWN, Aspect, Pack

SHORTEST, LONGEST = 2, 40
MOST_WORDS, MOST_EXAMPLES, EXAMPLE_LENGTH = 80, 60, 500


def folded(word: str) -> str:
    """Words that are read alike: full width, capitals and blanks make no difference."""
    return " ".join(normalize("NFKC", word).casefold().split())


def tidy(words: Iterable[str]) -> list[str]:
    """Each once, in the order given, without blanks around."""
    found: dict[str, str] = {}
    for word in words:
        if plain := " ".join(word.split()):
            found.setdefault(folded(plain), plain)
    return list(found.values())


def bad(words: Iterable[str]) -> str:
    """The first that cannot be a word: one sign stands everywhere, a sentence nowhere twice."""
    return next((word for word in words if not _good(word)), "")


def _good(word: str) -> bool:
    return SHORTEST <= len(folded(word)) <= LONGEST and any(sign.isalpha() for sign in word)


def shared(some: Iterable[str], others: Iterable[str]) -> str:
    """The first that stands in both."""
    known = {folded(one) for one in others}
    return next((one for one in some if folded(one) in known), "")


def owners(pack: Pack) -> dict[str, str]:
    """Every word of the pack → the aspect that it stands for."""
    found: dict[str, str] = {}
    for aspect in pack.aspects:
        for word in _words(aspect):
            found.setdefault(folded(word), aspect.code)
    return found


def _words(aspect: Aspect) -> Iterator[str]:
    yield from aspect.synonyms
    yield from aspect.implied.positive
    yield from aspect.implied.negative


def extended(pack: Pack, ideas: Sequence[Idea]) -> Pack:
    """The pack as the company reads it. Never refuses: of what no longer fits, after the pack changed, the rest
    stays."""
    if not ideas:
        return pack
    taken = owners(pack)
    known = {aspect.code for aspect in pack.aspects}
    more: dict[str, list[str]] = {}
    made: list[Aspect] = []
    for idea in ideas:
        target = idea.extends if idea.extends in known else idea.code
        words = [word for word in idea.words if taken.setdefault(folded(word), target) == target]
        if target != idea.code:
            more.setdefault(target, []).extend(words)
        else:
            place = (idea.parent or None, idea.touchpoint or None)
            made.append(Aspect(idea.code, idea.name, *place, tuple(words), kind=idea.kind))
    grown = [
        replace(one, synonyms=(*one.synonyms, *more[one.code])) if one.code in more else one for one in pack.aspects
    ]
    return replace(pack, aspects=(*grown, *_rooted(made, known)))


def _rooted(made: Sequence[Aspect], known: set[str]) -> Iterator[Aspect]:
    """Parents that are gone, and circles, are left out."""
    parents = {one.code: one.parent for one in made}
    for one in made:
        at, seen = one.parent, {one.code}
        while at in parents and at not in seen:
            seen.add(at)
            at = parents[at]
        sound = at is None or at in known
        yield one if sound else replace(one, parent=None)


def barred(ideas: Sequence[Idea], pack: Pack) -> tuple[tuple[str, str], ...]:
    """Clause and aspect, for every clause that somebody said is not about it."""
    return tuple((said, target(one, pack)) for one in ideas for said in one.refused)


def target(idea: Idea, pack: Pack) -> str:
    """The aspect whose code the facts carry."""
    return idea.extends if any(one.code == idea.extends for one in pack.aspects) else idea.code


def new_code(name: str, used: Container[str]) -> str:
    """From an English name its letters, from a Chinese one a number that stays the same."""
    slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40] if name.isascii() else ""
    stem = OWN + (slug or blake2b(name.encode(), digest_size=4).hexdigest())
    code, n = stem, 1
    while code in used:
        n += 1
        code = f"{stem}_{n}"
    return code
