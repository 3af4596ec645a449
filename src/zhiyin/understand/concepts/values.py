from dataclasses import dataclass


@dataclass(frozen=True)
class Draft:
    """What somebody wants an aspect to be. `extends`: the aspect that gets these words; empty: a new one."""

    name_zh: str = ""
    name_en: str = ""
    extends: str = ""
    parent: str = ""
    touchpoint: str = ""
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
