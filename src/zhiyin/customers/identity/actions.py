"""Find or create customers, tens of thousands at a time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from json import loads
from typing import cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, models, transaction

from zhiyin.accounts.rules import check
from zhiyin.accounts.values import Actor, Permission
from zhiyin.customers.identity.memory import WIDEST, Memory
from zhiyin.customers.identity.models import Key
from zhiyin.customers.identity.rules import code_of, idents
from zhiyin.customers.identity.values import Ident
from zhiyin.customers.profiles.models import Customer
from zhiyin.customers.profiles.queries import met
from zhiyin.kit.time import now
from zhiyin.warehouse.reader import Reader

CHUNK = 900
"""Values in one query: SQLite takes 32,766 parameters, but plans long lists badly."""
WRITTEN = ("name", "phone", "email", "address", "city", "joined_at", "tier", "attributes")
LONGEST = {field.name: field.max_length or 300 for field in Customer._meta.concrete_fields}
Field = models.Field[object, object]
Row = tuple[object, ...]
Profile = dict[str, object]


class Resolver:
    """Codes for the people in one import. Remembers whom it has met, so that most rows need no query."""

    def __init__(
        self, actor: Actor, *, space: str = "", batch: str = "", within: Collection[str] | None = None
    ) -> None:
        """`within`: the units of whoever brings this, who writes over no customer that these have not met."""
        check(actor, Permission.IMPORT_DATA)
        self.space = space
        self.batch = batch
        self.within = within
        self.met = Memory()
        self.blank = {
            field.name: field.get_db_prep_save(field.get_default(), connection)
            for field in Customer._meta.concrete_fields
            if field.name in WRITTEN
        }

    def __call__(self, people: pa.Table) -> pa.Array:
        """`people` has key, and perhaps phone, email and the fields of a profile; null where nothing is known."""
        columns = people.column_names
        rows, places = _distinct(people)
        hashes = np.fromiter(map(hash, rows), np.int64, len(rows))
        codes: list[str | None] = [code or None for code in self.met.recall(hashes).tolist()]
        new = [n for n, code in enumerate(codes) if code is None]
        if new:
            found = self._meet([dict(zip(columns, rows[n], strict=True)) for n in new])
            for n, code in zip(new, found, strict=True):
                codes[n] = code
            certain = [n for n in new if codes[n]]
            self.met.keep(hashes[certain], np.array([codes[n] for n in certain], f"S{WIDEST}"))
        return pc.take(pa.array(codes, pa.string()), places)

    def _meet(self, people: Sequence[Profile]) -> list[str | None]:
        names = [idents(_text(p.get("key")), _text(p.get("phone")), _text(p.get("email")), self.space) for p in people]
        with transaction.atomic():
            known = _known({ident for found in names for ident in found})
            codes = _assign(names, known)
            theirs = self._theirs({code for code in codes if code})
            profiles: dict[str, Profile] = {}
            for person, code in zip(people, codes, strict=True):
                if code is not None and code not in theirs:
                    profiles.setdefault(code, {}).update(_profile(person))
            there = set(known.values())
            _insert(Customer, [self._fresh(code, said) for code, said in profiles.items() if code not in there])
            self._write({code: profile for code, profile in profiles.items() if profile})
            wanted = {ident: code for found, code in zip(names, codes, strict=True) if code for ident in found}
            missing = [
                {"kind": i.kind, "space": i.space, "value": i.value, "customer_id": c, "batch": self.batch}
                for i, c in wanted.items()
                if i not in known and c not in theirs
            ]
            _insert(Key, missing)
        return codes

    def _theirs(self, codes: set[str]) -> set[str]:
        """Those of them that are somebody else's customers: neither met by these units nor brought by this batch."""
        if self.within is None:
            return set()
        there = {
            code
            for part in _chunks(codes)
            for code in Customer.objects.filter(code__in=part).exclude(batch=self.batch).values_list("code", flat=True)
        }
        reader = Reader("identity", frozenset(self.within), sees_public=False)
        return there - met(sorted(there), reader) if there else there

    def _fresh(self, code: str, profile: Profile) -> dict[str, object]:
        """Whole at once: 22,000 new customers took 45 s when their profiles were written by an update afterwards."""
        said = {
            name: cast("models.Field[object, object]", Customer._meta.get_field(name)).get_db_prep_save(
                value, connection
            )
            for name, value in profile.items()
        }
        return {"code": code, "batch": self.batch, "changed_by": self.batch, **self.blank, **said}

    def _write(self, profiles: Mapping[str, Profile]) -> None:
        """What a row says replaces what was known; what it leaves empty stays."""
        changed = []
        for part in _chunks(profiles):
            for customer in Customer.objects.filter(code__in=part):
                profile = dict(profiles[customer.code])
                if isinstance(extra := profile.get("attributes"), dict):
                    profile["attributes"] = customer.attributes | extra
                if any(getattr(customer, name) != value for name, value in profile.items()):
                    for name, value in profile.items():
                        setattr(customer, name, value)
                    customer.changed_by = self.batch
                    changed.append(customer)
        written = {name for profile in profiles.values() for name in profile}
        if changed:
            Customer.objects.bulk_update(changed, [*written, "changed_by"], batch_size=200)


def _distinct(people: pa.Table) -> tuple[list[Row], pa.Array]:
    """Each different row once, and which of them each row is."""
    if people.num_columns == 1:
        keys = people.column(0).combine_chunks().dictionary_encode("encode")
        return [(key,) for key in keys.dictionary.to_pylist()], keys.indices
    rows: list[Row] = list(zip(*(column.to_pylist() for column in people.columns), strict=True))
    place = {row: n for n, row in enumerate(dict.fromkeys(rows))}
    return list(place), pa.array([place[row] for row in rows], pa.int64())


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
        rows = Key.objects.filter(value__in=part).values_list("kind", "space", "value", "customer_id")
        found |= {Ident(kind, space, value): code for kind, space, value, code in rows}
    return {ident: code for ident, code in found.items() if ident in wanted}


def _assign(names: Sequence[tuple[Ident, ...]], known: Mapping[Ident, str]) -> list[str | None]:
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


def _insert(model: type[models.Model], rows: Sequence[Mapping[str, object]]) -> None:
    """Rows that are not there yet. Django's own bulk_create takes ten times as long, all of it in Python."""
    if not rows:
        return
    plain = {
        field.column: field.get_db_prep_save(field.get_default(), connection)
        for field in model._meta.concrete_fields
        if field.column not in rows[0] and not isinstance(field, models.AutoField)
    }
    if "created_at" in plain:
        plain["created_at"] = connection.ops.adapt_datetimefield_value(now())
    columns = [*rows[0], *plain]
    marks = ", ".join(["%s"] * len(columns))
    names = ", ".join(connection.ops.quote_name(column) for column in columns if column)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({marks}) "
            "ON CONFLICT DO NOTHING",
            [cast("tuple[str, ...]", (*row.values(), *plain.values())) for row in rows],
        )


def _profile(person: Profile) -> Profile:
    found = {name: _value(name, value) for name, value in person.items() if value is not None and name in WRITTEN}
    return {name: value for name, value in found.items() if value not in ("", {})}


def _value(name: str, value: object) -> object:
    if name == "attributes":
        return loads(value) if isinstance(value, str) else value
    if isinstance(value, datetime):
        return value
    return str(value)[: LONGEST.get(name, 300)]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _chunks(values: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(values)
    while part := list(islice(iterator, CHUNK)):
        yield part
