from dataclasses import dataclass, field


@dataclass(frozen=True)
class Endpoint:
    address: str
    """`https://host/v1`: what stands before `/chat/completions`."""
    model: str
    key: str = field(default="", repr=False)


@dataclass(frozen=True)
class Reply:
    text: str
    tokens_in: int | None = None
    tokens_out: int | None = None
    """As the server counted them; None where it did not say."""


@dataclass(frozen=True)
class Answer:
    """What came over the line."""

    status: int
    body: bytes
    retry_after: str = ""
    location: str = ""
