from typing import Any

from django.db import transaction

from zhiyin.accounts.values import Actor
from zhiyin.company import actions, packs
from zhiyin.company.maps.actions import load


@transaction.atomic
def apply_pack(actor: Actor, name: str) -> int:
    """Stages and touchpoints of an industry pack; owners and other own additions stay as they are."""
    pack = packs.load(name)
    n = load(actor, {"stages": _stages(pack)})
    actions.configure(actor, pack=name)
    return n


def _stages(pack: "packs.Pack") -> list[dict[str, Any]]:
    return [
        {
            "code": stage.code,
            "zh": stage.zh,
            "en": stage.en,
            "touchpoints": [
                {"code": point.code, "zh": point.zh, "en": point.en, "channel": point.channel, "weight": point.weight}
                for point in stage.touchpoints
            ],
        }
        for stage in pack.stages
    ]
