from zhiyin.company.releases.models import Release
from zhiyin.kit.time import Period


def within(period: Period) -> list[Release]:
    """What was released, and what went wrong, in a period; the earliest first."""
    return list(Release.objects.filter(active=True, at__gte=period.start, at__lt=period.end).order_by("at"))
