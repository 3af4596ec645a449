"""Chats copied or exported as text, and dialogues with the names before a colon."""
# ruff: noqa: E501  a pattern or a list of names is one line

import re
from collections import Counter
from collections.abc import Sequence

from zhiyin.listen.imports.reading.voices.base import Said, joined, seconds
from zhiyin.listen.imports.reading.voices.speakers import LETTERS, role_of

DAY = r"\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?"
CLOCK = r"(?:[上下]午 ?)?\d{1,2}:\d{2}(?::\d{2})?(?: ?[APap][Mm])?"
NAME = r"[^\n:：]{1,40}?"
ABOVE = re.compile(
    rf"^(?:(?P<who>{NAME})\s+(?P<at>{DAY},?\s+{CLOCK})|(?P<at2>{DAY},?\s+{CLOCK})\s+(?P<who2>[^\n]{{1,60}}))\s*[:：]?$"
)
BEFORE = re.compile(
    rf"^\u200e?\[?(?P<at>{DAY},?\s+{CLOCK})\]?(?:\s+-)?\s+(?P<who>[^\n:：]{{1,40}})[:：]\s?(?P<text>.*)$"
)
LABEL = re.compile(
    r"^\s*[\[(（【]?(?:(?P<start>\d{1,2}:\d{2}(?::\d{2})?)[\])）】]?\s*)?[\[【]?(?P<who>[^\s:：\]】]{1,15}(?: [^\s:：\]】]{1,15}){0,2})[\]】]?\s*[:：]\s*(?P<text>.*)$"
)
NUMBERED = re.compile(r"\s*[(（<][^()（）<>]{3,60}[)）>]$")
SEEN = 200
"""Lines looked at to tell what a text is."""


def chat(rows: Sequence[str]) -> list[Said] | None:
    """An export of WeChat, QQ, WhatsApp and their like, or None."""
    head = [row for row in rows[:SEEN] if row.strip()]
    for pattern in (BEFORE, ABOVE):
        hits = sum(1 for row in head if pattern.match(row.strip()))
        if hits >= 2 and hits >= 0.2 * len(head):
            return _follow(rows, pattern)
    return None


def _follow(rows: Sequence[str], pattern: re.Pattern[str]) -> list[Said]:
    turns: list[Said] = []
    for line, row in enumerate(rows, 1):
        if match := pattern.match(row.strip()):
            parts = match.groupdict()
            who = NUMBERED.sub("", (parts.get("who") or parts.get("who2") or "").strip())
            at = " ".join((parts.get("at") or parts.get("at2") or "").replace(",", " ").split())
            turns.append(Said(line, (parts.get("text") or "").strip(), who, cells={"at": at}))
        elif turns and row.strip():
            turns[-1].text = f"{turns[-1].text}\n{row.strip()}".strip()
    return [turn for turn in turns if turn.text]


def dialogue(rows: Sequence[str]) -> list[Said] | None:
    """客服：…, A: …; None where few lines have a name, or there are not two who speak."""
    found = [LABEL.match(row) for row in rows]
    times = Counter(match["who"] for match in found if match)
    names = {name for name, n in times.items() if role_of(name) or n > 1 or name.casefold() in LETTERS}
    named = sum(n for name, n in times.items() if name in names)
    # 产品：… 评分：… look the same, so one of those who speak has to be known by what they are called.
    known = any(role_of(name) or name.casefold() in LETTERS for name in names)
    filled = sum(1 for row in rows if row.strip())
    if not known or not 2 <= len(names) <= 12 or named < 0.2 * filled:
        return None
    turns: list[Said] = []
    for line, (row, match) in enumerate(zip(rows, found, strict=True), 1):
        if match and match["who"] in names:
            turns.append(Said(line, match["text"].strip(), match["who"], seconds(match["start"] or "")))
        elif turns and row.strip():
            turns[-1].text = joined(turns[-1].text, row.strip())
    return [turn for turn in turns if turn.text]
