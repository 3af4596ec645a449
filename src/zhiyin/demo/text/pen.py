"""Composes what one customer writes: clauses about aspects, joined, opened, closed and mistyped like people do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from zhiyin.demo.text.phrases import phrases

Slots = Mapping[str, str]
Opinion = tuple[str, bool]
"""Aspect, and whether it was good."""

EMOJI = {
    True: ("😊", "👍", "❤️", "🥰", "☕️", "😋", "✨", "[赞]", "💯", "🌟"),
    False: ("😡", "👎", "😤", "🙄", "💢", "😭", "[微笑]", "😓", "🤮", "😅"),
}
ASIDE = {
    ("zh", True, True): ("，", "。", "，而且", "，", "；", "，还有", "。另外", "，"),
    ("zh", True, False): ("，就是", "，不过", "。但是", "，可惜", "，但", "。唯一的缺点是", "，只是"),
    ("zh", False, True): ("，不过", "，但", "。好在", "，但是", "。还好", "，优点是"),
    ("zh", False, False): ("，", "。", "，而且", "，", "，", "。再说", "，关键是", "。"),
    ("en", True, True): (", ", ". ", " and ", ", also "),
    ("en", True, False): (", but ", " but ", ". However, ", ", only "),
    ("en", False, True): (", but ", ". At least ", " though "),
    ("en", False, False): (", ", ". ", " and ", ". Also "),
}
TYPOS = (
    ("再", "在"), ("的时候", "得时候"), ("已经", "己经"), ("喜欢", "稀饭"), ("没有", "木有"), ("非常", "灰常"),
    ("什么", "神马"), ("真的", "真滴"), ("味道", "味到"), ("骑手", "骑士"), ("感觉", "赶脚"), ("知道", "造"),
    ("服务", "服物"), ("不过", "不国"), ("好喝", "好喝哒"), ("了，", "啦，"), ("以后", "已后"), ("really", "realy"),
    ("friendly", "freindly"), ("definitely", "definately"), ("delivery", "delivary"),
)  # fmt: skip
POOL = 1 << 16
"""Random numbers drawn at once: one draw a call costs 20 times as much."""


@dataclass(frozen=True)
class Brief:
    """One thing to say."""

    opinions: Sequence[Opinion]
    slots: Slots
    opening: str = "open"
    language: str = "zh"
    line: str = "classic"
    mood: float = 3.0
    """Satisfaction 1..5, which decides how it closes."""
    extra: str = ""
    """Another section to add: suggestion or question."""


class Pen:
    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._pool: list[float] = []

    def chance(self) -> float:
        if not self._pool:
            self._pool = self._rng.random(POOL).tolist()
        return self._pool.pop()

    def pick(self, options: Sequence[str]) -> str:
        return options[int(self.chance() * len(options))]

    def say(self, section: str, slots: Slots, language: str = "zh") -> str:
        """One line of a section, its choices made and its slots filled."""
        options = phrases(language)[section]
        chosen = options[int(self.chance() * len(options))]
        text = "".join(part if isinstance(part, str) else self.pick(part) for part in chosen)
        return text.format_map(slots) if "{" in text else text

    def write(self, brief: Brief) -> str:
        text = self._body(brief)
        if brief.language == "en":
            text = text[:1].upper() + text[1:]
        if self.chance() < 0.42:
            text = self._open(brief, text)
        text = self._close(brief, text)
        return self._wear(text, brief)

    def _body(self, brief: Brief) -> str:
        zh = brief.language == "zh"
        text, was = "", True
        for n, (aspect, good) in enumerate(brief.opinions):
            if n:
                text += self.pick(ASIDE[brief.language, was, good])
            clause = self.say(self._section(aspect, good, brief), brief.slots, brief.language).strip()
            text += clause[:1].upper() + clause[1:] if text.endswith(". ") else clause
            was = good
        if not text:
            text = self.say("neutral", brief.slots, brief.language).strip()
        if brief.extra:
            text += ("，" if zh else ". ") + self.say(brief.extra, brief.slots, brief.language)
        return text

    def _section(self, aspect: str, good: bool, brief: Brief) -> str:
        kind = "good" if good else "bad"
        special = f"{aspect}_{brief.line} {kind}"
        return special if special in phrases(brief.language) else f"{aspect} {kind}"

    def _open(self, brief: Brief, text: str) -> str:
        opening = self.say(brief.opening, brief.slots, brief.language)
        if brief.language == "en":
            return opening[:1].upper() + opening[1:] + text[:1].lower() + text[1:]
        return opening + text

    def _close(self, brief: Brief, text: str) -> str:
        zh = brief.language == "zh"
        if brief.opinions and self.chance() < 0.33 and text[-1] not in "？?":
            last = brief.opinions[-1][1]
            tone = "good" if brief.mood > 3.6 and last else "bad" if brief.mood < 2.6 and not last else "mixed"
            closing = self.say("close " + tone, brief.slots, brief.language)
            text += (self.pick("，。！") if zh else self.pick((". ", ", "))) + closing
        if text[-1] in "？?！!":
            return text
        if zh:
            return text + self.pick(("。", "", "！", "", "~", "。。。", "。"))
        return text + self.pick((".", "", "!", "."))

    def _wear(self, text: str, brief: Brief) -> str:
        """Typing errors, missing punctuation, emoji."""
        if self.chance() < 0.06:
            for right, wrong in TYPOS:
                if right in text and self.chance() < 0.4:
                    text = text.replace(right, wrong, 1)
                    break
        if brief.language == "zh" and self.chance() < 0.12:
            text = text.replace("，", " ").replace("。", " ").strip()
        if self.chance() < 0.17:
            text += self.pick(EMOJI[brief.mood >= 3]) * (1 if self.chance() < 0.7 else 3)
        return text
