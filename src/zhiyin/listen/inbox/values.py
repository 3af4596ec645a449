"""What a client may hand over, field by field."""

import math
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
LONGEST_TEXT = 100_000
DEEPEST = 20


def _clean(text: str) -> str:
    return text.replace("\0", "").strip()


def _aware(moment: datetime) -> datetime:
    """A time without an offset is UTC: a program that calls us should say what it means."""
    placed = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not EARLIEST < placed < datetime.now(UTC) + timedelta(days=1):  # house: clock: the API's own door
        raise ValueError("must lie between 1970 and now")
    return placed


def _promised(moment: datetime) -> datetime:
    placed = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if not EARLIEST < placed < LATEST:
        raise ValueError("must lie between 1970 and 2200")
    return placed


def storable(value: object, depth: int = 0) -> object:
    """What JSON may say and no database keeps: NUL and half a character go, NaN and endless nesting are refused. One
    such item among those waiting would otherwise hold up all the others."""
    if depth > DEEPEST:
        raise ValueError(f"is nested deeper than {DEEPEST} levels")
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("holds a number that is not finite")
    if isinstance(value, list):
        return [storable(one, depth + 1) for one in value]
    if isinstance(value, dict):
        return {str(storable(name)): storable(one, depth + 1) for name, one in value.items()}
    return value


Text = Annotated[str, AfterValidator(_clean)]
Code = Annotated[str, Field(max_length=120), AfterValidator(_clean)]
Instant = Annotated[datetime, AfterValidator(_aware)]
Promise = Annotated[datetime, AfterValidator(_promised)]
Finite = Annotated[float, Field(allow_inf_nan=False)]


class Person(BaseModel):
    """Goes to the customer's record, never into the facts."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(max_length=120)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None
    email: Annotated[str, Field(max_length=254)] | None = None
    address: Annotated[str, Field(max_length=300)] | None = None
    city: Annotated[str, Field(max_length=80)] | None = None


class Item(BaseModel):
    """What all kinds have. What has no field goes into `attributes`."""

    model_config = ConfigDict(extra="forbid")

    source: Annotated[str, Field(min_length=1, max_length=120)] = "api"
    external_id: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        None, description="Your key for it. The same key is taken once; without one, each call adds anew."
    )
    at: Instant | None = Field(None, description="When it happened; else now.")
    customer: Annotated[str, Field(max_length=200)] | None = Field(None, description="Your customer number.")
    person: Person | None = None
    unit: Code | None = None
    brand: Code | None = None
    product: Code | None = None
    touchpoint: Code | None = None
    channel: Code | None = None


class FeedbackItem(Item):
    kind: Literal["review", "post", "comment", "complaint", "chat", "call", "mail", "survey"] = "review"
    text: Annotated[Text, Field(max_length=LONGEST_TEXT)] | None = None
    title: Annotated[Text, Field(max_length=500)] | None = None
    language: Literal["zh", "en", "mixed", "other"] | None = None
    rating: Finite | None = None
    rating_scale: Annotated[Finite, Field(gt=0)] | None = Field(None, description="The best possible rating.")
    attributes: dict[str, Any] = {}

    @model_validator(mode="after")
    def check(self) -> "FeedbackItem":
        if not self.text and not self.title and self.rating is None:
            raise ValueError("text, title or rating is needed")
        if self.rating is not None and self.rating_scale is None:
            raise ValueError("rating needs rating_scale")
        if self.rating is not None and self.rating_scale is not None and not 0 <= self.rating <= self.rating_scale:
            raise ValueError("rating must lie between 0 and rating_scale")
        return self


class OrderItem(Item):
    external_id: Annotated[str, Field(min_length=1, max_length=200)]
    amount: Finite | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    status: Literal["placed", "paid", "delivered", "cancelled", "returned"] | None = None
    items: list[dict[str, Any]] = []
    promised_at: Promise | None = None
    delivered_at: Instant | None = None


class EventItem(Item):
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    session: Code | None = None
    anonymous: Code | None = None
    properties: dict[str, Any] = {}


class CustomerItem(BaseModel):
    model_config = ConfigDict(extra="forbid")

    source: Annotated[str, Field(min_length=1, max_length=120)] = "api"
    customer: Annotated[str, Field(min_length=1, max_length=200)] = Field(description="Your customer number.")
    person: Person = Person()
    joined_at: Instant | None = None
    tier: Annotated[str, Field(max_length=60)] | None = None
    attributes: dict[str, Any] = {}


ITEMS: dict[str, type[Item] | type[CustomerItem]] = {
    "feedback": FeedbackItem,
    "orders": OrderItem,
    "events": EventItem,
    "customers": CustomerItem,
}


class Result(BaseModel):
    """What became of one item, in the order they were sent."""

    index: int
    status: Literal["accepted", "known", "invalid"]
    external_id: str | None = None
    fields: dict[str, str] = Field({}, description="Of an invalid item: what is wrong, by field.")


class Receipt(BaseModel):
    accepted: int
    known: int
    invalid: int
    items: list[Result]
