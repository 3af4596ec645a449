"""Where a person may cut an opinion: between its words, never inside a word, a number or a sign made of several."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import rjieba

CUT = re.compile(
    r"[,，、;；:：。!！?？…~\n]+|\.(?!\d)|但是|不过|可是|然而|而且|但|和|也"
    r"|\b(?:but|yet|and|although|though|however|whereas|while)\b",
    re.IGNORECASE,
)
"""Commas, and words that join or turn."""
FIRST = 24
"""Gaps shown at once; of more, only those at a comma or a word that joins or turns."""
FOLD = 50
"""Words under one fold."""
NAMED = 24
"""Characters before a gap that name it."""

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_NUMERALS = "〇零一二三四五六七八九十百千万亿兆两"
_LETTER = rf"[^\W{_HAN}]"
_RUN = "{1,40}"
"""Signs of a run at the most: a longer one is never cut inside, and need not be read again from each of its signs."""
_WHOLE = re.compile(
    rf"https?://[!-~]+|[\w.+-]{{1,64}}@[A-Za-z0-9.-]+|\[[^\[\]\s]{{1,8}}\]"
    rf"|\d{_RUN}(?:[.,:/．，\-–~～]\d{_RUN})+|\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)"
    rf"|[\d{_NUMERALS}]{_RUN}(?:点|分之)[\d{_NUMERALS}]{_RUN}"
    rf"|{_LETTER}{_RUN}(?:['’‘`\-‐‑_&+/]{_LETTER}{_RUN})+|(?<!{_LETTER}){_LETTER}(?:\.{_LETTER})+(?!{_LETTER})"
)
"""What holds together though signs stand in it: addresses, [微笑], 1,000.5, 三点五, don't, U.S."""
_LETTERS, _NUMBERS, _CHINESE = re.compile(_LETTER), re.compile(rf"[\d{_NUMERALS}]"), re.compile(f"[{_HAN}]")
_JOINER = "\u200d"
_OPENING = {"Ps", "Pi", "Sc"}
_EDGE = " \t\r\n\u3000\u00a0,，、;；:："


@dataclass(frozen=True)
class Piece:
    """Words of the text, and where it may be cut behind them; None: nowhere."""

    words: str
    cut: int | None = None

    @property
    def named(self) -> str:
        """The words right before the gap."""
        plain = self.words.strip(_EDGE)
        return plain if len(plain) <= NAMED else f"…{plain[-NAMED:].lstrip()}"


@dataclass(frozen=True)
class Gaps:
    """A clause as its words. `first` shows it whole, with the gaps one looks for first; `rest` has every gap."""

    first: tuple[Piece, ...]
    rest: tuple[tuple[Piece, ...], ...] = ()

    @property
    def none(self) -> bool:
        return len(self.first) < 2 and not self.rest


def gaps(text: str, start: int, end: int) -> Gaps:
    """The clause of a mention, to be shown."""
    cuts = places(text, start, end)
    every = _pieces(text, start, end, cuts)
    if len(cuts) <= FIRST:
        return Gaps(every)
    likely = _likely(text, start, end, cuts)[:FIRST]
    folds = tuple(every[first : first + FOLD] for first in range(0, len(every), FOLD))
    return Gaps(_pieces(text, start, end, likely), folds)


def places(text: str, start: int, end: int) -> list[int]:
    """Every character of the text before which it may be cut, in order."""
    words = rjieba.cut(text[start:end], hmm=False)
    found = _starts(text, start, end, words)
    if len(found) < 2 and len(_CHINESE.findall(text, start, end)) > 2:
        # A saying the dictionary knows as one word may say two things: 物美|价廉.
        found = _starts(text, start, end, text[start:end])
    return [_opening(text, before, first) for before, first in pairwise(found)]


def sides(text: str, start: int, end: int, cut: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The two spans, without the signs that parted them."""
    left, right = text[start:cut].rstrip(_EDGE), text[cut:end].lstrip(_EDGE)
    return (start, start + len(left)), (end - len(right), end)


def _pieces(text: str, start: int, end: int, cuts: Sequence[int]) -> tuple[Piece, ...]:
    spans = pairwise([start, *cuts, end])
    return tuple(Piece(text[first:last].strip(), last if last != end else None) for first, last in spans)


def _starts(text: str, start: int, end: int, words: Sequence[str]) -> list[int]:
    """Where a word begins that may stand by itself."""
    held = {place for one in _WHOLE.finditer(text, start, end) for place in range(one.start() + 1, one.end())}
    found: list[int] = []
    place = start
    for word in words:
        if text[place].isalnum() and (not found or (place not in held and not _inside(text, start, place))):
            found.append(place)
        place += len(word)
    return found


def _inside(text: str, start: int, place: int) -> bool:
    """Whether a cut right before this character would cut through something: a sign of several characters, a word of
    letters, a number."""
    if _extends(text[place]) or text[place - 1] == _JOINER:
        return True
    base = place - 1
    while base > start and _extends(text[base]):
        base -= 1
    return any(kind.match(text[base]) and kind.match(text[place]) for kind in (_LETTERS, _NUMBERS))


def _extends(sign: str) -> bool:
    """Accents, joiners, variation selectors, the tones of skin: part of the character before them."""
    return sign == _JOINER or unicodedata.category(sign) in {"Mn", "Mc", "Me"} or 0x1F3FB <= ord(sign) <= 0x1F3FF


def _opening(text: str, before: int, first: int) -> int:
    """Signs between two words go with the one before, but for what opens the next: a bracket, $, the minus of −3."""
    place = first
    for n in range(first - 1, before, -1):
        sign = text[n]
        if sign.isalnum() or sign.isspace():
            break
        minus = n == first - 1 and sign in "-−+±#@" and not text[n - 1].isalnum()
        if (unicodedata.category(sign) in _OPENING or minus) and text[n - 1] != _JOINER:
            place = n
        elif not _extends(sign):
            break
    return place


def _likely(text: str, start: int, end: int, cuts: Sequence[int]) -> list[int]:
    """Those behind a comma and before a word that joins or turns."""
    return sorted({place for one in CUT.finditer(text, start, end) for place in _beside(text, one, cuts)})


def _beside(text: str, found: re.Match[str], cuts: Sequence[int]) -> Iterator[int]:
    word = found.group()[0].isalnum()
    place = bisect_left(cuts, found.start() if word else found.end())
    if place == len(cuts):
        return
    after = cuts[place + 1] if place + 1 < len(cuts) else len(text)
    # Nothing is said between the comma and the gap; the word that joins is a word by itself.
    stretch = text[found.end() : after if word else cuts[place]]
    if (not word or cuts[place] == found.start()) and not any(map(str.isalnum, stretch)):
        yield cuts[place]
