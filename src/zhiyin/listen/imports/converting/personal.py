"""Phones, e-mail addresses and identity numbers: found in columns, and masked where they stand inside words."""

import json
import re

import pyarrow as pa
import pyarrow.compute as pc

EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
MOBILE = r"(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
IDENTITY = r"[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx]"
ABROAD = r"\+\d{1,3}[- ]?\(?\d{1,4}\)?([- ]?\d{2,4}){2,4}|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}"
LANDLINE = r"0\d{2,3}-\d{7,8}"
WHOLE = rf"^\s*({EMAIL}|{MOBILE}|{IDENTITY}|{ABROAD}|{LANDLINE})\s*$"
# RE2 has no look-around: the character before is kept as group 1, the one after as the last group.
INSIDE = (
    (r"(^|[^\d])((?:(?:\+|00)?86[- ]?)?1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})($|[^\d])", r"\1\2****\3\4"),
    (r"(^|[^\d])([1-9]\d{5})(?:19|20)\d{9}[\dXx]($|[^\dXx])", r"\1\2************\3"),
    (r"(^|[^\d])(0\d{2,3}-)\d{3,4}(\d{4})($|[^\d])", r"\1\2****\3\4"),
    (r"(\+\d{1,3}[- ]?)\(?\d{1,4}\)?[- ]?\d{3,4}[- ]?(\d{4})($|[^\d])", r"\1****\2\3"),
    (r"(^|[^\d-])\(?\d{3}\)?[- ]\d{3}-(\d{4})($|[^\d-])", r"\1****\2\3"),
    (r"([A-Za-z0-9])[A-Za-z0-9._%+-]*@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})", r"\1***@\2"),
)
HINT = r"@[A-Za-z0-9-]+\.|1[3-9]\d[- ]?\d{4}|\d{17}|0\d{2,3}-\d{7}|\+\d{1,3}[- ]?\(?\d|\d{3}\)?[- ]\d{3}-\d{4}"
DEEPEST = 50
"""Levels of an object that are looked through; what lies deeper is left out of the facts."""


def share(values: pa.Array) -> float:
    """Share of the filled cells that are a phone, an e-mail address or an identity number."""
    filled = values.drop_null()
    if not len(filled):
        return 0.0
    return (pc.sum(pc.match_substring_regex(filled, WHOLE)).as_py() or 0) / len(filled)


def mask(values: pa.Array) -> pa.Array:
    """138****1234, z***@example.com: the rest of the text stays."""
    hint = pc.fill_null(pc.match_substring_regex(values, HINT), False)
    if not pc.any(hint).as_py():
        return values
    found = values.filter(hint)
    # Twice: a match takes the character behind it along, so of two numbers with one comma between the second is missed.
    for pattern, replacement in INSIDE * 2:
        found = pc.replace_substring_regex(found, pattern, replacement)
    return pc.replace_with_mask(values, hint, found)


def mask_json(values: pa.Array) -> pa.Array:
    """The same for objects as JSON, which they stay: a phone may also be a number there, or a key."""
    hint = pc.fill_null(pc.match_substring_regex(values, HINT), False)
    if not pc.any(hint).as_py():
        return values
    found = [json.dumps(_veiled(json.loads(one)), ensure_ascii=False) for one in values.filter(hint).to_pylist()]
    return pc.replace_with_mask(values, hint, pa.array(found, pa.string()))


def _veiled(value: object, depth: int = 0) -> object:
    if depth > DEEPEST:
        return None
    if isinstance(value, dict):
        return {_plain(name): _veiled(one, depth + 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_veiled(one, depth + 1) for one in value]
    if isinstance(value, str):
        return _plain(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        said = f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)
        veiled = _plain(said)
        return value if veiled == said else veiled
    return value


def _plain(text: str) -> str:
    for pattern, replacement in INSIDE * 2:
        text = re.sub(pattern, replacement, text)
    return text
