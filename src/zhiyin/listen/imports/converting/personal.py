"""Columns of phones, e-mail addresses, identity numbers; what stands inside words is for `listen.masking`."""

import pyarrow as pa
import pyarrow.compute as pc

EMAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
MOBILE = r"(\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}"
IDENTITY = r"[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])\d{3}[\dXx]"
ABROAD = r"\+\d{1,3}[- ]?\(?\d{1,4}\)?([- ]?\d{2,4}){2,4}|\(\d{3}\) ?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}"
LANDLINE = r"0\d{2,3}-\d{7,8}"
WHOLE = rf"^\s*({EMAIL}|{MOBILE}|{IDENTITY}|{ABROAD}|{LANDLINE})\s*$"


def share(values: pa.Array) -> float:
    """Share of the filled cells that are a phone, an e-mail address or an identity number."""
    filled = values.drop_null()
    if not len(filled):
        return 0.0
    return (pc.sum(pc.match_substring_regex(filled, WHOLE)).as_py() or 0) / len(filled)
