"""When and where: dates as people write them, and what an earlier clause of the same sentence has named.

上周六在虹桥店，等了一个小时，服务员态度很差 is all of that Saturday and that shop; the next sentence need not be.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from zhiyin.understand.text import claims
from zhiyin.understand.text.codes import Batch
from zhiyin.understand.text.lexicon import Name
from zhiyin.understand.text.opinions import PLAIN, Extras, Reading, Span

Place = tuple[Name, int, int]

_SIGN = r"[\d〇零一二三四五六七八九十]"
_NUMBERED = (
    rf"{_SIGN}{{4}}年(?:{_SIGN}{{1,2}}月(?:{_SIGN}{{1,3}}[日号])?)?|{_SIGN}{{1,2}}月{_SIGN}{{1,3}}[日号]"
    r"|(?<![\d./-])(?:\d{4}([./-])\d{1,2}\1\d{1,2}|\d{1,2}([./-])\d{1,2}\2\d{4})(?![\d/-])"
)
_CLEAR = (
    r"(?:january|february|april|june|july|august|september|october|november|december"
    r"|(?:jan|feb|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
)
_VERB = r"(?:march|may|mar\b\.?)"
"""Months that are other words besides: these ask for more around them."""
_MONTH = rf"(?:{_CLEAR}|{_VERB})"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?![\d%]|[.:/-]\d| ?stars?\b)"
_NTH = r"(?:3[01]|[12]\d|[1-9]) ?(?:st|nd|rd|th)\b"
_YEAR = r"(?:19|20)\d\d\b"
_IN_ENGLISH = "|".join(
    (
        rf"{_MONTH} (?:the )?{_NTH}(?:,? {_YEAR})?",
        rf"{_NTH} (?:of )?{_MONTH}\b(?:,? {_YEAR})?",
        rf"{_CLEAR} {_DAY}(?:,? {_YEAR})?",
        rf"{_VERB} {_DAY},? {_YEAR}",
        rf"{_DAY} {_MONTH},? {_YEAR}",
        rf"{_DAY} {_CLEAR}(?!\w)",
        rf"{_MONTH},? {_YEAR}",
    )
)
_ON = r"(?:on|since|until|till|from|for|by|of|before|after)"
_IN = rf"(?:in(?: (?:early|late|mid))?|during|{_ON})"
_BEHIND = r"(?= ?(?:[^\w ]|$)| (?:and|but|when|with|for|to|we|i|the|my|our|at|was|were|it|they|this)\b)"
"""What may follow May where a month is meant: in May the staff …, and not the state it is in may …"""
_AFTER_WORDS = "|".join(
    (
        rf"{_ON} ({_VERB} {_DAY}|{_DAY} {_VERB}\b)",
        rf"{_IN} ({_VERB}){_BEHIND}",
        rf"(?:{_IN}|last|this|next|every) ({_CLEAR})(?!\w)",
    )
)
_DATE = re.compile(
    rf"(?=[\d〇零一二三四五六七八九十jfmasond])(?:{_NUMBERED}|(?<![a-z\d.,:/$-])(?:{_IN_ENGLISH}))", re.ASCII
)
_MONTH_OF = re.compile(rf"\b(?:{_AFTER_WORDS})", re.ASCII)

_COMPARING = ("than", "than_en", "even_than", "not_than", "lesser", "lacks", "as_as", "past", "before")
"""Cues: what is named behind one is what something is held against, 比去年贵."""
_UNREAL = frozenset(("wish", "condition", "question", "supposing"))
_AT = re.compile(r"(?:在|于|@ ?|\b(?:at|in)(?: the)? )$")
_NEAR = 3
"""Characters between two names of one place: 上海虹桥机场."""


def mark(batch: Batch, readings: Sequence[Reading], sentences: Sequence[int]) -> None:
    """Adds dates to what the clauses name, and to each clause what those before it in its sentence have named.
    `sentences`: of each reading, the number of its sentence."""
    said = claims.plain(batch)
    for number, dates in _dated(said, readings).items():
        extras = _own(readings[number])
        extras.when = dates + extras.when
    sentence, when, where, places = -1, list[Span](), list[Span](), list[Place]()
    for number, reading in zip(sentences, readings, strict=True):
        if number != sentence:
            sentence, when, where, places = number, [], [], []
        cues, own = reading.extras.cues, reading.extras
        if own is PLAIN and not (when or where or places):
            continue
        if "anew" in cues:
            when = []
        if "others" in cues:
            where, places = [], []
        told = not (reading.asks or reading.need or own.hypothetical or _UNREAL & {*own.figures, *cues})
        if own.when:
            when = [span for span in own.when if not _compared(own, span[0])] if told else when
        elif when:
            _own(reading).when = when
        here = [place for place in own.names if place[0].kind == "place"]
        if own.where or here:
            where = _stood(said, own) if told else where
            places = [place for place in here if not _compared(own, place[1])] if told else places
        elif where or places:
            held = _own(reading)
            held.where, held.names = where, held.names + places


def _own(reading: Reading) -> Extras:
    if reading.extras is PLAIN:
        reading.extras = Extras()
    return reading.extras


def _compared(extras: Extras, start: int) -> bool:
    """比去年贵: what is named is not when it was."""
    return any(first <= start for cue in _COMPARING for first, _ in extras.cues.get(cue, ()))


def _stood(said: str, extras: Extras) -> list[Span]:
    """The places one was at: 在上海机场, and not 离机场很近."""
    found: list[Span] = []
    for first, last in extras.where:
        near = found and 0 <= first - found[-1][1] <= _NEAR
        if (near or _AT.search(said, max(0, first - 8), first)) and not _compared(extras, first):
            found.append((first, last))
    return found


def _dated(said: str, readings: Sequence[Reading]) -> dict[int, list[Span]]:
    """Of the clauses with dates. A date that a comma cuts in two (March 3rd, 2024) is named by both parts."""
    found: defaultdict[int, list[Span]] = defaultdict(list)
    ends = [reading.end for reading in readings]
    for first, last in _dates(said):
        for number in range(bisect_right(ends, first), len(readings)):
            if readings[number].start >= last:
                break
            found[number].append((first, last))
    return found


def _dates(text: str) -> Iterator[Span]:
    spans = [found.span() for found in _DATE.finditer(text)]
    spans += [found.span(found.lastindex or 0) for found in _MONTH_OF.finditer(text)]
    until = 0
    # Where both see a date, the longer one is meant.
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if first >= until:
            yield first, last
            until = last
