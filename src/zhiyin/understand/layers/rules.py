"""When a learned layer may replace what is in use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from zhiyin.stats.agreement import paired
from zhiyin.understand.layers.values import Key, Sample, Told
from zhiyin.understand.text import amending
from zhiyin.understand.text.amending import Amendment
from zhiyin.understand.text.codes import encode
from zhiyin.understand.text.language import Languages
from zhiyin.understand.text.layer import Delta, learn
from zhiyin.understand.text.model import Model

FOLDS = 5
FEWEST = 30
"""Judged stretches of a language, and judged opinions in all, that a layer needs."""
CHANCE = 0.05
MISTAKES = 0.2
"""The share of mistakes that the gate reckons with at the most, however many of the judged are."""


@dataclass(frozen=True)
class Gate:
    n: int
    right_before: int
    gained: int
    lost: int
    low: float
    high: float
    p: float

    @property
    def passed(self) -> bool:
        """More right than before, and that is no chance: McNemar's exact test, two-sided. And more right still where
        mistakes are rare: people rather judge what is wrong, so that gold alone says too little about what is lost."""
        return self.n >= FEWEST and self.gained > self.lost and self.p < CHANCE and self._at_large > 0

    @property
    def _at_large(self) -> float:
        """Gain in accuracy if `MISTAKES` at most were wrong before; loss by the rule of succession, so that what was
        hardly looked at is not taken for safe."""
        wrong = self.n - self.right_before
        share = min(MISTAKES, wrong / self.n)
        return share * self.gained / max(wrong, 1) - (1 - share) * (self.lost + 1) / (self.right_before + 2)


def unproven(gained: int, lost: int, p: float) -> bool:
    """Of a layer that did not pass: better on what was judged, where too little of that was right before."""
    return gained > lost and p < CHANCE


def fold(feedback: str) -> int:
    """All that was judged in one text is learned from together, or kept apart together."""
    return blake2b(feedback.encode(), digest_size=4).digest()[0] % FOLDS


def taught(samples: Sequence[Sample], model: Model) -> dict[str, Delta]:
    """A layer from samples; a language with too few of them gets none."""
    told = Languages().tell(encode([one.text for one in samples])) if samples else []
    layer = {}
    for code, weights in model.languages.items():
        mine = [one for one, language in zip(samples, told, strict=True) if language == code]
        if len(mine) >= FEWEST * (FOLDS - 1) // FOLDS:
            layer[code] = learn([one.text for one in mine], [one.label for one in mine], weights)
    return layer


def amendment(kind: str, told: Sequence[Told]) -> Amendment:
    return amending.learn(kind, [one.text for one in told], [one.said for one in told], [one.truth for one in told])


def gate(before: Mapping[Key, bool], after: Mapping[Key, bool]) -> Gate:
    """`before` and `after`: whether each judged opinion is called right; what is not there is not right."""
    gained = sum(not right and after.get(key, False) for key, right in before.items())
    lost = sum(right and not after.get(key, False) for key, right in before.items())
    found = paired(gained, lost, len(before))
    return Gate(
        len(before), sum(before.values()), gained, lost, float(found.low[0]), float(found.high[0]), float(found.p[0])
    )
