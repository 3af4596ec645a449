"""From an effect to a verdict. Pure."""

from dataclasses import asdict
from math import isfinite
from typing import Any

from zhiyin.stats.differences import FEWEST
from zhiyin.stats.effects import Effect
from zhiyin.stats.values import LEVEL
from zhiyin.verify.comparisons.values import Comparison

FEWEST_A_SIDE = 2
MATERIAL = 0.5
"""A significant trend before the start counts when it alone would explain this share of the effect: with many answers
every pair of groups drifts a little."""


def decide(effect: Effect | None, better: int) -> str:
    """`better`: 1 when more is better, -1 when less is."""
    if effect is None or _too_few(effect):
        return "too_few"
    found = effect.effect
    sure = found.p <= 1 - LEVEL and (found.low > 0 or found.high < 0)
    if not sure:
        return "no_evidence"
    if _drifting(effect):
        return "pre_trend_differs"
    return "helped" if found.value * better > 0 else "hurt"


def evidence(comparison: Comparison) -> dict[str, object]:
    """Everything the verdict rests on, as JSON without infinities."""
    plan = comparison.plan
    found: dict[str, object] = {
        "plan": {**asdict(plan), "starts_on": plan.starts_on.isoformat()},
        "treated": list(comparison.treated),
        "untreated": list(comparison.untreated),
        "left_out": list(comparison.left_out),
        "path": [asdict(gap) for gap in comparison.path],
    }
    if comparison.effect is not None:
        found["effect"] = finite(comparison.effect)
    cleaned: dict[str, object] = _finite(found)
    return cleaned


def finite(effect: Effect) -> dict[str, Any]:
    """Plain values; what has no bound becomes None."""
    plain: dict[str, Any] = _finite(asdict(effect))
    return plain


def _too_few(effect: Effect) -> bool:
    """Also when no outcome whatsoever could have been significant with so few ways to choose the treated units."""
    sides = min(effect.treated, effect.untreated)
    unprovable = effect.smallest_p > 1 - LEVEL or not isfinite(effect.effect.value)
    return sides < FEWEST_A_SIDE or unprovable or effect.observations < FEWEST * (effect.treated + effect.untreated)


def _drifting(effect: Effect) -> bool:
    trend = effect.trend
    if trend is None or not trend.p <= 1 - LEVEL:
        return False
    return abs(effect.drift) >= MATERIAL * abs(effect.effect.value)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    if isinstance(value, float):
        return value if isfinite(value) else None
    return value
