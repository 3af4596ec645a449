from dataclasses import dataclass


@dataclass(frozen=True)
class ChainState:
    """`broken` is the id of the first entry that does not fit, 0 when entries are missing at the end."""

    entries: int
    broken: int | None = None

    @property
    def whole(self) -> bool:
        return self.broken is None
