"""What one clause says: which aspects it names, which words judge them, and how negation turns those words round."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from operator import itemgetter

from zhiyin.understand.text.lexicon import EMOTIONS, Lexicon, Meaning, Name

Hit = tuple[int, int, Meaning]
"""Start and end in the batch, and what the word can mean."""

# Weights in logits, set by hand on sentences of our own (`tests/understand/test_sentences.py`), fitted to no labelled
# corpus: a word that belongs to the aspect says more than a general one.
OWN, GENERAL, TURNED, TWICE = 2.0, 1.3, -0.8, 0.9
"""`TURNED` by one negation; `TWICE`: 不是不好 is a little less than 好."""
_REACH_CHINESE, _REACH_ENGLISH = 3, 16
_JOINED_CHINESE, _JOINED_ENGLISH = 3, 5
"""Signs between names that are judged together (味道和服务, food and service)."""
_HELD_CHINESE, _HELD_ENGLISH = 4, 14
"""How far behind a name of the company's own 坏了 is about it, though a pack takes it for something else."""


Span = tuple[int, int]


def overlaid(spans: Iterable[Span]) -> list[Span]:
    """Those that overlap as one: 上周六 is 上周 and 周六."""
    kept: list[Span] = []
    for first, last in spans:
        if kept and kept[-1][0] <= first < kept[-1][1]:
            kept[-1] = kept[-1][0], max(last, kept[-1][1])
        else:
            kept.append((first, last))
    return kept


def nearest(negators: Sequence[Span], before: int, first: int, reach: int) -> list[Span]:
    """Of negators that do not overlap those that end within reach of `first` and begin at `before` or later."""
    at = bisect_right(negators, first, key=itemgetter(1))
    found = []
    while at and negators[at - 1][1] >= first - reach:
        at -= 1
        if negators[at][0] >= before:
            found.append(negators[at])
    return found[::-1]


@dataclass(slots=True)
class Opinion:
    start: int
    end: int
    sign: float
    own: Mapping[int, float]
    """Aspects it belongs to, with its sign there."""
    implied: int = -1
    """The aspect that it names itself."""

    def turn(self, factor: float) -> None:
        self.sign *= factor
        self.own = {aspect: sign * factor for aspect, sign in self.own.items()}


@dataclass(slots=True, eq=False)
class Extras:
    """What few clauses say: cues for `figures`, names, times, places, a step of pleasure. `against` is what it is
    compared with, `favours` what comes out better; codes of brands, or own, others, before, expected. `apart`: the
    aspects that it is not about, because its text excepts them; `excepted`: it speaks of nothing but those."""

    cues: dict[str, list[Span]] = field(default_factory=dict)
    names: list[tuple[Name, int, int]] = field(default_factory=list)
    when: list[Span] = field(default_factory=list)
    where: list[Span] = field(default_factory=list)
    ladder: int = 0
    figures: list[str] = field(default_factory=list)
    against: str | None = None
    favours: str | None = None
    hypothetical: bool = False
    sure: bool = False
    apart: tuple[int, ...] = ()
    excepted: bool = False

    def add(self, first: int, last: int, meaning: Meaning) -> None:
        for cue in meaning.cues:
            self.cues.setdefault(cue, []).append((first, last))
        self.names += [(name, first, last) for name in meaning.names]
        if meaning.when:
            self.when.append((first, last))
        if meaning.where:
            self.where.append((first, last))
        self.ladder = max(self.ladder, meaning.ladder)

    def joined(self, other: "Extras") -> "Extras":
        cues = {cue: [*self.cues.get(cue, []), *other.cues.get(cue, [])] for cue in {**self.cues, **other.cues}}
        return Extras(
            cues,
            self.names + other.names,
            self.when + other.when,
            self.where + other.where,
            max(self.ladder, other.ladder),
        )


PLAIN = Extras()
"""Of most clauses; shared, never changed."""


@dataclass(slots=True)
class Reading:
    """One stretch of text, read. `aspects`: number in the pack's graph and the places that name it. `heading`: what the
    heading it stands under names (待机时间：). `implied`: no word of its own names what it is about, its text does.
    `likened`: nor does one here, an example that it is like does. `joined`: as `_JOINED_CHINESE`. `unfelt`: emotions
    that are denied."""

    start: int
    end: int
    text: int
    asks: bool = False
    aspects: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    opinions: list[Opinion] = field(default_factory=list)
    strong: int = 0
    weak: int = 0
    emoji: int = 0
    emotions: list[str] = field(default_factory=list)
    intents: list[str] = field(default_factory=list)
    need: bool = False
    extras: Extras = PLAIN
    heading: tuple[int, ...] = ()
    implied: bool = False
    likened: bool = False
    joined: int = _JOINED_CHINESE
    unfelt: tuple[str, ...] = ()

    @property
    def speaks(self) -> bool:
        """Whether anything in it can make a mention."""
        return bool(self.aspects or self.opinions or self.intents or self.need or self.emoji)

    @property
    def emotion(self) -> str | None:
        if not self.emotions:
            return None
        counts = Counter(self.emotions)
        return max(EMOTIONS, key=lambda emotion: (counts[emotion], -EMOTIONS.index(emotion)))


def read(start: int, end: int, text: int, asks: bool, hits: list[Hit], chinese: bool) -> Reading:
    reading = Reading(start, end, text, asks, joined=_JOINED_CHINESE if chinese else _JOINED_ENGLISH)
    negators: list[tuple[int, int]] = []
    nouns: list[Hit] = []
    for hit in hits:
        first, last, meaning = hit
        if meaning.names_or_judges:
            nouns.append(hit)
        if meaning.plain:
            continue
        if meaning.turns:
            negators.append((first, last))
        reading.strong += meaning.degree > 0
        reading.weak += meaning.degree < 0
        reading.emoji += meaning.emoji
        reading.need |= meaning.need
        reading.emotions += meaning.emotions
        reading.intents += meaning.intents
        if meaning.rich:
            if reading.extras is PLAIN:
                reading.extras = Extras()
            reading.extras.add(first, last, meaning)
    if len(negators) > 1:
        # 一点也没有 is one
        negators = overlaid(negators)
    reach = _REACH_CHINESE if chinese else _REACH_ENGLISH
    held = _HELD_CHINESE if chinese else _HELD_ENGLISH
    before, holder, until = start, -1, 0
    nouns = _nouns(nouns) if len(nouns) > 1 else nouns
    for place, (first, last, meaning) in enumerate(nouns):
        taken = holder >= 0 and meaning.implied != 0 and first - until <= held
        if meaning.aspect >= 0 and not taken:
            reading.aspects.setdefault(meaning.aspect, []).append((first, last))
            holder, until = meaning.aspect if meaning.holds else -1, last
        if not meaning.judges:
            continue
        near = negators and nearest(negators, before, first, reach)
        turn = TURNED if len(near) % 2 else TWICE if near else 1.0
        if chinese and len(near) > 1 and len(near) % 2 == 0:
            _doubled(reading)
        # Mostly nothing turns it: then the word's own signs are shared, not copied.
        own: Mapping[int, float] = meaning.own
        if turn != 1.0 and own:
            own = {aspect: side * turn for aspect, side in own.items()}
        sign = meaning.sign * turn
        if meaning.implied:
            sign = meaning.implied * turn
            own = {**own, (holder if taken else meaning.aspect): sign}
        if last - first == 1 and place + 1 < len(nouns) and _heightens(last, nouns[place + 1]):
            continue
        begin = near[0][0] if near else first
        implied = meaning.aspect if meaning.implied and not taken else -1
        reading.opinions.append(Opinion(begin, last, sign, own, implied))
        before = last
    return reading


def _doubled(reading: Reading) -> None:
    if reading.extras is PLAIN:
        reading.extras = Extras()
    reading.extras.figures.append("double_negation")
    reading.extras.sure = True


def _heightens(end: int, following: Hit) -> bool:
    """好 in 好贵 and 好慢 says how much."""
    return following[0] == end and following[2].sign < 0


def _nouns(hits: list[Hit]) -> list[Hit]:
    """Of two names side by side one is meant: 外卖包装 is about 包装, but 客服态度 is about 客服."""
    kept: list[Hit] = []
    for hit in hits:
        if kept and hit[2].aspect >= 0 and not hit[2].implied and not hit[2].sign and kept[-1][1] == hit[0]:
            before = kept[-1][2]
            if before.aspect >= 0 and not before.implied and not before.sign and before.aspect != hit[2].aspect:
                if hit[2].attribute:
                    continue
                kept.pop()
        kept.append(hit)
    return kept


def leaning(opinion: Opinion, reading: Reading) -> float:
    """Its sign in this clause: a word that judges one aspect only says nothing where that is not named."""
    if not opinion.own:
        return opinion.sign
    for aspect in (opinion.implied, *reading.aspects):
        if aspect in opinion.own:
            return opinion.own[aspect]
    return opinion.sign


def welcome(reading: Reading) -> list[Opinion]:
    """Praise, and what praises an aspect that the clause does not name: 大份."""
    return [one for one in reading.opinions if (leaning(one, reading) or max(one.own.values(), default=0.0)) > 0]


def blames(reading: Reading) -> bool:
    return any(leaning(opinion, reading) < 0 for opinion in reading.opinions)


def blame(reading: Reading, span: Span) -> None:
    """The clause blames with these very words."""
    reading.opinions.append(Opinion(*span, -1.0, {}))


def turn_each(opinions: Iterable[Opinion], factor: float) -> None:
    for opinion in opinions:
        opinion.turn(factor)


def parted(opinions: Iterable[Opinion], spans: Iterable[Span]) -> tuple[list[Opinion], list[Opinion]]:
    """Those that lie within one of the spans, and the others."""
    ordered = sorted(spans)
    reach = [*accumulate((last for _, last in ordered), max)]
    within: list[Opinion] = []
    others: list[Opinion] = []
    for opinion in opinions:
        at = bisect_right(ordered, opinion.start, key=itemgetter(0))
        (within if at and opinion.end <= reach[at - 1] else others).append(opinion)
    return within, others


def note(reading: Reading, figure: str, *, sure: bool = False) -> None:
    """Of what kind the saying is; `sure`: beyond doubt. Never of a reading whose extras are `PLAIN`."""
    if figure not in reading.extras.figures:
        reading.extras.figures.append(figure)
    reading.extras.sure |= sure


def share(reading: Reading) -> dict[int, list[tuple[Opinion, float]]]:
    """Gives every opinion to the aspect it speaks of: its own, or the nearest named, before rather than behind it.
    Aspects named side by side (味道、服务都好) share what is said."""
    if not reading.aspects:
        return {}
    if any(opinion.implied >= 0 for opinion in reading.opinions):
        _yield_names(reading)
    if len(reading.aspects) == 1:
        (only,) = reading.aspects
        return {
            only: [
                (opinion, OWN * opinion.own[only] if only in opinion.own else GENERAL * opinion.sign)
                for opinion in reading.opinions
                if only in opinion.own or opinion.sign
            ]
        }
    shared: dict[int, list[tuple[Opinion, float]]] = {aspect: [] for aspect in reading.aspects}
    groups = _side_by_side(reading)
    for opinion in reading.opinions:
        owners = [aspect for aspect in opinion.own if aspect in shared]
        if opinion.implied in owners:
            owners = [opinion.implied]
        if not owners and opinion.sign:
            owners = [min(shared, key=lambda aspect: _distance(reading.aspects[aspect], opinion))]
        for owner in owners:
            weight = OWN * opinion.own[owner] if owner in opinion.own else GENERAL * opinion.sign
            for aspect in groups.get(owner, (owner,)):
                shared[aspect].append((opinion, weight))
    return shared


def _yield_names(reading: Reading) -> None:
    """热情 speaks of the staff by itself, but in 骑手很热情 of the rider, who may be 热情 too."""
    named = {opinion.implied for opinion in reading.opinions}
    for opinion in reading.opinions:
        if opinion.implied >= 0 and any(aspect in reading.aspects and aspect not in named for aspect in opinion.own):
            places = reading.aspects.get(opinion.implied, [])
            places = [place for place in places if place[1] != opinion.end]
            if places:
                reading.aspects[opinion.implied] = places
            else:
                reading.aspects.pop(opinion.implied, None)
            opinion.own = {aspect: sign for aspect, sign in opinion.own.items() if aspect not in named}
            opinion.implied = -1


def _distance(places: list[tuple[int, int]], opinion: Opinion) -> float:
    return min(
        float(opinion.start - last) if last <= opinion.start else 1.5 * max(0, first - opinion.end) + 2
        for first, last in places
    )


def _side_by_side(reading: Reading) -> dict[int, tuple[int, ...]]:
    places = sorted((first, last, aspect) for aspect, found in reading.aspects.items() for first, last in found)
    judged = {(opinion.start, opinion.end) for opinion in reading.opinions}
    groups: dict[int, tuple[int, ...]] = {}
    for (first, last, left), (following, until, right) in pairwise(places):
        if left != right and following - last <= reading.joined and not {(first, last), (following, until)} & judged:
            if any(last <= opinion.start < following for opinion in reading.opinions):
                continue
            group = tuple(dict.fromkeys((*groups.get(left, (left,)), *groups.get(right, (right,)))))
            groups.update(dict.fromkeys(group, group))
    return groups


def spoken(reading: Reading, shared: dict[int, list[tuple[Opinion, float]]], lexicon: Lexicon) -> list[int]:
    """Aspects worth a mention: a general one (咖啡) gives way to what is said about it (好喝), and one that is only
    named gives way to one that is judged (咖啡送来都凉了 is about temperature)."""
    if len(shared) == 1:
        return [*shared]
    judged = {aspect for aspect, opinions in shared.items() if opinions}
    above = frozenset().union(*(lexicon.ancestors[aspect] for aspect in shared)) if shared else frozenset()
    worth = [aspect for aspect in sorted(shared) if aspect not in above and (aspect in judged or not judged)]
    return worth or sorted(judged)
