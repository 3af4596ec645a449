"""How entries are sealed, and what never gets into them."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

SECRET = re.compile(r"password|secret|token|(^|_)(key|hash|phone|mobile|email|e_mail|address|id_card)$", re.IGNORECASE)
PRIVATE = (
    re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"),
    re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"),
    re.compile(r"\+\d[\d -]{7,14}\d(?!\d)"),
    re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"),
)
MASK = "•••"
LONGEST = 500


def clean(value: object, name: str = "") -> object:
    """Plain JSON without secrets, phone numbers, identity numbers and e-mail addresses."""
    if name and SECRET.search(name) and value not in (None, "", False, True):
        return MASK
    if isinstance(value, Mapping):
        return {str(key): clean(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return [clean(item) for item in items]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return value if abs(value) < 1e15 else str(value)  # PostgreSQL writes 1e20 back as a whole number
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    for pattern in PRIVATE:
        text = pattern.sub(MASK, text)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def seal(previous: str, at: datetime, words: tuple[str, ...], details: Mapping[str, object]) -> str:
    body = json.dumps([previous, at.astimezone(UTC).isoformat(), *words, details], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()
