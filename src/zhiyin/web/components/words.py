"""Customers' words with what was understood marked in them. Everything is escaped here and nowhere else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

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


def highlight(text: str, marks: Iterable[Marked] = (), search: str = "", told: Iterable[Word] = ()) -> SafeString:
    """Overlapping marks: the one that starts first wins; the rest of the later one is still marked. What is `told` by
    single words is marked inside them, all of it where words overlap."""
    parts: list[str] = []
    place = 0
    words = [word for word in told if 0 <= word.start < word.end]
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        start, end = max(mark.start, place), min(mark.end, len(text))
        if start >= end:
            continue
        parts.append(_worded(text, place, start, search, words))
        tone = TONES.get(mark.label, "neu")
        parts.append(
            format_html(
                '<mark class="{}" title="{}">{}</mark>', tone, mark.title, _worded(text, start, end, search, words)
            )
        )
        place = end
    parts.append(_worded(text, place, len(text), search, words))
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped above


def _worded(text: str, start: int, end: int, search: str, words: Sequence[Word]) -> SafeString:
    """A stretch of the text, cut where words begin and end."""
    inside = [word for word in words if word.start < end and start < word.end]
    if not inside:
        return _found(text[start:end], search)
    cuts = {start, end, *(place for word in inside for place in (word.start, word.end) if start < place < end)}
    parts: list[SafeString] = []
    for left, right in pairwise(sorted(cuts)):
        here = [word for word in inside if word.start <= left and right <= word.end]
        part = _found(text[left:right], search)
        if here:
            kinds, titles = (" ".join(dict.fromkeys(word.kind for word in here)), dict.fromkeys(w.title for w in here))
            part = format_html('<span class="word {}" title="{}">{}</span>', kinds, " · ".join(titles), part)
        parts.append(part)
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
