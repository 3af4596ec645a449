"""Imports, as people look at them."""

import os
import socket
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhiyin.accounts.rules import check, is_confined
from zhiyin.accounts.values import Actor, Permission
from zhiyin.kit.errors import NotFound
from zhiyin.listen.imports.models import Import, State
from zhiyin.listen.imports.values import Plan
from zhiyin.warehouse import jobs
from zhiyin.warehouse.jobs.models import Job


def imports(actor: Actor, *, limit: int = 100) -> list[Import]:
    check(actor, Permission.IMPORT_DATA)
    return list(_visible(actor)[:limit])


def one(actor: Actor, ident: UUID | str) -> Import:
    check(actor, Permission.IMPORT_DATA)
    found = _visible(actor).filter(pk=ident).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def _visible(actor: Actor) -> QuerySet[Import]:
    """A file holds rows of any unit, so whoever is confined to some only sees the files they brought themselves."""
    return Import.objects.filter(actor_id=actor.id) if is_confined(actor) else Import.objects.all()


def job_of(record: Import) -> Job | None:
    return Job.objects.filter(pk=record.job_id).first() if record.job_id else None


def interrupted(actor: Actor, sha256: str, plan: Plan) -> Import | None:
    """The same file, taken in the same way and for the same person, by a command on this machine that died on the
    way. `plan` is confined already."""
    mine = Import.objects.filter(actor_id=actor.id, state=State.RUNNING)
    for record in mine.filter(sha256=sha256, kind=plan.kind, source=plan.source):
        job = job_of(record)
        if Plan.of_json(record.plan) == plan and job and job.state == jobs.State.RUNNING and _dead(job.worker):
            return record
    return None


def same_file(record: Import) -> Import | None:
    """An earlier import of a file with the same contents as the same kind."""
    return (
        Import.objects.filter(sha256=record.sha256, kind=record.kind, source=record.source, state=State.DONE)
        .exclude(pk=record.pk)
        .first()
    )


def _dead(worker: str) -> bool:
    kind, _colon, rest = worker.partition(":")
    host, _colon, pid = rest.rpartition(":")
    if kind != "process" or host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
