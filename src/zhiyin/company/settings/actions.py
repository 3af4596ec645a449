from typing import Any

from django.db import transaction

from zhiyin.accounts.values import Actor
from zhiyin.company import actions, packs
from zhiyin.company.maps.actions import load
from zhiyin.company.settings.queries import company
from zhiyin.company.touchpoints.models import Stage, Touchpoint


@transaction.atomic
def apply_pack(actor: Actor, name: str) -> int:
    """Stages and touchpoints of an industry pack; owners, weights and what the company drew itself stay.

    What the pack before it drew and nobody has touched since is retired: two journeys in one map would be neither.
    """
    pack, before = packs.load(name), company().pack
    n = load(actor, {"stages": _stages(pack)})
    if before != name and before in packs.names():
        _retire(actor, packs.load(before), pack)
        _restore(actor, pack)
    actions.configure(actor, pack=name)
    return n


def _retire(actor: Actor, old: packs.Pack, new: packs.Pack) -> None:
    kept = {one.code for one in new.stages} | {one.code for one in new.touchpoints}
    for point in old.touchpoints:
        if point.code not in kept and _untouched(Touchpoint, point):
            actions.retire(actor, "touchpoint", point.code)
    for stage in old.stages:
        filled = Touchpoint.objects.filter(stage__code=stage.code, active=True).exists()
        if stage.code not in kept and not filled and _untouched(Stage, stage):
            actions.retire(actor, "stage", stage.code)


def _restore(actor: Actor, pack: packs.Pack) -> None:
    """Back to a pack that had been left."""
    for stage in Stage.objects.filter(active=False, code__in=[one.code for one in pack.stages]):
        actions.restore(actor, "stage", stage.code)
    for point in Touchpoint.objects.filter(active=False, code__in=[one.code for one in pack.touchpoints]):
        actions.restore(actor, "touchpoint", point.code)


def _untouched(model: type[Stage] | type[Touchpoint], drawn: packs.Stage | packs.Touchpoint) -> bool:
    as_drawn = model.objects.filter(code=drawn.code, version=1, active=True)
    return as_drawn.filter(name_zh=drawn.name.zh, name_en=drawn.name.en).exists()


def _stages(pack: packs.Pack) -> list[dict[str, Any]]:
    """As a map document: a touchpoint's place in the pack is its place in its stage."""
    return [
        {
            "code": stage.code,
            "zh": stage.name.zh,
            "en": stage.name.en,
            "touchpoints": [
                {"code": point.code, "zh": point.name.zh, "en": point.name.en, "channel": point.channel}
                for point in pack.touchpoints
                if point.stage == stage.code
            ],
        }
        for stage in pack.stages
    ]
