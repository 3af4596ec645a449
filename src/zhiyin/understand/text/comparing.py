"""What a clause is held against where no name on the company's map says so: 比星巴克好喝, better than the old place.
Marks it for `figures`, which turns what is judged; and takes away words that compare nothing: 比预约时间晚了, more than
happy.

A superlative (全城最好喝的, the best in town) compares with nobody that could be named: it stays plain praise.
"""

import re

from zhiyin.understand.text.opinions import TURNED, Opinion, Reading, Span, leaning, turn_each

CUES = frozenset(
    (
        "than",
        "even_than",
        "not_than",
        "than_en",
        "as_as",
        "lacks",
        "lesser",
        "prefer",
        "likened",
        "further",
        "beats",
        "others",
        "fallen",
        "markets",
        "halved",
    )
)
_SETTLED = frozenset(("than", "even_than", "not_than", "than_en", "as_as", "lesser", "prefer", "likened", "beats"))
"""Where these stand it is clear who is held against whom."""
_PLACED = frozenset(("others", "markets", "halved"))
NEAR = 12
"""Characters between 没有 and what it denies."""
_MOST, _FEW, _FAR = 20, 4, 120
"""Words of one kind that are looked at in one clause, and the characters before and behind each that are."""
_CLOSE = 6
"""Signs between another shop and what it is praised for: 还是隔壁服务好."""
KNOWN = ("others", "before", "expected", "self", "you")

_BEFORE = re.compile(
    r"(?:[一二两三四五六七八九十几多半数\d]+个?)?多?半?[年月天周]半?[以之]?前|上一?[次回]|上个?[周月]|前[几两一]?[次回年天]|昨[天晚]|[年月天半]前|往[年常日]|以往|昔日|当年|第一次|头一次|原先|去年|平时|平常|以前|从前"
    r"|\b(?:ever|usual|normal|always|it was|it used|used to|last|previous|before|years ago|the first time"
    r"|when (?:we|i))\b"
)
_EXPECTED = re.compile(
    r"照片|图片|网上说|评价说|介绍|预[期计想料告]|想[象像的]|以为|宣传|描述|期[望待]|说的那?么?"
    r"|\b(?:expect\w*|thought|hoped|anticipated|promised|advertised|described|imagined|(?:it )?look(?:s|ed)|pictures?"
    r"|photos?|the price suggests)\b"
)
_UNGAUGED = re.compile(r".{1,12}?(?:[还更要都]|那么|这么)?[高低多少大小强弱长短重轻厚薄浓淡深浅香]")
_NOBODY = re.compile(
    r"谁的|(?:谁|什么|啥|任何.{0,3}|哪.?)都|(?:我|他|她|自己|女儿|儿子|孩子|老公|老婆|妈妈?|爸爸?)(?:还|都|更)|了[个一]|一比|如|方说"
    r"|[^,]{0,8}?(?:时间|预约|约定|规定|说好|承诺).{0,5}?(?:晚|早|迟|提前|提早|推迟|延|多等)"
    r"|较|例|赛|基尼|利时|比皆是|萨|特币|亚迪|率|划|邻"
)
_HASTE = re.compile(r"[迫来等手]不及|.?不及[时待格]")
_BESIDE = re.compile(r"[色度了过图]|一下|[之以]|明显|强烈|鲜明|效果|下")
_SCORE = re.compile(r"\d比\d+(?!\d|[^,]*[好差强贵快慢])")
_NO_THING = re.compile(
    r"\s*(?:今年|现在|这次|这回|今天|目前|这[么样]|不|自己|直接|早点|去死|扔|什么|啥|多花|花|把|多|再|就|先|省|那|的|了|吧)|\s*(?:that|nothing|this$|it$|none|never)\b"
)
_COMPARATIVE = re.compile(
    r"\b(?:better|worse|(?:more|less|fewer) [a-z]+(?: [a-z]+){0,3}"
    r"|(?!other|rather|later|sooner|never|over|under|after|ever\b|order|water|dinner|server|whether|however|number|together"
    r"|manager|customer|answer|either|neither|paper|burger|weather|another|former|super|offer|matter|remember)[a-z]{2,}er"
    r"|inferior|superior)\b.{0,40}$"
)
_HOLLOW = re.compile(r"\b(?:rather|other|said|sooner|later|late|more of an? .*|no (?:more|less|fewer|later))\s*$")
_BARE_MORE = re.compile(r"\b(?:more|less|fewer|longer|later|earlier|older|younger|higher|lower|greater|bigger)\s*$")
_MORE = re.compile(r"\b(?:more|less|fewer)\s*$")
_AMOUNT = re.compile(
    r"\s*(?:\W?\d|an?\b|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|twenty\b|thirty\b|half\b|several"
    r"|a few|once\b|twice\b|the (?:required|recommended)|enough)"
)
_ELSEWHERE = re.compile(r"\s*(?:at|in|on|any|other|most|anywhere|everywhere|elsewhere|the (?:other|old|one))\b")
_LIKE_NEW = re.compile(
    r"\s*(?:[a-z]+ing\b|possible|new\b|can be|could be|it gets|they come|any\b|i can|you can|we could|gold)"
)
_PREFERRED = re.compile(r"\s*(.+?) (?:to|over|than|instead of) (.+)")
_STILL = re.compile(r"\b(?:still|always|will|would always)\s*$|[还仍一]是?直?$")
_US = re.compile(r"\b(?:this|here|yours?|you|these)\b")
_LIKED = re.compile(r"\bi(?:'ve)? (?:still |actually |definitely |always )*(?:like|liked|love|loved|enjoy|enjoyed) ")
_FORMER = re.compile(r"\W*the (?:old|previous|former|last|original) (?:\w+ )?(?:was|were|is|are) (?:much |far |way )?$")
_HAD = re.compile(r"\W*(?:i|we)(?:'ve| have) had (?:much |far |way )?$")
_GOING = re.compile(r"\s*(?:to )?(?:go|eat|stay|shop|fly|drink|order|buy)\w*(?: to| at| from| with| in)? ")
_WITH = re.compile(
    r"(?:跟|和|与|同)([^,跟和与同]{1,12}?)(?:的?(?:服务|味道|质量|价格|口味))?(?:完全|几乎|都|也|是|基本|一样)*$"
)
_DENIED = re.compile(r"\b(?:not|never|n't|cannot|hardly|nowhere|nothing|\w+n't)\b")
_SHOWN = re.compile(r"(?:像|想)?(?:照片|图片|图上|网上说|评价|介绍|宣传|描述|想[象像]|预期|传说中?的?那么)")
_OUR = re.compile(
    r"(?:\b(?:this|your|our|my|these|not|n't|only) (?:the )?|[这此本我你您贵非]个?家?|[有像如为到似]|(?<!还)是)$"
)
_AGAINST = re.compile(r"[比跟和与及,]")
_STILL_OVER = re.compile(r"(?:还是|不如|不如去)[去吃喝买点用选]?$")
_SELLS = re.compile(
    r"(?:的|[上里边]|超市|商场|门口|那边|那家|家|店|一般|价格|东西|买|卖|要|可以|能|会|大概|至少|差不多|[都也就才更还只])*"
    r"(?:便宜|实惠|划算|(?P<only>只要|只卖|只需要?|才卖?|只用|就卖)(?:不到)?"
    r"(?:一半|半价|\d+|[一二两三四五六七八九十几百]+[块元折毛]))"
)
_AMOUNT_LESS = re.compile(
    r"(?:便宜|实惠|划算)(?:一半|多了|[得的]多|很多|许多|不少|太多|好多|[几\d一二两三四五六七八九十]|将近|差不多)"
    r"|[更还](?:便宜|实惠|划算)"
)
_FAR_MORE = re.compile(r"(?<!多)[的得]?(?:太多|很多|几倍|百倍|多)[了啦]?[啊呢]?(?=$|[^\w])")
_HALF_OF = re.compile(r"(?:的|家|店|价格|价钱|那边)*一半")
_ONLY = re.compile(r"(?:只有|只要|才|是|不到|仅|为|大概|约|也就|就|只)$")
_NOT_SO = re.compile(r"[的家店里]?[也都可]?(?:没有?|不)[这那]么?")
_OF_IT = re.compile(
    r"[^,.]{0,24} of (?:the |any |most |all )*"
    r"(?:(?:other|competit\w+|place|shop|restaurant|hotel|store)s?\b|[\w' -]{1,20} next door)"
)
_CONCEDED = re.compile(
    r"虽|哪怕|就算|即使|不管|以为|没想到|\b(?:even|though|although|doubt|not|never|no|may|might|bought|got|paid"
    r"|ordered|found|refund\w*|fees?|charged?|deposit|tax|saved?|my|you'd)\b|n't\b"
)
"""Who says so came all the same, or bought there, or speaks of something else."""
_PRICED = re.compile(r"[价钱费贵元块]|\b(?:price|cost)")
_NO_MORE = re.compile(
    r"(?:一半|多了?|[的得]多|很多|许多|不少|太多|好多|将近|差不多|[几\d一二两三四五六七八九十百]+[块元毛折]?|点儿?|些|[的价格钱啊呢吧呀])*+了?"
    r"(?=$|[^\w])"
)
"""And no more is said: 别家便宜一半, and not 别家便宜我也不去."""
_MARKET = re.compile(
    r" (?:next door|elsewhere|(?:some|any)where else|(?:across|down) the (?:street|road)|around the corner|online"
    r"|(?:at|on|in|from|over at) (?:the |a |any |every |most )?(?:other|amazon|ebay|supermarkets?"
    r"|internet|place))\b"
)
_HERE = re.compile(r".*?(?:这[里边儿家]|你们?家|咱家|他家|本店|我们)")
_THERE = re.compile(r"那[家边间款]|上一家|老店|(?:楼下|旁边|对面|隔壁|超市|网上|外面|市面|专柜|实体店|路边)")


def mark(said: str, reading: Reading) -> None:
    """`said`: the batch as one text."""
    cues = reading.extras.cues
    if CUES.isdisjoint(cues):
        return
    for cue in ("than", "even_than", "not_than"):
        if cue in cues:
            _than(said, reading, cue)
    if "than_en" in cues:
        _than_en(said, reading)
    if "as_as" in cues:
        _as_as(said, reading)
    if "fallen" in cues:
        _fallen(reading, *cues["fallen"][0])
    if "lacks" in cues:
        _lacks(said, reading)
    if "lesser" in cues:
        _keep(reading, "lesser", [span for span in cues["lesser"] if not _HASTE.match(said, max(0, span[0] - 1))])
    if "lesser" in cues:
        _lesser(said, reading, *cues["lesser"][0])
    if "prefer" in cues:
        _prefer(said, reading)
    if "likened" in cues:
        _likened(said, reading)
    if "further" in cues:
        _further(said, reading)
    if "beats" in cues:
        _beats(said, reading)
    if _SETTLED.isdisjoint(cues) and not _PLACED.isdisjoint(cues):
        _elsewhere(said, reading)


def _keep(reading: Reading, cue: str, spans: list[Span]) -> list[Span]:
    if spans:
        reading.extras.cues[cue] = spans
    else:
        del reading.extras.cues[cue]
    return spans


def _known(reading: Reading, low: int, high: int) -> bool:
    """Whether a word or a name says whom the stretch speaks of."""
    extras = reading.extras
    if any(low <= first and last <= high for name, first, last in extras.names if name.kind in ("own", "rival")):
        return True
    return any(low <= first and last <= high for cue in KNOWN for first, last in extras.cues.get(cue, ()))


def _add(reading: Reading, cue: str, low: int, high: int) -> None:
    reading.extras.cues.setdefault(cue, []).append((low, high))


def _thing(said: str, reading: Reading, low: int, high: int) -> None:
    """What stands there is what it is held against: another time, what was expected, or another thing."""
    if low >= high or _NO_THING.match(said, low, high) or not said[low:high].strip():
        return
    for cue, pattern in (("before", _BEFORE), ("expected", _EXPECTED)):
        if pattern.search(said, low, high):
            _add(reading, cue, low, high)
            return
    _add(reading, "thing", low, high)


def _than(said: str, reading: Reading, cue: str) -> None:
    spans = [
        (first, last)
        for first, last in reading.extras.cues[cue]
        if not (_NOBODY.match(said, last, reading.end) or _SCORE.match(said, max(0, first - 1), reading.end))
        and not (said[first:last] == "对比" and _BESIDE.match(said, last, reading.end))
    ]
    for first, last in _keep(reading, cue, spans)[:1]:
        until = min((one.start for one in reading.opinions if one.start >= last), default=-1)
        if until < 0:
            found = _UNGAUGED.match(said, last, reading.end)
            until = found.end() - 1 if found else -1
            if found:
                _add(reading, "gauged", first, last)
        if said.startswith(("这", "他家"), last) or (said.startswith("它", last) and first > reading.start + 1):
            # 比这好 as 比这家好
            _add(reading, "self", last, last)
        elif any(low < first for low, _ in reading.extras.cues.get("others", ())):
            # 别的酒店比汉普顿好: we are the one that stands behind
            continue
        elif until > last and not _known(reading, last, until + 1):
            _thing(said, reading, last, until)


def _fallen(reading: Reading, first: int, last: int) -> None:
    """没有以前贵 denies what stands behind, as 没有那家贵 does; without that (没有以前的味道) it blames."""
    behind = [one for one in reading.opinions if last <= one.start <= last + NEAR]
    if behind:
        reading.opinions = [one for one in reading.opinions if one.end <= first or last <= one.start]
    if behind and not any(leaning(one, reading) for one in behind):
        # 没以前咸了: what judges one aspect only
        turn_each(behind, TURNED)
        reading.extras.sure = True
    elif behind:
        reading.extras.cues["lacks"] = [(first, last - 2)]
        _add(reading, "before", last - 2, last)


def _lesser(said: str, reading: Reading, first: int, last: int) -> None:
    if _NO_THING.match(said, last, reading.end) and not _known(reading, first, last):
        # 还不如不买, 不如花这个钱买别的: blame, and no comparison
        _add(reading, "instead", first, last)
    elif last == reading.end and (found := _WITH.search(said, reading.start, first)):
        # 和三年前没法比
        cue = (
            "before"
            if _BEFORE.search(said, *found.span(1))
            else "expected"
            if _SHOWN.search(said, *found.span(1))
            else "thing"
        )
        _add(reading, cue, first, first)
    elif not _known(reading, first, reading.end):
        _thing(said, reading, last, reading.end)


def _than_en(said: str, reading: Reading) -> None:
    spans = [span for span in reading.extras.cues["than_en"][:_MOST] if _compares(said, reading, span)]
    for _, last in _keep(reading, "than_en", spans)[:1]:
        _add(reading, "gauged", *spans[0])
        if said.startswith((" your compet", " your rival"), last):
            _add(reading, "others", last, last)
        if not _known(reading, last, reading.end):
            _thing(said, reading, last, reading.end)


def _compares(said: str, reading: Reading, span: Span) -> bool:
    first, last = span
    low, high = max(reading.start, first - _FAR), min(reading.end, last + _FAR)
    if said[first:last] != "than":
        return True
    if _HOLLOW.search(said, low, first):
        return False
    if _BARE_MORE.search(said, low, first) and _AMOUNT.match(said, last, high):
        return False
    if _MORE.search(said, low, first):
        # more than happy, more than I could eat
        held = _known(reading, last, reading.end) or _BEFORE.search(said, last, high)
        return bool(held or _EXPECTED.search(said, last, high) or _ELSEWHERE.match(said, last, high))
    return bool(_COMPARATIVE.search(said, low, first))


def _as_as(said: str, reading: Reading) -> None:
    spans = [span for span in reading.extras.cues["as_as"] if not _LIKE_NEW.match(said, span[1], reading.end)]
    for first, last in _keep(reading, "as_as", spans)[:1]:
        if _DENIED.search(said, reading.start, first):
            # I don't think they are as good as before
            for one in reading.opinions:
                if first <= one.start < last and one.sign > 0:
                    one.start = reading.start
                    one.turn(TURNED)
        if not _known(reading, last, reading.end):
            _thing(said, reading, last, reading.end)


def _chains(reading: Reading, low: int, high: int) -> bool:
    return any(low <= first and last <= high for first, last in reading.extras.cues.get("chains", ()))


def _lacks(said: str, reading: Reading) -> None:
    """没有 says mostly that something is missing: only what can be nothing but another shop or time is compared."""
    last = reading.extras.cues["lacks"][0][1]
    # what it denies begins behind it, or with it
    judged = [one.start if one.start >= last else one.end - 1 for one in reading.opinions]
    until = min((place for place in judged if place >= last), default=last)
    near = last < until <= last + NEAR and not _known(reading, last, until + 1)
    if near and "," not in said[last:until]:
        beside = any(low <= last + 1 for low, _ in reading.extras.cues.get("chains", ()) if low >= last)
        if beside or _THERE.match(said, last, until) or _THERE.match(said, last + 1, until):
            _add(reading, "thing", last, until)
        elif _SHOWN.match(said, last, until):
            _add(reading, "expected", last, until)
        elif _BEFORE.match(said, last, until):
            _add(reading, "before", last, until)


def _prefer(said: str, reading: Reading) -> None:
    first, last = reading.extras.cues["prefer"][0]
    if _STILL.search(said, reading.start, first):
        return
    if said.startswith("还是", first):
        # 还是隔壁好吃 names it
        _add(reading, "thing", last, last)
        return
    found = _PREFERRED.match(said, last, reading.end)
    going = _GOING.match(said, last, reading.end)
    if found and _US.search(found[1]) and not _US.search(found[2]):
        # this place to Starbucks, eat here than anywhere else
        del reading.extras.cues["prefer"]
        reading.opinions.append(Opinion(first, last, 1.0, {}))
        _add(reading, "than_en", found.start(2), found.start(2))
        if not _known(reading, found.start(2), reading.end):
            _thing(said, reading, found.start(2), reading.end)
    elif found and not _US.search(found[1]) and (_US.search(found[2]) or _chains(reading, *found.span(1))):
        # a name of ours stands behind it
        _add(reading, "others", *found.span(1))
    elif going and not _US.search(said, going.end(), reading.end):
        _add(reading, "thing", going.end(), reading.end)
    elif _chains(reading, last, reading.end) and not _known(reading, last, reading.end):
        _add(reading, "thing", last, reading.end)


def _likened(said: str, reading: Reading) -> None:
    """跟隔壁那家差不多; and not 跟家里一样."""
    kept = []
    for first, last in reading.extras.cues["likened"][:_MOST]:
        found = _WITH.search(said, max(reading.start, first - _FAR), first)
        if not found or "不" in said[max(0, first - 2) : first]:
            continue
        low, high = found.span(1)
        if _known(reading, low, first) or _chains(reading, low, high) or _THERE.search(said, low, high):
            kept.append((low, last))
            if not _known(reading, low, first):
                _add(reading, "thing", low, high)
        elif pattern := _BEFORE.search(said, low, high):
            kept.append((low, last))
            _add(reading, "before", low, pattern.end())
    _keep(reading, "likened", kept)


def _further(said: str, reading: Reading) -> None:
    """The old menu was better; I've had better coffee."""
    first = reading.extras.cues["further"][0][0]
    for cue, pattern in (("before", _FORMER), ("others", _HAD)):
        if pattern.match(said, reading.start, first):
            _add(reading, cue, reading.start, reading.start)
            return
    if "chains" in reading.extras.cues:
        _liked(said, reading)


def _liked(said: str, reading: Reading) -> None:
    """I like Costa better."""
    found = _LIKED.search(said, reading.start, reading.end)
    last = reading.extras.cues["further"][0][0]
    if found and "than_en" not in reading.extras.cues and _chains(reading, found.end(), last):
        reading.extras.cues["prefer"] = [found.span()]
        _add(reading, "thing", found.end(), last)


def _beats(said: str, reading: Reading) -> None:
    """It beats Dunkin any day."""
    first, last = reading.extras.cues["beats"][0]
    known = _known(reading, last, reading.end)
    if first > reading.start and (
        _chains(reading, last, reading.end) or (known and not _US.search(said, last, reading.end))
    ):
        reading.opinions.append(Opinion(first, last, 1.0, {}))
        _add(reading, "than_en", last, last)
        if not known:
            _add(reading, "thing", last, reading.end)


def _elsewhere(said: str, reading: Reading) -> None:
    """别家便宜一半, half the price next door, 还是隔壁好吃: praise of another shop."""
    cues = reading.extras.cues
    if reading.need or reading.asks or "wish" in cues:
        return
    if "halved" in cues and _halved(said, reading, *cues["halved"][0]):
        return
    named = sorted((first, last, cue) for cue in ("others", "markets") for first, last in cues.get(cue, ()))
    for first, last, cue in named[:_FEW]:
        if _praised_there(said, reading, first, last, cue):
            return


def _outside(reading: Reading, first: int, last: int) -> None:
    """Who stands there comes out better than we."""
    _add(reading, "outside", first, last)
    if not _known(reading, first, last):
        _add(reading, "thing", first, last)


def _praised_there(said: str, reading: Reading, first: int, last: int, cue: str) -> bool:
    """Whether the shop at that place is said to be better, or cheaper. Marks it."""
    low, high = max(reading.start, first - _FAR), min(reading.end, last + _FAR)
    if any(name.kind == "own" and at < last and first < end for name, at, end in reading.extras.names):
        return False
    before = said[low:first]
    if _CONCEDED.search(before):
        return False
    if _ONLY.search(before) and (found := _HALF_OF.match(said, last, high)):
        # 只有别家的一半
        if not _PRICED.search(said, low, high):
            return False
        reading.opinions.append(Opinion(first, found.end(), 1.0, {}))
        _add(reading, "than_en", first, first)
        _add(reading, "gauged", first, last)
        return True
    if _OUR.search(before):
        return False
    if said[first:last].isascii() or len(before) > NEAR or _AGAINST.search(before) or _HERE.match(said, last, high):
        return False
    if sells := _SELLS.match(said, last, high):
        amount = _AMOUNT_LESS.search(said, last, high)
        if (cue == "others" or amount or sells["only"]) and _NO_MORE.match(said, sells.end(), high):
            _outside(reading, first, sells.end())
            return True
    near = [one for one in reading.opinions if last <= one.start <= last + _CLOSE]
    best = next((one for one in near if leaning(one, reading) > 0), None)
    if cue == "others" and near and _NOT_SO.match(said, last, high):
        _outside(reading, first, near[0].end)
        return True
    if best is None or cue == "markets" or _AGAINST.search(said, last, best.end):
        return False
    if (
        _STILL_OVER.search(before)
        or (said.startswith("更", best.start - 1) and not said.startswith("了", best.end))
        or _FAR_MORE.match(said, best.end, high)
    ):
        _outside(reading, first, best.end)
        return True
    return False


def _halved(said: str, reading: Reading, first: int, last: int) -> bool:
    """Half the price next door is blame, half the price of the place next door praise."""
    high = min(reading.end, last + _FAR)
    if _CONCEDED.search(said, max(reading.start, first - _FAR), first):
        return False
    if said.startswith("cheaper", first):
        at = said.startswith((" at", " on", " in"), last - 3)
        if at and not (_MARKET.match(said, last - 3, high) or _chains(reading, last, high)):
            return False
        _outside(reading, first, last)
        return True
    dear = said.startswith(("twice", "double", "three", "triple"), first)
    if _OF_IT.match(said, first, high) or (said.startswith(" of ", last) and _chains(reading, last, last + NEAR + 4)):
        reading.opinions = [one for one in reading.opinions if not first <= one.start < last]
        reading.opinions.append(Opinion(first, last, -1.0 if dear else 1.0, {}))
        _add(reading, "than_en", last, last)
        _add(reading, "gauged", first, last)
        if not _known(reading, last, high):
            _thing(said, reading, last, high)
        return True
    if dear or not (_MARKET.match(said, last, high) or _chains(reading, last, last + NEAR + 4)):
        return False
    _outside(reading, first, last)
    return True
