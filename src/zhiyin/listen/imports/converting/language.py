"""Which language a text is in, well enough to choose how to read it."""

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
    han = pc.count_substring_regex(texts, HAN)
    words = pc.count_substring_regex(texts, WORD)
    chinese = pc.greater(han, 0)
    mixed = pc.and_(chinese, pc.greater_equal(pc.multiply(words, 3), han))
    english = pc.and_(pc.invert(chinese), pc.match_substring_regex(texts, ENGLISH))
    found = pc.case_when(
        pc.make_struct(mixed, chinese, english),
        pa.scalar("mixed"),
        pa.scalar("zh"),
        pa.scalar("en"),
        pa.scalar("other"),
    )
    return pc.if_else(pc.is_null(texts), pa.scalar(None, pa.string()), found)
