"""Which words name a thing, told by the company they keep: 握感 stands before 也不错, 省去 before 了, 美观 behind 很.

A segmenter tells the kind of a word from its list, whatever the sentence; how it is used decides here. Read off the
texts themselves, so nothing is looked up for a trade or a language of its own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import rjieba

from zhiyin.understand.text.shipped import words

Tagged = Sequence[tuple[str, str]]
"""Words of one text with their kinds; signs and blanks stand between them."""

SURE = ("n", "vn", "j", "eng")
"""Kinds that name; others (verbs, set phrases) must show it by how they are used."""
OTHER = ("v", "l", "i")
_BESIDE = {name: frozenset(some) for name, some in words(Path(__file__).parent / "beside.yaml").items()}
DEGREE, DONE, AHEAD, ARTICLES = (_BESIDE[name] for name in ("degree", "done", "ahead", "articles"))
TOLD = DEGREE | _BESIDE["told"]
_LINK = re.compile(r"https?://\S*|www\.\S+|&\w+;|(?<!\w)@\w+|#(?=\w)|\[[^\]\[]{1,6}\]")
_SMALL = frozenset("很太挺超好最更真蛮多早一有嫌没能个张块只再先不")
"""A word that the segmenter made of one of these and what follows names nothing: 多开, 太黑, 张卡."""

TAILS = frozenset("桩宝奶壳味豆色声机卡柜器屏键灯袋盒瓶纸位区室厅梯券币码费率版款膜线头站杯茶粉酱饼面饭汤水")
"""Behind a longer word they make one name: 充电桩, 充电宝, 燕麦奶, 中药味."""

QUALITY, SUBJECT, DID, NAMED = 0.1, 0.2, 0.25, 0.5


def tagged(text: str) -> Tagged:
    """Without links, handles, and what pages make of signs."""
    found: list[tuple[str, str]] = []
    for word, kind in rjieba.tag(_LINK.sub(" ", text.lower())):
        if word in TAILS and found and len(found[-1][0]) > 1 and _joins(found[-1]):
            found[-1] = (found[-1][0] + word, "n")
        else:
            found.append((word, kind))
    return found


def _joins(ahead: tuple[str, str]) -> bool:
    return ahead[0][0] >= "一" and ahead[1].startswith(("n", "v"))


class Usage:
    """How each word is used in all these texts."""

    def __init__(self, texts: Iterable[Tagged]) -> None:
        self._seen: Counter[str] = Counter()
        self._how: Counter[tuple[str, str]] = Counter()
        for text in texts:
            said = [(word if word[:1].isalnum() else "", kind) for word, kind in text if word != " "]
            for (before, counted), (word, _kind), (after, following) in zip(
                [("", ""), *said], said, [*said[1:], ("", "")], strict=False
            ):
                if len(word) > 1:
                    self._add(word, before, counted, after, following)

    def _add(self, word: str, before: str, counted: str, after: str, following: str) -> None:
        self._seen[word] += 1
        self._how[word, "quality"] += before in DEGREE
        self._how[word, "done"] += after in DONE
        self._how[word, "ahead"] += not before or before in AHEAD or counted in ("m", "q")
        self._how[word, "told"] += after in TOLD or following in ("d", "a")
        # Among Chinese words an English one is a name: iPad, SK2.
        self._how[word, "article"] += before in ARTICLES or not (before + after).isascii()

    def _share(self, word: str, how: str) -> float:
        return self._how[word, how] / self._seen[word] if self._seen[word] else 0.0

    def names(self, word: str, kind: str) -> bool:
        """Whether it names something by itself."""
        if not self.joins(word, kind):
            return False
        if word.isascii():
            return self._share(word, "article") >= SUBJECT
        if kind.startswith(OTHER) and not kind.startswith("vn"):
            told = self._share(word, "told")
            return (
                told >= SUBJECT
                and told + self._share(word, "ahead") >= NAMED
                and self._share(word, "done") < DID
                and word[-1] not in "得去来上下"
            )
        return True

    def joins(self, word: str, kind: str) -> bool:
        """Whether it may stand in a phrase that names something."""
        if not kind.startswith((*SURE, *OTHER)) or self._share(word, "quality") >= QUALITY:
            return False
        return word[0] not in _SMALL or (len(rjieba.cut(word, hmm=False)) == 1 and _whole(word))


def _whole(word: str) -> bool:
    """好友 and 超市, not 好开心: what stands behind the small word is no quality or deed of its own."""
    rest = word[1:]
    return not rjieba.tag(rest)[0][1].startswith(("a", "v", "l"))
