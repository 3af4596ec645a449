"""Which language a text is in, well enough to choose how to read it."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

HAN = r"[\x{4e00}-\x{9fff}]"
WORD = r"[A-Za-z]{2,}"
ENGLISH = (
    r"(?i)\b(the|and|to|is|was|for|you|my|it|this|that|with|on|are|have|not|of|at|good|great|bad|very|thanks?"
    r"|what|how|why|we|your|just|can|from|be|but|been|will|when|they)\b"
)


def language_of(texts: pa.Array) -> pa.Array:
    """zh, en, mixed (a Latin word for every three Chinese characters or more), other; null for no text."""
    chinese, latin = pc.match_substring_regex(texts, HAN), pc.match_substring_regex(texts, WORD)
    # Counting takes eight times as long as looking, and only what holds both has to be counted.
    mixed = _mixed(texts, pc.fill_null(pc.and_(chinese, latin), False))
    foreign = pc.and_(pc.invert(chinese), latin)
    english = pc.match_substring_regex(pc.if_else(pc.fill_null(foreign, False), texts, ""), ENGLISH)
    found = pc.case_when(
        pc.make_struct(mixed, chinese, english),
        pa.scalar("mixed"),
        pa.scalar("zh"),
        pa.scalar("en"),
        pa.scalar("other"),
    )
    return pc.if_else(pc.is_null(texts), pa.scalar(None, pa.string()), found)


def _mixed(texts: pa.Array, both: pa.Array) -> pa.Array:
    held = texts.filter(both)
    words = pc.multiply(pc.count_substring_regex(held, WORD), 3)
    enough = pc.greater_equal(words, pc.count_substring_regex(held, HAN))
    return pc.replace_with_mask(pa.array(np.zeros(len(texts), bool)), both, enough)
