"""What the words mean. `understand(texts)` for notebooks; `pipeline` for the facts; `text` is the kernel."""

from collections.abc import Sequence

import pyarrow as pa

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander

__all__ = ["understand"]


def understand(texts: Sequence[str | None] | pa.Array, pack: str = "generic") -> pa.Table:
    """Mentions in the texts: one row an opinion, `row` being the 0-based input row."""
    return Understander(load(pack)).annotate(texts).mentions
