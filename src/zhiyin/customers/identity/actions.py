"""Find or create customers, tens of thousands at a time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from json import loads

import pyarrow as pa
from django.db import transaction

from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.customers.identity.models import Key
from zhiyin.customers.identity.rules import code_of, idents
from zhiyin.customers.identity.values import Ident
from zhiyin.customers.profiles.models import Customer

CHUNK = 900
"""Values in one query: SQLite takes 32,766 parameters, but plans long lists badly."""
WRITTEN = ("name", "phone", "email", "address", "city", "joined_at", "tier", "attributes")
REMEMBERED = 200_000


class Resolver:
    """Codes for the people in one import. Remembers whom it has met, so that most rows need no query."""

    def __init__(self, actor: Actor, *, space: str = "", batch: str = "") -> None:
        check(actor, Permission.IMPORT_DATA)
        self.space = space
        self.batch = batch
        self.met: dict[tuple[str | None, ...], str | None] = {}
        self.added = 0
        self.changed = 0

    def __call__(self, people: pa.Table) -> pa.Array:
        """`people` has key, and perhaps phone, email and the fields of a profile; null where nothing is known."""
        columns = people.column_names
        rows = list(zip(*(people[name].to_pylist() for name in columns), strict=True))
        new = [row for row in dict.fromkeys(rows) if row not in self.met] if "attributes" not in columns else rows
        if new:
            if len(self.met) > REMEMBERED:
                self.met.clear()
            self._meet([dict(zip(columns, row, strict=True)) for row in new], new)
        return pa.array([self.met[row] for row in rows], pa.string())

    def _meet(self, people: Sequence[dict[str, object]], rows: Sequence[tuple[str | None, ...]]) -> None:
        names = [idents(_text(p.get("key")), _text(p.get("phone")), _text(p.get("email")), self.space) for p in people]
        with transaction.atomic():
            known = _known({ident for found in names for ident in found})
            codes = _assign(names, known)
            self._create(people, names, codes, known)
        self.met.update(zip(rows, codes, strict=True))

    def _create(
        self,
        people: Sequence[dict[str, object]],
        names: Sequence[tuple[Ident, ...]],
        codes: Sequence[str | None],
        known: dict[Ident, str],
    ) -> None:
        profiles: dict[str, dict[str, object]] = {}
        for person, code in zip(people, codes, strict=True):
            if code is not None:
                profiles.setdefault(code, {}).update(
                    {name: value for name in WRITTEN if (value := _value(name, person.get(name))) not in (None, "", {})}
                )
        there = {c.code: c for part in _chunks(profiles) for c in Customer.objects.filter(code__in=part)}
        fresh = [
            Customer(code=code, batch=self.batch, changed_by=self.batch, **profile)
            for code, profile in profiles.items()
            if code not in there
        ]
        Customer.objects.bulk_create(fresh, batch_size=CHUNK // 2, ignore_conflicts=True)
        self.added += len(fresh)
        self._update(there, profiles)
        wanted = {ident: code for found, code in zip(names, codes, strict=True) if code for ident in found}
        missing = {ident: code for ident, code in wanted.items() if ident not in known}
        ids = {
            code: pk
            for part in _chunks(set(missing.values()))
            for code, pk in Customer.objects.filter(code__in=part).values_list("code", "pk")
        }
        keys = [
            Key(customer_id=ids[code], kind=i.kind, space=i.space, value=i.value, batch=self.batch)
            for i, code in missing.items()
        ]
        Key.objects.bulk_create(keys, batch_size=CHUNK, ignore_conflicts=True)

    def _update(self, there: dict[str, Customer], profiles: dict[str, dict[str, object]]) -> None:
        """What a row says replaces what was known; what it leaves empty stays."""
        changed = []
        for code, customer in there.items():
            profile = dict(profiles[code])
            if isinstance(extra := profile.get("attributes"), dict):
                profile["attributes"] = customer.attributes | extra
            if any(getattr(customer, name) != value for name, value in profile.items()):
                for name, value in profile.items():
                    setattr(customer, name, value)
                customer.changed_by = self.batch
                changed.append(customer)
        if changed:
            Customer.objects.bulk_update(changed, [*WRITTEN, "changed_by"], batch_size=100)
        self.changed += len(changed)


def forget(batch: str, in_use: Iterable[str]) -> int:
    """Delete the customers that `batch` brought, but for those that facts or later imports know."""
    Key.objects.filter(batch=batch).exclude(customer__batch=batch).delete()
    gone = 0
    kept = set(in_use)
    mine = list(Customer.objects.filter(batch=batch, changed_by=batch).values_list("code", flat=True))
    for part in _chunks(code for code in mine if code not in kept):
        gone += Customer.objects.filter(code__in=part).delete()[1].get("customers.Customer", 0)
    return gone


def _known(wanted: set[Ident]) -> dict[Ident, str]:
    found: dict[Ident, str] = {}
    for part in _chunks({ident.value for ident in wanted}):
        rows = Key.objects.filter(value__in=part).values_list("kind", "space", "value", "customer__code")
        found |= {Ident(kind, space, value): code for kind, space, value, code in rows}
    return {ident: code for ident, code in found.items() if ident in wanted}


def _assign(names: Sequence[tuple[Ident, ...]], known: dict[Ident, str]) -> list[str | None]:
    """A code for each row: that of the first key already known, else a new one from its first key.

    Two customers known apart are not made one because a row names both: which of them it means is for a person to say.
    """
    local = dict(known)
    codes: list[str | None] = []
    for found in names:
        code = next((local[ident] for ident in found if ident in local), code_of(found[0]) if found else None)
        if code is not None:
            for ident in found:
                local.setdefault(ident, code)
        codes.append(code)
    return codes


def _value(name: str, value: object) -> object:
    if name == "attributes":
        return loads(value) if isinstance(value, str) else value
    if isinstance(value, datetime) or value is None:
        return value
    limit = Customer._meta.get_field(name).max_length or 300
    return str(value)[:limit]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(values)
    while part := list(islice(iterator, CHUNK)):
        yield part
