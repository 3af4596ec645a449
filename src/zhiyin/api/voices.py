"""Find voices by meaning, as the key's owner may see them."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema

from zhiyin.accounts.queries import reader_of
from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Permission
from zhiyin.api.indicators import PROBLEMS, period_of
from zhiyin.api.keys import caller
from zhiyin.kit.errors import Invalid
from zhiyin.understand.meanings import queries
from zhiyin.understand.meanings.values import Sought

router = Router(tags=["voices"])
MOST, LONGEST = 200, 2_000


class NearAsked(Schema):
    """Either `text` or `like`, the id of a voice."""

    text: str = ""
    like: UUID | None = None
    first: date | None = None
    last: date | None = None
    limit: int = 20


class NearVoice(Schema):
    id: str
    at: datetime
    text: str
    score: float
    """Cosine of the angle between the two meanings: 1 is the same, 0 nothing in common."""


@router.get("/voices/near", response={200: list[NearVoice], **PROBLEMS})
def near(request: HttpRequest, asked: Query[NearAsked]) -> list[NearVoice]:
    """The voices nearest in meaning to a text or to another voice, nearest first, in Chinese and in English."""
    check(caller(request), Permission.READ_PERSONAL)
    if bool(asked.text.strip()) == bool(asked.like) or not 0 < asked.limit <= MOST:
        sentence = _("Ask by “text” or by “like”, one of the two, for 1 to {most} voices.")
        raise Invalid(sentence, most=MOST)
    reader = reader_of(caller(request))
    period = period_of(asked.first, asked.last)
    sought = Sought(asked.text[:LONGEST], str(asked.like or ""), period, limit=asked.limit)
    return [NearVoice(**row) for row in queries.spoken(queries.search(sought, reader), reader)]
