"""Customers' words with what was understood marked in them. Everything is escaped here and nowhere else."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


def highlight(text: str, marks: Iterable[Marked] = (), search: str = "") -> SafeString:
    """Overlapping marks: the one that starts first wins; the rest of the later one is still marked."""
    parts: list[str] = []
    place = 0
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        start, end = max(mark.start, place), min(mark.end, len(text))
        if start >= end:
            continue
        parts.append(_found(text[place:start], search))
        tone = TONES.get(mark.label, "neu")
        parts.append(
            format_html('<mark class="{}" title="{}">{}</mark>', tone, mark.title, _found(text[start:end], search))
        )
        place = end
    parts.append(_found(text[place:], search))
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
