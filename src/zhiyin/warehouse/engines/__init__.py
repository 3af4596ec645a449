"""Opening facts: for one reader, or the lake itself for the few who write."""

from zhiyin.warehouse.engines.abreast import abreast
from zhiyin.warehouse.engines.facts import Facts, compiled, guarded, instant, open_facts
from zhiyin.warehouse.engines.lake import Lake, forget_lake, open_lake, teach
from zhiyin.warehouse.engines.timing import counting

__all__ = [
    "Facts",
    "Lake",
    "abreast",
    "compiled",
    "counting",
    "forget_lake",
    "guarded",
    "instant",
    "open_facts",
    "open_lake",
    "teach",
]
