"""What is learned, each kind by itself, and what it is learned from."""

from dataclasses import dataclass

from zhiyin.understand.accuracy.values import KINDS as TOLD

POLARITY = "polarity"
KINDS = (POLARITY, *TOLD)

Key = tuple[str, int, int, str]
"""Which judged opinion: feedback, its first correction, start, aspect."""


@dataclass(frozen=True)
class Sample:
    """A stretch of a judged text and the only label that people gave it."""

    feedback: str
    text: str
    label: str


@dataclass(frozen=True)
class Told:
    """A mention of a judged text: what was said of it and what people say; "" is nothing."""

    feedback: str
    text: str
    said: str
    truth: str
