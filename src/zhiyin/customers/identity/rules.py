"""How keys are spelled, and the code that follows from one."""

import re
from functools import cache
from hashlib import blake2b

from django.conf import settings  # house: kernel: the installation's secret belongs to how a key is spelled

from zhiyin.customers.identity.values import Ident

CODE_BYTES = 10
"""80 bits: among a hundred million customers two share a code with a chance of 1 in 240 million."""


def phone_of(text: str | None) -> str:
    """+86 138-0000-1234 and 13800001234 are one phone; what has fewer than 7 digits is none."""
    digits = re.sub(r"\D", "", text or "")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digits if 7 <= len(digits) <= 15 and "*" not in (text or "") else ""


def email_of(text: str | None) -> str:
    plain = (text or "").strip().casefold()
    return plain if re.fullmatch(r"[^\s@*]+@[^\s@]+\.[a-z]{2,}", plain) else ""


def digest(value: str) -> str:
    """Keyed: whoever holds the facts alone cannot try out all phone numbers."""
    return blake2b(value.encode(), key=_secret(), digest_size=16).hexdigest()


def code_of(ident: Ident) -> str:
    """The same key gives the same code in every process, so two imports at once do not make two customers."""
    text = "\x1f".join((ident.kind, ident.space, ident.value))
    return "c" + blake2b(text.encode(), key=_secret(), digest_size=CODE_BYTES).hexdigest()


def idents(key: str | None, phone: str | None, email: str | None, space: str) -> tuple[Ident, ...]:
    """Everything a row says about who it is, the most trustworthy first."""
    found = []
    if key and (plain := key.strip()):
        found.append(Ident("id", space, plain[:200]))
    if phone and (plain := phone_of(phone)):
        found.append(Ident("phone", "", digest(plain)))
    if email and (plain := email_of(email)):
        found.append(Ident("email", "", digest(plain)))
    return tuple(found)


@cache
def _secret() -> bytes:
    return str(settings.SECRET_KEY).encode()[:64]
