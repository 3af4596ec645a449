"""How positive words are, asked of the model while the facts are being summed up."""

from functools import cache

import pyarrow as pa

from zhiyin.company.packs import load
from zhiyin.understand.text.annotate import Understander


def valences(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """12,000 utterances take 0.3 s."""
    return pa.array(_understander().polarity(texts.to_pylist()), pa.float64())


@cache
def _understander() -> Understander:
    """Any pack: the polarity of whole texts is the model's own."""
    return Understander(load("generic"))
