"""What is denied from further off than a negator reaches: "I don't think the food is good", "none of the staff were
friendly", 我不认为服务好, 一个好吃的都没有. What only looks denied: "nobody does it better", "I can't recommend it
enough", 不仅干净. And what is bad by itself and not there: "not a speck of dust", 一点苦味都没有, no queue.

Blame is harder to deny than praise: "nobody cleaned the dirty table" blames, so it takes a plain predicate ("nobody was
rude").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from zhiyin.understand.text.opinions import TURNED, TWICE, Opinion, Reading, Span, leaning

CUES = frozenset(
    ("doubts", "nobody", "no_single", "enough", "and_more", "unmatched", "lacks", "blemish", "ordinary", "swift")
)

_LONGEST = 100
"""Characters from the denial to the end of what is denied."""
_CLOSE = 3
"""How many times the signs that join two names may stand between 不仅 and what it is not only."""
_NEXT = 6
"""Opinions behind a denial that are looked at: some judge only one aspect, and not this one."""

_BE = (
    r"(?:is|are|was|were|be|been|being|seem(?:s|ed)?|look(?:s|ed)?|tast(?:es?|ed)|feels?|felt|smel(?:ls?|led|t)"
    r"|\w+'(?:s|re))"
)
_HOW = (
    r"(?:very|so|that|this|such|really|even|at|all|particularly|especially|exactly|remotely|actually|any|an?|the|as"
    r"|too|quite|ever|in|least|bit|close|to|be|been|being)"
)
_OTHERWISE = re.compile(
    r"\b(?:because|how|why|what|when|whenever|where|if|until|unless|which|than|tell|tells|told|kn[eo]ws?|mention\w*"
    r"|warn\w*|reali[sz]\w*|notic\w*|explain\w*|apologi\w*|forget\w*|regret\w*|resist\w*|deny|denies|without)\b"
    r"|因为|所以|为什么|怎么|如此|这么|虽然|结果|却|而|反而|导致|就|才|想到|知道|忘"
)
"""What is said behind these is not what is denied: nobody told me how good it was."""
_PLAINLY = re.compile(rf"(?: (?!{_BE}\b)[\w'-]+){{0,7}} {_BE}(?: {_HOW})* ")
_DIRECT = re.compile(
    r"(?: (?:here|there|ever|even|really|actually|would|will|has|have|had|did|does|any|an?|the|of|them|us|it|who|else"
    r"|usual))* "
)
_TAKING = re.compile(r"find|found|call|describe|say|think of")
_OBJECT = re.compile(r" (?:(?:an?|any|anything|one|a single|it|them|this|that|(?:the|our|their|my) \w+)(?: as)? )?")
"""Behind a verb that takes one: find it bad, say a bad word."""
_ENGLISH = re.compile(r"[ \w'-]{0,45}")
_CHINESE = re.compile(r"[^ a-z]{0,9}")
_CHINESE_PLAINLY = re.compile(
    r"(?:[这那它有是会很太真多的里什么哪儿个样道家位] ?|服务员?|态度|味道|价格|菜品?|东西|质量|环境|店){0,4}"
)
_MORE = re.compile(
    r"(?!.*\b(?:gets?|got|getting|becom\w+|than)\b).*\b(?:better|worse|nicer|tastier|friendlier|cleaner|fresher"
    r"|happier|more [\w-]+)"
)
"""Who was never more so is so the most: no one could have been more helpful."""
_EVER = re.compile(r"\b(?:had|have|has|'ve|find|found|could|can|ever|any(?:one|body|where|thing|place)|there)\b")
_MOST = re.compile(r"(?: [\w'-]+){0,3} (?:more|better|as (?:much|well|good))\b")
"""The same behind it: nobody values it more."""
_SURPRISED = re.compile(r"did.*\b(?:would|could|was going)\b|did.*'d\b")
"""I didn't think it would be so good."""
_ENOUGH = re.compile(
    r"\b(?:ca(?:nno|n no|n')t|could(?:n't| not)|cant|couldnt) (?:\w+ )?(?:praise|thank|recommend|say|rate|commend"
    r"|applaud|express|get|stress|emphasi[sz]e)\b.{0,60}?\b(?:enough|more(?: highly)?)\b"
)
_TOO_LITTLE = re.compile(r".*\b(?:good|clean|fresh|hot|warm|fast|quick|big|nice|well|cheap|friendly) enough")
_NOT_ONE = re.compile(r"(一[个样道家位件款种次项处]|一(?:丝|点点?儿?|丁点儿?)|半点儿?)(.{1,8})[都也](?:没有|没)")
_PIECES = frozenset("个样道家位件款种次项处")
"""What counts things: 一个难吃的都没有 praises, 一点辣味都没有 does not."""
_FEW, _BESIDE = 20, 48
"""Blemishes of one clause that are looked at, and the characters before each that are."""
_NONE_OF = re.compile(
    r"(?<!不是)(?<!并非)(?<!不会)(?<!不能)"
    r"(?:没有?|毫?无|不[带含见]|未见|零|[闻喝吃尝品看听](?:不[到出见]|不出来)|感[觉受]不到)"
    r"(?:任何|什么|啥|一点[点儿]?|一?丁点儿?|一丝丝?|半点儿?|半分|太多|多余|明显|特别|很重|其他|其它|别|那种|很多|过多|传统"
    r"|一般|普通|的|了)*$"
    r"|\b(?:no|not|zero|without|barely|hardly|never|free (?:of|from)"
    r"|\w+n't(?: (?:find|see|smell|taste|hear|detect|notice|have|get))?)"
    r"(?: (?:an?|any|the|one|single|even|find|see|smell|taste|slightest|smallest|tiniest|least|hint|trace|speck|sign"
    r"|bit|whiff|drop|spot|touch|ounce|of|burnt|(?!only\b)\w+y)){0,6} $"
)
_NO_MORE = re.compile(
    r"(?:感|儿|的?感觉|的?现象)?(?:$|[^\w ]|[了啊呢吧呀也都还很就而且让使和与跟或])"
    r"|(?:$|[^\w ]| (?:at|in|on|from|to|of|and|or|nor|either|here|there|this|when|while|even|inside|anywhere|whatsoever"
    r"|whatever|left|with|for|coming|during|after)\b)"
)
"""What may stand behind: 没有蚊子, and not 没有蚊帐; no hair, and not "no hair dryer"."""
_SCRAP = re.compile(r"(?:一[点丝]点?儿?|一?丁点儿?|半点儿?|任何|什么)[^,]{0,3}$")
_NOR_THERE = re.compile(
    r"(?:感|儿|的?感觉|的?现象)?([都也]?)(?:没有?|无|[闻喝吃尝看听感][觉受]?不[到出见])[了的啊呢]?(?=$|[^\w])"
)
_ANY_OTHER = re.compile(
    r"(?:的|之处|的地方|的感觉|的印象|的亮点| (?:about|at|in|here|really|though|overall|for)\b.*)?[了吧啊呢,. ]*$"
)
_SAID_SO = re.compile(
    r"谁说|怎么可能|以为|宣传|号称|说[是好]|都说|承诺|保证|\b(?:said|claimed?|promised|thought|supposed)\b"
)
"""Told of it, and not found."""
_TAKEN = re.compile(
    r"(?: for (?:us|me|everyone|the whole thing))?"
    r"(?: to (?:check|order|book|board|get (?:in|through|seated|served|our|my|the)|pay|register|sign|enter)\b.*)?"
    r"(?:$|[^\w ]|,? and we\b)"
)
"""Behind "it took less than a minute": to check in, and not "to break"."""
_NO_QUEUE = re.compile(
    r"(?:$|[^\w ]"
    r"| (?:at|in|either|here|there|when|whatsoever|and|or|to (?:get|check|board|order|enter|eat|speak of))\b)"
)
"""Behind "no line": at all, and not "on the phone", "to hang clothes"."""
_NOBODY_ELSE = re.compile(
    r"别人|有人|有的|那个?人|后来|插|终于|他们|人家|司机|快递|骑手|小哥|会员|关系户|说|承诺|答应|保证|显示|凭|等了|才|以为|号称"
    r"|\b(?:not|never|nobody|no one|can't|cannot|couldn't|impossible|why|should|if|hop(?:ed?|ing)|wish(?:ed)?|thought"
    r"|told|promised|supposed|think|said|people|others|locals|tables?|couple|guests|customers|they|he|she|paid|who)\b|n't\b"
)
"""Before it: whose wait it was, or that it was not so."""
_IN_VAIN = re.compile(
    r".*(?:取消|被|赶|凉|走了|没电|断|坏|死机|打发|扣|其[他它]|\b(?:still|but|only to|cancel\w*|left)\b)"
)
_MINUTES = re.compile(r"(?<![\d〇零一二两三四五六七八九十百])(?:\d|1[0-5]|[一二两三四五六七八九十几]|十[一二三四五])$")
"""Not thirty of them."""
_MIDDLING = -0.3
"""Of 没什么特别的."""

_start, _end = attrgetter("start"), attrgetter("end")


def turn(said: str, reading: Reading) -> None:
    """Changes the reading; called once for each clause with one of `CUES`. `said`: the batch as one text."""
    cues = reading.extras.cues
    ordered = sorted(reading.opinions, key=_end)
    if "unmatched" in cues or any(_begins(reading, ordered, span) for span in cues.get("and_more", ())):
        reading.extras.sure = True
    if "enough" in cues and _never_enough(said, reading):
        return
    if "lacks" in cues:
        _not_one(said, reading, ordered)
    for span in cues.get("blemish", ())[:_FEW]:
        _spotless(said, reading, span)
    if "swift" in cues:
        _served(said, reading, cues["swift"][0])
    if "ordinary" in cues and _ANY_OTHER.fullmatch(said, cues["ordinary"][0][1], reading.end):
        # less than praise, and nobody is angry
        _instead(reading, cues["ordinary"][0], _MIDDLING)
        reading.unfelt = (*reading.unfelt, "anger")
    for cue in ("doubts", "nobody", "no_single"):
        for span in cues.get(cue, ()):
            _deny(said, reading, ordered, span, cue)


def _deny(said: str, reading: Reading, ordered: Sequence[Opinion], cue: Span, kind: str) -> None:
    """Turns the first opinion behind the cue and those joined to it (friendly or helpful), but for what a negator has
    turned already."""
    at = bisect_right(ordered, cue[1], key=_end)
    near = [place for place in range(at, min(at + _NEXT, len(ordered))) if ordered[place].start >= cue[0]]
    if not near:
        return
    place = next((place for place in near if leaning(ordered[place], reading)), near[0])
    first = ordered[place]
    if first.end - cue[1] > _LONGEST:
        return
    turned = first.start < cue[1]
    if _surpassed(said, cue, first, leaning(first, reading) > 0, kind):
        first.turn(TURNED if turned else TWICE)
        reading.extras.cues.pop("could_be", None)
    elif not turned and not said.startswith("nor ", first.start):
        if not _denies(said[slice(*cue)], said[cue[1] : first.start], leaning(first, reading) < 0, kind):
            return
        first.turn(TURNED)
    reading.extras.sure = True
    last = first.end
    for other in ordered[place + 1 : place + 1 + _NEXT]:
        if not 0 <= other.start - last <= reading.joined:
            break
        if _plain(other):
            other.turn(TURNED)
        last = other.end


def _surpassed(said: str, cue: Span, opinion: Opinion, praise: bool, kind: str) -> bool:
    stretch = said[cue[1] : opinion.end]
    if kind == "nobody" and praise and _MOST.match(said, opinion.end, opinion.end + _LONGEST):
        return True
    return bool(_MORE.fullmatch(stretch) and (kind == "nobody" or _EVER.search(stretch)))


def _denies(cue: str, between: str, blame: bool, kind: str) -> bool:
    if _OTHERWISE.search(between) or _SURPRISED.match(cue + between):
        return False
    if not cue.isascii():
        return bool((_CHINESE_PLAINLY if blame else _CHINESE).fullmatch(between))
    if _PLAINLY.fullmatch(between):
        return True
    if kind != "doubts":
        return bool(_DIRECT.fullmatch(between))
    if blame:
        return bool(_TAKING.search(cue) and _OBJECT.fullmatch(between))
    return bool(_ENGLISH.fullmatch(between))


def _begins(reading: Reading, ordered: Sequence[Opinion], cue: Span) -> bool:
    """不仅干净, not only was the food good: judged right behind."""
    at = bisect_right(ordered, cue[1], key=_end)
    close = cue[1] + _CLOSE * reading.joined
    return any(cue[1] <= one.start <= close and leaning(one, reading) for one in ordered[at : at + _NEXT])


def _plain(opinion: Opinion) -> bool:
    """Nothing has turned it yet."""
    return {opinion.sign, *opinion.own.values()} <= {0, 1, -1}


def _never_enough(said: str, reading: Reading) -> bool:
    """I can't thank them enough, and not: I can't say it was clean enough."""
    found = _ENOUGH.search(said, reading.start, reading.end)
    if not found or _TOO_LITTLE.fullmatch(found[0]):
        return False
    inside = [one for one in reading.opinions if one.start < found.end() and one.end > found.start()]
    for opinion in inside:
        if not _plain(opinion):
            opinion.turn(TURNED)
    if not inside:
        reading.opinions.append(Opinion(*found.span(), 1.0, {}))
    reading.extras.sure = True
    return True


def _not_one(said: str, reading: Reading, ordered: Sequence[Opinion]) -> None:
    """一个好吃的都没有: the negation stands behind."""
    for found in _NOT_ONE.finditer(said, reading.start, reading.end):
        first, last = bisect_left(ordered, found.start(2), key=_start), bisect_right(ordered, found.end(2), key=_end)
        counted = found[1][1] in _PIECES
        denied = [one for one in ordered[first:last] if counted or max((leaning(one, reading), *one.own.values())) > 0]
        for opinion in denied:
            opinion.turn(TURNED)
        if denied:
            reading.extras.sure = True
            reading.extras.cues.pop("lacks", None)


def _spotless(said: str, reading: Reading, blemish: Span) -> None:
    """没有一点苦味, 一丝烟味都闻不到, not a speck of dust."""
    first, last = blemish
    low = max(reading.start, first - _BESIDE)
    begin, end = first, last
    if found := _NONE_OF.search(said, low, first):
        if not _NO_MORE.match(said, last, reading.end):
            return
        begin = found.start()
    elif (found := _NOR_THERE.match(said, last, reading.end)) and (found[1] or _SCRAP.search(said, low, first)):
        end = found.end()
    else:
        return
    if _SAID_SO.search(said, low, begin) or said.startswith(" but ", end):
        return
    _instead(reading, (begin, end), 1.0)
    reading.extras.cues.pop("lacks", None)


def _served(said: str, reading: Reading, swift: Span) -> None:
    """没怎么等位, no queue at all, it took less than a minute: praise where nothing else is said of it."""
    first, last = swift
    cues, end = reading.extras.cues, min(reading.end, last + _LONGEST)
    blamed = any(leaning(one, reading) < 0 and (one.end <= first or last <= one.start) for one in reading.opinions)
    if reading.need or reading.asks or blamed or not {"wish", "condition", "rue"}.isdisjoint(cues):
        return
    if _NOBODY_ELSE.search(said, max(reading.start, first - _LONGEST), first) or _IN_VAIN.match(said, last, end):
        return
    words = said[first:last]
    if words.startswith("分钟") and not _MINUTES.search(said, max(reading.start, first - 4), first):
        return
    behind = (
        _TAKEN
        if words.startswith(("took", "takes"))
        else _NO_QUEUE
        if words.startswith(("no ", "hardly", "barely", "seated", "served"))
        else None
    )
    if behind is None or behind.match(said, last, end):
        _instead(reading, swift, 1.0)


def _instead(reading: Reading, span: Span, sign: float) -> None:
    """These words together say it, whatever they say one by one, of all that they judge or name."""
    first, last = span
    inside = [one for one in reading.opinions if one.start < last and first < one.end]
    own = {aspect: sign for one in inside for aspect in one.own}
    for aspect, places in reading.aspects.items():
        if any(first <= low and high <= last for low, high in places[:_FEW]):
            own[aspect] = sign
    reading.opinions = [one for one in reading.opinions if one.end <= first or last <= one.start]
    reading.opinions.append(Opinion(first, last, sign, own, max((one.implied for one in inside), default=-1)))
    reading.extras.sure = True
