"""Customers' words with what was understood marked in them. Everything is escaped here and nowhere else."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

TONES = {"negative": "neg", "neutral": "neu", "positive": "pos"}


@dataclass(frozen=True)
class Marked:
    """A stretch of a text, `end` exclusive, with the valence found in it."""

    start: int
    end: int
    label: str
    title: str = ""


@dataclass(frozen=True)
class Word:
    """A stretch that says something by itself. `kind`: judging, aspect, name, place or time."""

    start: int
    end: int
    kind: str
    title: str


Stretch = tuple[int, int, list[Word]]


def highlight(text: str, marks: Iterable[Marked] = (), search: str = "", told: Iterable[Word] = ()) -> SafeString:
    """Overlapping marks: the one that starts first wins; the rest of the later one is still marked. What is `told` by
    single words is marked inside them, all of it where words overlap."""
    parts: list[str] = []
    place = 0
    stretches = _stretches(told)
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        start, end = max(mark.start, place), min(mark.end, len(text))
        if start >= end:
            continue
        parts.append(_worded(text, place, start, search, stretches))
        tone = TONES.get(mark.label, "neu")
        parts.append(
            format_html(
                '<mark class="{}" title="{}">{}</mark>', tone, mark.title, _worded(text, start, end, search, stretches)
            )
        )
        place = end
    parts.append(_worded(text, place, len(text), search, stretches))
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above


def _stretches(told: Iterable[Word]) -> list[Stretch]:
    """Where words are told, cut where they begin and end, in the order of the text."""
    words = [word for word in told if 0 <= word.start < word.end]
    begin, end = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
    for number, word in enumerate(words):
        begin[word.start].append(number)
        end[word.end].append(number)
    here: set[int] = set()
    found: list[Stretch] = []
    for left, right in pairwise(sorted({*begin, *end})):
        here.difference_update(end.get(left, ()))
        here.update(begin.get(left, ()))
        if here:
            found.append((left, right, [words[number] for number in sorted(here)]))
    return found


def _worded(text: str, start: int, end: int, search: str, stretches: Sequence[Stretch]) -> SafeString:
    parts: list[SafeString] = []
    for at in range(bisect_right(stretches, start, key=itemgetter(1)), len(stretches)):
        left, right, here = stretches[at]
        if max(left, start) >= end:
            break
        if left > start:
            parts.append(_found(text[start:left], search))
        until = min(right, end)
        part = _found(text[max(left, start) : until], search)
        kinds, titles = (" ".join(dict.fromkeys(word.kind for word in here)), dict.fromkeys(w.title for w in here))
        parts.append(format_html('<span class="word {}" title="{}">{}</span>', kinds, " · ".join(titles), part))
        start = until
    parts.append(_found(text[start:end], search))
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above


def _found(text: str, search: str) -> SafeString:
    if not search.strip():
        return SafeString(escape(text))
    pattern = re.compile("|".join(re.escape(word) for word in _words(search)), re.IGNORECASE)
    parts: list[str] = []
    place = 0
    for hit in pattern.finditer(text):
        parts += [escape(text[place : hit.start()]), format_html('<mark class="hit">{}</mark>', hit.group())]
        place = hit.end()
    return mark_safe("".join([*parts, escape(text[place:])]))  # noqa: S308  every part is escaped above


def _words(search: str) -> Sequence[str]:
    return search.split()
