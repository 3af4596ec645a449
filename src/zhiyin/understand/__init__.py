"""What the words mean. `zhiyin.understand(texts)` for notebooks; `pipeline` for the facts; `text` is the kernel."""

import sys
from collections.abc import Sequence
from types import ModuleType

import pyarrow as pa

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

__all__ = ["understand"]


def understand(texts: Sequence[str | None] | pa.Array, pack: str = "generic") -> pa.Table:
    """Mentions in the texts: one row an opinion, `row` being the 0-based input row."""
    return Understander(load(pack)).annotate(texts).mentions


class _Verb(ModuleType):
    """`zhiyin.understand` is this package and the documented function; importing the one hides the other."""

    def __call__(self, texts: Sequence[str | None] | pa.Array, pack: str = "generic") -> pa.Table:
        return understand(texts, pack)


sys.modules[__name__].__class__ = _Verb
