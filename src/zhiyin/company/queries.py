"""What other stages ask the company map."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from zhiyin.company.base import Coded, spoken
from zhiyin.company.brands.queries import chosen, ours, own_brand, rivals
from zhiyin.company.models import Brand, Product, Stage, Touchpoint, Unit
from zhiyin.company.settings.queries import company, zone
from zhiyin.kit.errors import Invalid
from zhiyin.kit.memory import remembered

__all__ = ["chosen", "company", "journey_map", "known", "names", "ours", "own_brand", "owner", "rivals", "zone"]

_NAMED: dict[str, type[Coded]] = {
    "unit": Unit,
    "brand": Brand,
    "product": Product,
    "touchpoint": Touchpoint,
    "stage": Stage,
}


def names(kind: str, codes: Collection[str] | None = None) -> dict[str, str]:
    """Code → name in the current language, retired ones too; unknown codes stand for themselves."""
    if kind not in _NAMED:
        raise Invalid(_("The company map names no “{kind}”."), kind=kind)
    known = _named(kind)
    return dict(known) if codes is None else {code: known.get(code, code) for code in codes}


@remembered
def _named(kind: str) -> dict[str, str]:
    records = _NAMED[kind]._default_manager.values_list("code", "name_zh", "name_en")
    return {code: spoken(code, zh, en) for code, zh, en in records}


def known(kind: str, code: str) -> bool:
    return _NAMED[kind]._default_manager.filter(code=code, active=True).exists()


@dataclass(frozen=True)
class JourneyMap:
    """The stages in their order, each with its touchpoints in theirs."""

    stages: tuple[tuple[Stage, tuple[Touchpoint, ...]], ...]

    @property
    def touchpoints(self) -> tuple[Touchpoint, ...]:
        return tuple(point for _stage, points in self.stages for point in points)


def journey_map(*, retired: bool = False) -> JourneyMap:
    points = Touchpoint.objects.select_related("owner_unit", "owner").order_by("position", "code")
    stages = Stage.objects.all()
    if not retired:
        points, stages = points.filter(active=True), stages.filter(active=True)
    stages = stages.prefetch_related(Prefetch("touchpoints", points, to_attr="shown"))
    return JourneyMap(tuple((stage, tuple(stage.shown)) for stage in stages))


@dataclass(frozen=True)
class Owner:
    """Who answers for what happens at a touchpoint; both may be unknown."""

    user: int | None = None
    unit: str | None = None


def owner(touchpoint: str | None) -> Owner:
    found = Touchpoint.objects.filter(code=touchpoint or "").values_list("owner_id", "owner_unit__code").first()
    return Owner(*found) if found else Owner()
