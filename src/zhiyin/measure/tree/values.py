"""The tree as it is declared, and as it is read with its numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from zhiyin.measure.indicators.values import Change, Figure, Indicator


@dataclass(frozen=True)
class Spec:
    """One node as an editor or a pack declares it."""

    code: str
    name_zh: str
    name_en: str
    parent: str = ""
    indicator: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 1.0
    target: float | None = None


@dataclass(frozen=True)
class Node:
    """One node with its numbers. `figure` is in the unit of its indicator; `score` is 0..100 and adds up the tree."""

    code: str
    name: str
    indicator: Indicator | None
    filters: Mapping[str, tuple[str, ...]]
    weight: float
    target: float | None
    figure: Figure
    before: Figure | None
    change: Change | None
    score: Figure
    score_before: Figure | None
    children: tuple["Node", ...]
    counted: float
    """Share of the children's weight that had enough observations to count."""

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()
