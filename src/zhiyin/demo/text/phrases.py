"""Reads the templates: sections of lines, each compiled to fixed parts and choices."""

import re
from functools import cache
from importlib.resources import files

Phrase = tuple[str | tuple[str, ...], ...]
"""Fixed text alternating with choices; slots are still in it."""

CHOICE = re.compile(r"\[([^\]]*)\]")
CHINESE = ("zh_drinks.txt", "zh_places.txt", "zh_digital.txt", "zh_talk.txt")
ENGLISH = ("en.txt",)


@cache
def phrases(language: str) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    section: list[Phrase] = []
    for name in CHINESE if language == "zh" else ENGLISH:
        for line in files("zhiyin.demo.text").joinpath(name).read_text("utf-8").splitlines():
            if line.startswith("= "):
                section = found.setdefault(line[2:].strip(), [])
            elif line:
                section.append(_compile(line))
    return {name: tuple(lines) for name, lines in found.items()}


def _compile(line: str) -> Phrase:
    """`re.split` with one group alternates fixed text (even) and choices (odd)."""
    return tuple(tuple(part.split("|")) if odd % 2 else part for odd, part in enumerate(CHOICE.split(line)) if part)
