from typing import Any

from django.db import transaction

from zhiyin.accounts.values import Actor
from zhiyin.company import actions, packs
from zhiyin.company.maps.actions import load


@transaction.atomic
def apply_pack(actor: Actor, name: str) -> int:
    """Stages and touchpoints of an industry pack; owners, weights and what the company drew itself stay."""
    pack = packs.load(name)
    n = load(actor, {"stages": _stages(pack)})
    actions.configure(actor, pack=name)
    return n


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
