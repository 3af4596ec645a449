from dataclasses import dataclass

from zhiyin.company.packs.values import PART, Name

NEEDED = 5
"""Examples from which a concept is heard by likeness too."""


@dataclass(frozen=True)
class Idea:
    """A concept of the company, in use. `extends` names the aspect of the pack that gets its words; empty: it is one
    itself."""

    code: str
    name: Name
    extends: str = ""
    parent: str = ""
    touchpoint: str = ""
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    """Clauses that somebody said are not about it."""
    kind: str = PART

    @property
    def taught(self) -> bool:
        return len(self.examples) >= NEEDED
