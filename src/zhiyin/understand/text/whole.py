"""Is it the whole that a clause judges? 真的很不错 and "I was very disappointed" name nothing, so they are about all of
it: the hotel, the airline, the brand. A clause is bare when nothing stands in it but judgements and words around them.

Words that only one thing can be (慢, 清晰, 甜) are no such judgements: what they are about was left out, not meant as
the whole.
"""

import re
from functools import cache
from pathlib import Path

import rjieba

from zhiyin.understand.text import shipped

FILE = Path(__file__).parent / "whole.yaml"
LONGEST = 60
"""Characters: in a longer clause something is named."""


def bare(clause: str) -> bool:
    """`clause` is normalised; whether it judges is for the caller to know."""
    return len(clause) <= LONGEST and _pattern().fullmatch(clause) is not None


def subject(clause: str) -> bool:
    """Whether a Chinese clause begins with the name of a thing: 酸梅汁还不错."""
    word, kind = next(iter(rjieba.tag(clause[:LONGEST])), ("", ""))
    return kind.startswith("n") and len(word) > 1 and not word.isascii() and word not in _around()


@cache
def _around() -> frozenset[str]:
    return frozenset(word for part in shipped.words(FILE).values() for word in part[0])


@cache
def _pattern() -> re.Pattern[str]:
    lists = shipped.words(FILE).values()
    chinese, english = (sorted({word for part in lists for word in part[place]}) for place in (0, 1))
    english += [slip for word in english for slip in shipped.misspellings().get(word, ())]
    for words in (chinese, english):
        words.sort(key=len, reverse=True)
    # Possessive, so that what does not match costs one walk, however long the runs of short words.
    return re.compile(rf"(?:{'|'.join(chinese)}|\b(?:{'|'.join(map(re.escape, english))})\b|[^\w]|_)++")
