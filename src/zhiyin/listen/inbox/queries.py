"""What programs handed over, as people look at it."""

from django.db.models import QuerySet

from zhiyin.accounts.rules import check, is_confined
from zhiyin.accounts.values import Actor, Permission
from zhiyin.listen.inbox.models import Arrival


def refused(actor: Actor) -> QuerySet[Arrival]:
    """Arrivals that could not be loaded; they are of any unit, so nothing for whoever is confined to some."""
    check(actor, Permission.IMPORT_DATA)
    return aside() if not is_confined(actor) else Arrival.objects.none()


def waiting() -> QuerySet[Arrival]:
    return Arrival.objects.filter(loaded_at=None, problem="").order_by("id")


def aside() -> QuerySet[Arrival]:
    return Arrival.objects.filter(loaded_at=None).exclude(problem="").order_by("id")
