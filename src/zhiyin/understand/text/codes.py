"""Texts as one array of code points, normalised character by character so that every span leads back to the original.

Normalising never turns one character into several: it maps (full width to half width, upper to lower case, traditional
to simplified, a slip to the word that was meant) or drops (links, markup, zero-width characters, long repeats, all of a
face but one emoji). `origin` and `until` remember where each kept character stood, so a span over the normalised codes
is a span over the customer's own words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from zhiyin.understand.text.spelling import EXAMPLES, faces, slips
from zhiyin.understand.text.traditional import PAIRS

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

LIMIT = 200_000
"""Characters read of one text; the rest is ignored. A whole novel in one field must not stop a batch."""

END = 0  # stands around every text; never occurs inside one
SPACE = 32
LINE = 10

_NOISE = re.compile(
    r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"  # links stop at the first Chinese character
    r"|</?[A-Za-z][^<>\0]{0,400}>|<!--[^\0]{0,400}?-->"
    r"|&(?:[a-zA-Z]{2,8}|\#[0-9]{1,6});"
    r"|@[A-Za-z0-9_]{2,30}"
)
_DROPPED = (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xFE0E, 0xFE0F, 0x00AD)


@dataclass(frozen=True)
class Batch:
    """Many texts, one array: text `d` is `codes[starts[d]:ends[d]]`, with `END` before and after it."""

    texts: list[str]
    codes: Codes
    origin: Places
    until: Places
    starts: Places
    ends: Places
    sound: bool = True
    """No text holds half of a surrogate pair, which no file can store."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `codes[start:end]` stands in the original text."""
        if start >= end:
            return 0, 0
        return int(self.origin[start]), int(self.until[end - 1])


@cache
def table() -> Codes:
    """What each character becomes."""
    codes = np.arange(0x110000, dtype=np.uint32)
    codes[:SPACE] = SPACE
    codes[[0x0A, 0x0D, 0x2028, 0x2029]] = LINE
    for code in (0x7F, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000):
        codes[code] = SPACE
    for code in range(0x41, 0x2C00):
        lower = chr(code).lower()
        if len(lower) == 1:
            codes[code] = ord(lower)
    wide = np.arange(0xFF01, 0xFF5F)
    codes[wide] = codes[wide - 0xFEE0]
    for mark, plain in (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"), ("`", "'"), ("—", "-"), ("–", "-"), ("…", ".")):
        codes[ord(mark)] = ord(plain)
    for traditional, simplified in zip(PAIRS[::2], PAIRS[1::2], strict=True):
        codes[ord(traditional)] = ord(simplified)
    codes.setflags(write=False)
    return codes


def encode(texts: Sequence[str | None]) -> Batch:
    """Normalise texts into one batch; null is an empty text."""
    given = [(text or "")[:LIMIT] for text in texts]
    joined = "\0".join(["", *[text.replace("\0", " ") for text in given], ""])
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = table()[raw]
    marks = np.flatnonzero(raw == END)
    codes[marks] = END
    starts, ends = marks[:-1] + 1, marks[1:]
    keep = _kept(joined, codes)
    origin = np.arange(len(codes), dtype=np.int64)
    origin[1:] -= np.repeat(starts, ends - starts + 1)
    until = origin + 1
    for start, end, word in slips(joined, raw):
        codes[start:end] = [ord(sign) for sign in word]
    for start, end, face in faces(joined, raw, starts):
        if keep[start]:
            codes[start] = ord(face)
            until[start] += end - start - 1
            keep[start + 1 : end] = False
    new = np.concatenate([np.zeros(1, np.int64), np.cumsum(keep)])
    sound = not bool(((raw >= 0xD800) & (raw < 0xE000)).any())
    return Batch(given, codes[keep], origin[keep], until[keep], new[starts], new[ends], sound)


def written(codes: Codes) -> str:
    """A stretch of a batch, or all of it, as text: one character for each place."""
    return codes.astype("<u4").tobytes().decode("utf-32-le", "replace")


@cache
def version() -> str:
    """Of what normalising makes of texts: every character, every slip and face, and what is dropped. Models keep the
    one that they were taught with; `make models` follows a change here."""
    every = "".join(map(chr, range(1, 0xD800)))
    dropped = "看https://a.cn/b看www.a.cn 看<b class=x>看<!-- x -->&nbsp;@someone 看看看看看 soooooo 1000000   a\u200bb"
    batch = encode([every, dropped, *EXAMPLES])
    made = b"".join(one.tobytes() for one in (batch.codes, batch.origin, batch.until))
    return blake2b(made, digest_size=4).hexdigest()


def _kept(joined: str, codes: Codes) -> Flags:
    """Which characters stay; a noisy stretch leaves one space. Writes that space into `codes`."""
    keep = np.ones(len(codes), dtype=np.bool_)
    for found in _NOISE.finditer(joined):
        keep[found.start() + 1 : found.end()] = False
        codes[found.start()] = SPACE
    keep &= ~np.isin(codes, _DROPPED)
    if len(codes) > 3:
        digit = (codes >= 48) & (codes <= 57)
        same = codes[1:] == codes[:-1]
        keep[3:] &= ~(same[2:] & same[1:-1] & same[:-2] & ~digit[3:] & (codes[3:] != END))
        keep[1:] &= ~(same & (codes[1:] == SPACE))
    return keep
