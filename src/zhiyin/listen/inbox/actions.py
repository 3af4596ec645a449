"""Take in what clients hand over: committed before it is acknowledged, loaded into the facts soon after."""

import hashlib
import logging
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import duckdb
import pyarrow as pa
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from zhiyin.accounts import audit
from zhiyin.accounts import queries as accounts
from zhiyin.accounts.rules import check, expand, is_confined
from zhiyin.accounts.values import Actor, Permission
from zhiyin.customers.identity.actions import Resolver
from zhiyin.kit.errors import Forbidden, NotFound
from zhiyin.kit.time import now
from zhiyin.listen.inbox import rules
from zhiyin.listen.inbox.errors import KeyReused, TooLarge
from zhiyin.listen.inbox.models import Arrival, Replay
from zhiyin.listen.inbox.queries import refused, waiting
from zhiyin.listen.inbox.values import ITEMS, Receipt, Result, storable
from zhiyin.listen.masking import hide
from zhiyin.listen.masking.queries import open_sources
from zhiyin.warehouse.loading import Part, append_all
from zhiyin.warehouse.workers import enqueue

MOST = 1_000
"""Items in one call."""
CHUNK = 5_000
"""Arrivals loaded in one transaction."""
KEEP_REPLAYS = timedelta(days=7)
LOAD = "zhiyin.listen.inbox.tasks.load"
UNUSABLE = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
    pa.ArrowException, duckdb.DataError, duckdb.InvalidInputException, DataError,
)  # fmt: skip
"""What an arrival itself can be the reason of; a lost database or a full disk is none of its making."""
logger = logging.getLogger(__name__)


def accept(actor: Actor, kind: str, items: Sequence[object]) -> Receipt:
    """When this returns and the transaction commits, what it calls accepted is safe."""
    check(actor, Permission.IMPORT_DATA)
    if len(items) > MOST:
        raise TooLarge(_("{n} items are more than {most} in one call: send them in parts."), n=len(items), most=MOST)
    moment = now()
    within = sorted(expand(actor.units, accounts.unit_tree())) if is_confined(actor) else None
    results: list[Result] = []
    wanted: dict[tuple[str, str], tuple[Result, Arrival]] = {}
    for index, raw in enumerate(items):
        result, arrival = _read(actor, kind, index, raw, moment)
        results.append(result)
        if arrival is None:
            continue
        arrival.within = within
        if (place := (arrival.source, arrival.external_id)) in wanted:
            result.status = "known"
        else:
            wanted[place] = (result, arrival)
    with transaction.atomic():
        for place in _there(kind, wanted):
            wanted.pop(place)[0].status = "known"
        Arrival.objects.bulk_create([arrival for _result, arrival in wanted.values()], ignore_conflicts=True)
        if wanted:
            transaction.on_commit(lambda: enqueue(LOAD))
    counts = [result.status for result in results]
    return Receipt(
        accepted=counts.count("accepted"), known=counts.count("known"), invalid=counts.count("invalid"), items=results
    )


def _read(actor: Actor, kind: str, index: int, raw: object, moment: datetime) -> tuple[Result, Arrival | None]:
    try:
        item = ITEMS[kind].model_validate(storable(raw))
        unit = getattr(item, "unit", None)
        if is_confined(actor):
            accounts.check_unit(actor, unit)
    except ValidationError as error:
        wrong = {".".join(map(str, part["loc"])) or "item": str(part["msg"]) for part in error.errors()}
        return Result(index=index, status="invalid", fields=wrong), None
    except Forbidden as error:
        return Result(index=index, status="invalid", fields={"unit": str(error)}), None
    except ValueError as error:
        return Result(index=index, status="invalid", fields={"item": str(error)}), None
    payload = item.model_dump(mode="json", exclude_none=True, exclude={"source", "external_id"})
    if kind in rules.TABLES and item.source not in open_sources():
        payload = rules.veil(payload)
    # Customers are written over with each call, so every call is a thing of its own.
    given = getattr(item, "external_id", None)
    key = given or uuid4().hex
    if kind != "customers":
        payload.setdefault("at", moment.isoformat())
    arrival = Arrival(
        kind=kind, source=item.source, external_id=key, payload=payload, received_at=moment, key_id=actor.id[:80]
    )
    shown = given or (None if kind == "customers" else key)
    return Result(index=index, status="accepted", external_id=shown, fields={}), arrival


def _there(kind: str, wanted: Mapping[tuple[str, str], object]) -> list[tuple[str, str]]:
    known = Arrival.objects.filter(
        kind=kind, source__in={source for source, _key in wanted}, external_id__in={key for _source, key in wanted}
    )
    return [place for place in known.values_list("source", "external_id") if place in wanted]


def replay(actor: Actor, key: str, body: bytes) -> tuple[int, object] | None:
    """The answer given before to the same request; a different request under the same key is refused."""
    if len(key) > 200:
        raise TooLarge(_("An Idempotency-Key has at most 200 characters."))
    found = Replay.objects.filter(owner=_owner(actor), key=key).first()
    if found is None:
        return None
    if found.digest != _digest(body):
        raise KeyReused(_("This Idempotency-Key was used for a different request: take a new one."), key=key)
    return found.status, found.body


def remember(actor: Actor, key: str, body: bytes, status: int, answer: object) -> None:
    """In the transaction of the write itself. Whoever comes second with the same key is rolled back."""
    try:
        with transaction.atomic():
            Replay.objects.create(
                owner=_owner(actor), key=key, digest=_digest(body), status=status, body=answer, created_at=now()
            )
    except IntegrityError as error:
        raise KeyReused(_("The same Idempotency-Key is being worked on: ask again."), key=key) from error


def load() -> int:
    """Waiting arrivals into the facts, each exactly once, also when killed half-way and run again; how many."""
    loaded = 0
    while arrivals := list(waiting()[:CHUNK]):
        loaded += _load(arrivals)
    Replay.objects.filter(created_at__lt=now() - KEEP_REPLAYS).delete()
    return loaded


def _load(arrivals: Sequence[Arrival]) -> int:
    """All at once; where that fails for what one of them holds, half by half until that one stands alone, and aside."""
    try:
        _append(arrivals)
    except UNUSABLE as error:
        if len(arrivals) > 1:
            half = len(arrivals) // 2
            return _load(arrivals[:half]) + _load(arrivals[half:])
        (arrival,) = arrivals
        problem = hide(f"{type(error).__name__}: {error}"[:1000])[:300]
        Arrival.objects.filter(pk=arrival.pk).update(problem=problem)
        logger.warning("arrival %s stands aside: %s", arrival.pk, problem)
        return 0
    # The words are in the facts now, the names in the customers' records: here only the taken ids stay.
    Arrival.objects.filter(pk__in=[arrival.pk for arrival in arrivals]).update(loaded_at=now(), payload={})
    return len(arrivals)


def _append(arrivals: Sequence[Arrival]) -> None:
    batch = f"inbox:{arrivals[0].pk}"
    parts = []
    for kind in ITEMS:
        mine = [arrival for arrival in arrivals if arrival.kind == kind]
        if not mine:
            continue
        customers = _customers(mine, batch)
        if kind in rules.TABLES:
            rows = [
                arrival.payload
                | {
                    "source": arrival.source,
                    "external_id": arrival.external_id,
                    "received_at": arrival.received_at.isoformat(),
                }
                for arrival in mine
            ]
            parts.append(Part(rules.TABLES[kind], rules.facts(kind, rows, customers, open_sources())))
    if parts:
        append_all(parts, batch=batch)


def _customers(arrivals: Sequence[Arrival], batch: str) -> pa.Array:
    """Their codes; each key writes over those customers only whom its units have met."""
    codes: list[str | None] = [None] * len(arrivals)
    records = arrivals[0].kind == "customers"
    keys: dict[tuple[str, ...] | None, list[int]] = {}
    for place, arrival in enumerate(arrivals):
        keys.setdefault(None if arrival.within is None else tuple(arrival.within), []).append(place)
    for within, places in keys.items():
        resolve = Resolver(Actor.of_task("inbox"), batch=batch, within=within)
        found = resolve(rules.people([arrivals[place].payload for place in places], records=records)).to_pylist()
        for place, code in zip(places, found, strict=True):
            codes[place] = code
    return pa.array(codes, pa.string())


@transaction.atomic
def retry(actor: Actor) -> int:
    """Try again what stands aside, after an update or a repair; how many."""
    check(actor, Permission.IMPORT_DATA)
    count = Arrival.objects.filter(pk__in=list(refused(actor).values_list("pk", flat=True))).update(problem="")
    audit.record(actor, "retry", ("listen.arrival", ""), count=count)
    transaction.on_commit(lambda: enqueue(LOAD))
    return count


@transaction.atomic
def drop(actor: Actor, number: int) -> None:
    """For good; its id is free again, so that it can be sent anew."""
    check(actor, Permission.UNDO_IMPORT)
    arrival = refused(actor).filter(pk=number).first()
    if arrival is None:
        raise NotFound(_("There is no such arrival among those that stand aside."))
    audit.record(actor, "drop", arrival, reason=arrival.problem)
    arrival.delete()


def _owner(actor: Actor) -> str:
    return f"{actor.kind}:{actor.id}"[:80]


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
