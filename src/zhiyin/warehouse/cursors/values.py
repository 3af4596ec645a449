from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Everything up to `position` is done; `until` is set while the stretch from there to it is worked on."""

    position: str = ""
    until: str = ""

    @property
    def state(self) -> str:
        return "started" if self.until else "done"
