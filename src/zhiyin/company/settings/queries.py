from zoneinfo import ZoneInfo

from zhiyin.company.settings.models import Company
from zhiyin.kit.memory import remembered


@remembered
def company() -> Company:
    """The settings, or their defaults before anybody has saved them."""
    return Company.objects.select_related("calendar").first() or Company(code="company")


def zone() -> ZoneInfo:
    return ZoneInfo(company().time_zone)
