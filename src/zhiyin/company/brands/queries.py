from zhiyin.company.brands.models import Brand


def own_codes() -> frozenset[str]:
    """Retired ones too: their facts stay ours."""
    return frozenset(Brand.objects.filter(ours=True).values_list("code", flat=True))


def own_brand() -> str:
    """Code of our brand: the first one marked as ours."""
    return Brand.objects.filter(ours=True, active=True).values_list("code", flat=True).first() or ""


def rivals() -> list[Brand]:
    return list(Brand.objects.filter(ours=False, active=True))
