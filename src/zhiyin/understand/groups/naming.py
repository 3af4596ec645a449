"""What to call a group: the phrases that its voices use and others do not."""

import re
from collections.abc import Sequence

import numpy as np
import rjieba

from zhiyin.stats.values import Array
from zhiyin.understand.groups import rules
from zhiyin.understand.text.vectors import Numbers, Space
from zhiyin.understand.topics.naming import Tagged, Usage, tagged
from zhiyin.understand.topics.rules import TELLING, Voices, idle, longest, named, spoken_in

CORE = 150
"""Voices nearest to the middle that the name is read off."""
FEWEST, SHARE = 3, 0.05
"""Voices that say a phrase, at least; as a share of those read."""
TIMES = 2.0
"""How much oftener it must be said than in the other groups."""
KINDS = ("n", "v", "a", "i", "l", "j", "eng")
MEASURES = ("m", "q", "t")
"""Kinds that name a group which no thing, deed or quality names: 分钟, 半小时."""
OWN, OTHER = 3, 1
"""Phrases of the reader's language and of the other in a name."""


def names(cores: Sequence[Sequence[str]], aims: Numbers, space: Space, language: str) -> list[tuple[str, ...]]:
    """For each group, from the texts nearest to its middle, the phrases that tell it from the others, the most telling
    first; those of the reader's language (`zh` or `en`) before the others. `aims`: where each group lies, seen from
    the middle of all: a phrase that its voices happen to share, and that means something else, names nothing."""
    texts = [text for core in cores for text in core]
    group = np.repeat(np.arange(len(cores)), [len(core) for core in cores])
    said = [tagged(text) for text in texts]
    found = longest(_words(said, space) | named(said, Usage(said), space))
    ordered = _ordered(found, group, aims, space)
    if not all(ordered):
        wide = _ordered(_words(said, space, KINDS + MEASURES), group, aims, space)
        ordered = [own or other for own, other in zip(ordered, wide, strict=True)]
    return [_chosen(some, language) for some in ordered]


def _ordered(found: Voices, group: rules.Labels, aims: Numbers, space: Space) -> list[list[str]]:
    """For each group its phrases, the most telling first."""
    phrases = sorted(phrase for phrase in found if _sound(phrase))
    if not phrases:
        return [[] for _aim in aims]
    toward = np.maximum(space.embed(phrases) @ aims.T, 0)
    score, often = telling([found[phrase] for phrase in phrases], group, len(aims))
    # Where no phrase sets a group apart, what it says most of its subject.
    score = toward * np.where(score.any(axis=0), score, often)
    return [[phrases[k] for k in np.argsort(-one, kind="stable") if one[k] > 0] for one in score.T]


def _sound(phrase: str) -> bool:
    """Whether it is made of whole words: the segmenter guesses some that are none (客人站, 耶加雪菲手)."""
    return phrase.isascii() or all(len(part) > 1 for part in rjieba.cut(phrase, hmm=False))


def _words(said: Sequence[Tagged], space: Space, kinds: tuple[str, ...] = KINDS) -> Voices:
    """Things, deeds and qualities that are not said of anything."""
    found: Voices = {}
    for row, text in enumerate(said):
        for word, kind in text:
            long = len(word) > (2 if word.isascii() else 1)
            tells = long and kind.startswith(kinds) and word[0].isalpha() and word not in idle()
            # In Chinese their kind leaves out what is common to all texts.
            if tells and space.knows(word) and (not word.isascii() or space.weight(word) >= TELLING):
                found.setdefault(word, set()).add(row)
    return found


def telling(found: Sequence[set[int]], group: rules.Labels, count: int) -> tuple[Numbers, Numbers]:
    """How surely each phrase (rows) is said oftener in each group (columns), 0 where it is not: the likelihood ratio of
    Dunning (1993); and how often it is said there."""
    size = np.bincount(group, minlength=count).astype(np.float64)
    said = np.array([np.bincount(group[sorted(rows)], minlength=count) for rows in found], np.float64)
    other, rest = said.sum(axis=1, keepdims=True) - said, size.sum() - size
    inside, outside = said / np.maximum(size, 1), other / np.maximum(rest, 1)
    both = (said + other) / size.sum()
    score = 2 * (_log(said, inside, both) + _log(other, outside, both)
                 + _log(size - said, 1 - inside, 1 - both) + _log(rest - other, 1 - outside, 1 - both))  # fmt: skip
    few = said < np.maximum(FEWEST, SHARE * size)
    score[few | (inside < TIMES * outside)] = 0
    return score.astype(np.float32), np.where(few, 0, inside).astype(np.float32)


def _log(n: Array, p: Array, q: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        told: Array = np.where(n > 0, n * np.log(p / q), 0.0)
    return told


def _chosen(phrases: Sequence[str], language: str) -> tuple[str, ...]:
    own = _apart([phrase for phrase in phrases if spoken_in(phrase) == language])
    other = _apart([phrase for phrase in phrases if spoken_in(phrase) != language])
    return (*own[:OWN], *other[: OTHER if own else OWN])


def _apart(phrases: Sequence[str]) -> list[str]:
    """Without those that only repeat a part of one before them, or say it at greater length."""
    kept: list[str] = []
    for phrase in phrases:
        if not any(_repeats(phrase, one) or _repeats(one, phrase) for one in kept):
            kept.append(phrase)
    return kept


def _repeats(phrase: str, other: str) -> bool:
    """Whether `phrase` stands in the other; in English as whole words, whatever their ending: no "art" in "start"."""
    if not phrase.isascii():
        return phrase in other
    return re.search(rf"\b{re.escape(phrase)}(?:e?s|e?d|ing)?\b", other) is not None
