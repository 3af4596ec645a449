"""Making an aspect of one's own, changing it, taking it back. What was understood follows in the background."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.rules import allows, check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.company import actions as company
from zhiyin.company.changes.queries import latest
from zhiyin.company.concepts.models import Concept
from zhiyin.company.concepts.queries import new_code, pack
from zhiyin.company.concepts.rules import folded
from zhiyin.kit.errors import Conflict
from zhiyin.understand.concepts.values import Draft
from zhiyin.understand.likenesses import actions as likenesses
from zhiyin.understand.pipeline import actions as pipeline


@transaction.atomic
def add(actor: Actor, draft: Draft) -> Concept:
    named = _named(draft)
    made = company.create(actor, "concept", code=new_code(named.name_en or named.name_zh), **_values(named))
    return _follow(actor, made)


@transaction.atomic
def change(actor: Actor, code: str, draft: Draft, *, version: int | None = None) -> Concept:
    return _follow(actor, company.change(actor, "concept", code, version=version, **_values(_named(draft))))


@transaction.atomic
def judge(actor: Actor, code: str, clause: str, *, belongs: bool) -> Concept:
    """Somebody read a clause: it is about the aspect, or it is not. Of two who judge at the same moment both are
    heard."""
    check(actor, Permission.EDIT_COMPANY)
    # Held until the end, so that the second adds to what the first one said.
    Concept.objects.select_for_update().filter(code=code).first()
    record = company.find("concept", code)
    assert isinstance(record, Concept)
    kept, dropped = ("examples", "refused") if belongs else ("refused", "examples")
    said = folded(clause)
    values: dict[str, Any] = {kept: [*getattr(record, kept), clause],
              dropped: [one for one in getattr(record, dropped) if folded(one) != said]}  # fmt: skip
    return _follow(actor, company.change(actor, "concept", code, **values))


@transaction.atomic
def retire(actor: Actor, code: str) -> Concept:
    """Out of use: its opinions are read again without it."""
    return _follow(actor, company.retire(actor, "concept", code))


@transaction.atomic
def restore(actor: Actor, code: str) -> Concept:
    return _follow(actor, company.restore(actor, "concept", code))


@transaction.atomic
def undo(actor: Actor, change_id: int, *, now: datetime) -> None:
    company.undo(actor, change_id, now=now)
    _reread(actor)


def take_back(actor: Actor, code: str, *, now: datetime) -> None:
    """Undo what was last changed of it."""
    check(actor, Permission.EDIT_COMPANY)
    change = latest(company.find("concept", code))
    if change is None:
        raise Conflict(_("Nothing is left to take back of {code}."), code=code)
    undo(actor, change.pk, now=now)


def _named(draft: Draft) -> Draft:
    """Words for an aspect of the pack go by its name; a new one by its first word, where nobody named it."""
    if draft.name_zh or draft.name_en:
        return draft
    aspect = next((one for one in pack().aspects if one.code == draft.extends), None)
    if aspect:
        return replace(draft, name_zh=aspect.name.zh, name_en=aspect.name.en)
    word = next(iter(draft.words), "")
    return replace(draft, name_en=word) if word.isascii() else replace(draft, name_zh=word)


def _values(draft: Draft) -> dict[str, object]:
    """An aspect of the pack keeps its parent and touchpoint."""
    given = asdict(draft) | {name: list(getattr(draft, name)) for name in ("words", "examples", "refused")}
    return given | ({"parent": "", "touchpoint": ""} if draft.extends else {})


def _follow(actor: Actor, record: object) -> Concept:
    assert isinstance(record, Concept)
    likenesses.settle()
    _reread(actor)
    return record


def _reread(actor: Actor) -> None:
    """Begun at once; whoever may not begin it waits for the clock, a minute."""
    if allows(actor, Permission.RUN_UNDERSTANDING):
        pipeline.start(actor)
