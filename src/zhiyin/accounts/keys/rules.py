"""What a key looks like: `zy_<prefix>_<secret>`. 190 random bits need no slow hash."""

import hashlib
import secrets

LABEL = "zy"


def make() -> tuple[str, str]:
    """The key to hand over, and its prefix."""
    prefix = secrets.token_hex(5)
    return f"{LABEL}_{prefix}_{secrets.token_hex(24)}", prefix


def prefix_of(key: str) -> str:
    label, _, rest = key.strip().partition("_")
    prefix, _, secret = rest.partition("_")
    return prefix if label == LABEL and secret else ""


def digest(key: str) -> str:
    return hashlib.sha256(key.strip().encode()).hexdigest()
