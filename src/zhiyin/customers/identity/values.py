from typing import NamedTuple


class Ident(NamedTuple):
    kind: str
    space: str
    value: str
