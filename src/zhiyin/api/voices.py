"""Find and group voices by meaning, as the key's owner may see them."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from zhiyin.accounts.queries import reader_of
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Permission
from zhiyin.api.indicators import PROBLEMS, period_of, where_of
from zhiyin.api.keys import caller
from zhiyin.company import queries as company
from zhiyin.kit.errors import Invalid
from zhiyin.measure.indicators.values import ENOUGH
from zhiyin.understand.groups import queries as groups
from zhiyin.understand.groups import values
from zhiyin.understand.meanings import queries
from zhiyin.understand.meanings.values import PLACES, UNDERSTOOD, Sought

router = Router(tags=["voices"])
MOST, LONGEST, MOST_WORDS = 200, 2_000, 8


class NearAsked(Schema):
    """Either `text` or `like`, the id of a voice."""

    text: str = ""
    like: UUID | None = None
    first: date | None = None
    last: date | None = None
    where: list[str] = []
    """`dimension:value`; repeat it."""
    limit: int = 20


class NearVoice(Schema):
    id: str
    at: datetime
    text: str
    score: float
    """Cosine of the angle between the two meanings: 1 is the same, 0 nothing in common."""


class GroupsAsked(Schema):
    first: date | None = None
    last: date | None = None
    where: list[str] = []
    """`dimension:value`; repeat it. Without a brand ours count; `brand:*` is every brand."""
    words: str = ""
    """All of which the text must hold."""
    groups: int = 0
    """How many groups, 2 to 40; 0 leaves it to the voices."""
    language: Literal["zh", "en"] = "zh"
    """Whose phrases come first in a name."""
    voices: int = 0
    """How many voices of each group to name, 0 to 10,000, nearest to its middle first."""


class Share(Schema):
    """`enough` says whether n reaches 10; below that the value is not worth showing."""

    value: float
    low: float
    high: float
    n: int
    enough: bool


class Spoken(Schema):
    id: str
    at: datetime
    text: str


class Group(Schema):
    code: str
    """The voice nearest to the middle of the group."""
    phrases: list[str]
    n: int
    share: Share
    """Of the voices read, 0..1."""
    valence: Share | None
    """Mean polarity of its texts, -1..1; null where none is understood yet."""
    languages: dict[str, int]
    examples: list[Spoken]
    voices: list[str]


class Groups(Schema):
    read: int
    total: int
    """Voices placed that fit; of more than 10,000 a part was read, chosen by ids."""
    waiting: int
    """Voices of yours, whatever the filters, that are not placed yet and cannot be grouped."""
    alone: int
    """Voices that stand in no group."""
    agreement: float
    """How alike the groups come out when a tenth of the voices is left away (adjusted Rand index)."""
    groups: list[Group]


@router.get("/voices/near", response={200: list[NearVoice], **PROBLEMS})
def near(request: HttpRequest, asked: Query[NearAsked]) -> list[NearVoice]:
    """The voices nearest in meaning to a text or to another voice, nearest first, in Chinese and in English."""
    check(caller(request), Permission.READ_PERSONAL)
    if bool(asked.text.strip()) == bool(asked.like) or not 0 < asked.limit <= MOST:
        sentence = _("Ask by “text” or by “like”, one of the two, for 1 to {most} voices.")
        raise Invalid(sentence, most=MOST)
    reader = reader_of(caller(request))
    period = period_of(asked.first, asked.last)
    where = _chosen(asked.where)
    sought = Sought(asked.text[:LONGEST], str(asked.like or ""), period, where, limit=asked.limit)
    return [NearVoice(**row) for row in queries.spoken(queries.search(sought, reader), reader)]


@router.get("/voices/groups", response={200: Groups, **PROBLEMS})
def grouped(request: HttpRequest, asked: Query[GroupsAsked]) -> Groups:
    """What the voices are about: groups by meaning, Chinese and English together, the largest first."""
    check(caller(request), Permission.READ_PERSONAL)
    if not 0 <= asked.voices <= groups.LOOKED_AT:
        raise Invalid(_("Ask for 0 to {most} voices of each group."), most=groups.LOOKED_AT)
    where = {name: list(some) for name, some in company.chosen(_chosen(asked.where), ()).items()}
    words = tuple(asked.words.split()[:MOST_WORDS])
    sought = Sought(period=period_of(asked.first, asked.last), where=where, words=words)
    found = groups.grouped(sought, reader_of(caller(request)), language=asked.language, wanted=asked.groups)
    return Groups(
        read=found.n,
        total=found.total,
        waiting=found.waiting,
        alone=len(found.alone),
        agreement=found.agreement,
        groups=[_group(one, asked.voices) for one in found.groups],
    )


def _group(one: values.Group, voices: int) -> Group:
    return Group(
        code=one.code,
        phrases=list(one.phrases),
        n=one.n,
        share=_share(one.share),
        valence=_share(one.valence) if one.valence else None,
        languages=dict(one.languages),
        examples=[Spoken(**vars(example)) for example in one.examples],
        voices=[near.id for near in one.voices[:voices]],
    )


def _share(one: values.Share) -> Share:
    return Share(**vars(one), enough=one.n >= ENOUGH)


def _chosen(given: list[str]) -> dict[str, list[str]]:
    where = where_of(given)
    if unknown := set(where) - {*PLACES, *UNDERSTOOD}:
        sentence = _("Voices cannot be filtered by “{name}”. Choose from {known}.")
        raise Invalid(sentence, name=min(unknown)[:40], known=", ".join((*PLACES, *UNDERSTOOD)))
    return where
