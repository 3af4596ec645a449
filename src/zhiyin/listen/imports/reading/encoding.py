"""Which encoding a text file has, from its first bytes."""

import codecs

from charset_normalizer import from_bytes

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def guess(sample: bytes) -> str:
    """UTF-8 unless the bytes say otherwise; a few broken bytes in a thousand do not change the verdict."""
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name
    if (wide := _wide(sample)) is not None:
        return wide
    if sample.isascii():
        return "utf-8"
    utf8, gb = _broken(sample, "utf-8"), _broken(sample, "gb18030")
    if utf8 < 0.05:
        return "utf-8"
    if gb < 0.05 and _chinese(sample) > 0.6:
        return "gb18030"
    best = from_bytes(sample[:65536]).best()
    if best is not None and gb >= 0.05:
        return str(best.encoding)
    return "gb18030" if gb < utf8 else "utf-8"


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: text has a zero in every second byte, on one side only."""
    zeros = sample.count(0)
    if zeros < len(sample) * 0.2:
        return None
    even = sample[::2].count(0)
    return "utf-16-be" if even > zeros * 0.9 else "utf-16-le" if even < zeros * 0.1 else None


def _broken(sample: bytes, encoding: str) -> float:
    """Share of the non-ASCII characters that do not decode; the sample may end inside one."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample, final=False)
    beyond = sum(1 for character in text if character > "\x7f")
    return text.count("\ufffd") / max(beyond, 1)


def _chinese(sample: bytes) -> float:
    """Share of the non-ASCII characters that everyday Chinese is written with."""
    text = codecs.getincrementaldecoder("gb18030")("ignore").decode(sample, final=False)
    beyond = [character for character in text if character > "\x7f"]
    usual = sum(1 for character in beyond if "\u4e00" <= character <= "\u9fa5" or "\u3000" <= character <= "\u303f")
    usual += sum(1 for character in beyond if "\uff00" <= character <= "\uffef")
    return usual / max(len(beyond), 1)
