import uuid

from django.utils.translation import gettext_lazy as _

from zhiyin.kit.errors import NotFound
from zhiyin.warehouse.jobs.models import Job
from zhiyin.warehouse.jobs.values import State


def job(ident: uuid.UUID | str) -> Job:
    try:
        found = Job.objects.filter(pk=uuid.UUID(str(ident))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(_("There is no job {id}."), id=ident)
    return found


def unfinished(kind: str) -> list[Job]:
    """Waiting or at work."""
    return list(Job.objects.filter(kind=kind, state__in=(State.QUEUED, State.RUNNING)))


def recent(kind: str, *, limit: int = 50) -> list[Job]:
    return list(Job.objects.filter(kind=kind)[:limit])
