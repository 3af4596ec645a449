from collections.abc import Iterable, Mapping

from zhiyin.company.brands.models import Brand
from zhiyin.warehouse.questions import EVERY, MISSING

Where = dict[str, str | Iterable[str]]


def own_codes() -> frozenset[str]:
    """Retired ones too: their facts stay ours."""
    return frozenset(Brand.objects.filter(ours=True).values_list("code", flat=True))


def ours() -> tuple[str, ...]:
    """What a filter by brand accepts for facts to be ours: our brands, and what names none. A map without brands
    tells nobody apart: nothing to filter by."""
    brands = Brand.objects.values_list("code", "ours")
    return (MISSING, *sorted(code for code, own in brands if own)) if brands else ()


def chosen(where: Mapping[str, str | Iterable[str]] | None, by: Iterable[str] = ()) -> Where:
    """Filters as a person gives them: without a brand they mean ours, and `*` every brand. Whoever splits by brand
    looks at all of them."""
    found: Where = dict(where or {})
    brand = found.get("brand")
    if brand in (EVERY, (EVERY,), [EVERY]) or (not brand and "brand" in by):
        found.pop("brand", None)
    elif not brand:
        found["brand"] = ours()
    return found


def own_brand() -> str:
    """Code of our brand: the first one marked as ours."""
    return Brand.objects.filter(ours=True, active=True).values_list("code", flat=True).first() or ""


def rivals() -> list[Brand]:
    return list(Brand.objects.filter(ours=False, active=True))
