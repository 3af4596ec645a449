"""Harm that is denied is none: 没有被烫伤, no allergic reaction. Only what is denied outright: 没有过敏提示 warns of
nothing, and 幸好没有烫伤 tells of a danger."""

import re
from collections.abc import Sequence

from zhiyin.understand.text.opinions import PLAIN, Extras, Hit, Opinion, Reading, Span, overlaid

SPARED = 0.8
"""A harm that did not come about is a mild praise."""
LONGEST = 200
"""Characters: in a longer clause harm stays what it is."""

_DENYING = re.compile(
    r"(?:一点儿?)?[也都]?[没未无不并从绝毫].*|no|not|never|without|(?:is|was|are|were|do|does|did|has|have|had|wo)n'?t|none"
)
_BETWEEN = re.compile(
    r"(?:被|有|再|一丝|半点|人|出现|发现|发生|引起|造成|导致|任何|什么|吃到|吃出|喝到|看到|见到|那种|明显|一点| "
    r"|\b(?:any|a|an|the|of|hint|trace|sign|whiff|slightest|get|got|getting|be|been|being|have|had|having|cause|caused|find"
    r"|found|see|seen|saw|one|single|me|us)\b)*+"
)
_BEHIND = re.compile(
    r"(?:[的了过呢啊呀吧]|反应|现象|情况|问题|症状| .?"
    r"| ?(?:in|on|at|to|from|and|or|so|this|after|here|when|with|\w+ing)\b.*)?"
)
_HELP = re.compile(r"住院|急诊|医院|hospital|emergency room")
"""Where there is none, no harm is denied: no hospital in town."""
_LUCKY = re.compile(r"幸好|幸亏|好在|还好|差点|差一点|险些|\b(?:luckily|fortunately|thankfully|almost|nearly)\b")


def spare(said: str, reading: Reading, hits: Sequence[Hit]) -> None:
    """Takes safety from the intents of a clause that denies all harm it names. `said`: the batch as one text; `hits`
    are those of the reading."""
    harms = overlaid([(first, last) for first, last, meaning in hits if "safety" in meaning.intents])
    negators = overlaid([(first, last) for first, last, meaning in hits if meaning.negates])
    if not (harms and negators) or reading.asks or reading.end - reading.start > LONGEST:
        return
    if _LUCKY.search(said, reading.start, reading.end):
        return
    denied: list[int] = []
    for harm in harms:
        start = None if _HELP.search(said, *harm) else _denied(said, reading.end, harm, negators)
        if start is None:
            return
        denied.append(start)
    reading.intents = [intent for intent in reading.intents if intent != "safety"]
    if reading.extras is PLAIN:
        reading.extras = Extras()
    reading.extras.cues.setdefault("certain", []).extend(harms)
    for (first, last), start in zip(harms, denied, strict=True):
        # 烫 is no temperature here
        reading.opinions = [one for one in reading.opinions if not first < one.end < last]
        if not any(opinion.start < last and first < opinion.end for opinion in reading.opinions):
            reading.opinions.append(Opinion(start, last, SPARED, {}))


def _denied(said: str, end: int, harm: Span, negators: Sequence[Span]) -> int | None:
    """Where the negation begins. `end`: of the clause."""
    near = [span for span in negators if span[1] <= harm[0]]
    if not near or not _BEHIND.fullmatch(said, harm[1], end):
        return None
    first, last = near[-1]
    twice = len(near) > 1 and _BETWEEN.fullmatch(said, near[-2][1], first)
    plain = _DENYING.fullmatch(said, first, last) and _BETWEEN.fullmatch(said, last, harm[0])
    return first if plain and not twice else None
