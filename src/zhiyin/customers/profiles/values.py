from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Profile:
    """A customer as one reader may see it."""

    code: str
    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    city: str = ""
    joined_at: datetime | None = None
    tier: str = ""
    keys: tuple[str, ...] = ()
    """What other systems call this customer."""
    attributes: dict[str, object] = field(default_factory=dict)
    masked: bool = False
