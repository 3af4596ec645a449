from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from zhiyin.company.units.models import Unit


def tree(*, retired: bool = False) -> QuerySet[Unit]:
    """All units, every parent directly before what is below it."""
    units = Unit.objects.select_related("parent")
    return units if retired else units.filter(active=True)


def below(codes: Collection[str]) -> frozenset[str]:
    """These units and everything under them, retired ones too (their facts still belong to the scope).

    A code that is not on the map stays: facts may carry it before somebody draws it.
    """
    paths = list(Unit.objects.filter(code__in=codes).values_list("path", flat=True))
    if not paths:
        return frozenset(codes)
    inside = reduce(or_, (Q(path__startswith=path) for path in paths))
    return frozenset(codes) | frozenset(Unit.objects.filter(inside).values_list("code", flat=True))


def above(code: str) -> tuple[str, ...]:
    """The unit itself, then its parent, up to the root."""
    path = Unit.objects.filter(code=code).values_list("path", flat=True).first()
    return tuple(reversed(path.strip("/").split("/"))) if path else (code,)


def parents() -> dict[str, str | None]:
    """Code of each unit → code of its parent."""
    return dict(Unit.objects.values_list("code", "parent__code"))


def ancestors(kind: str) -> dict[str, str]:
    """Code of each unit → code of the nearest unit of `kind` above it, itself included."""
    rows = Unit.objects.values_list("code", "kind", "path")
    marked = {code for code, found, _ in rows if found == kind}
    lines = {code: path.strip("/").split("/") for code, _, path in rows}
    return {code: above for code, line in lines.items() for above in line if above in marked}


def leaves(codes: Collection[str] | None = None) -> dict[str, str]:
    """Code → kind of the units in use that have nothing below them (facts are theirs); those under `codes`, or all."""
    units = Unit.objects.filter(active=True).exclude(children__active=True)
    if codes is not None:
        units = units.filter(code__in=below(codes))
    return dict(units.values_list("code", "kind"))
