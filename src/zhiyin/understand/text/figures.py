"""Figures of speech: what a clause compares, asks, wishes, regrets or mocks, and what that does to its opinion words.

比星巴克好喝 praises us, 星巴克比你们好喝 praises them; 好吃吗？ praises nobody; 要是再便宜点就好了 says that it is not
cheap; 呵呵，服务真好 says the contrary, 除了服务，其他都好 the contrary of what it leaves out. Only what plain
patterns show is turned round; the rest is left to the model.
"""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from zhiyin.understand.text.opinions import (
    PLAIN,
    Extras,
    Opinion,
    Reading,
    Span,
    blame,
    blames,
    leaning,
    note,
    parted,
    turn_each,
    welcome,
)

TURNED, WISHED, SUPPOSED, MOCKED = -0.8, -0.6, 0.2, -2.0
OWN, OTHERS, BEFORE, EXPECTED = "own", "others", "before", "expected"
_NEAR, _FEW = 12, 4
_QUOTED = 4


def turn(reading: Reading) -> None:
    """Changes the reading; called once for each clause with cues or a question mark."""
    if reading.extras is PLAIN:
        reading.extras = Extras()
    cues = reading.extras.cues
    reading.extras.sure |= "certain" in cues
    _hurt(reading, cues)
    if not _COMPARING.isdisjoint(cues):
        _compare(reading, cues)
    _wish(reading, cues)
    _ask(reading, cues)
    _regret(reading, cues)
    _mock(reading, cues)


def _praise(reading: Reading, low: int = 0) -> list[Opinion]:
    return [opinion for opinion in reading.opinions if low <= opinion.start and leaning(opinion, reading) > 0]


def _hurt(reading: Reading, cues: dict[str, list[Span]]) -> None:
    """被开水烫伤了: no word judges, and it is beyond doubt."""
    if "harm" not in cues or reading.asks or _praise(reading):
        return
    harm = cues["harm"][0]
    if not any(last <= harm[0] for _, last in cues.get("spared", ())):
        # 烫 is no temperature here
        reading.opinions = parted(reading.opinions, [harm])[1]
        blame(reading, harm)
        reading.extras.sure = True


# Comparison


def _compare(reading: Reading, cues: dict[str, list[Span]]) -> None:
    for cue, compare in _COMPARISONS:
        if cue in cues:
            compare(reading, cues[cue][0], cue)
            if "comparison" in reading.extras.figures:
                break
    for cue in _BETTER:
        if cue in cues and "comparison" not in reading.extras.figures:
            found = _praise(reading, cues[cue][0][0])
            turn_each(found, TURNED)
            if found:
                note(reading, "comparison", sure=True)
                if cue == "past":
                    _hold(reading, BEFORE, BEFORE)


def _who(reading: Reading, low: int, high: int) -> str | None:
    """Whom a stretch speaks of: the brand or thing named in it."""
    extras = reading.extras
    found = [
        (first, OWN if name.kind == "own" else name.code)
        for name, first, last in extras.names
        if name.kind in ("own", "rival") and low <= first and last <= high
    ]
    for cue, code in (("self", OWN), ("others", OTHERS), ("before", BEFORE), ("expected", EXPECTED)):
        found += [(first, code) for first, last in extras.cues.get(cue, ()) if low <= first and last <= high]
    if not found and any(low <= first and last <= high for first, last in extras.cues.get("thing", ())):
        return OTHERS
    return min(found)[1] if found else None


def _hold(reading: Reading, against: str | None, favours: str | None) -> None:
    reading.extras.against, reading.extras.favours = against, favours
    reading.intents = [*reading.intents, "comparison"]


def _behind(reading: Reading, cue: Span, name: str) -> None:
    """A 比 B 好: the opinion stands behind both."""
    judged = [opinion for opinion in reading.opinions if opinion.start >= cue[1]]
    if not judged and "gauged" not in reading.extras.cues:
        return
    if name == "not_than":
        turn_each(judged, TURNED)
    subject = _who(reading, reading.start, cue[0])
    other = _who(reading, cue[1], judged[-1].start + 1 if judged else reading.end)
    if name == "even_than" and other == OWN:
        subject = subject or OTHERS
    _settle(reading, judged, subject, other)


def _outdone(reading: Reading, cue: Span, _name: str) -> None:
    """都比你早到: whoever they are, they are better; but not in 都比你想的好."""
    judged = [opinion for opinion in reading.opinions if opinion.start >= cue[1]]
    if judged:
        told = _who(reading, cue[1], judged[0].start + 1)
        subject = _who(reading, reading.start, cue[0])
        past = told in (BEFORE, EXPECTED)
        _settle(reading, judged, subject if past else subject or OTHERS, told if past else OWN)


def _outside(reading: Reading, cue: Span, _name: str) -> None:
    """别家便宜一半: what is praised is elsewhere, and so not here."""
    judged = [opinion for opinion in reading.opinions if cue[0] <= opinion.start]
    if not judged:
        judged = [Opinion(*cue, 1.0, {})]
        reading.opinions += judged
    _settle(reading, judged, _who(reading, *cue) or OTHERS, None)


def _ahead(reading: Reading, cue: Span, _name: str) -> None:
    """A is better than B."""
    judged = [opinion for opinion in reading.opinions if opinion.start <= cue[0]]
    if judged or "gauged" in reading.extras.cues:
        other = _who(reading, cue[1], reading.end)
        if any(last == reading.end for _, last in reading.extras.cues.get("you", ())):
            other = OWN
        _settle(reading, judged, _who(reading, reading.start, judged[0].start if judged else cue[0]), other)


def _lesser(reading: Reading, cue: Span, _name: str) -> None:
    """A 不如 B 好喝: what B is, A is not."""
    turn_each([opinion for opinion in welcome(reading) if cue[1] <= opinion.start], TURNED)
    if not any(opinion.start <= cue[0] < opinion.end for opinion in reading.opinions):
        blame(reading, cue)
    other = None if "instead" in reading.extras.cues else _who(reading, cue[0], reading.end)
    _settle(reading, reading.opinions, _who(reading, reading.start, cue[0]), other)


def _prefer(reading: Reading, cue: Span, _name: str) -> None:
    """更喜欢星巴克: what is named is favoured."""
    liked = _who(reading, cue[1], reading.end)
    if liked is None:
        return
    note(reading, "comparison", sure=True)
    found = [opinion for opinion in reading.opinions if opinion.end > cue[0]] or reading.opinions
    if liked == OWN:
        # over whom: 山风 in "I prefer Shanfeng to Qingliu"
        rivals = [name.code for name, first, _ in reading.extras.names if name.kind == "rival" and first >= cue[1]]
        others = OTHERS if {"others", "thing", "chains"} & {*reading.extras.cues} else None
        _hold(reading, rivals[0] if rivals else others, OWN)
        return
    _hold(reading, liked, liked)
    if _praise(reading):
        turn_each(found, TURNED)
    else:
        blame(reading, cue)


def _likened(reading: Reading, cue: Span, _name: str) -> None:
    """跟隔壁那家差不多: neither comes out better."""
    if other := _who(reading, cue[0], reading.end):
        note(reading, "comparison", sure=any(opinion.start >= cue[1] for opinion in reading.opinions))
        _hold(reading, other if other != OWN else None, None)


def _alike(reading: Reading, cue: Span, _name: str) -> None:
    judged = [opinion for opinion in reading.opinions if opinion.start <= cue[1] and opinion.end > cue[0]]
    other = _who(reading, cue[1], reading.end)
    if judged and other:
        _settle(reading, judged, _who(reading, reading.start, cue[0]), other)
        if all(opinion.start >= cue[0] for opinion in judged):
            # as good as Qingliu; "not as good" begins before
            reading.extras.favours = None


def _lacks(reading: Reading, cue: Span, _name: str) -> None:
    """没有 B 好喝, 没有 B 那么难喝: too far apart for plain negation."""
    found = [opinion for opinion in reading.opinions if cue[1] <= opinion.start and abs(leaning(opinion, reading)) == 1]
    found = [opinion for opinion in found if opinion.start - cue[1] <= _NEAR]
    subject = _who(reading, reading.start, cue[0])
    other = _who(reading, cue[1], found[0].start) if found else None
    if other:
        turn_each(found, TURNED)
        _settle(reading, found, subject, other)
    elif behind := [one for one in reading.opinions if one.end == cue[0] and cue[1] == reading.end and one.sign < 0]:
        # 一点毛病没有
        turn_each(behind, TURNED)
        reading.extras.sure = True
    elif other := _who(reading, cue[1], reading.end):
        judged = [opinion for opinion in reading.opinions if opinion.start <= cue[0] and opinion.end > cue[1]]
        if judged:
            _settle(reading, judged, subject, other)


def _further(reading: Reading, cue: Span, _name: str) -> None:
    """青柳更好喝, Qingliu is better: of whom else it is said."""
    judged = [opinion for opinion in reading.opinions if opinion.end > cue[0]]
    subject = _who(reading, reading.start, cue[0])
    if judged and subject not in (None, OWN):
        _settle(reading, judged, subject, None)


def _settle(reading: Reading, judged: Sequence[Opinion], subject: str | None, other: str | None) -> None:
    """Signs are about the subject; where that is not us but we, or nobody, stand on the other side, they turn."""
    note(reading, "comparison", sure=bool(judged))
    extras = reading.extras
    facing = {"you", "self"} & {*extras.cues} and not {"before", "expected", "as_as"} & {*extras.cues}
    if facing and subject is None and other == OWN:
        # who is better than you, or than this, is somebody else, known or not
        subject = OTHERS
    if subject not in (None, OWN) and other in (None, OWN):
        turn_each(judged, TURNED)
        extras.against = subject
    else:
        extras.against = other if other != OWN else None
    if subject or other:
        reading.intents = [*reading.intents, "comparison"]
    balance = sum(leaning(opinion, reading) for opinion in judged)
    extras.favours = OWN if balance > 0 else extras.against if balance < 0 else None


_COMPARISONS = (
    ("outside", _outside),
    ("outdone", _outdone),
    ("even_than", _behind),
    ("not_than", _behind),
    ("than", _behind),
    ("than_en", _ahead),
    ("lesser", _lesser),
    ("prefer", _prefer),
    ("likened", _likened),
    ("as_as", _alike),
    ("lacks", _lacks),
    ("further", _further),
)
_BETTER = ("past", "could_be")
_COMPARING = frozenset((*(cue for cue, _ in _COMPARISONS), *_BETTER))


# Wish and condition


def _wish(reading: Reading, cues: dict[str, list[Span]]) -> None:
    outcome, condition = cues.get("outcome"), cues.get("condition")
    if "keep" in cues and "wish" in cues:
        reading.need = False
        return
    if outcome and (condition or "more" in cues or "wish" in cues or reading.need):
        reading.opinions = parted(reading.opinions, outcome)[1]
        turn_each(welcome(reading), WISHED)
        reading.need = True
        note(reading, "wish", sure=True)
    elif _longs(cues):
        reading.opinions = parted(reading.opinions, cues["longing"])[1]
        turn_each(welcome(reading), WISHED)
        reading.need = True
        note(reading, "wish", sure=True)
    elif "wish" in cues and "advise" not in cues:
        found = _praise(reading, cues["wish"][0][1])
        if found:
            turn_each(found, WISHED)
            reading.need = True
        if found or reading.need:
            note(reading, "wish", sure=bool(found))
    elif "believed" in cues:
        # 以为会很差，结果很惊喜: what it was not
        turn_each(reading.opinions, SUPPOSED)
        reading.extras.hypothetical = reading.extras.sure = True
    elif (_opens(reading, condition) and "advise" not in cues) or _supposed(reading, cues):
        turn_each(reading.opinions, SUPPOSED)
        reading.extras.hypothetical = True
        note(reading, "condition")


def _longs(cues: dict[str, list[Span]]) -> bool:
    """想要大一点的, I'd love more seats; and not 想要的都有, I'd love to come back."""
    longs = "longing" in cues and "longed" not in cues
    return longs and any(first >= cues["longing"][0][1] for first, _ in cues.get("more", ()))


def _opens(reading: Reading, spans: list[Span] | None) -> bool:
    return spans is not None and spans[0][0] - reading.start <= 1


def _supposed(reading: Reading, cues: dict[str, list[Span]]) -> bool:
    """好吃的话, and not 味道的话."""
    return "supposing" in cues and any(opinion.end == cues["supposing"][0][0] for opinion in reading.opinions)


def _uncovered(spans: Sequence[Span], opinions: Sequence[Opinion]) -> list[Span]:
    """Those that no opinion covers; only the last opinions that begin before one can."""
    ordered = sorted(opinions, key=attrgetter("start")) if spans else []
    kept = []
    for first, last in spans:
        at = bisect_left(ordered, first, key=attrgetter("start"))
        if not any(last <= opinion.end for opinion in ordered[max(0, at - 3) : at]):
            kept.append((first, last))
    return kept


# Question


def _ask(reading: Reading, cues: dict[str, list[Span]]) -> None:
    if "rhetorical" in cues and (reading.asks or "asks" in cues or not _praise(reading)):
        turn_each(_praise(reading), TURNED)
        if not blames(reading):
            blame(reading, cues["rhetorical"][0])
        note(reading, "rhetorical", sure=True)
        return
    if reading.asks:
        note(reading, "question")
    if reading.need or "why_so" in cues:
        return
    opening = reading.asks and "aux" in cues and cues["aux"][0][0] == reading.start
    # 不怎么样 asks nothing
    asks = _uncovered(cues.get("asks", ()), reading.opinions)
    doubted = opening or bool(asks and (reading.asks or asks[-1][1] >= reading.end - 1))
    if doubted and not (blames(reading) and reading.strong):
        turn_each(reading.opinions, SUPPOSED)
        reading.extras.hypothetical = True
        note(reading, "question")


# Regret and irony


def _regret(reading: Reading, cues: dict[str, list[Span]]) -> None:
    if "regret" in cues:
        first, last = cues["regret"][0]
        if any(one.start < first and one.end == last and one.sign > 0 for one in reading.opinions):
            # not a waste of money
            return
        turn_each(_praise(reading), TURNED)
        if not blames(reading):
            blame(reading, cues["regret"][0])
        note(reading, "regret", sure=True)


def _mock(reading: Reading, cues: dict[str, list[Span]]) -> None:
    praised = _praise(reading)
    if "scorn" in cues:
        # 好吃个屁, "fresh" my ass
        scorned = [
            one
            for one in praised
            if any(0 <= first - one.end <= 2 and reading.end - last <= 2 for first, last in cues["scorn"][:_FEW])
        ]
        if scorned:
            turn_each(scorned, MOCKED)
            note(reading, "irony", sure=True)
            return
    if "mock" in cues or (praised and "thanks" in cues and blames(reading)):
        span = cues["mock" if "mock" in cues else "thanks"][0]
        turn_each(praised, TURNED)
        if not blames(reading):
            blame(reading, span)
        note(reading, "irony", sure=True)
    elif praised and not blames(reading) and ("sneer" in cues or ("snigger" in cues and "laugh" not in cues)):
        turn_each(praised, TURNED)
        note(reading, "irony", sure=True)


def mock_neighbours(readings: Sequence[Reading], sentence: Sequence[int], quotes: frozenset[int]) -> None:
    """Irony that only the clauses around it show. `quotes`: places of quotation marks in the batch."""
    for number, reading in enumerate(readings):
        cues, before = reading.extras.cues, readings[number - 1] if number else reading
        beside = before.text == reading.text and sentence[number - 1] == sentence[number]
        mocked = beside and "snigger" in before.extras.cues and _bare(before, "snigger")
        if beside and "again" in cues and blames(reading) and _exclaims(before):
            _irony(before, _praise(before), MOCKED)
        late = beside and "tone" in cues and "waited" in before.extras.cues
        quoted = bool(quotes) and "so_called" in cues
        if not (mocked or late or quoted) or blames(reading) or "irony" in reading.extras.figures:
            continue
        praised = _praise(reading)
        if quoted and not (mocked or late):
            praised = [opinion for opinion in praised if _quoted(opinion, quotes)]
        if praised:
            _irony(reading, praised)


def _irony(reading: Reading, praised: list[Opinion], factor: float = TURNED) -> None:
    if reading.extras is PLAIN:
        reading.extras = Extras()
    turn_each(praised, factor)
    note(reading, "irony", sure=True)


def _exclaims(reading: Reading) -> bool:
    """Great, 真好: nothing but praise, of nothing."""
    return not reading.aspects and any(
        opinion.end - opinion.start >= reading.end - reading.start - 1 for opinion in _praise(reading)
    )


def _bare(reading: Reading, cue: str) -> bool:
    """Nothing but the cue: 呵呵，"""
    return any(last - first >= reading.end - reading.start - 1 for first, last in reading.extras.cues.get(cue, ()))


def _quoted(opinion: Opinion, quotes: frozenset[int]) -> bool:
    return opinion.end - opinion.start <= _QUOTED and opinion.start - 1 in quotes and opinion.end in quotes


# Exception


def excepts(reading: Reading, following: Reading) -> bool:
    """除了服务，其他都好, and not 除了咖啡，还有蛋糕也好吃; "apart from the wait, we loved it"."""
    cues = following.extras.cues
    if not _leaves_out(reading) or "besides" in cues:
        return False
    if "apart" in reading.extras.cues and following.opinions and not following.aspects:
        return True
    return "rest" in cues or ("wholly" in cues and (not following.aspects or cues["wholly"][0][0] == following.start))


def except_neighbours(readings: Sequence[Reading], sentence: Sequence[int]) -> None:
    """What is left out of praise is blamed, what is left out of blame is praised."""
    for number, reading in enumerate(readings):
        if not _leaves_out(reading):
            continue
        before = readings[number - 1] if number and sentence[number - 1] == sentence[number] else None
        behind = (
            readings[number + 1] if number + 1 < len(readings) and sentence[number + 1] == sentence[number] else None
        )
        if behind and excepts(reading, behind):
            _leave(reading, behind)
        elif _told_of_rest(reading, before):
            turn_each(reading.opinions, TURNED)
            reading.extras.excepted = reading.extras.sure = True
        elif before and not behind:
            _leave(reading, before)


def _told_of_rest(reading: Reading, before: Reading | None) -> bool:
    """除了价格都很满意, everything | except the service was great: the clause judges all but what it names."""
    cues = reading.extras.cues
    if before and "rest" in before.extras.cues and not before.opinions:
        return bool(_praise(reading)) and not blames(reading)
    rest = [first for cue in ("rest", "wholly") for first, _ in cues.get(cue, ())]
    return bool(rest and reading.opinions) and all(min(rest) <= opinion.start for opinion in reading.opinions)


def _leave(reading: Reading, rest: Reading) -> None:
    balance = sum(leaning(opinion, rest) for opinion in rest.opinions)
    if rest.extras is PLAIN:
        rest.extras = Extras()
    rest.extras.apart = tuple(aspect for aspect in reading.aspects if aspect not in rest.aspects)
    reading.extras.excepted = True
    if balance and not reading.opinions:
        reading.opinions.append(Opinion(*reading.extras.cues["excepting"][0], -1.0 if balance > 0 else 1.0, {}))
        reading.extras.sure = True


def _leaves_out(reading: Reading) -> bool:
    """It opens so, and names what, or says how that was."""
    spans = reading.extras.cues.get("excepting")
    return spans is not None and spans[0][0] == reading.start and bool(reading.aspects or reading.opinions)
