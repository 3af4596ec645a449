"""The company's own aspects: list, look what one would find, add, change, teach, take back."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Field, Router, Schema, Status
from pydantic import field_validator

from zhiyin.accounts.queries import reader_of
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.api.indicators import PROBLEMS, period_of
from zhiyin.api.keys import caller
from zhiyin.api.problems import Problem
from zhiyin.api.replays import HEADER, once
from zhiyin.company import actions as company
from zhiyin.company.concepts.models import Concept
from zhiyin.kit.errors import NotFound
from zhiyin.kit.time import now
from zhiyin.understand.concepts import actions, queries
from zhiyin.understand.concepts.previews import preview
from zhiyin.understand.concepts.values import Draft

router = Router(tags=["concepts"])
WRITING = PROBLEMS | {400: Problem, 409: Problem}
IDEMPOTENT: dict[str, Any] = {"parameters": [HEADER]}
FIELDS = tuple(Draft.__dataclass_fields__)


class Readable(Schema):
    @field_validator("*", mode="after")
    @classmethod
    def readable(cls, value: object) -> object:
        """No database keeps NUL or half a surrogate pair."""
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and ("\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)):
                raise ValueError("holds unreadable characters")
        return value


class Wanted(Readable):
    """`extends`: the aspect of the pack that gets the words; empty: a new aspect. `kind`: part (a thing, a place, a
    person, a service) or attribute (how something is: taste, price). From five `examples` on the like of
    them is heard too; `refused` are sentences that sound like it and are not."""

    name_zh: str = Field("", max_length=120)
    name_en: str = Field("", max_length=120)
    extends: str = Field("", max_length=64)
    kind: str = Field("part", max_length=16)
    parent: str = Field("", max_length=64)
    touchpoint: str = Field("", max_length=64)
    words: list[str] = []
    examples: list[str] = []
    refused: list[str] = []

    def draft(self) -> Draft:
        given: dict[str, Any] = {name: _kept(getattr(self, name)) for name in FIELDS}
        return Draft(**given)


class Changed(Readable):
    """What is left away stays. `version`: the one you looked at; when somebody was quicker nothing is written."""

    name_zh: str | None = Field(None, max_length=120)
    name_en: str | None = Field(None, max_length=120)
    extends: str | None = Field(None, max_length=64)
    kind: str | None = Field(None, max_length=16)
    parent: str | None = Field(None, max_length=64)
    touchpoint: str | None = Field(None, max_length=64)
    words: list[str] | None = None
    examples: list[str] | None = None
    refused: list[str] | None = None
    version: int | None = Field(None, ge=1, le=2**31)


class Judged(Readable):
    """`belongs`: it is about the aspect (an example from now on), or it is not (refused)."""

    clause: str = Field(min_length=1, max_length=500)
    belongs: bool


class Tried(Wanted):
    """`code`: the aspect that is being changed; empty for a new one. Both days are included."""

    code: str = Field("", max_length=64)
    first: date
    last: date


class OwnAspect(Schema):
    """`target` is the code that mentions carry; mentions and voices are those that the key may see."""

    code: str
    name_zh: str
    name_en: str
    extends: str
    kind: str
    parent: str
    touchpoint: str
    words: list[str]
    examples: list[str]
    refused: list[str]
    active: bool
    version: int
    target: str
    mentions: int
    voices: int
    made_by: str
    made_at: datetime | None


class Clause(Schema):
    """`over`: by how much it passes the limit of what is like the examples; 0 where its words claim it."""

    voice: str
    clause: str
    by_words: bool
    over: float


class Synonym(Schema):
    """`n`: voices that say it; `alike`: cosine of the nearest of the words."""

    phrase: str
    n: int
    alike: float


class Found(Schema):
    """`looked` of the `of` voices of the period were looked at; `voices` of them say it: `share`, with its interval."""

    looked: int
    of: int
    voices: int
    by_words: int
    share: float
    low: float
    high: float
    learned: bool
    caught: list[Clause]
    missed: list[Clause]
    near: list[Synonym]


@router.get("/concepts", response={200: list[OwnAspect], **PROBLEMS})
def own(request: HttpRequest, retired: bool = False) -> list[OwnAspect]:
    """The company's own aspects, newest first; `retired=true`: those out of use too."""
    check(caller(request), Permission.READ_PERSONAL)
    return [_said(one) for one in queries.own(reader_of(caller(request)), retired=retired)]


@router.post("/concepts", response={201: OwnAspect, **WRITING}, openapi_extra=IDEMPOTENT)
def add(request: HttpRequest, response: HttpResponse, wanted: Wanted) -> Status[object]:
    """Make one. It is heard at once; all voices are read again in the background."""
    actor = _editor(request)

    def work() -> tuple[int, object]:
        made = actions.add(actor, wanted.draft())
        return 201, _one(request, made.code).model_dump(mode="json")

    return once(request, response, request.body, work)


@router.post("/concepts/preview", response={200: Found, **PROBLEMS})
def tried(request: HttpRequest, draft: Tried) -> Found:
    """What it would find in a period; nothing is saved."""
    check(caller(request), Permission.READ_PERSONAL)
    period = period_of(draft.first, draft.last)
    assert period is not None
    found = preview(draft.draft(), draft.code, period, {}, reader_of(caller(request)))
    return Found.model_validate(asdict(found))


@router.get("/concepts/{code}", response={200: OwnAspect, **PROBLEMS})
def one(request: HttpRequest, code: str) -> OwnAspect:
    """One of them, also out of use."""
    check(caller(request), Permission.READ_PERSONAL)
    return _one(request, code)


@router.patch("/concepts/{code}", response={200: OwnAspect, **WRITING})
def change(request: HttpRequest, code: str, changed: Changed) -> OwnAspect:
    """Change what is given, lists as a whole."""
    actor = _editor(request)
    record = company.find("concept", code)
    assert isinstance(record, Concept)
    former = {name: _kept(getattr(record, name)) for name in FIELDS}
    given = {name: _kept(value) for name in FIELDS if (value := getattr(changed, name)) is not None}
    version = record.version if changed.version is None else changed.version
    actions.change(actor, code, replace(Draft(**former), **given), version=version)
    return _one(request, code)


@router.post("/concepts/{code}/judge", response={200: OwnAspect, **WRITING})
def judge(request: HttpRequest, code: str, judged: Judged) -> OwnAspect:
    """Say of a clause that it is this, or not this. Saying it twice changes nothing."""
    actions.judge(_editor(request), code, judged.clause, belongs=judged.belongs)
    return _one(request, code)


@router.post("/concepts/{code}/undo", response={200: OwnAspect, **WRITING}, openapi_extra=IDEMPOTENT)
def undo(request: HttpRequest, response: HttpResponse, code: str) -> Status[object]:
    """Take back its last change; of its making, it goes out of use."""
    actor = _editor(request)

    def work() -> tuple[int, object]:
        actions.take_back(actor, code, now=now())
        return 200, _one(request, code).model_dump(mode="json")

    return once(request, response, request.body, work)


@router.delete("/concepts/{code}", response={200: OwnAspect, **WRITING})
def retire(request: HttpRequest, code: str) -> OwnAspect:
    """Out of use; its record stays, and `undo` brings it back."""
    actions.retire(_editor(request), code)
    return _one(request, code)


def _editor(request: HttpRequest) -> Actor:
    """Whoever writes is told what stands there, customers' sentences among it."""
    check(caller(request), Permission.READ_PERSONAL)
    check(caller(request), Permission.EDIT_COMPANY)
    return caller(request)


def _kept(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _one(request: HttpRequest, code: str) -> OwnAspect:
    found = [one for one in queries.own(reader_of(caller(request)), retired=True) if one.concept.code == code]
    if not found:
        raise NotFound(_("There is no own aspect “{code}”."), code=code[:64])
    return _said(found[0])


def _said(kept: queries.Kept) -> OwnAspect:
    record = kept.concept
    known = {name: getattr(record, name) for name in (*FIELDS, "code", "active", "version")}
    return OwnAspect(
        **known, target=kept.target, mentions=kept.mentions, voices=kept.voices, made_by=kept.made_by,
        made_at=kept.made_at,
    )  # fmt: skip
