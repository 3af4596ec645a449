"""Clauses that only wish or ask: they judge nothing, whatever a model of whole reviews makes of their words.

希望多开几家店 is a need and no praise, 能不能快一点？ no complaint, 能不能开发票？ a question, 希望越来越好 a good
wish. Who blames in the same breath (你们到底能不能按时送？, why is it always so dirty?) judges.
"""

import re
from collections.abc import Iterable, Iterator

import numpy as np

from zhiyin.understand.text.codes import Flags
from zhiyin.understand.text.lexicon import URGENT
from zhiyin.understand.text.opinions import (
    PLAIN,
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

CHINESE = 3
"""`Reading.joined` of a Chinese clause."""
LACKED, WISHED, SUPPOSED = -0.8, -0.6, 0.2
_FIRM = 0.7
"""A word leans so far where nothing turned it into a wish or a question: it judges."""
_CALL_CHINESE, _CALL_ENGLISH = 4, 9
"""Signs of a clause that only calls or greets: 老板，, hi there,"""
_NEAR_CHINESE, _NEAR_ENGLISH = 12, 30
"""How far behind 能不能 what is asked for begins."""
_LONG_CHINESE, _LONG_ENGLISH = 20, 70
"""Signs of a question at the most that only wants to know; a longer one tells a story."""
_ASKED, _LONGEST = 60, 120
"""Characters of a question that is answered, and of its answer; of a clause that imagines something."""
_REPROACH = {"rhetorical", "reproach", "why_so", "believed", "regret", "mock", "harm", "waited", "effortful", "times"}
_WOULD_BE = re.compile(
    r"(?:(?:and|but|also|maybe|perhaps|honestly|personally|i think|i guess)[ ,]+)*+"
    r"(?!.*\b(?:apology|apologies|answer|reply|response|warning|explanation|refund|honest\w*|hot|heat\w*|visit|nights?"
    r"|weekend|stay|trip)\b)"
    r"(?:(?:an?|some|more|another|extra|additional|free|having|adding|fewer|less|better|faster|even|slightly|bigger"
    r"|longer)\b.{2,60}|it)? ?would (?:be|have been) (?:a |an |so |very |really |much )?[a-z]+"
    r"(?: (?:touch|addition|idea|option|plus|too|though|as well|to have\b.*|if\b.*))?\W*"
    r"|it'?d be [a-z]+ to have\b.*"
)
_WITH_IT = re.compile(r".{0,20}[有加能多配供再开设给装换].{1,14}就[更太]?[好完满](?![吃喝用看玩听闻]).{0,3}")
_NO_CHANGE = re.compile(
    r"(?:(?:please|pls|plz|just|so|and|ever|to|千万|请|求|可|拜托|一定|希望|也|要|老板|永远(?!不变|这样)"
    r"|你们?|店家|大家)[ ,]*)*+"
    r"(?:(?:(?:never|(?:do not|don't) ever|(?<=please )(?:do not|don't)|(?<=please, )don't)(?: ever)? change"
    r"|(?:do not|don't) change(?= a thing| anything| at all| one bit| ever))"
    r"(?: a thing| anything| at all| one bit| ever)?"
    r"(?: please| guys)?|(?<=[万求请托可])(?:别|不要)(?:再?变|再?换)|永远不变|一直不变"
    r"|(?:就这样)?一直(?:这样|这么)?[做开干走好]?(?:保持)?下去"
    r"|(?<=[请要望愿求])(?:一直|永远)这样好?|保持住)[了啊呀哦吧哈呢!~ ]*"
)
_BROKEN_OFF = re.compile(r",? ?(?:迟早|早晚|会|要|就|肯定|必)")
_RETURN = re.compile(
    r".*(?:(?:would|will) (?:i|we) (?:\w+ )?(?:stay|go back|go again|go here|go there|come|return|recommend|visit"
    r"|be back|be returning|eat|order|buy|book|fly|use|do it|do this|try)\b.*|do i recommend.*"
    r"|(?:还|再|会|推荐|值得|回购).*吗)"
)
_OTHER = re.compile(r"\b(?:else|another|any other|other|different|elsewhere|instead)\b|别[家的处]|其他|换一?家")
_YES = re.compile(
    r"[?! ]*(?:(?:(?:oh|hell|heck|god|why|most|but) )*(?:yes|yep|yeah|yup|absolutely|definitely|certainly|of course"
    r"|for sure|sure|without (?:a |any )?(?:doubt|hesitation|question)|in a heartbeat|you bet|100 ?%|no doubt"
    r"|undoubtedly|totally|any ?time|most likely|probably)\b(?!,? (?:and |or |but )?(?:not|never|no)\b)"
    r"|[我那是]?(?:当然|必须|肯定|一定|绝对|会的?|百分百|还用说)(?!.{0,3}[不没]))"
)
_NO = re.compile(
    r"[?! ]*(?:(?:(?:oh|hell|heck|god|absolutely|definitely|certainly|probably|i|most) )*"
    r"(?:no|nope|nah|never|not(?! sure)|unlikely|doubt)\b"
    r"|[我那]?(?:当然|肯定|绝对|一定|应该|可能|估计|大概|恐怕)?(?:再也不|永远不|不(?!知|清楚|确定|好说|用说|一定)|否|算了))"
)
_WELCOME = frozenset(("joy", "trust"))
"""Feelings that a wish or a question only hopes for."""


def prepare(said: str, reading: Reading) -> None:
    """What is asked for, before figures of speech turn its words; changes cues and need. `said`: the batch as one
    text."""
    if reading.extras is PLAIN:
        return
    cues = reading.extras.cues
    if "linger" in cues and not reading.asks:
        # wish we could have stayed longer
        reading.need = False
        for cue in ("wish", "rue", "outcome", "condition"):
            cues.pop(cue, None)
        return
    if "unchanged" in cues and _unchanged(said, reading):
        return
    if reading.asks and ("aux" in cues or "asks" in cues) and _answered(said, reading):
        return
    if ("outcome" in cues or "imagined" in cues) and _imagined(said, reading):
        cues.setdefault("outcome", cues.get("imagined", []))
        cues.setdefault("more", cues["outcome"])
    if "unasked" in cues and not reading.asks:
        # 质量不怎么样
        reading.intents = [one for one in reading.intents if one != "question"]
    if "farewell" in cues and "change" not in cues:
        # hope to come back soon
        reading.need = False
        cues.pop("wish", None)
        return
    if "rhetorical" in cues or "curse" in cues:
        reading.need = False
        cues.pop("wish", None)
        return
    asked = cues.get("may", cues.get("please"))
    if not asked:
        return
    if "please" not in cues and "reproach" in cues:
        # how can you fix this?
        return
    if _changes(reading, asked[0][1]) or ("may" in cues and "please" in cues):
        reading.need = True
        cues.setdefault("wish", asked)
    elif "may" in cues and not {*cues.get("wish", ())} - {*cues["may"]}:
        # 能不能开发票？ asks
        reading.need = False
        cues.pop("wish", None)


def settle(reading: Reading) -> None:
    """What figures of speech leave open, once they are applied."""
    extras = reading.extras
    if extras is PLAIN:
        return
    cues = extras.cues
    if "curse" in cues:
        _blamed(reading, "curse")
    elif "comparative" in cues and ("could_be" in cues or ("ought" in cues and not _acts(cues))):
        _lack(reading)
    elif "still_more" in cues and "step" in cues and not reading.asks and not blames(reading):
        # 可以再便宜点
        turn_each(welcome(reading), WISHED)
        reading.need = True
        note(reading, "wish")
    if reading.need:
        if "wish" in cues:
            # what the text may say it is about: 快
            turn_each([one for one in welcome(reading) if not leaning(one, reading)], WISHED)
            turn_each(_longed(reading), SUPPOSED)
        if mere(reading):
            note(reading, "wish")
    elif _inquires(reading):
        turn_each(reading.opinions if not extras.hypothetical else (), SUPPOSED)
        extras.hypothetical = True
        note(reading, "question")
        if "question" not in reading.intents:
            reading.intents = [*reading.intents, "question"]


def lacks(reading: Reading) -> bool:
    """Could be cleaner: who says so has found it wanting."""
    return reading.need and "comparison" in reading.extras.figures and "comparative" in reading.extras.cues


def mere(reading: Reading) -> bool:
    """Wishes for something or asks something, and judges nothing."""
    if not reading.need and not reading.extras.hypothetical:
        return False
    cues = reading.extras.cues
    if reading.emoji or _REPROACH & {*cues} or any(one in URGENT for one in reading.intents):
        return False
    if not _weak(reading):
        return False
    if reading.need:
        # 希望别再送错, wish I had known, you should train your staff
        told = _denies(reading) or "rue" in cues or _expected(reading) or ("ought" in cues and "change" not in cues)
        return not told and not lacks(reading)
    # 不给餐巾纸吗？
    return reading.extras.hypothetical and "question" in reading.extras.figures and not _denies(reading)


def kind(reading: Reading) -> bool:
    """祝生意兴隆, and nothing said of how it was."""
    return "farewell" in reading.extras.cues and not reading.opinions and not reading.need


def said(readings: Iterable[Reading]) -> Iterator[Reading]:
    """All but those that only call, at the head of a text: 老板，"""
    text = -1
    for reading in readings:
        opens, text = reading.text != text, reading.text
        judges = reading.opinions or reading.emotions or reading.emoji or reading.need or reading.extras.cues
        if not opens or judges or reading.end - reading.start > _size(reading, _CALL_CHINESE, _CALL_ENGLISH):
            yield reading


def only(readings: Iterable[Reading], size: int) -> tuple[Flags, Flags]:
    """Texts of nothing but wishes and questions; and of nothing but good wishes, or those too."""
    asking, wishing, judging = (np.zeros(size, dtype=np.bool_) for _ in range(3))
    for reading in said(readings):
        if mere(reading):
            asking[reading.text] = True
        elif kind(reading):
            wishing[reading.text] = True
        else:
            judging[reading.text] = True
    return asking & ~judging, wishing & ~judging


def quiet(reading: Reading) -> bool:
    """Shows no feeling of its own: who hopes for joy has none yet."""
    return (mere(reading) or kind(reading)) and _WELCOME.issuperset(reading.emotions)


def _says(reading: Reading, sign: float) -> None:
    """The clause as a whole, whatever its words."""
    reading.need = False
    reading.opinions = [Opinion(reading.start, reading.end, sign, {})]
    reading.extras.sure = True
    reading.extras.cues.pop("wish", None)


def _unchanged(said: str, reading: Reading) -> bool:
    """Please never change, 千万别变; and not "they never change the oil"."""
    if reading.end - reading.start > _LONGEST or _BROKEN_OFF.match(said, reading.end):
        return False
    if not _NO_CHANGE.fullmatch(said, reading.start, reading.end):
        return False
    _says(reading, 1.0)
    return True


def _answered(said: str, reading: Reading) -> bool:
    """Would I stay again? Absolutely!"""
    first = max(reading.start, reading.end - _ASKED)
    if not _RETURN.fullmatch(said, first, reading.end) or _OTHER.search(said, first, reading.end):
        return False
    answer = reading.end, reading.end + _ASKED
    sign = 1.0 if _YES.match(said, *answer) else -1.0 if _NO.match(said, *answer) else 0.0
    if sign:
        reading.asks = False
        reading.intents = [one for one in reading.intents if one != "question"]
        _says(reading, sign)
    return bool(sign)


def _imagined(said: str, reading: Reading) -> bool:
    """A kettle would be great, 有个烧水壶就更好了; and not "this place would be great for families"."""
    first, last = reading.start, min(reading.end, reading.start + _LONGEST)
    return bool(_WOULD_BE.fullmatch(said, first, last) or _WITH_IT.fullmatch(said, first, last))


def _acts(cues: dict[str, list[Span]]) -> bool:
    """Should open earlier says what to do, should be more careful what was wanting."""
    return any(span not in cues["comparative"] for span in cues.get("change", ()))


def _changes(reading: Reading, low: int) -> bool:
    """Whether what is asked for would make something better: 快一点, 加个衣架, earlier."""
    cues = reading.extras.cues
    high = low + _size(reading, _NEAR_CHINESE, _NEAR_ENGLISH)
    later = (first for cue in ("change", "step", "comparative") for first, _ in cues.get(cue, ()))
    likes = (opinion.start for opinion in welcome(reading) if reading.joined == CHINESE)
    return any(low <= first <= high for first in (*later, *likes))


def _size(reading: Reading, chinese: int, english: int) -> int:
    return chinese if reading.joined == CHINESE else english


def _denies(reading: Reading) -> bool:
    return "spared" in reading.extras.cues or "denied" in reading.extras.cues


def _expected(reading: Reading) -> bool:
    """超越了我的期待, and not 期待更多口味."""
    cues = reading.extras.cues
    return "expected" in cues and "wish" not in cues and cues["expected"][0][0] > reading.start + 2


def _lack(reading: Reading) -> None:
    extras = reading.extras
    low = extras.cues["could_be" if "could_be" in extras.cues else "ought"][0][0]
    turn_each([opinion for opinion in welcome(reading) if opinion.start >= low], LACKED)
    if not blames(reading):
        _blamed(reading, "comparative")
    reading.need = True
    note(reading, "comparison")
    note(reading, "wish")
    extras.sure = True


def _inquires(reading: Reading) -> bool:
    """Only wants to know: 有没有无糖的？ and not 为什么这么慢？"""
    cues = reading.extras.cues
    if reading.need or reading.strong or reading.emotions or _denies(reading) or _REPROACH & {*cues}:
        return False
    if reading.end - reading.start > _size(reading, _LONG_CHINESE, _LONG_ENGLISH):
        return False
    ends = any(last >= reading.end - 1 for _, last in cues.get("asks", ()))
    either = "either" in cues and len(reading.opinions) > 1
    opens = "aux" in cues and cues["aux"][0][0] == reading.start
    if not ("polite" in cues or (reading.asks and (opens or either)) or ends):
        # 我怎么感觉是假的呢？
        blames = any(min(one.sign, *one.own.values(), 0.0) < 0 for one in reading.opinions)
        return reading.asks and "inquiry" in cues and not blames and _weak(reading)
    return either or _weak(reading)


def _weak(reading: Reading) -> bool:
    return not any(abs(leaning(opinion, reading)) >= _FIRM for opinion in reading.opinions)


def _longed(reading: Reading) -> list[Opinion]:
    """Blame elsewhere, and here what is asked for: 小一点, 小份."""
    cues = reading.extras.cues
    steps = {first for first, _ in cues.get("step", ())}
    changes = [*cues.get("change", ()), *cues.get("comparative", ())]
    firm = [one for one in reading.opinions if min((leaning(one, reading), *one.own.values())) < -_FIRM]
    asked, others = parted(firm, changes)
    return [*asked, *(one for one in others if one.end in steps)]


def _blamed(reading: Reading, cue: str) -> None:
    blame(reading, reading.extras.cues[cue][0])
    reading.extras.sure = True
