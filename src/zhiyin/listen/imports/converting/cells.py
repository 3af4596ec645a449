"""Text cells to numbers and plain text; empty cells in all their spellings."""

import pyarrow as pa
import pyarrow.compute as pc

BLANKS = pa.array(
    [
        "",
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "#n/a",
        "-",
        "--",
        "blank",
        "(blank)",
        "无",
        "空",
        "未填",
        "\\n",
        "nat",
        "未知",
    ]
)
VOID = pa.array(["", "null", "nan", "\\n", "#n/a"])
"""Empty spellings of a text: “无” and “none” are answers there."""


def trim(values: pa.Array) -> pa.Array:
    """Blanks and byte order marks, which some exports put before every text."""
    return pc.utf8_trim(values, " \t\r\n\v\f\u00a0\u3000\ufeff\u200b")


def clear(values: pa.Array, blanks: pa.Array = BLANKS) -> pa.Array:
    """Trimmed, and null where the cell only says that it is empty."""
    plain = trim(values)
    return pc.if_else(pc.is_in(pc.utf8_lower(plain), blanks), pa.scalar(None, pa.string()), plain)


def numbers(values: pa.Array, decimal: str = ".") -> pa.Array:
    """Null where it is no number. Currency signs, thousands marks, a percent sign and 分/星 behind are ignored."""
    plain = pc.replace_substring_regex(values, r"^[¥￥$€£\s]+|[\s%分星元]+$|(?i:(CNY|USD|EUR|RMB))", "")
    if decimal == ",":
        plain = pc.replace_substring(pc.replace_substring_regex(plain, r"[.\s]", ""), ",", ".")
    else:
        plain = pc.replace_substring_regex(plain, r"[,\s']", "")
    plain = pc.replace_substring(plain, "−", "-")
    good = pc.match_substring_regex(plain, r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$")
    return pc.cast(pc.if_else(good, plain, None), pa.float64())


def find_decimal(values: pa.Array) -> str:
    """A comma before one or two last digits, and never a point there, is a decimal comma."""
    comma = pc.sum(pc.match_substring_regex(values, r"^-?[\d.\s]*\d,\d{1,2}$")).as_py() or 0
    point = pc.sum(pc.match_substring_regex(values, r"^-?[\d,\s]*\d?\.\d+$")).as_py() or 0
    return "," if comma > point else "."


def keys(values: pa.Array) -> pa.Array:
    """Ids as text: 17850.0, which is what a table program makes of 17850, is 17850."""
    plain = clear(values)
    return pc.if_else(
        pc.match_substring_regex(plain, r"^\d+\.0+$"), pc.replace_substring_regex(plain, r"\.0+$", ""), plain
    )
