"""What a question costs at most, when it is the same question, and what of it may leave."""

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from zhiyin.listen.masking.rules import hide

CODE = re.compile(r"(?<![0-9A-Za-z])c[0-9a-f]{20}(?![0-9A-Za-z])")
"""A customer, as facts call one."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
OVERHEAD = 60
"""Tokens that the frame of a chat takes."""


def month(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m}"


def cost(instructions: str, material: str, most: int) -> int:
    """Tokens at the very most: a Chinese character takes one and a half in the thriftless vocabularies, three letters
    of English one."""
    return len((instructions + material).encode("utf-8", "replace")) // 2 + OVERHEAD + most


def key(model: str, instructions: str, material: str, most: int) -> str:
    return hashlib.sha256(json.dumps([model, instructions, material, most]).encode()).hexdigest()


def masked(text: str, hidden: Iterable[str] = ()) -> str:
    """Without phones, e-mail addresses, identity numbers, names after 我叫 and codes of customers; `hidden` are words
    known to name somebody. Masking twice is masking once."""
    plain = CONTROL.sub(" ", text.encode("utf-8", "replace").decode())
    for word in sorted({one.strip() for one in hidden}, key=len, reverse=True):
        if tells(word):
            plain = re.sub(rf"(?<![0-9A-Za-z]){re.escape(word)}(?![0-9A-Za-z])", "**", plain)
    return hide(CODE.sub("**", plain))


def tells(word: str) -> bool:
    """Whether a word can point at one person: 李 or 12 stand in every other text."""
    return len(word) >= (4 if word.isascii() else 2)
