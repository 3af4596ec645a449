"""What an aspect is about in any pack: dimension of content, type of experience, and the want that speaks from it.

A pack names none of these; the words of its concepts do. Lists in `themes.yaml`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from zhiyin.understand.text import shipped

FILE = Path(__file__).parent / "themes.yaml"
DIMENSIONS = ("product", "service", "relationship", "convenience", "brand_image", "price")
EXPERIENCES = ("sense", "feel", "think", "act", "relate")
WANTS = (
    "time",
    "ease",
    "value",
    "respect",
    "honesty",
    "safety",
    "quality",
    "comfort",
    "choice",
    "information",
    "accuracy",
)
_CODE = 3
"""A concept's own code and names weigh as much as three of its words."""


@dataclass(frozen=True)
class Theme:
    dimension: str | None = None
    experience: str | None = None
    want: str | None = None


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    lists: dict[str, dict[str, list[str]]] = {}
    for kind, codes in shipped.words(FILE).items():
        for code, words in codes.items():
            for word in words:
                lists.setdefault(kind, {}).setdefault(word, []).append(code)
    return lists


def themes(concepts: Sequence[Any]) -> list[Theme]:
    """One for each concept; what its words leave open its parent says."""
    votes = [{kind: _vote(concept, kind) for kind in _lists()} for concept in concepts]
    place = {concept.code: number for number, concept in enumerate(concepts)}
    found = []
    for concept, own in zip(concepts, votes, strict=True):
        above, said = concept, own
        while above.parent is not None and not all(said.values()):
            above = concepts[place[above.parent]]
            said = {kind: code or votes[place[above.code]][kind] for kind, code in said.items()}
        found.append(Theme(**said))
    return found


def _vote(concept: Any, kind: str) -> str | None:
    words = _lists()[kind]
    votes: Counter[str] = Counter()
    for word in (*concept.synonyms, *concept.implied.positive, *concept.implied.negative):
        votes.update(words.get(word, ()))
    for word in (concept.code, *concept.code.split("_")):
        for code in words.get(word, ()):
            votes[code] += _CODE
    return max(votes, key=lambda code: (votes[code], code)) if votes else None


def of_words(words: Sequence[str], kind: str) -> str | None:
    """What single words say, where no aspect is named."""
    known = _lists()[kind]
    return next((known[word][0] for word in words if word in known), None)


def wanted(clause: str) -> str | None:
    """The want that a wish puts into words: the one with the longest word."""
    clause = clause.lower()
    found = [(len(word), codes[0]) for word, codes in _lists()["want"].items() if word in clause]
    return max(found)[1] if found else None
