"""An industry pack: what a business of this kind watches, and the words its customers use. Data only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

INDICATORS = (
    "nps",
    "csat",
    "ces",
    "net_sentiment",
    "mention_volume",
    "mention_share",
    "on_time_delivery",
    "repeat_purchase",
    "first_response_time",
)
CHANNELS = ("app", "store", "web", "phone", "review_site", "social", "mail", "delivery", "field")
INTENTS = ("praise", "complaint", "question", "suggestion", "comparison", "churn", "safety", "legal", "media")
SEVERITIES = ("low", "medium", "high", "critical")
PART, ATTRIBUTE = "part", "attribute"
KINDS = (PART, ATTRIBUTE)
"""Of aspects. A part is a thing, a place, a person or a service that one can point at (seats, the courier); an
attribute is how something is (taste, price, speed)."""
OWN = "own_"
"""Codes of a company's own aspects begin so; those of packs do not."""
FILTERS = ("unit", "brand", "product", "touchpoint", "channel", "aspect")


@dataclass(frozen=True)
class Name:
    en: str
    zh: str

    def say(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Stage:
    code: str
    name: Name


@dataclass(frozen=True)
class Touchpoint:
    code: str
    name: Name
    stage: str
    channel: str


@dataclass(frozen=True)
class Opinions:
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()


@dataclass(frozen=True)
class Aspect:
    """A concept. `synonyms` name it; `opinions` judge it where it is named (慢 beside delivery); `implied` words name
    and judge it at once (好喝: taste, good). `kind`: one of `KINDS`; nothing is read otherwise for it, so it is no part
    of what a reading is known by."""

    code: str
    name: Name
    parent: str | None = None
    touchpoint: str | None = None
    synonyms: tuple[str, ...] = ()
    opinions: Opinions = Opinions()
    implied: Opinions = Opinions()
    kind: str = field(default=PART, repr=False)

    @property
    def own(self) -> bool:
        """Made by the company: where its name stands, what is said right behind it is about it."""
        return self.code.startswith(OWN)


@dataclass(frozen=True)
class Scene:
    """An occasion or a situation of use: with children, on a business trip. `synonyms` tell it; `unlike` are longer
    words that hold one of these and tell something else (孩子气, on business days)."""

    code: str
    name: Name
    synonyms: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


@dataclass(frozen=True)
class Node:
    """A node of the indicator tree: an indicator with filters, or the weighted mean of its children."""

    code: str
    name: Name
    weight: float = 1.0
    indicator: str | None = None
    target: float | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Node", ...] = ()

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Alert:
    """`threshold`: indicator below or above a limit. `change`: it moved by more than chance. `voice`: one feedback
    with this intent is enough."""

    code: str
    name: Name
    kind: str
    severity: str
    indicator: str | None = None
    intent: str | None = None
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """`about` says in one line what it watches; `whole` is the aspect of all of it, which bare praise is about."""

    code: str
    name: Name
    about: Name
    stages: tuple[Stage, ...]
    touchpoints: tuple[Touchpoint, ...]
    aspects: tuple[Aspect, ...]
    tree: Node
    alerts: tuple[Alert, ...]
    whole: str | None = None
    scenes: tuple[Scene, ...] = ()

    def aspect(self, code: str) -> Aspect:
        return next(aspect for aspect in self.aspects if aspect.code == code)

    def family(self, code: str) -> tuple[str, ...]:
        """The aspect, its parts, and their parts."""
        parts = [aspect.code for aspect in self.aspects if aspect.parent == code]
        return (code, *(one for part in parts for one in self.family(part)))

    @property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Every aspect once: those that are part of none, each with its family. What is said of the whole stands
        beside them, it does not hold them."""
        tops = [aspect.code for aspect in self.aspects if aspect.parent in (None, self.whole)]
        return {code: (code,) if code == self.whole else self.family(code) for code in tops}

    def touchpoint(self, code: str) -> Touchpoint:
        return next(touchpoint for touchpoint in self.touchpoints if touchpoint.code == code)
