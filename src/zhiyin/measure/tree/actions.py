from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts import audit
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.company.packs.values import Pack
from zhiyin.kit.errors import Conflict, Invalid
from zhiyin.kit.time import now
from zhiyin.measure.indicators.registry import INDICATORS
from zhiyin.measure.tree.models import TreeNode, TreeVersion
from zhiyin.measure.tree.queries import drawn, specs, version
from zhiyin.measure.tree.values import Spec


@transaction.atomic
def save_tree(actor: Actor, nodes: Sequence[Spec], *, note: str = "", based_on: int | None = None) -> TreeVersion:
    """The next version. `based_on` is the version that was edited: when somebody saved meanwhile, nothing is lost."""
    check(actor, Permission.EDIT_TREE)
    _check_nodes(nodes)
    newest = TreeVersion.objects.aggregate(n=Max("number"))["n"] or 0
    if based_on is not None and based_on != newest:
        raise Conflict(
            _("Meanwhile the tree was saved as version {newest}; you edited version {old}. Look, then save again."),
            newest=newest, old=based_on,
        )  # fmt: skip
    saved = TreeVersion.objects.create(number=newest + 1, saved_at=now(), saved_by=actor.name[:80], note=note[:200])
    TreeNode.objects.bulk_create(
        TreeNode(
            version=saved, code=node.code, parent=node.parent, name_zh=node.name_zh, name_en=node.name_en,
            indicator=node.indicator, filters={name: list(values) for name, values in node.filters.items()},
            weight=node.weight, target=node.target, position=position,
        )
        for position, node in enumerate(nodes)
    )  # fmt: skip
    audit.record(actor, "save_tree", saved, note=note, nodes=len(nodes))
    return saved


def plant(actor: Actor, pack: Pack) -> TreeVersion:
    """The tree of an industry pack becomes the newest version, unless it is that already."""
    check(actor, Permission.EDIT_TREE)
    if TreeVersion.objects.exists() and specs(version()) == drawn(pack):
        return version()
    return save_tree(actor, drawn(pack), note=str(_("pack {name}")).format(name=pack.code))


def restore_tree(actor: Actor, number: int) -> TreeVersion:
    """An old version becomes the newest: undo that can itself be undone."""
    old = version(number)
    return save_tree(actor, specs(old), note=str(_("version {number} restored")).format(number=number))


def _check_nodes(specs: Sequence[Spec]) -> None:
    """One root, known parents, no circle, known indicators, positive weights; one sentence says what is wrong."""
    codes = [spec.code for spec in specs]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise Invalid(_("Two nodes of the tree have the code “{code}”; give one another code."), code=twice[0])
    roots = [spec for spec in specs if not spec.parent]
    if len(roots) != 1:
        raise Invalid(_("A tree has exactly one root; this one has {n}."), n=len(roots))
    parents = {spec.code: spec.parent for spec in specs}
    for spec in specs:
        if spec.parent and spec.parent not in parents:
            raise Invalid(
                _("“{code}” hangs on “{parent}”, which is not in the tree."), code=spec.code, parent=spec.parent
            )
        if spec.indicator and spec.indicator not in INDICATORS:
            raise Invalid(_("“{code}” names the unknown indicator “{slug}”."), code=spec.code, slug=spec.indicator)
        if not spec.weight > 0:
            raise Invalid(_("The weight of “{code}” must be above zero."), code=spec.code)
        _check_circle(spec.code, parents)
    leaves = set(codes) - set(parents.values())
    for spec in specs:
        if spec.code in leaves and not spec.indicator:
            raise Invalid(_("“{code}” has neither an indicator nor children; give it one."), code=spec.code)


def _check_circle(code: str, parents: dict[str, str]) -> None:
    seen, at = {code}, parents[code]
    while at:
        if at in seen:
            raise Invalid(_("“{code}” hangs below itself; choose another parent."), code=code)
        seen.add(at)
        at = parents.get(at, "")
