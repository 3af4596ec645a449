"""Phrases that many voices share and no aspect covers, grouped into topics, with their growth.

Every day is counted anew from the words themselves; a topic is its leading phrase, so it keeps its code from day to day
for as long as people use that phrase most.
"""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b

import rjieba

from zhiyin.stats.differences import Verdict, false_discovery, proportions, verdict
from zhiyin.understand.text.vectors import Space
from zhiyin.understand.topics.values import Said, Topic

FEWEST = 5
"""Voices of the period that a phrase must stand in."""
TELLING = 0.3
"""Weight below which a word is too common to name anything."""
TOGETHER = 0.4
"""Share of the rarer phrase's voices in which two phrases stand together, to be one topic."""
ALIKE = 0.8
"""Cosine of two phrases that mean the same."""
MOST = 40
NAMING = ("n", "v", "eng", "nz", "vn", "l", "i", "j")
IDLE = {
    "the",
    "and",
    "was",
    "were",
    "with",
    "for",
    "that",
    "this",
    "have",
    "has",
    "had",
    "not",
    "are",
    "you",
    "our",
    "they",
}

Voices = dict[str, set[int]]


def topics(now: Sequence[Said], before: Sequence[Said], n: int, n_before: int, space: Space) -> list[Topic]:
    """Those that surely grow first, then by how many speak of them. `n`, `n_before`: all voices of either period."""
    current, earlier = spoken([one.text for one in now], space), spoken([one.text for one in before], space)
    current = longest({phrase: rows for phrase, rows in current.items() if len(_voices(rows, now)) >= FEWEST})
    groups = grouped(current, space)[:MOST]
    if not groups:
        return []
    told = [_voices(set().union(*(current[phrase] for phrase in group)), now) for group in groups]
    known = [_voices(set().union(*(earlier.get(phrase, set()) for phrase in group)), before) for group in groups]
    change = proportions(
        [len(one) for one in known], [n_before] * len(known), [len(one) for one in told], [n] * len(told)
    )
    said = verdict(change, q=false_discovery(change.p), fewest=0)
    found = [
        Topic(
            _code(group[0]), tuple(group), len(told[k]), len(known[k]), float(change.value[k]), float(change.low[k]),
            float(change.high[k]), str(said[k]), max(now[row].at for row in _rows(group, current)),
            _examples(_rows(group, current), now),
        )
        for k, group in enumerate(groups)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not _grows(one), -one.n, one.phrases))


def _grows(topic: Topic) -> bool:
    return topic.verdict == Verdict.CHANGED and topic.value > 0


def spoken(texts: Sequence[str], space: Space) -> Voices:
    """Naming words, and pairs of them that stand side by side, with the numbers of the texts they stand in."""
    found: Voices = defaultdict(set)
    for row, text in enumerate(texts):
        before = ""
        for word, kind in rjieba.tag(text.lower()):
            if word == " ":
                continue
            named = word if _names(word, kind, space) else ""
            if named:
                found[named].add(row)
                if before:
                    found[before + (" " if named.isascii() else "") + named].add(row)
            before = named
    return dict(found)


def _names(word: str, kind: str, space: Space) -> bool:
    if len(word) < (3 if word.isascii() else 2) or word in IDLE or not word[0].isalpha() or word[-1] in "了着过":
        return False
    return kind.startswith(NAMING) and space.weight(word) >= TELLING


def longest(found: Voices) -> Voices:
    """A word that mostly stands in one longer phrase gives way to it."""
    gone = {
        part
        for phrase, rows in found.items()
        for part in found
        if part != phrase and part in phrase and len(rows) >= 0.6 * len(found[part])
    }
    return {phrase: rows for phrase, rows in found.items() if phrase not in gone}


def grouped(found: Voices, space: Space) -> list[list[str]]:
    """Phrases said together or meaning the same, commonest first; the order of texts changes nothing."""
    order = sorted(found, key=lambda phrase: (-len(found[phrase]), -len(phrase), phrase))[: MOST * 5]
    rows = space.embed(order)
    groups: list[list[int]] = []
    for k, phrase in enumerate(order):
        for group in groups:
            lead = group[0]
            shared = len(found[order[lead]] & found[phrase]) / len(found[phrase])
            if shared >= TOGETHER or float(rows[lead] @ rows[k]) >= ALIKE:
                group.append(k)
                break
        else:
            groups.append([k])
    return [sorted((order[k] for k in group), key=lambda phrase: not _thing(phrase)) for group in groups]


def _thing(phrase: str) -> bool:
    """A noun names a topic better than what was done."""
    kind = rjieba.tag(phrase)[-1][1]
    return bool(kind.startswith(("n", "eng", "vn")))


def _rows(group: Sequence[str], found: Voices) -> list[int]:
    return sorted(set().union(*(found[phrase] for phrase in group)))


def _voices(rows: set[int], said: Sequence[Said]) -> set[str]:
    return {said[row].voice for row in rows}


def _examples(rows: Sequence[int], said: Sequence[Said]) -> tuple[Said, ...]:
    """Three of the latest, one a voice."""
    latest = {said[row].voice: said[row] for row in sorted(rows, key=lambda row: (said[row].at, said[row].voice))}
    return tuple(list(latest.values())[-3:][::-1])


def _code(phrase: str) -> str:
    return blake2b(phrase.encode(), digest_size=6).hexdigest()
