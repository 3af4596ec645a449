"""Phrases that many voices share and no aspect covers, grouped into topics, with their growth.

Every day is counted anew from the words themselves. A topic is known again by its phrases, whichever of them leads.
"""

from collections import defaultdict
from collections.abc import Container, Sequence
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path

import rjieba

from zhiyin.stats.differences import Verdict, false_discovery, proportions, verdict
from zhiyin.understand.text.lexicon import general_words
from zhiyin.understand.text.shipped import words
from zhiyin.understand.text.vectors import Numbers, Space
from zhiyin.understand.topics.naming import Tagged, Usage, tagged
from zhiyin.understand.topics.values import Known, Said, Topic

FEWEST = 5
"""Voices of the period that a phrase must stand in."""
TELLING = 0.3
"""Weight below which a word is too common to name anything."""
TOGETHER = 0.4
"""Share of the rarer phrase's voices in which two phrases stand together, to be one topic."""
ALIKE = 0.8
"""Cosine of two phrases that mean the same."""
ACROSS = 0.7
"""Of a Chinese and an English phrase, each the other's nearest: of the pairs so found in reviews of food and of gadgets
23 of 23 meant the same, of those between 0.6 and 0.7 only 17 of 21."""
MOST = 40
HALF = 0.5
"""Part of the phrases by which a topic is known again."""
LISTS = Path(__file__).parent / "idle.yaml"
MATES = Path(__file__).parent / "mates.yaml"

Voices = dict[str, set[int]]


def topics(
    now: Sequence[Said],
    before: Sequence[Said],
    n: int,
    n_before: int,
    space: Space,
    taken: Container[str] = (),
) -> list[Topic]:
    """Those that surely grow first, then by how many speak of them. `n`, `n_before`: all voices of either period;
    `taken`: phrases that an aspect has by now, though not all voices were read again."""
    latest, older = ([tagged(one.text) for one in some] for some in (now, before))
    usage = Usage([*latest, *older])
    current, earlier = named(latest, usage, space), named(older, usage, space)
    current = longest(
        {phrase: rows for phrase, rows in current.items() if phrase not in taken and len(_voices(rows, now)) >= FEWEST}
    )
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
            code_of(group[0]), tuple(group), len(told[k]), len(known[k]), float(change.value[k]), float(change.low[k]),
            float(change.high[k]), str(said[k]), max(now[row].at for row in _rows(group, current)),
            _examples(_rows(group, current), now),
        )
        for k, group in enumerate(groups)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not _grows(one), -one.n, one.phrases))


def _grows(topic: Topic) -> bool:
    return topic.verdict == Verdict.CHANGED and topic.value > 0


def recognised(phrases: Sequence[str], known: Sequence[Known]) -> Known | None:
    """The topic met before that shares most phrases: at least half of these, or the one that leads today."""
    best, most = None, 0.0
    for one in known:
        shared = len(set(phrases) & set(one.phrases)) / len(phrases) if phrases else 0.0
        if shared > most and (shared >= HALF or phrases[0] in one.phrases):
            best, most = one, shared
    return best


def remembered(found: Sequence[Topic], known: Sequence[Known]) -> list[Topic]:
    """As they were called before, each once, without those that are none."""
    kept: dict[str, Topic] = {}
    for topic in found:
        same = recognised(topic.phrases, known)
        if same is None:
            kept.setdefault(topic.code, topic)
        elif not same.dismissed:
            code = same.code if same.code not in kept else topic.code
            kept.setdefault(code, replace(topic, code=code, since=same.since))
    return list(kept.values())


def spoken(texts: Sequence[str], space: Space) -> Voices:
    """Phrases that name something, with the numbers of the texts they stand in."""
    said = [tagged(text) for text in texts]
    return named(said, Usage(said), space)


def named(texts: Sequence[Tagged], usage: Usage, space: Space) -> Voices:
    """Naming words, and pairs of words that stand side by side and name something together, with the numbers of the
    texts they stand in."""
    found: Voices = defaultdict(set)
    for row, text in enumerate(texts):
        before, told = "", False
        for word, kind in text:
            if word == " ":
                continue
            joins = _telling(word, space) and usage.joins(word, kind)
            names = joins and usage.names(word, kind)
            if names:
                found[word].add(row)
            if joins and before and (names or told or word.isascii()):
                found[before + (" " if word.isascii() else "") + word].add(row)
            before, told = (word, names) if joins else ("", False)
    return dict(found)


def _telling(word: str, space: Space) -> bool:
    if len(word) < (3 if word.isascii() else 2) or not word[0].isalpha() or word[-1] in "了着过们" or word in idle():
        return False
    return space.weight(word) >= TELLING


@cache
def idle() -> frozenset[str]:
    """What is said of anything: the lists of how it was, and of who speaks, when, and what one does all day."""
    return general_words() | {word for some in words(LISTS).values() for word in some}


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
    mates = across(order, rows)
    groups: list[list[int]] = []
    for k, phrase in enumerate(order):
        for group in groups:
            # The commonest of each language speaks for the group.
            leads = {spoken_in(order[one]): one for one in reversed(group)}.values()
            shared = any(len(found[order[lead]] & found[phrase]) / len(found[phrase]) >= TOGETHER for lead in leads)
            known = any(k in mates.get(one, ()) for one in group)
            if shared or known or any(float(rows[lead] @ rows[k]) >= ALIKE for lead in leads):
                group.append(k)
                break
        else:
            groups.append([k])
    return [sorted((order[k] for k in group), key=lambda phrase: not _thing(phrase)) for group in groups]


def across(phrases: Sequence[str], rows: Numbers) -> dict[int, set[int]]:
    """For each phrase those of the other language that mean the same: what a list says of both, and what lies nearest
    to each other. One too few is better than a wrong one, which would count two things as one."""
    places = {phrase: place for place, phrase in enumerate(phrases)}
    pairs = {
        (places[chinese], places[said])
        for chinese, english in mated().items()
        for said in english
        if chinese in places and said in places
    }
    chinese, english = ([k for k, one in enumerate(phrases) if spoken_in(one) == code] for code in ("zh", "en"))
    if chinese and english:
        close = rows[chinese] @ rows[english].T
        nearest, back = close.argmax(axis=1), close.argmax(axis=0)
        pairs |= {
            (chinese[k], english[one])
            for k, one in enumerate(nearest.tolist())
            if back[one] == k and close[k, one] >= ACROSS
        }
    found: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return dict(found)


@cache
def mated() -> dict[str, list[str]]:
    """Chinese names of things and their English ones."""
    return words(MATES)


def spoken_in(phrase: str) -> str:
    """`zh` or `en`."""
    return "en" if phrase.isascii() else "zh"


def spoken_first(found: Sequence[Topic], language: str) -> list[Topic]:
    """Named in the reader's language first, where it was said in that; whatever the order, it is the same topic."""
    return [
        replace(one, phrases=tuple(sorted(one.phrases, key=lambda phrase: spoken_in(phrase) != language)))
        for one in found
    ]


def _thing(phrase: str) -> bool:
    """A noun names a topic better than what was done."""
    kind = rjieba.tag(phrase)[-1][1]
    return bool(kind.startswith(("n", "eng", "vn")))


def _rows(group: Sequence[str], found: Voices) -> list[int]:
    return sorted(set().union(*(found[phrase] for phrase in group)))


def _voices(rows: set[int], said: Sequence[Said]) -> set[str]:
    return {said[row].voice for row in rows}


def _examples(rows: Sequence[int], said: Sequence[Said]) -> tuple[Said, ...]:
    """Three of the latest, one a voice, each in other words."""
    ordered = sorted(rows, key=lambda row: (said[row].at, said[row].voice))
    latest = {said[row].text: said[row] for row in {said[row].voice: row for row in ordered}.values()}
    return tuple(sorted(latest.values(), key=lambda one: (one.at, one.voice))[-3:][::-1])


def code_of(phrase: str) -> str:
    return blake2b(phrase.encode(), digest_size=6).hexdigest()
