"""Zhiyin 知音: everything customers say and do becomes one indicator tree over the company's touchpoints.

import zhiyin
mentions = zhiyin.understand(["物流太慢了，不过客服态度很好"])   # pyarrow.Table
home = zhiyin.open("path")
home.measure("nps", by=["touchpoint"])                          # pyarrow.Table
home.table("feedback").limit(5).to_pandas()                     # Ibis
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

    from zhiyin.cli.library import OpenHome

__version__ = "0.1.0"
__all__ = ["__version__", "open", "understand"]


# Imported when called: `zhiyin --help` must not wait for models and engines.
def understand(
    texts: "Sequence[str | None] | pa.Array",
    pack: str = "generic",
    own: "Sequence[str]" = (),
    rivals: "Sequence[str]" = (),
) -> "pa.Table":
    """Mentions in the texts: one row an opinion, `row` being the 0-based input row. `own`, `rivals`: names of brands,
    several of one as 青柳=Qingliu."""
    from zhiyin.understand import understand as run

    return run(texts, pack, own, rivals)


def open(path: str | Path) -> "OpenHome":  # noqa: A001  the library's documented name
    """A home made by `zhiyin init`."""
    from zhiyin.cli.library import OpenHome

    return OpenHome(path)
