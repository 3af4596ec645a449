"""What the words mean. `zhiyin.understand(texts)` for notebooks; `pipeline` for the facts; `text` is the kernel."""

import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import pyarrow as pa

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander
from zhiyin.understand.text.lexicon import brands

__all__ = ["understand"]


def understand(
    texts: Sequence[str | None] | pa.Array,
    pack: str = "generic",
    own: Sequence[str] = (),
    rivals: Sequence[str] = (),
) -> pa.Table:
    """Mentions in the texts: one row an opinion, `row` being the 0-based input row. `own`, `rivals`: names of brands,
    several of one as 青柳=Qingliu."""
    return Understander(load(pack), names=brands(own, rivals)).annotate(texts).mentions


class _Verb(ModuleType):
    """`zhiyin.understand` is this package and the documented function; importing the one hides the other."""

    def __call__(self, *given: Any, **named: Any) -> pa.Table:
        return understand(*given, **named)


sys.modules[__name__].__class__ = _Verb
