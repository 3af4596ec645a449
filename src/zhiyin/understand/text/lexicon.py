"""The general word lists, a pack's concept graph and the company's names as one list of phrases, each with all it can
mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from zhiyin.understand.text import shipped
from zhiyin.understand.text.codes import table
from zhiyin.understand.text.phrases import Phrases
from zhiyin.understand.text.themes import Theme, themes

FILES = [Path(__file__).parent / name for name in ("lexicon.yaml", "cues.yaml")]
EMOTIONS = ("joy", "anger", "disappointment", "sadness", "fear", "surprise", "disgust", "trust")
URGENT = ("safety", "legal", "media", "churn")

LADDER = ("comfort", "appreciation", "admiration", "savour")
"""Steps of pleasure, lowest first (舒适 欣赏 赞叹 回味)."""

_SAYING = ("positive", "negative", "negators", "strong", "weak", "contrast", "need", "emotions", "intents",
           "ladder", "when", "where")  # fmt: skip
_DEGREES = frozenset("很太挺超偏较蛮")
_NEGATED = {"有": "没", "会": "不", "想": "不", "愿": "不", "敢": "不"}
"""What a word beginning so is negated by: 没有异味, 不会推荐."""


class Sides(Protocol):
    @property
    def positive(self) -> tuple[str, ...]: ...
    @property
    def negative(self) -> tuple[str, ...]: ...


class Concept(Protocol):
    """What the kernel needs of a pack's aspect."""

    @property
    def code(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    @property
    def touchpoint(self) -> str | None: ...
    @property
    def synonyms(self) -> tuple[str, ...]: ...
    @property
    def opinions(self) -> Sides: ...
    @property
    def implied(self) -> Sides: ...
    @property
    def own(self) -> bool: ...


class Graph(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def aspects(self) -> tuple[Any, ...]: ...
    @property
    def whole(self) -> str | None: ...
    @property
    def scenes(self) -> tuple[Any, ...]: ...


@dataclass(frozen=True)
class Name:
    """A word for something on the company's map. `kind`: own or rival (a brand), product, place."""

    kind: str
    code: str
    word: str


def brands(own: Iterable[str] = (), rivals: Iterable[str] = ()) -> tuple[Name, ...]:
    """Names as one types them: 青柳, or 青柳=Qingliu for two names of the same; the first is its code."""
    said = [(kind, one.split("=")) for kind, some in (("own", own), ("rival", rivals)) for one in some]
    return tuple(Name(kind, words[0].strip(), word.strip()) for kind, words in said for word in words)


@dataclass(slots=True)
class Meaning:
    """All that one word can say. Signs are 1 and -1; 0 says nothing. `holds`: it names an aspect of the company's own,
    which what is said right behind it is about."""

    aspect: int = -1
    implied: int = 0
    holds: bool = False
    sign: int = 0
    own: dict[int, int] = field(default_factory=dict)
    negates: bool = False
    degree: int = 0
    contrast: bool = False
    idle: bool = False
    attribute: bool = False
    need: bool = False
    emoji: int = 0
    emotions: list[str] = field(default_factory=list)
    intents: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    ladder: int = 0
    names: list[Name] = field(default_factory=list)
    when: bool = False
    where: bool = False
    # Set by `settle`: turns what stands close behind; says what few words say; names or judges only; judges; either.
    turns: bool = False
    rich: bool = False
    plain: bool = False
    judges: bool = False
    names_or_judges: bool = False

    @property
    def shy(self) -> bool:
        """Gives way to any longer word: 比 in 性价比, 非 in 非常."""
        other = self.judging or self.degree or self.contrast or self.emoji or self.emotions or self.intents
        return self.negates or bool(self.cues and not (other or self.names or self.ladder))

    def settle(self) -> None:
        """Once all is known; asked for every word of every text. How far doubts reach, `denial` tells."""
        self.turns = self.negates and "doubts" not in self.cues
        self.rich = bool(self.cues or self.names or self.ladder or self.when or self.where)
        said = self.negates or self.degree or self.emoji or self.need or self.emotions or self.intents
        self.plain = not (self.rich or said)
        self.judges = bool(self.sign or self.own or self.implied) and not self.negates
        self.names_or_judges = self.aspect >= 0 or self.judges

    @property
    def judging(self) -> bool:
        """Competes with longer words for its place; cues do not."""
        return self.aspect >= 0 or self.negates or bool(self.sign or self.own) or self.idle or self.need


@dataclass(frozen=True)
class Lexicon:
    concepts: tuple[Any, ...]
    phrases: Phrases
    meanings: list[Meaning]
    ancestors: list[frozenset[int]]
    themes: list[Theme]


@cache
def _general() -> dict[str, Any]:
    content: dict[str, Any] = {}
    for file in FILES:
        found = shipped.words(file)
        content |= {key: [*content.get(key, []), *value] if key == "idle" else value for key, value in found.items()}
    return content


@cache
def general_words() -> frozenset[str]:
    """Words of the general lists, normalised: they say how it was, not what."""
    listed = [_general()[key] for key in _SAYING]
    return frozenset(_plain(word) for some in listed for word in _every(some))


@cache
def contrasts() -> Phrases:
    """Words that turn a sentence (但是, but), whatever the pack."""
    return Phrases(_flat(_general()["contrast"]))


def _every(some: Any) -> Iterator[str]:
    if isinstance(some, str):
        yield some
    else:
        for one in some.values() if isinstance(some, dict) else some:
            yield from _every(one)


def compile_words(pack: Graph, names: Iterable[Name] = ()) -> Lexicon:
    """Raises nothing for a pack that passed its own checks."""
    meanings: defaultdict[str, Meaning] = defaultdict(Meaning)
    _add_general(meanings)
    _add_cues(meanings)
    for name in names:
        if len(word := _plain(name.word)) > 1:
            meanings[word].names.append(name)
    concepts = pack.aspects
    for number, concept in enumerate(concepts):
        for word in concept.synonyms:
            for form in forms(word):
                if meanings[form].aspect < 0:
                    meanings[form].aspect, meanings[form].holds = number, concept.own
        for sign, implied, own in (
            (1, concept.implied.positive, concept.opinions.positive),
            (-1, concept.implied.negative, concept.opinions.negative),
        ):
            for word in map(_plain, implied):
                meanings[word].aspect, meanings[word].implied = number, sign
            for word in map(_plain, own):
                meanings[word].own[number] = sign
    for known, others in _general()["likewise"].items():
        for word in others if meanings[known].implied else ():
            if not meanings[word].implied:
                meanings[word].aspect, meanings[word].implied = meanings[known].aspect, meanings[known].implied
    for word, meaning in list(meanings.items()):
        _inherit(meaning, meanings.get(word[1:]) if word[:1] in _DEGREES else None)
        if word[:1] == "不" and meaning.own and not (meaning.sign or meaning.implied) and word[1:] in meanings:
            # 不好, though one aspect lists it, blames whatever else it stands by
            meaning.sign = -meanings[word[1:]].sign
    _misspell(meanings)
    _lengthen(meanings)
    _spell_out(meanings)
    words = [word for word in meanings if word]
    for meaning in meanings.values():
        meaning.settle()
    return Lexicon(concepts, Phrases(words), [meanings[word] for word in words], _ancestors(concepts), themes(concepts))


def _misspell(meanings: defaultdict[str, Meaning]) -> None:
    """servise is heard as service, whatever that means in the pack."""
    for word, slips in shipped.misspellings().items():
        if meaning := meanings.get(word):
            for slip in slips:
                if slip not in meanings or not (meanings[slip].aspect >= 0 or meanings[slip].names):
                    meanings[slip] = meaning


def _lengthen(meanings: defaultdict[str, Meaning]) -> None:
    """Longer words, where the pieces of shorter ones would be read: 很干净 is no 很干, 没有异味 not 没 and 有异味,
    不会推荐 not 不 and 会推荐."""
    judging = {word: meaning for word, meaning in meanings.items() if meaning.sign or meaning.own or meaning.implied}
    for word, meaning in judging.items():
        if len(word) > 1:
            for degree in _DEGREES:
                if degree + word[0] in judging:
                    meanings.setdefault(degree + word, meaning)
        if len(word) > 2 and word[0] in _NEGATED:
            own = {aspect: -side for aspect, side in meaning.own.items()}
            turned = Meaning(meaning.aspect, -meaning.implied, sign=-meaning.sign, own=own)
            meanings.setdefault(_NEGATED[word[0]] + word, turned).cues.append("certain")
    # a negation inside a cue is not heard by itself: no hassle
    negators = [word for word, meaning in meanings.items() if meaning.negates]
    for word, meaning in meanings.items():
        if meaning.cues and word not in judging:
            rests = [word.removeprefix(negator).strip() for negator in negators if word.startswith(negator)]
            meaning.sign = next((-judging[rest].sign for rest in rests if rest in judging), 0)


def _spell_out(meanings: defaultdict[str, Meaning]) -> None:
    """Could not be happier, couldnt be happier: as couldn't be happier."""
    for word, meaning in list(meanings.items()):
        if "n't " in word:
            said = word.replace("won't ", "will n't ").replace("can't ", "can n't ")
            for form in (said.replace(" n't ", " not ").replace("n't ", " not "), word.replace("n't ", "nt ")):
                meanings.setdefault(form, meaning)
            if "can't " in word:
                meanings.setdefault(word.replace("can't ", "cannot "), meaning)


def _inherit(meaning: Meaning, plain: Meaning | None) -> None:
    """很快 means wherever it stands what 快 means there, though only one aspect lists it."""
    if plain is None or meaning.implied:
        return
    meaning.sign = meaning.sign or plain.sign
    for aspect, sign in plain.own.items():
        meaning.own.setdefault(aspect, sign)


def _add_general(meanings: defaultdict[str, Meaning]) -> None:
    general = _general()
    for key, sign in (("positive", 1), ("negative", -1)):
        for word in _flat(general[key]):
            meanings[word].sign = sign
        for word in general["emoji"][key]:
            meanings[_plain(word)].emoji = sign
    for word in _flat(general["negators"]):
        meanings[word].negates = True
    for key, degree in (("strong", 1), ("weak", -1)):
        for word in _flat(general[key]):
            meanings[word].degree = degree
    for word in _flat(general["contrast"]):
        meanings[word].contrast = True
    for word in _flat(general["idle"]):
        meanings[word].idle = True
    for word in _flat(general["attributes"]):
        meanings[word].attribute = True
    for word in _flat(general["need"]):
        meanings[word].need = True
    for emotion in EMOTIONS:
        for word in general["emotions"][emotion]:
            meanings[_plain(word)].emotions.append(emotion)
    for intent, listed in general["intents"].items():
        for word in listed:
            meanings[_plain(word)].intents.append(intent)


def _add_cues(meanings: defaultdict[str, Meaning]) -> None:
    general = _general()
    for cue, listed in general["cues"].items():
        for word in listed:
            meanings[_plain(word)].cues.append(cue)
    for word in [word for word, meaning in meanings.items() if meaning.sign and _asked(word)]:
        for form in (f"{word}不{word}", f"{word[0]}不{word}"):
            meanings[form].cues.append("asks")
    for step, name in enumerate(LADDER, 1):
        for word in general["ladder"][name]:
            meanings[_plain(word)].ladder = step
    for word in general["when"]:
        meanings[_plain(word)].when = True
    for word in general["where"]:
        meanings[_plain(word)].where = True
    for word, meaning in list(meanings.items()):
        if word.isascii() and word.isalpha() and (meaning.sign or meaning.degree > 0):
            for stretched in _stretched(word):
                meanings.setdefault(stretched, meaning)


def _asked(word: str) -> bool:
    """好吃不好吃, 好不好吃: one asks so with a plain quality."""
    return 1 <= len(word) <= 3 and not word.isascii() and word[0] not in "不没很太挺有一无最"


def _stretched(word: str) -> Iterable[str]:
    """sooo, looove, baaad: `encode` leaves at most three of a kind."""
    for place, sign in enumerate(word):
        if sign in "aeiou" or place == len(word) - 1:
            for times in (2, 3):
                longer = word[:place] + sign * times + word[place + 1 :]
                if sign * 4 not in longer:
                    yield longer


def _flat(groups: list[list[str]]) -> list[str]:
    return [_plain(word) for group in groups for word in group]


def _plain(word: str) -> str:
    """As `codes.encode` writes it; word by word that would take a second and a half."""
    return "".join(map(chr, table()[[ord(sign) for sign in word.strip()]]))


def forms(word: str) -> list[str]:
    """An English name also in the plural."""
    word = _plain(word)
    if not word[-1:].isascii() or not word[-1:].isalpha() or word.endswith("s"):
        return [word]
    return [word, word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s"]


def _ancestors(concepts: tuple[Any, ...]) -> list[frozenset[int]]:
    place = {concept.code: number for number, concept in enumerate(concepts)}
    found = []
    for concept in concepts:
        above, parent = set(), concept.parent
        while parent is not None:
            above.add(place[parent])
            parent = concepts[place[parent]].parent
        found.append(frozenset(above))
    return found
